import pytest
from django.urls import reverse

from members.actions.private import change_private
from members.models import AuditEntry, PrivateDetails
from members.roles import Role
from tests.factories import OrganisationFactory, PostFactory

VALUES = {
    "phone": "13812345678",
    "born_on": "1951-07-02",
    "identity_number": "11010519491231002X",
    "emergency_contact": "老伴 13987654321",
}
OTHER_KEY = "PmHcyw0FFKhMWE9WDUW1Vm8vO4D6mC1Qx9u2h8mvZ0Q="


@pytest.fixture
def charlie(people):
    change_private(people.charlie, values=VALUES, actor=None)
    return people.charlie


@pytest.fixture
def dana(client, people):
    client.force_login(people.dana)
    return people.dana


def _page(member):
    return reverse("admin:members_member_private", args=[member.pk])


def _reveal(client, member, **kwargs):
    url = reverse("admin:members_member_reveal", args=[member.pk])
    return client.post(url, {"field": "phone", "reason": "通知明日集合"} | kwargs)


def _leaks(answer):
    html = answer.content.decode()
    return [value for value in VALUES.values() if value in html]


@pytest.mark.parametrize("page", ["private/", "change/", "history/"])
def test_pages_show_masked_values_only(client, dana, charlie, page):
    answer = client.get(f"/admin/members/member/{charlie.pk}/{page}")
    assert answer.status_code == 200
    assert _leaks(answer) == []


def test_masked_values_are_recognisable(client, dana, charlie):
    html = client.get(_page(charlie)).content.decode()
    assert "138****5678" in html and "1951-**-**" in html and "110***********002X" in html


def test_one_value_is_revealed_with_a_reason_and_leaves_an_entry(client, dana, charlie):
    answer = _reveal(client, charlie)
    assert _leaks(answer) == [VALUES["phone"]]
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.get(action="private.reveal")
    assert (entry.object_id, entry.fields, entry.note) == (str(charlie.pk), ["phone"], "通知明日集合")
    assert entry.personal["member"] == dana.pk


@pytest.mark.parametrize("forged", [{"reason": " "}, {"field": "password"}, {"field": ""}, {"reason": ""}])
def test_nothing_is_revealed_without_reason_or_known_field(client, dana, charlie, forged):
    answer = _reveal(client, charlie, **forged)
    assert _leaks(answer) == []
    assert not AuditEntry.objects.filter(action="private.reveal").exists()


def test_revealing_takes_a_post_request(client, dana, charlie):
    url = reverse("admin:members_member_reveal", args=[charlie.pk])
    answer = client.get(url, {"field": "phone", "reason": "x"}, follow=True)
    assert _leaks(answer) == []


@pytest.mark.parametrize(
    ("name", "status"), [("dana", 200), ("olga", 403), ("alice", 404), ("mallory", 404), ("charlie", 302)]
)
def test_only_administrators_of_the_scope_come_in(client, people, charlie, name, status):
    client.force_login(getattr(people, name))
    assert client.get(_page(charlie)).status_code == status
    assert _reveal(client, charlie).status_code == status


def test_superiors_details_stay_closed(client, dana, charlie):
    PostFactory(member=charlie, organisation=OrganisationFactory(), role=Role.ADMINISTRATOR)
    assert client.get(_page(charlie)).status_code == 403


def test_empty_fields_leave_what_is_stored(client, dana, charlie):
    client.post(_page(charlie), {"phone": "13900000000", "born_on": "", "identity_number": "", "emergency_contact": ""})
    details = PrivateDetails.objects.get(pk=charlie.pk)
    assert (details.phone, details.born_on) == ("13900000000", VALUES["born_on"])


def test_deleting_is_said_out_loud(client, dana, charlie):
    client.post(_page(charlie), {"delete": ["identity_number", "born_on"]})
    details = PrivateDetails.objects.get(pk=charlie.pk)
    assert (details.identity_number, details.born_on, details.phone) == ("", "", VALUES["phone"])


@pytest.mark.parametrize(
    "wrong", [{"phone": "12345"}, {"identity_number": "110105194912310021"}, {"born_on": "last year"}]
)
def test_wrong_values_are_refused_beside_their_field(client, dana, charlie, wrong):
    answer = client.post(_page(charlie), wrong)
    assert list(answer.context["form"].errors) == list(wrong)
    assert PrivateDetails.objects.get(pk=charlie.pk).phone == VALUES["phone"]


def test_change_names_fields_in_the_log_never_content(client, dana, people):
    client.post(_page(people.charlie), VALUES)
    entry = AuditEntry.objects.get(action="private.change")
    assert entry.fields == sorted(VALUES)
    assert not [value for value in VALUES.values() if value in str(list(AuditEntry.objects.values()))]


def test_database_holds_no_plain_value(charlie):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_privatedetails")
        row = str(cursor.fetchone())
    assert not [value for value in VALUES.values() if value in row]


@pytest.mark.parametrize("lookup", ["phone", "phone__startswith", "phone__icontains", "phone__exact"])
def test_encrypted_fields_cannot_be_searched(charlie, lookup):
    from django.core.exceptions import FieldError

    with pytest.raises((FieldError, TypeError)):
        list(PrivateDetails.objects.filter(**{lookup: "138"}))


def test_question_through_the_list_is_refused(client, dana, charlie):
    answer = client.get("/admin/members/member/", {"private__phone__startswith": "138"})
    assert answer.status_code in (302, 400)


def test_missing_key_is_a_sentence_and_loses_nothing(client, dana, charlie, settings):
    keys, settings.PRIVATE_KEYS = settings.PRIVATE_KEYS, [OTHER_KEY]
    assert client.get(_page(charlie)).status_code == 200
    answer = _reveal(client, charlie)
    assert (answer.status_code, list(answer.context["reveal_form"].errors)) == (200, ["field"])
    client.post(_page(charlie), {"born_on": "1952-01-01"})
    settings.PRIVATE_KEYS = [*keys, OTHER_KEY]
    details = PrivateDetails.objects.get(pk=charlie.pk)
    assert (details.phone, details.born_on) == (VALUES["phone"], "1952-01-01")
