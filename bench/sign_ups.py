"""Sign-ups per second through the view's action beside the same SQL by hand: `python -m bench.sign_ups`.

One after another on one connection each, in interleaved rounds, on one database: the server that
BENCH_POSTGRES=postgres://user:password@host/ names, else SQLite. By hand means the driver's cursor, text and values:
what the portal adds is its checks, its objects and its query builder.
"""

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.results import keep_section, machine
from bench.server import ROOT

POSTGRES = os.environ.get("BENCH_POSTGRES", "")
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
PEOPLE = int(os.environ.get("BENCH_SIGN_UPS", "400"))  # of one round, half of whom get a seat
LEAST = 0.25

PERSON = """SELECT id, member_id, guardian_id, organisation_id, name, phone, email, born_on, key, created_at
    FROM activities_participant WHERE key = %s ORDER BY id LIMIT 1"""
POOLS = """SELECT id, activity_id, organisation_id, seats, taken, last_position FROM activities_seatpool
    WHERE activity_id = %s ORDER BY id"""
IS_OPEN = """SELECT 1 FROM activities_activity WHERE id = %s AND state = 'published' AND published_at <= %s
    AND takes_sign_ups AND (sign_up_opens_at IS NULL OR sign_up_opens_at <= %s)
    AND COALESCE(sign_up_closes_at, starts_at) > %s"""
TAKE = f"""UPDATE activities_seatpool SET taken = taken + 1
    WHERE id = %s AND (seats IS NULL OR taken < seats) AND EXISTS ({IS_OPEN})"""
LOCK = """SELECT id, activity_id, organisation_id, seats, taken, last_position FROM activities_seatpool
    WHERE id = %s LIMIT 21"""
DRAW = "UPDATE activities_seatpool SET taken = %s, last_position = %s WHERE id = %s"
JOIN = """INSERT INTO activities_signup (activity_id, pool_id, participant_id, group_id, state, position, unit_name, firm,
    firm_key, answer, source, made_by_id, created_at, confirmed_at, cancelled_at, cancelled_by_id, reason)
    VALUES (%s, %s, %s, NULL, %s, %s, '', '', '', '', 'online', %s, %s, %s, NULL, NULL, '') RETURNING id"""
ADDRESS = "SELECT email FROM members_privatedetails WHERE member_id = %s LIMIT 1"


@dataclass
class Scene:
    """A fresh session for each way, and members who join both."""

    session: object
    members: list


def run() -> list[tuple[float, float]]:
    """Return sign-ups per second, ours and by hand, of each round."""
    import django

    django.setup()
    organisation, author = _house()
    by_hand, found = _cursor(), []
    for _round in range(ROUNDS):
        members = _members(organisation)
        ours = _rate(_join, Scene(_session(organisation, author), members))
        theirs = _rate(
            lambda scene, member: _by_hand(by_hand, scene, member), Scene(_session(organisation, author), members)
        )
        found.append((ours, theirs))
    return found


def _rate(join, scene: Scene) -> float:
    """Sign everybody up; check that the seats, and only they, are taken."""
    from activities.models import SeatPool, SignUp

    started = time.perf_counter()
    for member in scene.members:
        join(scene, member)
    seconds = time.perf_counter() - started
    rows = SignUp.objects.filter(activity=scene.session.pk)
    seats = len(scene.members) // 2
    pool = SeatPool.objects.get(activity=scene.session.pk)
    if (pool.taken, rows.confirmed().count(), rows.waiting().count()) != (seats, seats, len(scene.members) - seats):
        raise RuntimeError("the seats do not agree with the rows")
    return len(scene.members) / seconds


def _join(scene: Scene, member) -> None:
    from activities.actions.participants import participant_of
    from activities.actions.sign_ups import sign_up

    sign_up(scene.session, participant_of(member), made_by=member)


def _by_hand(cursor, scene: Scene, member) -> None:
    """The statements of one sign-up, as `_join` sends them."""
    now, activity = _now(), scene.session.pk
    person = cursor.one(PERSON, f"m{member.pk}")[0]
    pool = cursor.one(POOLS, activity)[0]
    cursor.run("BEGIN" if POSTGRES else "BEGIN IMMEDIATE")
    if cursor.run(TAKE, pool, activity, now, now, now):
        place = ("confirmed", None, member.pk, now, now)
    else:
        *_rest, taken, last = cursor.one(LOCK + " FOR UPDATE" * bool(POSTGRES), pool)
        cursor.run(DRAW, taken, last + 1, pool)
        place = ("waiting", last + 1, member.pk, now, None)
    cursor.one(JOIN, activity, pool, person, *place)
    cursor.one(IS_OPEN + " FOR KEY SHARE" * bool(POSTGRES), activity, now, now, now)
    cursor.one(ADDRESS, member.pk)
    cursor.run("COMMIT")


