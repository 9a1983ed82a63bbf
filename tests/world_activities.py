"""What tests.world knows of activities: sessions and events in each state, and people who joined them.

The people's names and numbers are canaries of their own (`side.joined`): nobody without the right to people may read
them, at the side's own organisation either.
"""

import datetime

from django.utils import timezone

from activities.actions.classes import set_class
from activities.actions.contest import begin_contest, save_entrants, save_judges
from activities.actions.seats import set_seats
from activities.actions.sign_ups import sign_up
from activities.kinds import Basis, Form
from activities.models import Attendance, Closing, Duty, Entrant, Judge, Participant, PatrolEntry, Shift, SignUp
from members.roles import Role
from publishing import actions
from publishing.states import Audience
from tests import factories

HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR


def add_activities(side) -> None:
    """Add `studysession` and `volunteerevent` to the side's objects, beside the states: `over`, `children`, `contest`, `rota`."""
    side.joined = [f"林晓入{side.canaries[0]}", side.canaries[1][:3] + "0" + side.canaries[1][4:]]
    side.canaries += side.joined
    for kind, factory in (
        ("studysession", factories.StudySessionFactory), ("volunteerevent", factories.VolunteerEventFactory),
    ):  # fmt: skip
        side.objects[kind] = _in_each_state(side, factory)
        _add_people(side, side.objects[kind])
    side.objects["studysession"] |= {"children": _children(side), "contest": _contest(side)}
    side.objects["volunteerevent"]["rota"] = _rota(side)


def _in_each_state(side, factory) -> dict:
    """One in each state; what was never public has the canary in its title."""
    common = {
        "organisation": side.organisation, "author": side.people[Role.WRITER], "takes_sign_ups": True, "seats": 2,
        "check_in": True, "check_in_key": "k" * 64,
        "question": "背心尺码", "contact_name": "区委宣传部", "contact_phone": "0731-28810001",
    }  # fmt: skip
    hidden = common | {"title": side.hidden("内部活动"), "details": side.hidden("详情")}
    now = timezone.now()
    over = {"starts_at": now - DAY - 2 * HOUR, "ends_at": now - DAY}
    made = {
        "draft": factory(**hidden),
        "in_review": factory(**hidden),
        "scheduled": factory(**hidden, published=True, published_at=now + DAY),
        "internal": factory(**hidden, published=True, audience=Audience.ORGANISATION),
        "published": factory(**common, published=True),
        "over": factory(**common, **over, published=True),
        "withdrawn": factory(**common, withdrawn=True, published_at=now - DAY),
    }
    made["in_review"] = actions.submit(made["in_review"], actor=side.people[Role.WRITER], note=side.hidden("请审"))
    return made


def joined(side, number: int = 0) -> Participant:
    """Return somebody without an account whose name and number are canaries."""
    name, phone = side.joined
    return factories.ParticipantFactory(
        name=f"{name}{number or ''}", phone=phone, email=f"{side.canaries[0]}@example.cn", organisation=side.organisation
    )  # fmt: skip


def _add_people(side, made: dict) -> None:
    """Somebody without an account and a member who are in, one who waits; a roster and a closing of what is over."""
    organiser = side.people[Role.ORGANISER]
    people = [joined(side), _member(side), joined(side, 2)]
    for state in ("published", "over"):
        set_seats(made[state], seats=2, quotas={}, actor=organiser)
        rows = [
            sign_up(
                made[state], person, now=made[state].starts_at - DAY, answer=side.hidden("XL"),
                source=SignUp.Source.STAFF, made_by=organiser, by_staff=True,
            )
            for person in people
        ]  # fmt: skip
        group = made[state].groups.create(name="第一小组")
        SignUp.objects.filter(pk=rows[0].pk).update(group=group)
    _close(side, made["over"], organiser)


def _member(side) -> Participant:
    member = side.people["member"]
    found = Participant.objects.filter(member=member).first()
    return found or factories.ParticipantFactory(member=member, name="", organisation=side.organisation)


def _close(side, activity, organiser) -> None:
    for code, row in enumerate(activity.sign_ups.confirmed().order_by("pk"), start=1):
        Attendance.objects.create(
            activity_id=activity.pk, participant=row.participant, sign_up=row, row_code=code, marked_by=organiser,
            state=Attendance.State.PRESENT, unit_name="湘社区", hours=2,
        )  # fmt: skip
    Closing.objects.create(
        activity_id=activity.pk, headcount=2, headcount_of="志愿者", minutes=side.hidden("纪要"), closed_by=organiser
    )


def _children(side):
    children = factories.StudySessionFactory(
        organisation=side.organisation, author=side.people[Role.WRITER], published=True, form=Form.CHILDREN,
        basis=Basis.CHILD, takes_sign_ups=True,
    )  # fmt: skip
    child = factories.ParticipantFactory(
        guardian=side.people["member"], name=side.joined[0], born_on="2014-05-18", organisation=side.organisation
    )
    sign_up(children, child, made_by=side.people["member"], by_staff=True)
    set_class(children, name="三年级2班", number=2, member=side.people["member"])
    return children


def _contest(side):
    """A contest that is not drawn yet: nothing of it is public."""
    writer = side.people[Role.WRITER]
    session = factories.StudySessionFactory(
        organisation=side.organisation, author=writer, published=True, form=Form.CONTEST
    )
    contest = begin_contest(session, stages=[("决赛", None)], drops_extremes=True, actor=writer)
    entrants = [Entrant(name=side.hidden("陈某"), unit="湘社区"), Entrant(name=side.hidden("周某"), unit="新龙村")]
    save_entrants(contest, changed=[], added=entrants, removed=[], actor=writer)
    save_judges(contest, changed=[], added=[Judge(name=side.hidden("评委"))], removed=[], actor=writer)
    return session


def _rota(side):
    """An evening patrol with somebody on duty and a line of its log."""
    now = timezone.now()
    event = factories.VolunteerEventFactory(
        organisation=side.organisation, author=side.people[Role.WRITER], published=True, form=Form.PATROL,
        starts_at=now - DAY, ends_at=now + 30 * DAY, weekdays="1234567", shift_from=datetime.time(19, 30),
        shift_until=datetime.time(21), repeats_until=(now + 30 * DAY).date(),
    )  # fmt: skip
    shift = Shift.objects.create(
        event=event, date=now.date(), starts_at=now - HOUR, ends_at=now + HOUR, handover=side.hidden("交接")
    )
    Duty.objects.create(shift=shift, participant=joined(side, 9), is_leader=True, note=side.hidden("备注"))
    entry = PatrolEntry.objects.create(
        event=event, shift=shift, at=now, where="嵩山路", kind=PatrolEntry.Kind.FIRE, done=side.hidden("劝导"),
        made_by=side.people[Role.ORGANISER], token=f"world-{side.canaries[0]}",
    )  # fmt: skip
    side.objects |= {"shift": {"": shift}, "patrolentry": {"": entry}}
    return event
