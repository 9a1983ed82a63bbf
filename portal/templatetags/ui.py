"""Tags for the components in templates/ui/."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.dates import MONTHS_3
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.context import SiteFacts, site_facts

register = template.Library()


@register.simple_tag
def kept(template_name: str, **facts) -> SafeString:
    """An include that depends on the language, the site's settings and `facts` only, rendered once and kept.

    The frame is the same on every page; rendering it each time would cost more than the page itself. Facts are texts,
    numbers, tuples or lists of them, and frozen objects; texts are escaped even where they are marked as safe.
    """
    known = tuple((name, _plain(value)) for name, value in facts.items())
    return _rendered(template_name, get_language(), get_script_prefix(), site_facts(), known)


@lru_cache(maxsize=512)
def _rendered(template_name: str, language: str, script_prefix: str, site: SiteFacts, facts: tuple) -> SafeString:
    return render_to_string(template_name, {"site": site, **dict(facts)})


def _plain(value):
    """Return a value that can be looked up. A safe text equals one that is not, and both would be the same entry."""
    if type(value) in (list, tuple):
        return tuple(map(_plain, value))
    return str.__add__(value, "") if isinstance(value, SafeString) else value


@register.simple_tag
def content_lang() -> SafeString:
    """The attribute that says "this is Chinese", for our texts on pages whose labels are in another language."""
    return SafeString("" if (get_language() or "zh").startswith("zh") else ' lang="zh-Hans"')


@register.simple_tag
def headlines(publications) -> SafeString:
    """The lines of `<ul class="headlines">`: the title and the day it came out.

    Not a template: pages show dozens of these lines, and an include for each costs more than all the rest.
    """
    return _lines((one.get_absolute_url(), one.title, localtime(one.published_at)) for one in publications)


@register.simple_tag
def lines_by_day(lines) -> SafeString:
    """The same of what has an address, a title and a day: `url`, `title`, `day`."""
    return _lines((line.url, line.title, line.day) for line in lines)


def _lines(lines: Iterable[tuple[str, str, date]]) -> SafeString:
    lang = content_lang()
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a><time datetime="{}">{}</time></li>',
        ((url, lang, title, f"{day:%Y-%m-%d}", f"{day:%m-%d}") for url, title, day in lines),
    )


@register.filter
def month_name(number: int) -> str:
    """`5月` as newspapers print it, not Django's `五月`; in other languages the short name."""
    return f"{number}月" if (get_language() or "zh").startswith("zh") else str(MONTHS_3[number]).title()


@register.simple_tag
def pager(page: Page, **kept) -> SafeString:
    """The pages of a list; `kept` are the other query parameters that the links carry on."""
    parameters = tuple((name, str(value)) for name, value in kept.items() if value)
    return _pager(page.number, page.paginator.num_pages, parameters, get_language())


@lru_cache(maxsize=1024)
def _pager(number: int, pages: int, parameters: tuple[tuple[str, str], ...], language: str) -> SafeString:
    """The pager is the same wherever a list has as many pages, so it is rendered once."""
    return render_to_string("ui/pager.html", pager_links(number, pages, parameters))


def pager_links(number: int, pages: int, parameters: Iterable[tuple[str, str]] = ()) -> dict:
    """Return the variables of templates/ui/pager.html."""
    page = Paginator(range(pages), 1).page(number)

    def url(number):
        if number == page.paginator.ELLIPSIS:
            return ""
        query = urlencode([*parameters, *([("page", number)] if number > 1 else [])])
        return f"?{query}" if query else "."

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "number": page.number,
        "links": [(n, url(n), _("Page %(each)s") % {"each": n}) for n in numbers] if page.has_other_pages() else [],
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
    }
