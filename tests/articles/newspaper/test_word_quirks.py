"""What Word and WPS write that is easily lost or doubled; one odd thing a test."""

import io
import zipfile

import pytest
from django.utils import translation

from articles.newspaper.feature import Paragraph, PhotoBlock, Span
from articles.newspaper.reading import read_feature
from articles.newspaper.word.names import STRICT
from articles.newspaper.word.numbering import to_chinese
from tests.articles.newspaper.samples import BLUE, RED, media
from tests.articles.newspaper.word_files import inline_picture, p, r, raw, text_box, zipped

pytestmark = pytest.mark.any_database

BLIP = '<pic:pic><pic:blipFill><a:blip r:embed="{}"/></pic:blipFill></pic:pic>'


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def _read(body, *links, **kwargs):
    """The feature below a title and a first paragraph."""
    return read_feature(raw(p("标题") + p("第一段。") + body, *links, **kwargs), "x.docx")


def _texts(feature):
    return [block.text for block in feature.blocks]


def test_grouped_pictures_are_all_taken():
    links, parts = media(RED, BLUE)
    group = "".join(map(BLIP.format, ("rId10", "rId11")))
    drawing = f"<w:r><w:drawing><wp:anchor><a:graphic><a:graphicData>{group}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"

    assert [photo.data for photo in _read(p(drawing), *links, parts=parts).photos] == [RED, BLUE]


def test_caption_in_a_text_box_belongs_to_the_picture_beside_it():
    links, parts = media(RED)
    feature = _read(p(inline_picture("rId10") + text_box(p("广场夜景。"), p("某部供图"))), *links, parts=parts)

    assert feature.photos == (PhotoBlock(RED, "image10.png", caption="广场夜景。", credit="某部供图"),)


def test_picture_before_the_words_of_its_paragraph_stands_before_them():
    links, parts = media(RED)
    feature = _read(
        p(inline_picture("rId10") + r("第二段。")) + p(r("第三段。") + inline_picture("rId10")), *links, parts=parts
    )

    assert [type(block) for block in feature.blocks] == [PhotoBlock, Paragraph, Paragraph]


@pytest.mark.parametrize(
    ("alt", "kept"),
    [
        ("四名志愿者在铺砖", "四名志愿者在铺砖"),
        ("图片 1", ""),
        ("DSC_0042.JPG", ""),
        ("图片包含 人, 户外&#10;&#10;描述已自动生成", ""),
        ("一群人站在路边&#10;&#10;AI 生成的内容可能不正确。", ""),
    ],
)
def test_description_of_a_picture_is_kept_when_a_person_wrote_it(alt, kept):
    links, parts = media(RED)

    assert [photo.alt for photo in _read(p(inline_picture("rId10", alt)), *links, parts=parts).photos] == [kept]


def test_text_box_within_a_text_box_is_read_once():
    assert _texts(_read(p(r("第二段。") + text_box(p(r("外框。") + text_box(p("内框。"))))))) == [
        "第二段。",
        "外框。",
        "内框。",
    ]


def test_paragraph_whose_mark_was_deleted_at_the_end_is_kept():
    last = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + r("最后一段。") + "</w:p>"

    assert _texts(_read(p("第二段。") + last)) == ["第二段。", "最后一段。"]


def test_content_controls_links_formulas_and_symbols_are_read():
    link = f'<w:hyperlink r:id="rId9">{r("链接文字")}</w:hyperlink>'
    formula = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    control = f"<w:sdt><w:sdtContent>{p('控件里的话。')}</w:sdtContent></w:sdt>"
    feature = _read(p(link + r("，") + formula + r("。")) + control)

    assert _texts(feature) == ["链接文字，x=1。", "控件里的话。"]


def _link(*addresses):
    """Relationships rId20, rId21 … that lead outside."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    return "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{address}" TargetMode="External"/>'
        for number, address in enumerate(addresses, start=20)
    )


def _bold(text, tag="b"):
    return f"<w:r><w:rPr><w:{tag}/></w:rPr><w:t>{text}</w:t></w:r>"


def test_links_and_emphasis_stay_in_a_paragraph():
    link = f'<w:hyperlink r:id="rId20">{r("原文")}</w:hyperlink>'
    feature = _read(
        p(r(" 一是") + _bold("抓") + _bold("学习") + r("，见") + link + _bold("。", "i")),
        external=_link("https://a.cn/1"),
    )

    spans = (
        Span("一是"),
        Span("抓学习", is_bold=True),
        Span("，见"),
        Span("原文", href="https://a.cn/1"),
        Span("。", is_italic=True),
    )
    assert (feature.blocks, feature.unplaced) == ((Paragraph("一是抓学习，见原文。", spans),), ())


def test_link_that_finds_no_place_is_listed_with_its_address():
    heading = p(f'<w:hyperlink r:id="rId20">{r("小标题")}</w:hyperlink>')
    script = p(f'<w:hyperlink r:id="rId21">{r("点我。")}</w:hyperlink>')
    feature = _read(
        p("第二段。") + heading + script + p("末段。"), external=_link("https://a.cn/2", "javascript:alert(1)")
    )

    assert feature.unplaced == ("Link: 小标题 https://a.cn/2", "Link: 点我。 javascript:alert(1)")


def test_note_mark_that_leads_nowhere_stays_a_mark():
    feature = _read(p(r("增长。") + '<w:r><w:footnoteReference w:id="7"/></w:r>') + p("第三段。"))

    assert (_texts(feature), feature.unplaced) == (["增长。[1]", "第三段。"], ())


def test_diagram_text_is_listed_and_embedded_files_are_mentioned():
    diagram = '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>组织架构</a:t></a:r></a:p></d>'
    feature = _read("", parts={"word/diagrams/data1.xml": diagram, "word/embeddings/a.xlsx": b"x"})

    assert feature.unplaced == ("Text in a diagram: 组织架构",)
    assert "1 embedded file was not read." in feature.notes


def test_strict_file_is_read_like_an_ordinary_one():
    with zipfile.ZipFile(io.BytesIO(raw(p("标题") + p("第一段。") + p("第二段。")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for strict, transitional in STRICT:
        files["word/document.xml"] = files["word/document.xml"].replace(transitional, strict)

    assert read_feature(zipped(files), "x.docx").lead == "第一段。"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_automatic_number_is_printed_in_chinese(number, text):
    assert to_chinese(number) == text
