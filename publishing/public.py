"""What all public pages have in common."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page


@method_decorator(conditional_page, name="dispatch")
class PublicPage:
    """A page that is the same bytes for every visitor: any cache may keep it, and asks each time if it still holds.

    Views with this mixin look at neither the user nor the session; the ETag is the page's own.
    """

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        return response
