import re

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import AuditEntry, Member, Post
from members.roles import Role
from tests.factories import MemberFactory, OrganisationFactory, PostFactory

LIST = "/admin/members/member/"


@pytest.fixture
def village(town):
    return OrganisationFactory(name="先锋村", parent=town)


@pytest.fixture
def dana(client, people):
    client.force_login(people.dana)
    return people.dana


@pytest.fixture
def boss(people):
    """A member of the town whose post reaches the whole district."""
    district = OrganisationFactory(name="天元区委")
    member = MemberFactory(username="boss", display_name="何书记", organisation=people.dana.organisation)
    PostFactory(member=member, organisation=district, role=Role.ADMINISTRATOR)
    return member


def _change(member):
    return reverse("admin:members_member_change", args=[member.pk])


def _payload(member=None, posts=(), initial=0, **kwargs):
    data = {
        "username": member.username if member else "newcomer",
        "display_name": member.display_name if member else "新同志",
        "organisation": member.organisation_id if member else "",
        "is_active": "on",
        "posts-TOTAL_FORMS": len(posts),
        "posts-INITIAL_FORMS": initial,
        "posts-MIN_NUM_FORMS": 0,
        "posts-MAX_NUM_FORMS": 1000,
    }
    for number, post in enumerate(posts):
        row = {"id": "", "member": member.pk if member else "", "since": "2026-01-01", "until": ""} | post
        data |= {f"posts-{number}-{key}": value for key, value in row.items()}
    return data | kwargs


def _act(client, name, *members):
    return client.post(LIST, {"action": name, "_selected_action": [member.pk for member in members]}, follow=True)


def _names(answer):
    return {member.username for member in answer.context["cl"].result_list}


# --- the list ---
def test_list_shows_the_scope_only(client, dana, people, village):
    MemberFactory(username="villager", organisation=village)
    names = _names(client.get(LIST))
    assert "villager" in names and "alice" in names
    assert not names & {"eve", "mallory"}


@pytest.mark.parametrize(("words", "found"), [("Alice", {"alice"}), ("bo", {"bob"}), ("小红", {"red"}), ("eve", set())])
def test_search_finds_names_and_account_names(client, dana, words, found):
    MemberFactory(username="red", display_name="李小红", organisation=dana.organisation)
    assert _names(client.get(LIST, {"q": words})) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"role": "final_reviewer"}, {"dave"}),
        ({"role": "none"}, {"charlie", "sleeper"}),
        ({"role": "secretary"}, set()),
        ({"is_active__exact": "0"}, {"sleeper"}),
    ],
)
def test_filters(client, dana, query, found):
    MemberFactory(username="sleeper", organisation=dana.organisation, is_active=False)
    assert _names(client.get(LIST, query)) == found


def test_organisation_filter_takes_the_subtree(client, dana, village):
    MemberFactory(username="villager", organisation=village)
    assert _names(client.get(LIST, {"unit": village.pk})) == {"villager"}
    assert "villager" in _names(client.get(LIST, {"unit": dana.organisation_id}))


def test_organisation_filter_offers_and_reaches_no_other(client, dana, harbour):
    answer = client.get(LIST, {"unit": harbour.pk})
    assert _names(answer) == set()
    assert harbour.name not in answer.content.decode()


def _queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    return len(captured)


def test_list_costs_the_same_for_three_and_thirty(client, dana):
    before = _queries(client)
    for _ in range(30):
        PostFactory(member__organisation=dana.organisation)
    assert _queries(client) == before


# --- rights ---
@pytest.mark.parametrize(
    ("name", "status"), [("dana", 200), ("olga", 200), ("alice", 403), ("dave", 403), ("charlie", 302)]
)
def test_list_is_for_administrators_and_auditors(client, people, name, status):
    client.force_login(getattr(people, name))
    assert client.get(LIST).status_code == status


def test_auditor_sees_but_changes_nothing(client, people):
    client.force_login(people.olga)
    assert client.get(_change(people.alice)).status_code == 200
    assert client.post(_change(people.alice), _payload(people.alice, display_name="x")).status_code == 403
    assert _act(client, "deactivate", people.alice).status_code == 200
    people.alice.refresh_from_db()
    assert (people.alice.display_name, people.alice.is_active) == ("Alice", True)


def test_other_organisations_member_is_not_there(client, dana, people):
    assert client.get(_change(people.eve)).status_code == 404
    assert client.post(_change(people.eve), _payload(people.eve)).status_code == 404


def test_account_of_a_superior_is_read_only(client, dana, boss):
    assert client.get(_change(boss)).status_code == 200
    assert client.post(_change(boss), _payload(boss, display_name="x")).status_code == 403


@pytest.mark.parametrize("action", ["issue_passwords", "deactivate", "reset_second_factors"])
def test_bulk_action_leaves_superiors_out(client, dana, boss, action):
    Authenticator.objects.create(user=boss, type="totp", data={"secret": "x"})
    before = boss.password
    _act(client, action, boss)
    boss.refresh_from_db()
    assert (boss.is_active, boss.password, boss.authenticator_set.count()) == (True, before, 1)


def test_forged_superuser_flag_changes_nothing(client, dana, people):
    payload = _payload(people.charlie, is_superuser="on", is_staff="on", password="x", password_is_temporary="on")
    assert client.post(_change(people.charlie), payload).status_code == 302
    people.charlie.refresh_from_db()
    assert (people.charlie.is_superuser, people.charlie.is_staff) == (False, False)
    assert people.charlie.password != "x"


def test_members_are_not_deleted(client, dana, people):
    assert client.post(f"{LIST}{people.charlie.pk}/delete/", {"post": "yes"}).status_code == 403
    _act(client, "delete_selected", people.charlie)
    assert Member.objects.filter(pk=people.charlie.pk).exists()


