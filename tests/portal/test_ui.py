"""The components of templates/ui/ and the pages that need nothing but themselves."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from portal.templatetags.ui import kept, month_name, pager, pager_links

IMAGE = {"src": "/media/a-960.jpg", "srcset_avif": "/media/a-480.avif 480w", "width": 960, "height": 640, "alt": "铺路"}


def _page(number, pages=9):
    return Paginator(range(pages * 20), 20).page(number)


def test_pager_on_the_first_page_leads_onward_only():
    links = pager_links(1, 9)
    assert (links["previous_url"], links["next_url"]) == ("", "?page=2")


def test_pager_leads_to_the_first_page_without_a_number():
    assert pager_links(2, 9)["previous_url"] == "."


def test_pager_keeps_other_parameters_and_drops_empty_ones():
    html = pager(_page(2), channel="学 & 思", topic="")
    assert 'href="?channel=%E5%AD%A6+%26+%E6%80%9D"' in html
    assert 'href="?channel=%E5%AD%A6+%26+%E6%80%9D&amp;page=3"' in html


def test_pager_for_a_single_page_shows_nothing():
    assert pager(_page(1, pages=1)).strip() == ""


def test_pager_marks_the_current_page():
    assert re.findall(r'aria-current="page">(\d+)<', pager(_page(5))) == ["5"]


def test_pager_speaks_the_language_of_the_page():
    with translation.override("en"):
        english = pager(_page(1))

    assert "Next page" in english
    assert "下一页" in pager(_page(1))


def test_what_is_kept_is_escaped_even_after_the_same_text_was_safe():
    for title in (SafeString("<b>学</b>"), "<b>学</b>"):
        assert "&lt;b&gt;学&lt;/b&gt;" in kept("ui/lane_header.html", title=title, url="")
    assert "&lt;i&gt;" in kept("ui/breadcrumb.html", links=[("/", SafeString("<i>"))])


def test_image_offers_the_formats_it_has():
    html = render_to_string("ui/image.html", {"image": IMAGE, "sizes": "13rem"})
    assert html.count("<source") == 1
    assert '<source type="image/avif" srcset="/media/a-480.avif 480w" sizes="13rem">' in " ".join(html.split())


def test_image_without_renditions_is_a_placeholder():
    html = render_to_string("ui/image.html", {"image": {"src": "", "alt": "铺路"}})
    assert "<img" not in html
    assert "placeholder" in html


def test_plain_image_leaves_the_words_to_the_link():
    assert 'alt=""' in render_to_string("ui/image.html", {"image": IMAGE, "plain": True})


def test_byline_shows_the_time_of_a_datetime_only():
    on = render_to_string("ui/byline.html", {"date": date(2021, 5, 20)})
    at = render_to_string("ui/byline.html", {"date": datetime(2021, 5, 20, 0, 30, tzinfo=UTC)})
    assert "08:30" in at
    assert ":" not in on.split("<time", 1)[1].split(">", 1)[1]


def test_byline_escapes_names():
    people = [{"name": "<b>王</b>", "url": ""}]
    html = render_to_string("ui/byline.html", {"credits": [{"role": "记者", "people": people}]})
    assert "&lt;b&gt;王" in html


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "5月"), ("en", "May")])
def test_month_name_follows_the_language(language, name):
    with translation.override(language):
        assert month_name(5) == name


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_page_for_broken_services_needs_neither_context_nor_database(name):
    html = render_to_string(name)
    assert f'<p class="code">{name[:3]}</p>' in html
    assert 'href="/"' in html
