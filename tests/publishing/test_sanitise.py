import itertools
import time
from html.parser import HTMLParser

import pytest

from publishing.sanitise import safe_href, sanitise_html
from publishing.tidy import TAGS
from tests.payloads import EVIL, MUTATIONS, PAYLOADS

ALLOWED_ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"src", "alt", "data-file"},
    "span": {"class"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
FIGURE = (
    '<figure><img src="/media/photos/ab/abcdef0123-960.jpg" alt="四人除草" data-file="17">'
    '<figcaption>5月18日，除草。<span class="credit">通讯员 刘阳/摄</span></figcaption></figure>'
)
EVERYTHING = (
    "<h2>小标题</h2><p>正文<strong>粗</strong><em>斜</em><s>删</s>H<sub>2</sub>O m<sup>2</sup><br>换行</p><h3>次级</h3>"
    "<ul><li><p>一</p></li></ul><ol><li><p>二</p><ul><li><p>三</p></li></ul></li></ol>"
    '<blockquote><p>引文</p></blockquote><hr><p><a href="https://www.gov.cn/a?b=1&amp;c=2#d" rel="noopener">链接</a></p>'
    '<table><thead><tr><th colspan="2">表头</th></tr></thead><tbody><tr><td rowspan="2"><p>格</p></td><td></td></tr></tbody></table>'
    + FIGURE
)


class _Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def _is_clean(html: str) -> bool:
    return all(
        tag in TAGS
        and attrs.keys() <= ALLOWED_ATTRIBUTES.get(tag, set())
        and safe_href(attrs.get("href", "/")) is not None
        and EVIL not in "".join(attrs.values())
        and attrs.get("src", "/media/photos/").startswith("/media/photos/")
        for tag, attrs in _Elements(html).found
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_leaves_only_allowed_markup(payload):
    assert _is_clean(sanitise_html(payload))


@pytest.mark.parametrize(
    "frame", ["<p>{}</p>", "<table><tr><td>{}</td></tr></table>", "<figure>{}</figure>", "<a href='/x'>{}"]
)
def test_payload_inside_allowed_markup_leaves_only_allowed_markup(frame):
    assert all(_is_clean(sanitise_html(frame.format(payload))) for payload in PAYLOADS)


def test_there_are_payloads_enough():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 40


def test_cleaning_again_changes_nothing_for_any_pair_of_payloads():
    pairs = itertools.chain(itertools.product(MUTATIONS, PAYLOADS), itertools.product(PAYLOADS, MUTATIONS))
    cleaned = {sanitise_html(f"<div>{first}<p>{second}") for first, second in pairs}
    assert [html for html in cleaned if sanitise_html(html) != html or not _is_clean(html)] == []


def test_what_the_toolbar_makes_is_kept_as_it_is():
    assert sanitise_html(EVERYTHING) == EVERYTHING


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("<p>&nbsp;</p><p><br></p><h2> </h2><ul><li></li></ul>", ""),
        ("没有标签的文字", "<p>没有标签的文字</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<div>一</div><div>二</div>", "<p>一</p><p>二</p>"),
        ("<h1>大</h1><h5>小</h5>", "<h2>大</h2><h3>小</h3>"),
        ("<b>粗</b><i>斜</i><del>删</del>", "<p><strong>粗</strong><em>斜</em><s>删</s></p>"),
        ("<p>　　缩进的段落　</p>", "<p>缩进的段落</p>"),
        ("<p>刘阳　张三</p>", "<p>刘阳　张三</p>"),
        ("<p>一&nbsp;&nbsp; 二&nbsp;三</p>", "<p>一 二&nbsp;三</p>"),
        ("<p>零\u200b宽\ufeff\u202e字\x00符</p>", "<p>零宽字符</p>"),
        ("<p>半角,逗号.照原样</p>", "<p>半角,逗号.照原样</p>"),
        ("<strong><p>一</p></strong>", "<p>一</p>"),
        ("<li>散落的一条</li>", "<p>散落的一条</p>"),
        ('<p id="x" class="MsoNormal" style="mso-a:b">甲<o:p>&nbsp;</o:p></p>', "<p>甲</p>"),
        ('<td colspan="1" rowspan="1">散</td>', "<p>散</p>"),
        ("<blockquote>引</blockquote>", "<blockquote><p>引</p></blockquote>"),
        ('<a href="javascript:alert(1)">文</a>', "<p>文</p>"),
        ('<a name="x">文</a><span style="color:red">字</span>', "<p>文字</p>"),
    ],
)
def test_markup_is_brought_into_the_editors_vocabulary(given, expected):
    assert sanitise_html(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (FIGURE, FIGURE),
        ('<img data-file="3">', '<figure><img data-file="3"></figure>'),
        ('<p>前<img data-file="3" alt="a">后</p>', '<p>前</p><figure><img data-file="3" alt="a"></figure><p>后</p>'),
        ('<figure><img data-file="3" src="https://evil.example/a.jpg"></figure>', '<figure><img data-file="3"></figure>'),
        ('<figure><a href="/x"><img data-file="3"></a><figcaption><p>一</p><p>二</p></figcaption></figure>',
         '<figure><img data-file="3"><figcaption>一 二</figcaption></figure>'),
        ('<figure class="figure"><img src="https://a.cn/b.jpg"><figcaption>留下的说明</figcaption></figure>', "<p>留下的说明</p>"),
        ('<figure><img data-file="1"><img data-file="2"><figcaption>两张</figcaption></figure>',
         '<figure><img data-file="1"></figure><figure><img data-file="2"><figcaption>两张</figcaption></figure>'),
        ('<img src="data:image/png;base64,AAAA"><img><img src="">', ""),
        ('<img src="/media/private/a.jpg">', ""),
    ],
)  # fmt: skip
def test_pictures_are_ours_and_stand_in_figures(given, expected):
    assert sanitise_html(given) == expected


