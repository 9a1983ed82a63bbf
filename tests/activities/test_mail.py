"""Mail of sign-ups: owed with what it tells, sent once, to those who have an address."""

import datetime

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from activities.actions.participants import child_of
from activities.actions.sign_ups import cancel, sign_up
from activities.kinds import Basis
from members.actions.erasure import erase_member, export_member
from members.actions.mail import ATTEMPTS, forget_sent, owe_mail, resend, send_owed, stuck
from members.models import AuditEntry, OutboxMail
from publishing import actions as publishing
from tests.activities.joining import join, open_session, taken, with_email
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def _owe(key="promoted:1", **fields):
    owe_mail(**{"key": key, "address": "lin@example.cn", "subject": "递补成功", "body": "您好"} | fields)


def _broken(monkeypatch):
    def fail(self, *args, **kwargs):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)


def test_promotion_is_told_once(town):
    session = open_session(town, seats=1)
    first = join(session)
    second = join(session, with_email(MemberFactory(organisation=town)))
    cancel(first, actor=first.participant.member)
    send_owed(), send_owed()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["lin@example.cn"], f"已进入候补：{session.title}"),
        (["lin@example.cn"], f"递补成功：{session.title}"),
    ]
    assert OutboxMail.objects.filter(key=f"promoted:{second.pk}").count() == 1


def test_who_has_no_address_gets_none(town):
    join(open_session(town))
    assert not OutboxMail.objects.exists()


def test_guardian_is_told_of_the_child(town, people):
    session = open_session(town, basis=Basis.CHILD)
    sign_up(session, child_of(with_email(people.charlie), name="王小一"), made_by=people.charlie)
    send_owed()
    assert mail.outbox[0].to == ["lin@example.cn"]


def test_everyone_who_is_in_or_waits_learns_of_a_withdrawal(town, people):
    session = open_session(town, seats=1)
    for number in range(2):
        join(session, with_email(MemberFactory(organisation=town), f"p{number}@example.cn"))
    publishing.withdraw(session, actor=people.dave, reason="台风红色预警")
    send_owed()
    told = [message for message in mail.outbox if message.subject.startswith("活动取消")]
    assert sorted(message.to[0] for message in told) == ["p0@example.cn", "p1@example.cn"]
    assert "台风红色预警" in told[0].body


def test_mail_that_is_rolled_back_is_not_owed(town):
    with pytest.raises(RuntimeError), transaction.atomic():
        _owe()
        raise RuntimeError
    assert not OutboxMail.objects.exists()


def test_same_news_is_owed_once():
    _owe(), _owe(subject="other")
    assert [row.subject for row in OutboxMail.objects.all()] == ["递补成功"]


def test_failed_mail_is_tried_again_later_and_given_up_in_the_end(monkeypatch):
    _owe()
    with monkeypatch.context() as patch:
        _broken(patch)
        for _attempt in range(ATTEMPTS):
            assert send_owed() == 0
            assert send_owed() == 0  # not at once
            OutboxMail.objects.update(tried_at=timezone.now() - datetime.timedelta(days=1))
    row = OutboxMail.objects.get()
    assert (row.state, row.attempts, row.error) == ("failed", ATTEMPTS, "OSError")
    assert resend(row, actor=MemberFactory())
    assert send_owed() == 1
    assert OutboxMail.objects.get().state == "sent"


def test_mail_claimed_by_a_killed_process_is_not_sent_twice():
    _owe()
    OutboxMail.objects.update(state="sending", attempts=1, tried_at=timezone.now())
    assert send_owed() == 0
    assert mail.outbox == []
    row, staff = OutboxMail.objects.get(), MemberFactory()
    assert not resend(row, actor=staff)  # somebody may be sending it just now
    OutboxMail.objects.update(tried_at=timezone.now() - datetime.timedelta(hours=1))
    assert OutboxMail.objects.filter(stuck()).exists()
    assert resend(row, actor=staff)
    assert not resend(row, actor=staff)
    assert AuditEntry.objects.filter(action="mail.resend").count() == 1


def test_sent_mail_is_forgotten_after_thirty_days():
    _owe()
    send_owed()
    assert forget_sent(timezone.now() + datetime.timedelta(days=29)) == 0
    assert forget_sent(timezone.now() + datetime.timedelta(days=31)) == 1


def test_erasure_and_export_cover_what_people_joined(town, people):
    session = open_session(town, basis=Basis.CHILD, question="衣服尺码")
    sign_up(
        session,
        child_of(with_email(people.charlie), name="王小一", born_on="2014-06-01"),
        answer="130",
        made_by=people.charlie,
    )
    row = export_member(people.charlie)["joined"][0]
    assert (row["child"], row["answer"], row["activity"]) == ("王小一", "130", session.title)
    assert [told["to"] for told in row["mails"]] == ["lin@example.cn"]
    erase_member(people.charlie)
    left = session.sign_ups.get()
    assert (left.answer, left.participant.name, left.participant.born_on) == ("", "", "")
    assert (left.state, taken(session)) == ("cancelled", 0)  # the seat is for others
    assert not OutboxMail.objects.exists()


def test_that_somebody_erased_was_there_stays_countable(town, people):
    session = open_session(town)
    join(session, people.charlie)
    past = timezone.now() - datetime.timedelta(days=1)
    type(session).objects.filter(pk=session.pk).update(starts_at=past, ends_at=past + datetime.timedelta(hours=1))
    erase_member(people.charlie)
    assert (session.sign_ups.get().state, taken(session)) == ("confirmed", 1)
