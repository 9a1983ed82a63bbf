"""Fills a database with many activities, half of them over, one every four hours; called by bench.corpus."""

from datetime import timedelta

APART = timedelta(hours=4)
LASTS = timedelta(hours=2)
PROTOTYPES = 8
SHIFTS = 60  # evenings of each rota, half of them over


def fill_activities(count: int, scene: dict) -> None:
    """Create `count` activities with seats, and two rotas. Their kept pieces are copies of a few that are real."""
    from django.db import connection, transaction

    from activities.models import Activity, SeatPool, StudySession, VolunteerEvent

    with transaction.atomic():
        prototypes = [_prototype(number, count, scene) for number in range(PROTOTYPES)]
        _rotas(scene)
    first = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    for start in range(0, count - PROTOTYPES, 2000):
        numbers = range(start, min(start + 2000, count - PROTOTYPES))
        rows = [_copy(prototypes[n % PROTOTYPES], first + n, n + PROTOTYPES, count, scene) for n in numbers]
        Activity.objects.bulk_create(rows)
        SeatPool.objects.bulk_create([SeatPool(activity=row, seats=50, taken=row.pk % 51) for row in rows])
        print(f"  {numbers.stop + PROTOTYPES:,} activities", flush=True)
    for model, prototype in ((StudySession, prototypes[0]), (VolunteerEvent, prototypes[1])):
        _complete(connection, model, prototype)


def _starts_at(number: int, count: int, scene: dict):
    return scene["now"] + APART * (number - count // 2)


def _prototype(number: int, count: int, scene: dict):
    from activities.kinds import SERVICE_FORMS, STUDY_FORMS
    from activities.models import SeatPool, StudySession, VolunteerEvent
    from publishing import pieces

    model, forms = ((StudySession, STUDY_FORMS), (VolunteerEvent, SERVICE_FORMS))[number % 2]
    starts_at = _starts_at(number, count, scene)
    activity = model.objects.create(
        title=f"第{number}号活动", form=forms[number], summary="学习会，先听讲，再讨论。", details="先听一段讲述。\n\n再分组讨论。",
        organisation=scene["organisations"][number], author=scene["author"], topic=scene["topic"], venue="二楼会议室",
        directions="乘12路到文化路口。", bring="笔记本", contact_name="办公室", contact_phone="0731-28880000",
        cover=scene["photos"][number], starts_at=starts_at, ends_at=starts_at + LASTS, takes_sign_ups=True, seats=50,
        state="published", published_at=scene["now"] - timedelta(days=1), approved_hash="0" * 64,
    )  # fmt: skip
    for position in range(4):
        activity.legs.create(what="现场教学", stop="博物馆", position=position)
    SeatPool.objects.create(activity=activity, seats=50, taken=number)
    pieces.refresh(activity)
    activity.refresh_from_db()
    return activity


def _rotas(scene: dict) -> None:
    from activities.kinds import Form
    from activities.models import Shift, VolunteerEvent
    from publishing import pieces

    for number in range(2):
        first = scene["now"] - timedelta(days=SHIFTS // 2)
        event = VolunteerEvent.objects.create(
            title=f"第{number}号巡逻", form=Form.PATROL, organisation=scene["organisations"][number], author=scene["author"],
            starts_at=first, ends_at=first + timedelta(days=SHIFTS), weekdays="1234567", state="published",
            published_at=first, approved_hash="0" * 64,
        )  # fmt: skip
        starts = [first + timedelta(days=day) for day in range(SHIFTS)]
        Shift.objects.bulk_create(
            [Shift(event=event, date=at.date(), starts_at=at, ends_at=at + LASTS) for at in starts]
        )
        pieces.refresh(event)


def _copy(prototype, pk: int, number: int, count: int, scene: dict):
    from activities.models import Activity

    starts_at = _starts_at(number, count, scene)
    title = f"第{number}号活动"
    own = ("id", "title", "starts_at", "ends_at", "page_html", "card_html", "head_html")
    fields = {
        field.attname: getattr(prototype, field.attname)
        for field in Activity._meta.concrete_fields
        if field.attname not in own
    }
    activity = Activity(pk=pk, title=title, starts_at=starts_at, ends_at=starts_at + LASTS, **fields)
    old, new = f"/activities/{prototype.pk}/", f"/activities/{pk}/"
    for name in ("page_html", "card_html", "head_html"):
        setattr(activity, name, getattr(prototype, name).replace(prototype.title, title).replace(old, new))
    return activity


def _complete(connection, model, prototype) -> None:
    """Give each copied activity the row of its kind: Django makes rows of inherited models one by one only."""
    own = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    table, names = model._meta.db_table, ", ".join(own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (activity_ptr_id, {names}) SELECT a.id, {', '.join(f'p.{name}' for name in own)}"
            f" FROM activities_activity a JOIN {table} p ON p.activity_ptr_id = %s"
            f" WHERE a.kind = %s AND a.id NOT IN (SELECT activity_ptr_id FROM {table})",
            [prototype.pk, prototype.kind],
        )