def test_media_on_its_own_host_is_ours():
    html = '<figure><img src="https://media.example.cn/photos/ab/cd-480.webp"></figure>'
    assert sanitise_html(html, media_url="https://media.example.cn/") == html
    assert sanitise_html(html) == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.gov.cn/", "https://www.gov.cn/"),
        ("http://例子.中国/路径?问=答#段", "http://例子.中国/路径?问=答#段"),
        ("https://a.cn/文 件.pdf", "https://a.cn/文%20件.pdf"),
        ("/articles/1/", "/articles/1/"),
        ("/", "/"),
        ("mailto:office@example.gov.cn", "mailto:office@example.gov.cn"),
        ("tel:+86-731-2888", "tel:+86-731-2888"),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("articles/1/", None),
        ("#top", None),
        ("", None),
        ("ftp://a.cn/", None),
        ("https://", None),
        ("https:/evil.example", None),
        ("https://gov.cn@evil.example", None),
        ("https://gov.cn\u202e/", None),
    ],
)
def test_links_go_to_the_web_mail_telephone_or_this_site(given, kept):
    assert safe_href(given) == kept


def test_markup_that_never_comes_to_rest_becomes_plain_text(monkeypatch):
    monkeypatch.setattr("publishing.sanitise._MAX_ROUNDS", 0)
    assert sanitise_html("<h2>标题</h2><p>正文 &lt; &amp;</p>") == "<p>标题 正文 &lt; &amp;</p>"


@pytest.mark.parametrize(
    "opening", ["<blockquote>", "<ul><li>", "<div>", "<b><i>", "<table><tr><td>", "<p><object>", "<a href=/x>"]
)
def test_deep_nesting_is_cleaned_quickly(opening):
    started = time.process_time()
    html = sanitise_html(opening * 5000 + "文字")
    assert time.process_time() - started < 3
    assert sanitise_html(html) == html
