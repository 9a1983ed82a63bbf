"""SECURITY.md, "Access": forged posts change and reveal nothing."""

import pytest

from articles.models import Article, Photo, PhotoReport, Topic
from members.models import Member, Post
from members.roles import Role
from publishing.states import State
from tests.publishing.desk import filled, url
from tests.watching import snapshot, told

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PHOTO_REPORT, PHOTO, MEMBER = "articles_photoreport", "articles_photo", "members_member"


@pytest.fixture
def writer(world, client):
    client.force_login(world.town.people[Role.WRITER])
    return client


@pytest.fixture
def administrator(world, client):
    client.force_login(world.town.people[Role.ADMINISTRATOR])
    return client


@pytest.fixture
def theirs(world):
    """Return a function that finds an object of the other organisation."""
    return lambda kind, state="": world.harbour.objects[kind][state]


# --- fields that no form offers
@pytest.mark.parametrize(
    "forged",
    [
        {"state": "published"},
        {"author": "1"},
        {"published_at_0": "2020-01-01", "published_at_1": "00:00", "published_at": "2020-01-01"},
        {"review_step": "3", "review_steps": "1", "review_round": "9"},
        {"approved_hash": "0" * 64, "return_reason": "x", "withdrawal_reason": "x"},
        {"page_html": "<script>", "card_html": "<script>", "pieces_key": "x"},
        {"id": "999", "pk": "999"},
    ],
    ids=lambda forged: next(iter(forged)),
)
@pytest.mark.parametrize(("model", "kind"), [(Article, "articles_article"), (PhotoReport, PHOTO_REPORT)])
def test_publication_field_of_the_system_is_not_taken(world, writer, model, kind, forged):
    draft = world.town.objects[model._meta.model_name]["draft"]
    form = filled(writer.get(url("change", draft, kind)))
    assert writer.post(url("change", draft, kind), form | {"title": "新题"} | forged).status_code == 302
    saved = model.objects.get(pk=draft.pk)
    assert saved.title == "新题"
    names = ["state", "author_id", "published_at", "review_step", "review_round", "approved_hash", "page_html"]
    assert [getattr(saved, name) for name in names] == [getattr(draft, name) for name in names]


@pytest.mark.parametrize("forged", ["is_superuser", "is_staff", "password", "password_is_temporary", "groups"])
def test_member_field_of_the_system_is_not_taken(world, administrator, forged):
    member = world.town.people["member"]
    form = filled(administrator.get(url("change", member, MEMBER)))
    answer = administrator.post(url("change", member, MEMBER), form | {"display_name": "新名", forged: "on"})
    saved = Member.objects.get(pk=member.pk)
    assert (answer.status_code, saved.display_name) == (302, "新名")
    assert (saved.is_superuser, saved.is_staff, saved.password) == (False, False, member.password)


def test_member_with_extra_rows_gets_no_post_at_others(world, administrator):
    member = world.town.people["member"]
    form = filled(administrator.get(url("change", member, MEMBER)))
    row = {"role": Role.ADMINISTRATOR, "organisation": world.harbour.organisation.pk, "since": "2020-01-01"}
    rows = {"posts-TOTAL_FORMS": "1"} | {f"posts-0-{name}": str(value) for name, value in row.items()}
    answer = administrator.post(url("change", member, MEMBER), form | rows)
    assert answer.status_code == 200
    assert not Post.objects.filter(member=member).exists()


