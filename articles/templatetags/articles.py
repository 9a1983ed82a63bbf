"""Tags of the kept pieces."""

from django import template
from django.utils.safestring import SafeString

from articles.public.pictures import circumstances, picture_of
from articles.public.pieces import PAGE_MARK

register = template.Library()


@register.simple_tag
def page_mark() -> SafeString:
    """Where the page of a photo report is parted."""
    return SafeString(PAGE_MARK)


@register.inclusion_tag("ui/figure.html")
def report_photo(photo, number: int, total: int) -> dict:
    """A photo of a report with its caption, and place and day where the caption does not tell them."""
    return {
        "image": picture_of(photo),
        "number": number,
        "total": total,
        "caption": photo.caption,
        "circumstances": circumstances(photo),
        "credit": photo.credit,
    }