class _Cursor:
    def __init__(self, cursor, mark: str):
        self.cursor, self.mark = cursor, mark

    def run(self, text: str, *values) -> int:
        self.cursor.execute(text.replace("%s", self.mark), values)
        return self.cursor.rowcount

    def one(self, text: str, *values):
        self.run(text, *values)
        return self.cursor.fetchone()


def _cursor() -> _Cursor:
    """A connection of the driver's own, set up as the portal's is."""
    from django.db import connection

    from portal.settings.services import SQLITE_OPTIONS

    if not POSTGRES:
        import sqlite3

        plain = sqlite3.connect(connection.settings_dict["NAME"], timeout=20, isolation_level=None)
        plain.executescript(SQLITE_OPTIONS["init_command"])
        return _Cursor(plain.cursor(), "?")
    import psycopg2

    plain = psycopg2.connect(os.environ["DATABASE_URL"])
    plain.autocommit = True
    return _Cursor(plain.cursor(), "%s")


def _now():
    return datetime.now(UTC) if POSTGRES else datetime.now(UTC).replace(tzinfo=None).isoformat(" ")


def _house():
    from members.models import Member, Organisation

    top = Organisation.objects.create(name="天元区", kind="committee")
    town = Organisation.objects.create(name="雷打石镇", kind="town", parent=top)
    return town, Member.objects.create(username="author", display_name="作者", organisation=town)


def _members(organisation) -> list:
    """Members who have joined something before, without an address."""
    from activities.actions.participants import participant_of
    from members.models import Member

    members = Member.objects.bulk_create(
        Member(username=f"p{secrets.token_hex(6)}", display_name="王某某", password="!", organisation=organisation)
        for _number in range(PEOPLE)
    )
    for member in members:
        participant_of(member)
    return members


def _session(organisation, author):
    from activities.actions.seats import set_seats
    from activities.models import Activity, StudySession

    now = datetime.now(UTC)
    session = StudySession.objects.create(
        title="车厢课堂", form="train_class", organisation=organisation, author=author, state="published",
        published_at=now - timedelta(hours=1), approved_hash="0" * 64, takes_sign_ups=True, seats=PEOPLE // 2,
        starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=1, hours=2),
    )  # fmt: skip
    set_seats(session, seats=PEOPLE // 2, quotas={}, actor=author)
    return Activity.objects.for_page().get(pk=session.pk)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        environment = _prepare(Path(folder))
        command = [sys.executable, "-m", "bench.sign_ups", "run"]
        text = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    rounds = [tuple(map(float, line.split())) for line in text.splitlines()]
    ours, theirs = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    ratio = statistics.median(mine / other for mine, other in rounds)
    heading = f"## sign-ups, {'PostgreSQL' if POSTGRES else 'SQLite'}"
    text = (
        f"{heading}\n\n{date.today()}, {machine()}; median of {ROUNDS} interleaved rounds of {PEOPLE} sign-ups, half of them "
        "into the waiting list; one after another on one connection.\n\n"
        "| | a second | of by hand | at least |\n|---|---|---|---|\n"
        f"| through the view's action | {ours:.0f} | {ratio:.2f} | {LEAST} |\n| the same SQL by hand | {theirs:.0f} | | |\n"
    )
    print(text)
    keep_section(heading, text)
    return int(ratio < LEAST)


def _prepare(folder: Path) -> dict[str, str]:
    url = f"{POSTGRES}bench_sign_ups" if POSTGRES else f"sqlite:///{folder / 'sign-ups.sqlite3'}"
    environment = os.environ | {
        "DATABASE_URL": url, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }  # fmt: skip
    if POSTGRES:
        for command in ("DROP DATABASE IF EXISTS bench_sign_ups", "CREATE DATABASE bench_sign_ups"):
            subprocess.run(["psql", "-q", f"{POSTGRES}postgres", "-c", command], check=True)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    return environment


if __name__ == "__main__":
    if sys.argv[1:] == ["run"]:
        for mine, by_hand in run():
            print(mine, by_hand)
    else:
        sys.exit(main())
