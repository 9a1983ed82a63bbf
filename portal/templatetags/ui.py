"""Tags for the components in templates/ui/."""

from urllib.parse import urlencode

from django import template
from django.core.paginator import Page

register = template.Library()


@register.inclusion_tag("ui/pager.html")
def pager(page: Page, **kept) -> dict:
    """The pages of a list; `kept` are the other query parameters that the links carry on."""
    kept = {name: value for name, value in kept.items() if value}

    def url(number):
        if number == page.paginator.ELLIPSIS:
            return ""
        query = urlencode(kept | ({"page": number} if number > 1 else {}))
        return f"?{query}" if query else "."

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "number": page.number,
        "links": [(number, url(number)) for number in numbers] if page.has_other_pages() else [],
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
    }