# --- posts ---
def test_administrator_gives_a_post_in_the_subtree(client, dana, people, village):
    post = {"role": Role.WRITER, "organisation": village.pk}
    assert client.post(_change(people.charlie), _payload(people.charlie, [post])).status_code == 302
    assert people.charlie.posts.get().organisation == village


def test_posts_given_changed_and_taken_stand_in_the_log(client, dana, people, village):
    def entry(action):
        return AuditEntry.objects.values_list("object_id", "note").get(action=action)

    post = {"role": Role.WRITER, "organisation": village.pk}
    client.post(_change(people.charlie), _payload(people.charlie, [post]))
    post |= {"id": people.charlie.posts.get().pk, "role": Role.FINAL_REVIEWER}
    client.post(_change(people.charlie), _payload(people.charlie, [post], initial=1))
    client.post(_change(people.charlie), _payload(people.charlie, [post | {"DELETE": "on"}], initial=1))
    number = str(people.charlie.pk)
    assert entry("post.add") == (number, f"撰稿人 · {village}")
    assert entry("post.change") == (number, f"终审 · {village}")
    assert entry("post.delete") == (number, f"终审 · {village}")


def test_forged_post_elsewhere_is_refused(client, dana, people, harbour):
    post = {"role": Role.ADMINISTRATOR, "organisation": harbour.pk}
    answer = client.post(_change(people.charlie), _payload(people.charlie, [post]))
    assert "organisation" in answer.context["inline_admin_formsets"][0].formset.errors[0]
    assert not people.charlie.posts.exists()


def test_member_cannot_be_moved_out_of_the_scope(client, dana, people, harbour):
    answer = client.post(_change(people.charlie), _payload(people.charlie, organisation=harbour.pk))
    assert "organisation" in answer.context["adminform"].form.errors


def test_post_of_somebody_else_is_not_taken_over(client, dana, people, town):
    foreign = Post.objects.get(member=people.eve)
    row = {"id": foreign.pk, "role": Role.ADMINISTRATOR, "organisation": town.pk}
    client.post(_change(people.charlie), _payload(people.charlie, [row], initial=1))
    foreign.refresh_from_db()
    assert (foreign.member, foreign.role) == (people.eve, Role.WRITER)


def test_same_post_twice_is_a_sentence(client, dana, people, town):
    post = {"role": Role.WRITER, "organisation": town.pk}
    answer = client.post(_change(people.charlie), _payload(people.charlie, [post, post]))
    assert answer.context["inline_admin_formsets"][0].formset.non_form_errors()


def test_post_that_ends_before_it_begins_is_a_sentence(client, dana, people, town):
    post = {"role": Role.WRITER, "organisation": town.pk, "since": "2026-02-01", "until": "2026-01-01"}
    answer = client.post(_change(people.charlie), _payload(people.charlie, [post]))
    assert answer.status_code == 200
    assert answer.context["inline_admin_formsets"][0].formset.errors[0]


# --- accounts ---
def _shown_passwords(answer):
    return re.findall(r"<code>([a-z0-9-]+)</code>", answer.content.decode())


def test_new_account_shows_its_password_once(client, dana):
    answer = client.post(f"{LIST}add/", _payload(organisation=dana.organisation_id))
    password = _shown_passwords(answer)[0]
    member = Member.objects.get(username="newcomer")
    assert member.check_password(password) and member.password_is_temporary
    assert "no-store" in answer["Cache-Control"]
    assert password not in client.get(_change(member)).content.decode()


def test_account_name_is_stored_in_lower_case(client, dana):
    client.post(f"{LIST}add/", _payload(organisation=dana.organisation_id, username="NewComer"))
    assert Member.objects.filter(username="newcomer").exists()


def test_account_name_that_differs_in_capitals_only_is_taken(client, dana):
    answer = client.post(f"{LIST}add/", _payload(organisation=dana.organisation_id, username="ALICE"))
    assert "username" in answer.context["adminform"].form.errors


def test_issued_passwords_end_sessions(client, dana, people):
    from django.test import Client

    other = Client()
    other.force_login(people.alice)
    passwords = _shown_passwords(_act(client, "issue_passwords", people.alice, people.bob))
    people.alice.refresh_from_db()
    assert len(set(passwords)) == 2
    assert people.alice.check_password(passwords[0])
    assert other.get("/me/").status_code == 302


def test_password_stands_neither_in_session_nor_log(client, dana, people):
    password = _shown_passwords(_act(client, "issue_passwords", people.alice))[0]
    assert password not in str(dict(client.session.items()))
    assert password not in str(list(AuditEntry.objects.values()))


def test_access_is_taken_and_given_in_bulk(client, dana, people):
    _act(client, "deactivate", people.alice, people.bob, dana)
    assert set(Member.objects.filter(is_active=False)) == {people.alice, people.bob}  # never oneself
    _act(client, "activate", people.alice, people.bob)
    assert not Member.objects.filter(is_active=False).exists()


def test_lost_second_factor_is_reset(client, dana, people):
    Authenticator.objects.create(user=people.alice, type="totp", data={"secret": "x"})
    _act(client, "reset_second_factors", people.alice)
    assert not people.alice.authenticator_set.exists()


@pytest.mark.parametrize(
    ("action", "logged"),
    [("issue_passwords", "password.issue"), ("deactivate", "member.deactivate")],
)
def test_account_actions_are_logged(client, dana, people, action, logged):
    _act(client, action, people.alice)
    entry = AuditEntry.objects.get(action=logged)
    assert (entry.object_id, entry.personal["member"]) == (str(people.alice.pk), dana.pk)
