"""The lines that a page of search results repeats. Not templates: those would cost more than all the rest of the page."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.search.question import Link
from portal.search.results import Hit
from portal.templatetags.ui import content_lang

register = template.Library()

LINK = '<li><a href="{}"{}><span{}>{}</span> {}</a></li>'
OFF = '<span class="off" aria-hidden="true">×</span><span class="visually-hidden">{}</span>'
HIT = (
    '<li class="hit{}"><div><h2{}><a href="{}">{}</a></h2>{}'
    '<p class="meta"><span class="tag">{}</span> {} {}</p></div>{}</li>'
)
HAS_IMAGE, NOTHING = SafeString(" has-image"), SafeString("")
PICTURE = '<a href="{}" tabindex="-1" aria-hidden="true"><img src="{}" alt="" loading="lazy"></a>'


@register.simple_tag
def choice_links(links: Iterable[Link]) -> SafeString:
    """What the hits could be narrowed by, with how many would be left; what is chosen says that it can be taken away."""
    lang, off, current = content_lang(), format_html(OFF, _("take away")), SafeString(' aria-current="true"')
    return format_html_join(
        "",
        LINK,
        (
            (link.url, current, lang, link.label, off)
            if link.is_current
            else (link.url, NOTHING, lang, link.label, SafeString(f'<span class="num">{link.count:d}</span>'))
            for link in links
        ),
    )


@register.simple_tag
def hit_lines(hits: Iterable[Hit]) -> SafeString:
    """What was found: title, snippet, sort, day, organisation, and a small picture beside it."""
    lang = content_lang()
    return format_html_join("", HIT, (_parts(hit, lang) for hit in hits))


def _parts(hit: Hit, lang: SafeString) -> tuple:
    return (
        HAS_IMAGE if hit.picture else NOTHING,
        lang,
        hit.url,
        hit.title,
        format_html('<p class="text"{}>{}</p>', lang, hit.snippet) if hit.snippet else NOTHING,
        hit.label,
        _time(hit.day) if hit.day else NOTHING,
        format_html("<span{}>{}</span>", lang, hit.organisation) if hit.organisation else NOTHING,
        format_html(PICTURE, hit.url, hit.picture) if hit.picture else NOTHING,
    )


def _time(day: date) -> SafeString:
    return SafeString(f'<time datetime="{day.isoformat()}">{date_format(day)}</time>')  # nothing in it to escape
