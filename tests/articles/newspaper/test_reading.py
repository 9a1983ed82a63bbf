import datetime
import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from articles.newspaper.feature import FeatureError, Paragraph
from articles.newspaper.reading import read_feature
from articles.newspaper.text_file import decode
from tests.articles.newspaper.expected import EXPECTED
from tests.articles.newspaper.samples import SAMPLES
from tests.articles.newspaper.word_files import raw

pytestmark = pytest.mark.any_database

MARKS = set("/:：、（）()·—▼")  # between names, around credits, before subtitles, towards pictures
BECAME_STRUCTURE = {
    "odd_characters": set("来源年月日0125"),
    "line_breaks": set("报道"),
}  # 来源：, a date of issue, 摄影报道


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", SAMPLES)
def test_feature_is_set_as_a_newspaper_reader_would(name):
    filename, data = SAMPLES[name]

    assert read_feature(data, filename, year=2021) == EXPECTED[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_character_of_the_source_is_lost(name):
    filename, data = SAMPLES[name]
    placed = Counter("".join(_words_of(read_feature(data, filename))))

    lost = Counter(_printed_in(data)) - placed

    assert {mark for mark in lost if mark.isprintable() and not mark.isspace()} <= MARKS | BECAME_STRUCTURE.get(
        name, set()
    )


def test_feature_without_a_year_dates_photos_by_the_year_that_the_text_names():
    data = "标题\n\n2019年的往事。\n\n4月10日，村部，讲课。\n\n张三 摄".encode()

    assert [photo.taken_on for photo in read_feature(data, "x.txt").photos] == [datetime.date(2019, 4, 10)]


def test_photo_is_not_dated_after_the_issue_that_prints_it():
    data = "标题\n2021年1月5日\n第一段。\n12月30日，村部，讲课。\n张三 摄\n1月4日，村部，清淤。\n张三 摄".encode()
    days = [photo.taken_on for photo in read_feature(data, "x.txt").photos]

    assert days == [datetime.date(2020, 12, 30), datetime.date(2021, 1, 4)]


def test_feature_without_any_year_leaves_the_date_open_and_says_so():
    feature = read_feature("标题\n4月10日，村部，讲课。\n张三 摄".encode(), "x.txt")

    assert (feature.photos[0].taken_on, feature.notes[-1]) == (None, "1 picture's date lacks a year.")


def test_turn_of_the_page_is_listed_and_no_heading():
    feature = read_feature("标题\n第一段。\n（下转第3版）\n第二段。".encode(), "x.txt")

    assert (feature.lead, feature.blocks, feature.unplaced) == (
        "第一段。",
        (Paragraph("第二段。"),),
        ("（下转第3版）",),
    )


def test_text_with_a_damaged_byte_is_not_taken_for_another_encoding():
    data = "株洲处处党旗红\n第一段的文字。\n第二段的文字。".encode().replace("二".encode(), b"\xe4")

    feature = read_feature(data, "x.txt")

    assert (feature.lead, feature.blocks) == ("第一段的文字。", (Paragraph("第�段的文字。"),))
    assert "1 damaged characters stand as �." in feature.notes


def test_word_file_that_the_reader_cannot_digest_is_refused_with_a_sentence():
    with pytest.raises(FeatureError, match="too complex or damaged"):
        read_feature(raw('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr></w:tc></w:tr></w:tbl>'), "x.docx")


def _words_of(value):
    """Every string inside a dataclass, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _words_of(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            if name not in {"filename", "notes", "spans"}:  # spans say their paragraph's text again
                yield from _words_of(getattr(value, name))


def _printed_in(data):
    """All text of a file, found without the code under test; a Word file's second copy of a text box is not counted."""
    if not data.startswith(b"PK"):
        return decode(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        stories = [
            archive.read(name)
            for name in archive.namelist()
            if re.fullmatch(r"word/(document|footnotes|header\d)\.xml", name)
        ]
    return "".join(text for content in stories for text in _texts_of(ET.fromstring(content)))


def _texts_of(element):
    if element.tag.endswith(("}Fallback", "}moveFrom")):
        return
    if element.tag.endswith("}t"):
        yield element.text or ""
    for child in element:
        yield from _texts_of(child)
