import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from articles.models import Article
from tests.articles.newspaper.samples import SAMPLES
from tests.factories import ChannelFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def files(tmp_path):
    for filename, data in SAMPLES.values():
        (tmp_path / filename).write_bytes(data)
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")
    return tmp_path


def test_command_prints_what_was_placed_and_what_not(people, files, capsys):
    call_command("import_feature", files / "wps_file.docx", author="alice")

    assert capsys.readouterr().out.splitlines()[1:] == [
        "  title: 祭英烈",
        "  lead: 清明，人们悼念罗学瓌（luó）烈士。",
        "  Byline: Correspondent 陈某",
        "  Body: 36 characters, 0 headings",
        "  Photos: 1, of which 0 wait for their pictures",
        "  ! 1 picture is only linked or missing in the file and could not be taken.",
        "  ! Not placed: Page header: 某某日报 第3版",
        "  ! Not placed: Hidden text: 校样编号甲",
    ]


def test_command_fills_what_the_options_name(people, harbour, files):
    channel, topic = ChannelFactory(slug="voices"), TopicFactory(title="株洲处处党旗红")
    options = {"organisation": "群丰镇", "year": 2021, "channel": "voices", "topic": "株洲处处党旗红"}
    call_command("import_feature", files / "feature.txt", author="alice", **options)

    article = Article.objects.get()
    assert (article.organisation, article.channel, article.topic) == (harbour, channel, topic)
    assert article.photos.order_by("pk").first().taken_on.year == 2021


def test_command_imports_the_good_files_and_fails_for_the_refused_one(people, files, capsys):
    with pytest.raises(CommandError, match="2 of 3 files were refused"):
        call_command(
            "import_feature", files / "broken.docx", files / "nowhere.txt", files / "title_only.txt", author="alice"
        )

    assert capsys.readouterr().err.splitlines() == [
        "  The Word file is damaged or incomplete.",
        "  No such file or directory",
    ]
    assert list(Article.objects.values_list("title", flat=True)) == ["株洲处处党旗红"]


def test_command_for_an_unknown_author_imports_nothing(people, files):
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_feature", files / "title_only.txt", author="nobody")

    assert not Article.objects.exists()
