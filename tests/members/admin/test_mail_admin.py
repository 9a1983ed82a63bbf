"""Outgoing mail in the admin: administrators of all units see that it is stuck, not what it says."""

import datetime

import pytest
from django.utils import timezone

from members.actions.mail import owe_mail
from members.models import OutboxMail
from members.roles import Role
from tests.factories import MemberFactory, OrganisationFactory, PostFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/members/outboxmail/"


@pytest.fixture
def mails(db):
    for number, state in enumerate(("failed", "sending", "sending", "waiting", "sent")):
        owe_mail(key=f"promoted:{number}", address="linxiao@example.cn", subject=f"递补成功{number}", body="林晓您好")
        OutboxMail.objects.filter(key=f"promoted:{number}").update(state=state, attempts=5)
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    OutboxMail.objects.exclude(key="promoted:2").update(tried_at=long_ago)
    OutboxMail.objects.filter(key="promoted:2").update(tried_at=timezone.now())
    return list(OutboxMail.objects.order_by("pk"))


@pytest.fixture
def everywhere(client, db):
    member = MemberFactory(organisation=OrganisationFactory(name="区委"))
    PostFactory(member=member, role=Role.ADMINISTRATOR)
    client.force_login(member)
    return member


def _states() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("state", flat=True))


def test_address_is_masked_and_text_hidden(client, everywhere, mails):
    for address in (LIST, f"{LIST}{mails[0].pk}/change/"):
        page = client.get(address).content.decode()
        assert "l***@example.cn" in page
        assert "linxiao" not in page and "林晓" not in page


def test_filter_finds_what_nothing_sends_by_itself(client, everywhere, mails):
    page = client.get(LIST, {"stuck": "1"}).content.decode()
    assert [number for number in range(5) if f"递补成功{number}" in page] == [0, 1]


def test_only_stuck_ones_go_out_once_more(client, everywhere, mails):
    chosen = {"action": "send_again", "_selected_action": [mail.pk for mail in mails]}
    client.post(LIST, chosen)
    assert _states() == ["waiting", "waiting", "sending", "waiting", "sent"]


def test_administrator_of_one_unit_sees_none(client, people, mails):
    client.force_login(people.dana)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{mails[0].pk}/change/").status_code == 404
    client.post(LIST, {"action": "send_again", "_selected_action": [mails[0].pk]})
    assert _states()[0] == "failed"
