import pytest

from articles.models import Article
from members.models import AuditEntry
from publishing import actions
from publishing.differences import compare, in_words
from publishing.models import Move
from publishing.sheet import sheet_of
from publishing.states import Act
from tests.factories import ArticleFactory, PhotoFactory
from tests.publishing.desk import published, signed_in, under_review, url


def _shown(before, after) -> str:
    marks = {"ins": "[+{}]", "del": "[-{}]", "same": "{}", "gap": "{}"}
    return "".join(marks[chunk.kind].format(chunk.text) for chunk in compare(before, after))


# --- the readable difference
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "新句。", "[+新句。]"),
        ("旧句。", "", "[-旧句。]"),
        ("同一句。", "同一句。", "同一句。"),
        ("四月二日，学员前往。", "四月三日，学员前往。", "四月[-二][+三]日，学员前往。"),
        ("一句。二句。", "一句。插入的话。二句。", "一句。[+插入的话。]二句。"),
        ("天气晴朗。", "完全不同的另外一句话！", "[-天气晴朗。][+完全不同的另外一句话！]"),
    ],
)
def test_compare(before, after, expected):
    assert _shown(before, after) == expected


def test_compare_cuts_what_stayed_the_same():
    same = "没有改动的句子。" * 30
    assert _shown(same + "旧。", same + "新。").startswith("……")
    assert len(_shown(same + "旧。", same + "新。")) < 80


def test_compare_of_a_whole_newspaper_is_quick():
    before = "".join(f"第{number}句话在这里。" for number in range(5_000))
    assert compare(before, before.replace("第777句", "第七七七句"))


def test_in_words_names_pictures_by_their_number():
    html = '<p>前。</p><figure><img src="/media/photos/ab/x-960.jpg" alt="" data-file="17"></figure><p>后&amp;。</p>'
    assert in_words(html) == "前。\n［图片 17］后&。"


# --- the sheet
@pytest.fixture
def draft(people, town):
    return ArticleFactory(organisation=town, author=people.alice, title="列车上的党史课")


@pytest.mark.django_db
def test_sheet_tells_who_decided_in_which_role(draft, people):
    lines = sheet_of(published(draft, people)).lines
    assert [(line.move.actor.username, bool(line.role)) for line in lines] == [
        ("alice", False),
        ("bob", True),
        ("carol", True),
        ("dave", True),
        ("dave", False),
    ]


@pytest.mark.django_db
def test_sheet_proves_that_the_text_is_the_approved_one(draft, people):
    sheet = sheet_of(published(draft, people))
    assert sheet.is_as_approved
    assert sheet.is_sound


@pytest.mark.django_db
def test_sheet_shows_what_each_step_changed(draft, people):
    article = actions.return_to_author(under_review(draft, people), actor=people.bob, reason="核对日期")
    Article.objects.filter(pk=article.pk).update(lead="四月三日，第二次专题学习在列车上进行。")
    actions.submit(article, actor=people.alice)
    [changed] = [line for line in sheet_of(article).lines if line.differences]
    assert changed.move.act == Act.SUBMIT
    assert changed.move.round == 2


@pytest.mark.django_db
def test_sheet_notices_a_text_changed_behind_everybodys_back(draft, people):
    article = published(draft, people)
    Article.objects.filter(pk=article.pk).update(body="<p>偷偷改过。</p>")
    article.refresh_from_db()
    sheet = sheet_of(article)
    assert not sheet.is_as_approved
    assert sheet.since_approval


@pytest.mark.django_db
def test_sheet_notices_a_caption_changed_behind_everybodys_back(draft, people, town):
    photo = PhotoFactory(organisation=town)
    draft.photos.add(photo)
    article = published(draft, people)
    type(photo).objects.update(caption="偷偷改过。")
    assert not sheet_of(article).is_as_approved


@pytest.mark.django_db
def test_sheet_notices_an_altered_snapshot(draft, people):
    article = published(draft, people)
    move = Move.objects.of(article).get(act=Act.APPROVE, step=2)
    Move.objects.filter(pk=move.pk).update(content=move.content | {"title": "别的标题"})
    assert [line.is_intact for line in sheet_of(article).lines] == [True, True, False, True, True]


@pytest.mark.django_db
def test_sheet_notices_an_approval_that_the_audit_log_does_not_know(draft, people):
    article = published(draft, people)
    AuditEntry.objects.filter(action="publication.approve").update(fields=[])
    assert [line.is_logged for line in sheet_of(article).lines] == [True, False, False, False, True]


@pytest.mark.django_db
def test_sheet_page_says_both_in_words(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.olga)
    assert client.get(url("sheet", article)).text.count('class="notice"') == 2
    Article.objects.filter(pk=article.pk).update(body="<p>偷偷改过。</p>")
    text = client.get(url("sheet", article)).text
    assert 'class="notice error"' in text
    assert "<ins>" in text
    assert "<del>" in text


@pytest.mark.django_db
def test_sheet_escapes_what_people_wrote(draft, client, people):
    Article.objects.filter(pk=draft.pk).update(title="<script>alert(1)</script>")
    article = under_review(draft, people)
    actions.return_to_author(article, actor=people.bob, reason="<img src=x onerror=alert(1)>")
    text = signed_in(client, people.alice).get(url("sheet", article)).text
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


@pytest.mark.django_db
def test_sheet_of_a_draft_says_that_nothing_happened_yet(draft, client, people):
    response = signed_in(client, people.alice).get(url("sheet", draft))
    assert response.context["sheet"].lines == []
    assert response.context["publication"].approved_hash == ""
