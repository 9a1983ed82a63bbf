"""CPU per request of the public pages beside a bare Django view of the same size: `python -m bench.pages`.

Server and database together, in one run, in interleaved rounds, at 1,000 and at 100,000 articles and activities. SQLite
unless BENCH_POSTGRES=postgres://user:password@host/ names a server on this machine.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.results import Row, write
from bench.server import ROOT, postgres_processes, serving

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(",")]
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "150"))
BARE_REQUESTS = REQUESTS * 6  # the clock ticks every 10 ms: the cheap view needs more of them
POSTGRES = os.environ.get("BENCH_POSTGRES", "")


def paths(page: str, size: int, chance: random.Random) -> list[str]:
    """Return the addresses of one round: another article each time, the list's pages in turn."""
    return {
        "article": [f"/articles/{chance.randint(1, size)}/" for _request in range(REQUESTS)],
        "list, first page": ["/articles/"] * REQUESTS,
        "list, last page": ["/articles/?page=50"] * REQUESTS,
        "home": ["/"] * REQUESTS,
        "photo report": [f"/photos/{chance.randint(1, 8)}/" for _request in range(REQUESTS)],
        "activity": [f"/activities/{chance.randint(1, size)}/" for _request in range(REQUESTS)],
        "activities, first page": ["/activities/"] * REQUESTS,
        "activities, page 25": ["/activities/?page=25"] * REQUESTS,
        "activities, past": ["/activities/?past=1"] * REQUESTS,
        "month": ["/activities/month/"] * REQUESTS,
    }[page]


PAGES = [
    "article", "list, first page", "list, last page", "home", "photo report",
    "activity", "activities, first page", "activities, page 25", "activities, past", "month",
]  # fmt: skip
if "BENCH_PAGES" in os.environ:
    PAGES = os.environ["BENCH_PAGES"].split(";")


def database_url(folder: Path, size: int) -> str:
    return f"{POSTGRES}bench_{size}" if POSTGRES else f"sqlite:///{folder / f'{size}.sqlite3'}"


def prepare(folder: Path, size: int) -> dict[str, str]:
    """Make a database of `size` articles and return the environment that serves it."""
    environment = {
        "DATABASE_URL": database_url(folder, size),
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }
    if POSTGRES:
        for command in (f"DROP DATABASE IF EXISTS bench_{size}", f"CREATE DATABASE bench_{size}"):
            subprocess.run(["psql", "-q", f"{POSTGRES}postgres", "-c", command], check=True)
    for command in (
        ["manage.py", "migrate", "-v0"],
        ["manage.py", "createcachetable"],
        ["-m", "bench.corpus", str(size)],
    ):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=os.environ | environment, check=True)
    if POSTGRES:
        subprocess.run(["psql", "-q", environment["DATABASE_URL"], "-c", "VACUUM ANALYZE"], check=True)
    return environment


def measure(environments: dict[int, dict[str, str]]) -> list[Row]:
    """Measure every page at every size in turn, round after round, each beside the bare view of its size."""
    chance = random.Random(20210402)
    database = postgres_processes() if POSTGRES else []
    with ExitStack() as stack:
        portals = {
            size: stack.enter_context(serving("portal.wsgi", database=database, **environment))
            for size, environment in environments.items()
        }
        bare = stack.enter_context(serving("bench.bare"))
        cases = [(page, size) for page in PAGES for size in portals]
        weights = {(page, size): portals[size].get(paths(page, size, chance)[:20]) for page, size in cases}
        costs = {case: ([], []) for case in cases}
        for _round in range(ROUNDS):
            for page, size in cases:
                costs[page, size][0].append(_cost(portals[size], paths(page, size, chance)))
                costs[page, size][1].append(_cost(bare, [f"/{weights[page, size]}/"] * BARE_REQUESTS))
    return [
        Row(page, size, weights[page, size], statistics.median(ours), statistics.median(theirs))
        for (page, size), (ours, theirs) in costs.items()
    ]


def _cost(server, addresses: list[str]) -> float:
    """Return the CPU seconds per request."""
    before = server.cpu()
    server.get(addresses)
    return (server.cpu() - before) / len(addresses)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        rows = measure({size: prepare(Path(folder), size) for size in SIZES})
    write("pages", rows, database="PostgreSQL" if POSTGRES else "SQLite", rounds=ROUNDS, requests=REQUESTS)


if __name__ == "__main__":
    main()