def test_member_with_a_row_of_another_member_is_not_changed(world, administrator):
    """An inline row that names a post of somebody else."""
    member, others = world.town.people["member"], world.harbour.people[Role.WRITER].posts.get()
    form = filled(administrator.get(url("change", member, MEMBER)))
    row = {"id": others.pk, "member": member.pk, "role": Role.AUDITOR, "organisation": world.town.organisation.pk}
    rows = {"posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "1"}
    rows |= {f"posts-0-{name}": str(value) for name, value in (row | {"since": "2020-01-01"}).items()}
    before = snapshot("members.AuditEntry")
    administrator.post(url("change", member, MEMBER), form | rows)
    assert snapshot("members.AuditEntry") == before


# --- keys of others
@pytest.mark.parametrize("page", ["add", "change"])
@pytest.mark.parametrize("kind", ["articles_article", PHOTO_REPORT])
def test_publication_of_another_organisation_cannot_be_made(world, writer, kind, page):
    draft = world.town.objects[kind.split("_")[1]]["draft"]
    address = url("add", kind=kind) if page == "add" else url("change", draft, kind)
    form = filled(writer.get(address)) | {"title": "新题", "date": "2021-05-18", "body": "<p>新</p>"}
    before = snapshot()
    answer = writer.post(address, form | {"organisation": world.harbour.organisation.pk})
    assert answer.status_code == 200
    assert snapshot() == before
    assert told(world.harbour, answer) == []


def test_article_with_the_cover_of_others_is_refused(world, writer, theirs):
    draft = world.town.objects["article"]["draft"]
    form = filled(writer.get(url("change", draft)))
    answer = writer.post(url("change", draft), form | {"cover": theirs("photo").pk})
    assert answer.status_code == 200
    assert Article.objects.get(pk=draft.pk).cover is None
    assert told(world.harbour, answer) == []


def test_article_with_a_photo_of_others_in_its_text_is_refused(world, writer, theirs):
    photo, draft = theirs("photo"), world.town.objects["article"]["draft"]
    form = filled(writer.get(url("change", draft)))
    figure = f'<figure><img src="/media/photos/ab/{photo.key}-480.jpg" data-file="{photo.pk}" alt=""></figure><p>文</p>'
    answer = writer.post(url("change", draft), form | {"body": figure})
    assert "body" in answer.context["adminform"].form.errors
    assert Article.objects.get(pk=draft.pk).body == draft.body
    assert told(world.harbour, answer) == []


def test_report_with_a_photo_of_others_from_the_library_is_refused(world, writer, theirs):
    draft = world.town.objects["photoreport"]["draft"]
    form = filled(writer.get(url("change", draft, PHOTO_REPORT)))
    answer = writer.post(url("change", draft, PHOTO_REPORT), form | {"library_photos": [theirs("photo").pk]})
    assert answer.status_code == 200
    assert list(draft.photos.all()) == [world.town.objects["photo"][""]]
    assert told(world.harbour, answer) == []


@pytest.mark.parametrize("row", [{"photo": "photo"}, {"id": "row"}, {"report": "report"}])
def test_report_with_a_forged_row_keeps_its_photos(world, writer, theirs, row):
    draft = world.town.objects["photoreport"]["draft"]
    other = theirs("photoreport", "draft")
    values = {"photo": theirs("photo").pk, "row": other.report_photos.get().pk, "report": other.pk}
    form = filled(writer.get(url("change", draft, PHOTO_REPORT)))
    forged = {f"report_photos-0-{name}": values[what] for name, what in row.items()}
    before = _photos_of(draft), _photos_of(other)
    answer = writer.post(url("change", draft, PHOTO_REPORT), form | forged | {"report_photos-0-caption": "改"})
    assert (_photos_of(draft), _photos_of(other)) == before
    assert Photo.objects.get(pk=theirs("photo").pk).caption == theirs("photo").caption
    assert told(world.harbour, answer) == []


def _photos_of(report) -> list[int]:
    return list(report.report_photos.values_list("photo", flat=True))


def test_report_with_extra_rows_gets_no_photo(world, writer, theirs):
    draft = world.town.objects["photoreport"]["draft"]
    form = filled(writer.get(url("change", draft, PHOTO_REPORT)))
    extra = {
        "report_photos-TOTAL_FORMS": "2",
        "report_photos-1-photo": theirs("photo").pk,
        "report_photos-1-position": 1,
    }
    writer.post(url("change", draft, PHOTO_REPORT), form | extra)
    assert _photos_of(draft) == [world.town.objects["photo"][""].pk]


def test_photo_with_the_consent_of_others_is_refused(world, writer, theirs):
    photo = world.town.objects["photo"][""]
    form = filled(writer.get(url("change", photo, PHOTO)))
    answer = writer.post(url("change", photo, PHOTO), form | {"consent": theirs("consent").pk})
    assert answer.status_code == 200
    assert Photo.objects.get(pk=photo.pk).consent_id == photo.consent_id
    assert told(world.harbour, answer) == []


def test_topic_is_not_changed_by_the_administrator_of_one_organisation(world, administrator, theirs):
    form = filled(administrator.get(url("change", world.topic, "articles_topic")))
    answer = administrator.post(url("change", world.topic, "articles_topic"), form | {"cover": theirs("photo").pk})
    assert answer.status_code == 403
    assert Topic.objects.get(pk=world.topic.pk).cover is None
    assert told(world.harbour, answer) == []


# --- bulk actions on others
ACTIONS = {
    "articles_article": ["submit_selected", "file_selected", "withdraw_selected", "delete_selected"],
    PHOTO_REPORT: ["submit_selected", "file_selected", "withdraw_selected", "delete_selected"],
    PHOTO: ["fill_selected", "hide_selected", "show_selected", "remake_selected", "delete_selected"],
    MEMBER: ["issue_passwords", "activate", "deactivate", "reset_second_factors", "delete_selected"],
    "members_organisation": ["delete_selected"],
}


@pytest.mark.parametrize(("kind", "action"), [(kind, action) for kind in ACTIONS for action in ACTIONS[kind]])
def test_action_on_rows_of_others_changes_and_shows_nothing(world, administrator, kind, action):
    found = world.harbour.objects[kind.split("_")[1]].values()
    chosen = {"action": action, "_selected_action": [item.pk for item in found], "select_across": "1", "post": "yes"}
    typed = {
        "confirmed": "1",
        "reason": "理由",
        "note": "理由",
        "channel": world.channel.pk,
        "credit": "伪",
        "caption": "伪",
    }
    before = _rows_of(world.harbour)
    answer = administrator.post(url("changelist", kind=kind), chosen | typed | {"index": "0"}, follow=True)
    assert answer.status_code == 200
    assert _rows_of(world.harbour) == before
    assert told(world.harbour, answer) == []


def _rows_of(side) -> list[dict]:
    objects = [item for states in side.objects.values() for item in states.values()]
    return [type(item)._base_manager.filter(pk=item.pk).values().get() for item in objects]


@pytest.mark.parametrize("kind", [PHOTO, "articles_channel", "articles_topic"])
def test_list_edited_in_place_takes_no_row_of_others(world, administrator, theirs, kind):
    """A row of the list's own formset that names somebody else's photo."""
    photo = theirs("photo")
    rows = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": photo.pk,
        "form-0-caption": "伪",
        "_save": "1",
    }
    administrator.post(url("changelist", kind=kind), rows)
    assert Photo.objects.get(pk=photo.pk).caption == photo.caption


