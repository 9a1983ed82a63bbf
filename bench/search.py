"""The search over 100,000 articles through the web server, and what its index costs: `python -m bench.search`.

SQLite unless BENCH_POSTGRES=postgres://user:password@host/ names a server on this machine. Queries are drawn from the
corpus by how many articles hold them, so that a class means the same whatever the words are.
"""

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from urllib.parse import quote

import psutil

from bench.results import keep_section, machine
from bench.server import ROOT, WORKERS, serving

POSTGRES = os.environ.get("BENCH_POSTGRES", "")
ARTICLES = int(os.environ.get("BENCH_ARTICLES", "100000"))
QUERIES = int(os.environ.get("BENCH_QUERIES", "40"))  # of each class
CLIENTS = 20
AT_MOST = {1: 50, CLIENTS: 300}  # milliseconds, 95 of 100 requests
SAVES = 60


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        environment = _environment(Path(folder))
        facts = _prepare(environment)
        facts |= json.loads(_python(environment, "-m", "bench.search", "inside"))
        with serving("portal.wsgi", **environment) as server:
            rows = [
                (name, clients, *_latency(server, [f"/search/?{query}" for query in queries], clients))
                for name, queries in facts.pop("queries").items()
                for clients in AT_MOST
            ]
    _write(rows, facts)
    return any(p95 > AT_MOST[clients] for _name, clients, _p50, p95 in rows)


def _environment(folder: Path) -> dict[str, str]:
    url = f"{POSTGRES}bench_search" if POSTGRES else f"sqlite:///{folder / 'search.sqlite3'}"
    return {
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "SEARCHES_PER_MINUTE": "1000000",
    }


def _python(environment: dict, *command: str) -> str:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _prepare(environment: dict[str, str]) -> dict[str, float]:
    """Make the database and its index; return how long indexing took and how much memory it had."""
    if POSTGRES:
        for command in ("DROP DATABASE IF EXISTS bench_search", "CREATE DATABASE bench_search"):
            subprocess.run(["psql", "-q", f"{POSTGRES}postgres", "-c", command], check=True)
    _python(environment, "manage.py", "migrate", "-v0")
    _python(environment, "manage.py", "createcachetable")
    _python(environment, "-m", "bench.search_corpus", str(ARTICLES))
    started = time.perf_counter()
    indexing = psutil.Popen(
        [sys.executable, "manage.py", "rebuild_index"],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )
    largest = 0
    while indexing.poll() is None:
        largest = max(largest, _memory(indexing))
        time.sleep(0.5)
    seconds = time.perf_counter() - started
    if indexing.returncode:
        raise RuntimeError("rebuild_index failed")
    if POSTGRES:
        subprocess.run(["psql", "-q", environment["DATABASE_URL"], "-c", "VACUUM ANALYZE"], check=True)
    return {"articles a second": ARTICLES / seconds, "memory while indexing, MB": largest / 1e6}


def _memory(process: psutil.Process) -> int:
    """Return what a process and its children have in memory; what they share counts once."""
    try:
        return sum(each.memory_full_info().pss for each in (process, *process.children(recursive=True)))
    except (psutil.NoSuchProcess, psutil.AccessDenied):  # it has just ended
        return 0


def _latency(server, paths: list[str], clients: int) -> tuple[float, float]:
    """Return the median and the 95th percentile in milliseconds, with so many clients at once."""

    def ask(path: str) -> float:
        started = time.perf_counter()
        server.get([path])
        return (time.perf_counter() - started) * 1000

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(ask, paths[: 4 * WORKERS]))  # so that no worker meets anything for the first time
    with ThreadPoolExecutor(clients) as pool:
        times = list(pool.map(ask, paths * (5 if clients > 1 else 1)))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


# --- what is asked of the database itself, in a process with Django
def inside() -> dict:
    import django

    django.setup()
    from portal.search.engine import engine

    facts = {"queries": _queries()} | _sizes() | _cost_of_a_save()
    engine().tidy()  # as the worker does each hour
    return facts


