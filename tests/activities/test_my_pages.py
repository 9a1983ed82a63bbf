"""One's own list and details: for oneself only, masked, audited."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import Activity
from members.models import AuditEntry, PrivateDetails
from tests.activities.joining import join, open_session
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

DETAILS, LIST = "/me/details/", "/me/activities/"


@pytest.fixture
def charlie(client, people):
    client.force_login(people.charlie)
    return people.charlie


def _text(client, address) -> str:
    response = client.get(address)
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    return response.content.decode()


def _over(activity):
    end = timezone.now() - datetime.timedelta(days=1)
    Activity.objects.filter(pk=activity.pk).update(starts_at=end - datetime.timedelta(hours=2), ends_at=end)


def test_list_holds_what_comes_what_waits_and_what_was(client, charlie, town):
    coming, full, past, others = (
        open_session(town, seats=1, title=title) for title in ("车厢课堂", "宣讲", "座谈", "别人的")
    )
    join(full)
    for session in (coming, full, past):
        join(session, charlie)
    join(others)
    _over(past)
    page = _text(client, LIST)
    heading = page.index('id="past"')
    assert page.index("车厢课堂") < heading < page.index("座谈")
    assert "您排在第1位" in page
    assert "别人的" not in page


def test_list_of_nothing_says_where_to_look(client, charlie):
    assert 'href="/activities/"' in _text(client, LIST)


def test_list_costs_the_same_however_long(client, charlie, town):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(LIST)
        return len(caught)

    join(open_session(town), charlie)
    client.get(LIST)
    one = queries()
    for _number in range(4):
        join(open_session(town), charlie)
    assert queries() == one


def test_details_are_kept_encrypted_masked_and_in_the_log(client, charlie):
    values = {
        "phone": "138 5731-5731", "email": "lin@example.cn", "born_on": "1980-06-01", "emergency_contact": "林母 13900000000",
    }  # fmt: skip
    assert client.post(DETAILS, values).status_code == 302
    stored = PrivateDetails.objects.get(pk=charlie.pk)
    assert (stored.phone, stored.email, stored.born_on) == ("13857315731", "lin@example.cn", "1980-06-01")
    page = _text(client, DETAILS)
    assert "138****5731" in page
    assert not [value for value in ("13857315731", "lin@", "1980-06-01", "林母") if value in page]
    entry = AuditEntry.objects.get(action="private.change")
    assert entry.fields == ["born_on", "email", "emergency_contact", "phone"]
    assert entry.personal["member"] == charlie.pk


def test_empty_field_leaves_what_is_stored_and_a_box_deletes_it(client, charlie):
    PrivateDetails.objects.create(member=charlie, phone="13857315731", email="lin@example.cn")
    client.post(DETAILS, {"phone": "", "email": "", "delete": ["phone"]})
    stored = PrivateDetails.objects.get(pk=charlie.pk)
    assert (stored.phone, stored.email) == ("", "lin@example.cn")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "12345"),
        ("phone", "1" * 200),
        ("email", "no address"),
        ("email", "a@b.cn\r\nBcc: x@y.cn"),
        ("born_on", "0000-00-00"),
        ("born_on", "1899-12-31"),
        ("born_on", "2999-01-01"),
        ("emergency_contact", "x" * 201),
        ("emergency_contact", "a\0b"),
        ("delete", "is_superuser"),
    ],
)
def test_odd_detail_is_refused_beside_the_field(client, charlie, field, value):
    PrivateDetails.objects.create(member=charlie, phone="13857315731")
    response = client.post(DETAILS, {"email": "lin@example.cn"} | {field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert PrivateDetails.objects.get(pk=charlie.pk).email == ""


def test_identity_number_cannot_be_slipped_in(client, charlie):
    client.post(DETAILS, {"identity_number": "11010519491231002X", "email": "lin@example.cn"})
    assert PrivateDetails.objects.get(pk=charlie.pk).identity_number == ""


def test_value_whose_key_is_missing_is_said_to_be(client, charlie, settings):
    PrivateDetails.objects.create(member=charlie, phone="13857315731")
    settings.PRIVATE_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    assert "缺少密钥" in _text(client, DETAILS)


@pytest.mark.parametrize("address", [DETAILS, LIST])
def test_stranger_signs_in_first(client, address):
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", [DETAILS, LIST])
def test_temporary_password_is_changed_first(client, charlie, address):
    charlie.password_is_temporary = True
    charlie.save()
    assert client.get(address)["Location"] == "/accounts/password/change/"


def test_my_page_leads_to_both(client, charlie):
    page = _text(client, "/me/")
    assert f'href="{LIST}"' in page and f'href="{DETAILS}"' in page


def test_other_members_details_stay_theirs(client, charlie, town):
    other = MemberFactory(organisation=town)
    PrivateDetails.objects.create(member=other, phone="13911112222")
    client.post(DETAILS, {"phone": "13857315731", "member": other.pk, "pk": other.pk})
    assert PrivateDetails.objects.get(pk=other.pk).phone == "13911112222"
    assert "2222" not in _text(client, DETAILS)
