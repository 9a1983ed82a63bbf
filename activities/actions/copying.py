"""A new draft made from an activity that was: the next session like the last one."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from activities import content
from activities.actions.seats import set_seats
from activities.kinds import Kind
from activities.models import Activity, StudySession
from members import audit, indexing

LOOKED_AHEAD = 60  # weeks
TIMES = ("starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at", "cancel_until")
# Said anew each time: an insurance covers one event, and agreement to be shown is given for one occasion.
NEVER_COPIED = frozenset({"insurance_number", "shows_people"})
ORDINAL = re.compile(r"第(\d+|[一二三四五六七八九十]{1,3})(?=[次期讲场])")
DIGITS = "零一二三四五六七八九"


def last_similar(form: str, organisation_ids: Collection[int]) -> Activity | None:
    """Return the activity of that form which those organisations held, or plan, last."""
    similar = Activity.objects.of_form(form).of_organisations(organisation_ids).exclude(state=Activity.State.WITHDRAWN)
    return similar.select_related("organisation").latest_first().first()


@transaction.atomic
def copy_activity(activity: Activity, *, actor, starts_on: date | None = None, request=None) -> Activity:
    """Return a new draft like `activity`, written up by `actor`, with its legs, groups, quotas, speakers, materials.

    It begins on `starts_on`, or on the same weekday of the next week in which its organisation has nothing else at
    that hour. Sign-ups, rosters, closing, consents and the insurance number are of the one occasion and stay there.
    """
    source = activity.leaf
    days = _days_to(source, starts_on)
    copy = type(source)(author=actor, organisation_id=source.organisation_id, topic_id=source.topic_id)
    for name in _copied_fields(source):
        setattr(copy, name, getattr(source, name))
    for name in TIMES:
        setattr(copy, name, moved(getattr(source, name), days))
    if source.kind == Kind.STUDY:
        _count_on(copy, source)
    elif source.repeats_until:
        copy.repeats_until = source.repeats_until + timedelta(days=days)
    copy.save()
    _copy_rows(source, copy)
    if source.takes_sign_ups:
        quotas = {pool.organisation_id: pool.seats for pool in content.quotas_of(source)}
        set_seats(copy, seats=source.seats, quotas=quotas, actor=actor, request=request)
    audit.record(actor=actor, action="activity.copy", obj=copy, note=str(source.pk), request=request)
    return copy


def _copied_fields(source) -> list[str]:
    own = content.STUDY_FIELDS if source.kind == Kind.STUDY else (*content.SERVICE_FIELDS, "hours_cap")
    return [name for name in (*content.FIELDS, *own) if name not in NEVER_COPIED]


def _copy_rows(source, copy) -> None:
    relations = ["legs", "groups"] + (["speakers", "materials"] if source.kind == Kind.STUDY else [])
    for relation in relations:
        rows = list(getattr(source, relation).all())
        for row in rows:
            row.pk = None
            row._state.adding = True
            setattr(row, getattr(source, relation).field.name, copy)
        getattr(copy, relation).bulk_create(rows)
        indexing.changed([copy, *rows])


# --- when ---
def moved(moment: datetime | None, days: int) -> datetime | None:
    """Return the same hour of the clock so many days later, whatever the clocks were set to between."""
    if moment is None:
        return None
    return timezone.make_aware(timezone.localtime(moment).replace(tzinfo=None) + timedelta(days=days))


def _days_to(source, starts_on: date | None) -> int:
    first, today = timezone.localdate(source.starts_at), timezone.localdate()
    if starts_on is not None:
        return (starts_on - first).days
    if source.kind == Kind.SERVICE and source.is_recurring and source.repeats_until:
        return (max(source.repeats_until, today) - first).days + 1  # the next rota goes on where this one ends
    weeks = max((today - first).days // 7 + 1, 1)
    return 7 * _first_free_week(source, weeks)


def _first_free_week(source, weeks: int) -> int:
    """Return the number of weeks, from `weeks` on, after which the organisation is free at that hour."""
    start, end = moved(source.starts_at, 7 * weeks), moved(source.ends_at, 7 * (weeks + LOOKED_AHEAD))
    others = Activity.objects.filter(organisation=source.organisation_id, starts_at__lt=end, ends_at__gt=start)
    others = others.exclude(state=Activity.State.WITHDRAWN).exclude(volunteerevent__weekdays__gt="")
    taken = list(others.values_list("starts_at", "ends_at"))
    for week in range(weeks, weeks + LOOKED_AHEAD):
        begins, ends = moved(source.starts_at, 7 * week), moved(source.ends_at, 7 * week)
        if not any(one < ends and begins < other for one, other in taken):
            return week
    return weeks


# --- the number in the year ---
def next_ordinal(organisation_id: int, year: int) -> int:
    """Return the number of the organisation's next session in that year."""
    sessions = StudySession.objects.filter(organisation=organisation_id, starts_at__year=year)
    return (sessions.aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _count_on(copy: StudySession, source: StudySession) -> None:
    """Number the copy in its year, in its title too: 第二次专题学习 is followed by 第三次专题学习."""
    if source.ordinal is None:
        return
    copy.ordinal = next_ordinal(source.organisation_id, timezone.localtime(copy.starts_at).year)
    forms = {str(source.ordinal): str(copy.ordinal), in_chinese(source.ordinal): in_chinese(copy.ordinal)}
    copy.title = ORDINAL.sub(lambda match: "第" + forms.get(match[1], match[1]), source.title)[:100]


def in_chinese(number: int) -> str:
    """Return a number up to 99 as counted in titles: 二, 十二, 二十一; digits above."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")
