"""How much a request may carry. Refused before a byte of it is read or written to a temporary file."""

from django.conf import settings

from portal.views.errors import too_large


class RequestSize:
    """Answer 413 for bodies larger than the part of the site that they are sent to can use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        in_admin = request.path_info.startswith("/admin/")
        limit = settings.MAX_ADMIN_REQUEST_BYTES if in_admin else settings.MAX_REQUEST_BYTES
        if length.isdecimal() and int(length) > limit:
            return too_large(request)
        return self.get_response(request)
