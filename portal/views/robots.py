"""robots.txt: machines may read everything public but results of searches; what is personal is of no use to them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.middleware.privacy import PERSONAL_PREFIXES
from publishing.addresses import absolute

SEARCHES = ("/search/", "/en/search/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in (*PERSONAL_PREFIXES, *SEARCHES))]
    lines += ["", f"Sitemap: {absolute(request, reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
