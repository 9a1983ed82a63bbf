import pytest

from articles.newspaper.feature import Cell, Feature, Heading, ListBlock, Paragraph, PhotoBlock, Quote, Span, Table
from articles.newspaper.rendering import ShownPhoto, body_html
from publishing.sanitise import sanitise_html
from tests.articles.newspaper.expected import EXPECTED

PHOTO = PhotoBlock(b"x", caption="清淤<现场>。", credit="通讯员 王二/摄")
SHOWN = ShownPhoto(17, "/media/photos/ab/abc-960.jpg", '志愿者"清淤"')


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Heading("一、修路"), "<h2>一、修路</h2>"),
        (Heading("（一）勘探", 3), "<h3>（一）勘探</h3>"),
        (Paragraph("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (
            Paragraph("甲<乙", (Span("甲", is_bold=True, is_italic=True), Span("<乙", href="https://a.cn/?a=1&b=2"))),
            '<p><strong><em>甲</em></strong><a href="https://a.cn/?a=1&amp;b=2" rel="noopener">&lt;乙</a></p>',
        ),
        (Quote("一句。\n两句。"), "<blockquote><p>一句。</p><p>两句。</p></blockquote>"),
        (ListBlock(("笔", "本")), "<ul><li><p>笔</p></li><li><p>本</p></li></ul>"),
        (ListBlock(("笔",), is_ordered=True), "<ol><li><p>笔</p></li></ol>"),
        (
            Table(((Cell("日期", colspan=2, is_header=True),), (Cell("一"), Cell("二")))),
            '<table><tbody><tr><th colspan="2"><p>日期</p></th></tr><tr><td><p>一</p></td><td><p>二</p></td></tr></tbody></table>',
        ),
        (
            PHOTO,
            '<figure><img src="/media/photos/ab/abc-960.jpg" alt="志愿者&quot;清淤&quot;" data-file="17">'
            '<figcaption>清淤&lt;现场&gt;。 <span class="credit">通讯员 王二/摄</span></figcaption></figure>',
        ),
    ],
)
def test_block_becomes_escaped_html(block, html):
    assert body_html(Feature("标题", blocks=(block,)), {0: SHOWN}) == html


def test_emphasis_is_what_the_sanitiser_would_leave():
    spans = (Span("甲", is_bold=True), Span("乙", is_bold=True, is_italic=True, href="https://a.cn/"), Span("丙"))
    html = body_html(Feature("标题", blocks=(Paragraph("甲乙丙", spans),)), {})

    assert sanitise_html(html) == html


def test_photo_that_is_not_in_the_library_is_left_out():
    assert body_html(Feature("标题", blocks=(PHOTO, Paragraph("正文。"))), {}) == "<p>正文。</p>"


@pytest.mark.parametrize("name", EXPECTED)
def test_body_is_what_the_sanitiser_would_leave(name):
    feature = EXPECTED[name]
    html = body_html(feature, {position: ShownPhoto(position + 1) for position in range(len(feature.blocks))})

    assert sanitise_html(html) == html