def _queries() -> dict[str, list[str]]:
    """Draw the queries of each class; for each, how many of the newest 2,000 articles hold it decides."""
    from articles.models import Article
    from bench.search_corpus import SEED, Words

    chance = random.Random(SEED + 1)
    texts = [re.sub(r"<[^>]+>", "", body) for body in Article.objects.values_list("body", flat=True)[:2000]]
    words = [word for word in Words(chance).words if len(word) > 1]
    sample = chance.sample(words, 600) + words[:100]
    share = {word: sum(word in text for text in texts) / len(texts) for word in sample}
    pieces = [text[at : at + 4] for text in chance.sample(texts, 200) if (at := chance.randint(0, len(text) - 5))]
    rare = [piece for piece in pieces if piece.isalpha() and sum(piece in text for text in texts) < 0.005 * len(texts)]
    middling = [word for word in sample if 0.02 < share[word] < 0.1]
    common = [word for word in sample if share[word] > 0.3]
    phrases = [text[at : at + 8] for text in texts if (at := chance.randint(0, len(text) - 9))]
    several = lambda pool, k: [" ".join(chance.sample(pool, k)) for _query in range(QUERIES)]  # noqa: E731
    classes = {
        "rare piece of four characters": several(rare, 1),
        "middling word": several(middling, 1),
        "very common word": several(common, 1),
        "single character": [chance.choice(word) for word in chance.choices(common, k=QUERIES)],
        "two words": several(middling, 2),
        "common and rare word": [f"{chance.choice(common)} {chance.choice(rare)}" for _query in range(QUERIES)],
        "phrase": [f'"{phrase}"' for phrase in chance.sample(phrases, QUERIES)],
        "common without common": [
            f"{one} -{other}" for one, other in (chance.sample(common, 2) for _q in range(QUERIES))
        ],
        "no hit": [f"{chance.choice(middling)}龘{chance.choice(rare)}" for _query in range(QUERIES)],
    }
    asked = {name: [f"q={quote(text)}" for text in texts] for name, texts in classes.items()}
    filters = "&kind=article&organisation=3&topic=2"
    asked |= {
        f"{name}, filters on": [query + filters for query in asked[name]]
        for name in ("rare piece of four characters", "middling word", "very common word")
    }
    return asked | {"very common word, by date": [f"{query}&order=date" for query in asked["very common word"]]}


def _sizes() -> dict[str, float]:
    """Return megabytes: the articles' texts, the folded copy that hits are compared with, the index of it."""
    from django.db import connection

    with connection.cursor() as cursor:
        size = "octet_length(title) + octet_length(body)" if POSTGRES else "length(CAST(title || body AS BLOB))"
        text = _number(cursor, f"SELECT sum({size}) FROM articles_article")
        if POSTGRES:
            copy = _number(cursor, "SELECT pg_table_size('portal_searchrow')")
            index = _number(cursor, "SELECT pg_indexes_size('portal_searchrow')")
        else:
            each = "SELECT sum(pgsize) FROM dbstat WHERE name {}"
            copy = _number(cursor, each.format("= 'portal_searchrow'"))
            index = _number(cursor, each.format("LIKE 'portal_searchgrams%'"))
    return {
        "texts, MB": text / 1e6,
        "folded copy, MB": copy / 1e6,
        "index, MB": index / 1e6,
        "index to texts": index / text,
    }


def _number(cursor, statement: str) -> float:
    cursor.execute(statement)
    return float(cursor.fetchone()[0])


def _cost_of_a_save() -> dict[str, float]:
    """Return the milliseconds that keeping the index right adds to saving an article whose text has changed."""
    from django.db import transaction

    from articles.models import Article
    from members.indexing import NoIndex, index, use

    ours, costs = index(), {True: [], False: []}
    for number, article in enumerate(Article.objects.order_by("pk")[: SAVES * 2]):
        is_indexed = bool(number % 2)
        use(ours if is_indexed else NoIndex())
        article.body += f"<p>第{number}次修改。</p>"
        started = time.perf_counter()
        with transaction.atomic():
            article.save()
        costs[is_indexed].append(time.perf_counter() - started)
    use(ours)
    return {"a save costs more, ms": (statistics.median(costs[True]) - statistics.median(costs[False])) * 1000}


# --- the table
def _write(rows: list[tuple], facts: dict[str, float]) -> None:
    heading = f"## Search over {ARTICLES:,} articles, {'PostgreSQL' if POSTGRES else 'SQLite'}"
    lines = [
        f"{heading}\n\n{date.today()}, {machine()}; whole requests through gunicorn with two workers, {QUERIES} queries of each class, five "
        f"times each with {CLIENTS} clients; texts of 400 to 1,200 characters, words drawn by their counts from the 8,000 "
        "commonest of a dictionary.\n",
        "| queries | clients | median, ms | 95 of 100, ms | at most |\n|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {clients} | {p50:.0f} | {p95:.0f} | {AT_MOST[clients]} |" for name, clients, p50, p95 in rows
    ]
    lines += ["\n| the index | |\n|---|---|"]
    lines += [f"| {name} | {value:,.1f} |" for name, value in facts.items()]
    text = "\n".join(lines) + "\n"
    keep_section(heading, text)
    print(text)


if __name__ == "__main__":
    if sys.argv[1:] == ["inside"]:
        print(json.dumps(inside()))
    else:
        sys.exit(main())
