"""The demo's study sessions and volunteer events: planned, published, signed up for, closed, through the real actions."""

from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from activities.actions.certificates import issue_certificate
from activities.actions.closing import close_activity
from activities.actions.contest import begin_contest, draw_order, save_entrants, save_judges
from activities.actions.participants import participant_of, participant_without_account
from activities.actions.records import approve_records
from activities.actions.roster import add_guest, fill_roster, line_for, mark
from activities.actions.seats import set_seats
from activities.actions.shifts import plan_shifts
from activities.actions.sign_ups import sign_up
from activities.models import Closing, Entrant, Judge, ServiceRecord, Shift, StudySession, VolunteerEvent
from articles.models import PhotoReport
from members.models import Member
from portal.demo.review import Desk

MODELS = {"study": StudySession, "service": VolunteerEvent}
PLAIN = (
    "form", "title", "summary", "details", "venue", "directions", "bring", "theme", "ordinal", "fact_sources", "tasks",
    "risk_notice", "meeting_point", "person_in_charge", "age_min", "age_max", "basis",
)  # fmt: skip
NAMES = [f"{surname}{title}" for title in ("女士", "先生") for surname in "张李刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑"]


class Scene:
    """What the activities are made from."""

    def __init__(self, desk: Desk, organisations, places, topic, photos):
        self.desk, self.organisations, self.places, self.topic, self.photos = desk, organisations, places, topic, photos
        self.organiser = Member.objects.get(username="xcb-organiser")
        self.member = Member.objects.get(username="member")
        self.numbers = count()

    def person(self, organisation):
        """Somebody of that unit without an account, known by surname only."""
        name = NAMES[next(self.numbers) % len(NAMES)]
        return participant_without_account(name=name, organisation=organisation)


def make_activities(rows: list[dict], scene: Scene) -> None:
    for row in rows:
        activity = _make(row, scene)
        if row.get("draft") or "review_step" in row:
            continue
        if "sign_up" in row:
            _sign_up(activity, row["sign_up"], scene)
        if "rota" in row:
            _go_out(activity, scene)
        if "contest" in row:
            _enter(activity, row["contest"], scene)
        if "closing" in row:
            _close(activity, row, scene)
        if "roster" in row:
            _record(activity, row["roster"], scene)


def _make(row: dict, scene: Scene):
    organisation = scene.organisations[row["organisation"]]
    starts_at, ends_at = _times(row)
    texts = {name: row[name].strip() if isinstance(row[name], str) else row[name] for name in PLAIN if name in row}
    name, phone = row.get("contact", ["", ""])
    rota = row.get("rota", {})
    activity = MODELS[row["kind"]](
        **texts, organisation=organisation, author=scene.desk.writer(organisation), place=scene.places[row["place"]],
        topic=scene.topic if row.get("in_topic") else None, cover=scene.photos.get(row.get("cover", "")),
        contact_name=name, contact_phone=phone, starts_at=starts_at, ends_at=ends_at, takes_sign_ups="sign_up" in row,
        seats=row.get("sign_up", {}).get("seats"),
    )  # fmt: skip
    if rota:
        activity.weekdays, activity.shift_from, activity.shift_until = rota["weekdays"], rota["from"], rota["until"]
        activity.repeats_until = (starts_at + timedelta(days=rota["days"])).date()
        activity.ends_at = ends_at + timedelta(days=rota["days"])
    activity.save()
    _add_rows(activity, row)
    if "sign_up" in row:
        quotas = {scene.organisations[unit].pk: seats for unit, seats in row["sign_up"].get("quotas", {}).items()}
        set_seats(activity, seats=row["sign_up"]["seats"], quotas=quotas, actor=activity.author)
    told = (
        row
        if "published" in row or "draft" in row or "review_step" in row
        else row | {"published_days_ago": _ago(starts_at)}
    )
    scene.desk.process(activity, told)
    activity.refresh_from_db()
    return activity


def _add_rows(activity, row: dict) -> None:
    for position, leg in enumerate(row.get("legs", [])):
        activity.legs.create(position=position, **leg)
    for position, name in enumerate(row.get("groups", [])):
        activity.groups.create(position=position, name=name, kind="carriage", seats=118)
    for position, (title, source) in enumerate(row.get("materials", [])):
        activity.materials.create(position=position, title=title, source=source)


def _times(row: dict) -> tuple[datetime, datetime]:
    if "starts" in row:
        return timezone.make_aware(row["starts"]), timezone.make_aware(row["ends"])
    day = timezone.localdate() + timedelta(days=row["in_days"])
    starts_at = timezone.make_aware(datetime.combine(day, row["at"]))
    return starts_at, starts_at + timedelta(hours=row["hours"])