# --- acts on others and out of turn
ACTS = ["submit", "approve", "return", "recall", "reschedule", "withdraw", "reopen", "repair", "correct"]
TYPED = {
    "reason": "理由",
    "note": "理由",
    "confirm": "on",
    "seen_hash": "0" * 64,
    "seen_step": "1",
    "correction": "更正",
}


@pytest.mark.parametrize("kind", ["articles_article", PHOTO_REPORT])
@pytest.mark.parametrize("act", ACTS)
def test_act_on_a_text_of_others_is_not_found(world, administrator, kind, act):
    before = snapshot()
    for item in world.harbour.objects[kind.split("_")[1]].values():
        assert administrator.post(url(act, item, kind), TYPED).status_code == 404
    assert snapshot() == before


@pytest.mark.parametrize("role", [Role.WRITER, Role.SECOND_REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_approval_by_somebody_whose_step_it_is_not_is_refused(world, client, role):
    client.force_login(world.town.people[role])
    article = world.town.objects["article"]["in_review"]
    answer = client.post(url("approve", article), TYPED | {"seen_hash": article.content_hash()})
    assert answer.status_code == 403
    assert Article.objects.get(pk=article.pk).review_step == 1


@pytest.mark.parametrize("state", ["published", "scheduled", "withdrawn", "draft"])
def test_approval_of_what_is_not_in_review_is_refused(world, client, state):
    client.force_login(world.town.people[Role.FIRST_REVIEWER])
    article = world.town.objects["article"][state]
    assert client.post(url("approve", article), TYPED).status_code in (403, 409)
    assert Article.objects.get(pk=article.pk).state == article.state


def test_published_text_is_not_changed_through_the_plain_form(world, client):
    client.force_login(world.town.people[Role.FINAL_REVIEWER])
    article = world.town.objects["article"]["published"]
    form = filled(client.get(url("correct", article))) | {"title": "偷改", "correction": ""}
    for address in (url("change", article), url("correct", article)):
        client.post(address, form)
    saved = Article.objects.get(pk=article.pk)
    assert (saved.title, saved.state) == (article.title, State.PUBLISHED)
