import io
import time
import zipfile

import pytest
from django.utils import translation

from articles.newspaper import word_file
from articles.newspaper.feature import FeatureError
from articles.newspaper.reading import read_feature
from tests.articles.newspaper.hostile import HOSTILE
from tests.articles.newspaper.word_files import p, raw, relations

pytestmark = pytest.mark.any_database

GENEROUS_SECONDS = 5  # measured: under 0.1; a loaded machine must not fail the test


@pytest.fixture
def no_reader(monkeypatch):
    """The Word reader must not even start."""
    monkeypatch.setattr(word_file, "READER", ("/nonexistent/reader",))


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_before_the_reader_starts(name, no_reader):
    make, words = HOSTILE[name]
    data = make()
    began = time.monotonic()

    with pytest.raises(FeatureError, match=words):
        read_feature(data, f"{name}.docx")

    assert time.monotonic() - began < GENEROUS_SECONDS


def test_picture_from_elsewhere_is_never_fetched():
    external = (
        '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        'Target="http://127.0.0.1:9/x.png" TargetMode="External"/>'
    )
    linked = (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        '<a:blip r:link="rId7"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    feature = read_feature(raw(p("标题") + p("正文。") + p(linked), external=external), "x.docx")

    assert feature.photos == ()
    assert "1 picture is only linked or missing in the file and could not be taken." in feature.notes


def test_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(word_file, "READER", ("sleep", "60"))
    monkeypatch.setattr(word_file, "READER_SECONDS", 0.2)

    with pytest.raises(FeatureError, match="too complex or damaged"):
        read_feature(raw(p("正文。")), "x.docx")


def test_reader_gets_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setattr(
        word_file,
        "READER",
        ("sh", "-c", 'test -z "$SECRET_KEY" && echo \'{"items": [], "asides": [], "links": {}, "counts": {}}\''),
    )

    with pytest.raises(FeatureError, match="neither text nor a picture"):
        read_feature(raw(p("正文。")), "x.docx")


def test_reader_sees_no_picture_bytes():
    data = raw(p("正文。"), parts={"word/media/a.png": b"secret", "_rels/.rels": relations()})

    with zipfile.ZipFile(io.BytesIO(word_file.open_package(data).skeleton())) as skeleton:
        assert skeleton.read("word/media/a.png") == b""