def _ago(starts_at: datetime) -> float:
    """How many days ago something was published: a week before it began, yesterday at the latest."""
    return max((timezone.now() - starts_at).days + 7, 1)


def _sign_up(activity, wishes: dict, scene: Scene) -> None:
    units = [
        scene.organisations[name] for name in ("湘社区", "金龙社区", "泰山路街道", "嵩山路街道", "新龙村", "伞铺村")
    ]
    for number in range(wishes["people"]):
        person = scene.person(units[number % len(units)])
        sign_up(activity, person, made_by=scene.organiser, source="staff", by_staff=True)
    if "member" in wishes:
        sign_up(activity, participant_of(scene.member), made_by=scene.member)


def _go_out(event, scene: Scene) -> None:
    """The evenings of the rota; those of the last days took place."""
    plan_shifts(event, actor=scene.organiser)
    people = [row.participant for row in event.sign_ups.confirmed().select_related("participant").order_by("pk")]
    for number, shift in enumerate(Shift.objects.filter(event=event).order_by("starts_at")[:20]):
        for place in range(3):
            shift.duties.create(participant=people[(number * 3 + place) % len(people)], is_leader=place == 0)
    over = Shift.objects.filter(event=event, ends_at__lt=timezone.now()).order_by("-starts_at")[:3]
    log = [
        ("神农城北广场", "advice", "提醒两户商铺收好占道桌椅。", ""),
        ("韶山中路小游园", "safety", "一处井盖松动，设置警示锥。", "天元区市政维护中心"),
        ("沿街商铺", "fraud", "发放防诈骗宣传单二十余份。", ""),
    ]
    for shift, (where, kind, done, handed_to) in zip(over, log, strict=False):
        event.entries.create(
            shift=shift, at=shift.starts_at + timedelta(minutes=40), where=where, kind=kind, done=done,
            handed_to=handed_to, made_by=scene.organiser, token=f"demo-{shift.pk}",
        )  # fmt: skip


def _enter(session, wishes: dict, scene: Scene) -> None:
    """A contest whose order is drawn; nobody has scored yet."""
    stages = [(name, most or None) for name, most in wishes["stages"]]
    contest = begin_contest(session, stages=stages, drops_extremes=True, actor=scene.organiser)
    entrants = [
        Entrant(contest=contest, name=name, unit=unit, subject=subject) for name, unit, subject in wishes["entrants"]
    ]
    save_entrants(contest, changed=[], added=entrants, removed=[], actor=scene.organiser)
    judges = [Judge(contest=contest, name=name) for name in wishes["judges"]]
    save_judges(contest, changed=[], added=judges, removed=[], actor=scene.organiser)
    draw_order(contest.stages.get(position=1), actor=scene.organiser, seed="20210701", seed_by="现场观众")


def _close(activity, row: dict, scene: Scene) -> None:
    report = PhotoReport.objects.filter(title=row.get("report", "")).first()
    photos = list(report.photos.all()) if report else []
    facts = {"is_approximate": False, "basis": Closing.Basis.HEADS} | row["closing"]
    close_activity(activity, actor=scene.organiser, report=report, photos=photos, **facts)


def _record(event, wishes: dict, scene: Scene) -> None:
    """A roster of people who came, closed, its hours proposed; approved where the file says so."""
    fill_roster(event, actor=scene.organiser)
    for state in ("present", "absent", "leave"):
        for _number in range(wishes.get(state, 0)):
            name = NAMES[next(scene.numbers) % len(NAMES)]
            line = add_guest(event, name=name, unit=event.organisation, actor=scene.organiser)
            mark(event, marks={line.row_code: state}, actor=scene.organiser)
    if wishes.get("member"):
        line = line_for(event, participant_of(scene.member))
        mark(event, marks={line.row_code: "present"}, actor=scene.organiser)
    present = wishes.get("present", 0) + bool(wishes.get("member"))
    facts = {"headcount": present, "headcount_of": "志愿者", "is_approximate": False, "basis": Closing.Basis.ROSTER}
    close_activity(event, actor=scene.organiser, **facts)
    if wishes.get("approved"):
        approve_records(list(ServiceRecord.objects.filter(activity=event.pk)), actor=scene.organiser)
    if wishes.get("certificate"):
        own = ServiceRecord.objects.approved().filter(participant__member=scene.member)
        issue_certificate(participant_of(scene.member), records=list(own), shows_full_name=False, actor=scene.member)
