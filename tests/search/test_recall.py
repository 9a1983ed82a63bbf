"""What is found is exactly what a plain scan over all texts finds, in the same order: 300 queries of every sort."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.models import Article, Topic
from members.models import Organisation, Place
from portal.search.engine import engine, postgresql
from portal.search.grams import eras, grams_of, numbers_of
from portal.search.index import documents_of, refresh
from portal.search.limits import MOST_HITS
from portal.search.looking import Eyes, look
from portal.search.query import parse
from publishing.states import State
from tests.factories import ArticleFactory, OrganisationFactory, PlaceFactory, TopicFactory
from tests.search.looking import STRANGER

SIGNS = "党史学习教育车厢课堂志愿服务清淤陈家剝路段红色列車"
OTHERS = ["，", "。", " ", "5G", "12345", "Ａi", "2021年", "4月2日", "瓌", "、“", "\n"]
QUERIES = 300
MANY = 420
BEGAN = datetime(2021, 2, 20, 9, tzinfo=timezone.get_default_timezone())


def _text(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(OTHERS) if chance.random() < 0.12 else chance.choice(SIGNS) for _n in range(length))


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """Hundreds of articles of random signs, a third of them within few minutes, some of them drafts; and names."""
    chance = random.Random(5)
    with django_db_blocker.unblock():
        unit = OrganisationFactory(name="雷打石镇")
        author = ArticleFactory(organisation=unit).author
        PlaceFactory(name="陈家剝路段", aliases="陈家剥")
        TopicFactory(title="车厢课堂", intro="红色列车上的课堂")
        rows = [_article(chance, number, unit, author) for number in range(MANY)]
        refresh({("article", row.pk) for row in Article.objects.bulk_create(rows)})
        yield documents_of({("article", pk) for pk in Article.objects.values_list("pk", flat=True)} | _names())
        call_command("flush", interactive=False, verbosity=0)


def _article(chance, number: int, unit, author) -> Article:
    when = BEGAN + timedelta(seconds=number if number % 3 else number * 40_000)
    if number % 60 == 31:
        when = when.replace(year=1949)
    facts = {"state": State.PUBLISHED, "published_at": when, "approved_hash": "0" * 64}
    text, title = _text(chance, chance.randrange(5, 60)), _text(chance, chance.randrange(2, 9))
    row = Article(title=title[:100], body=f"<p>{text}</p>", organisation=unit, author=author, **facts)
    if number % 10 == 0:
        row.state = State.DRAFT
    return row


def _names():
    models = {"topic": Topic, "organisation": Organisation, "place": Place}
    return {(kind, pk) for kind, model in models.items() for pk in model.objects.values_list("pk", flat=True)}


def _queries(corpus) -> list[str]:
    chance = random.Random(7)
    texts = [document.title + " " + document.body for document in corpus.values()]
    made = [_query(chance, texts, number % 10) for number in range(QUERIES)]
    common = [sign for sign, _texts in Counter(sign for text in texts for sign in set(text)).most_common(20)]
    return [query for query in [*made, *common] if not parse(query).is_empty]


def _query(chance, texts, sort: int) -> str:
    def piece(length):
        text = chance.choice(texts)
        start = chance.randrange(max(1, len(text) - length))
        return text[start : start + length]

    return {
        0: piece(1),
        1: piece(2),
        2: piece(3),
        3: f"{piece(1)} {piece(1)}",
        4: f"{piece(2)} {piece(2)}",
        5: f'"{piece(5)}"',
        6: f"{piece(1)} -{piece(1)}",
        7: chance.choice(["4月2日", "2021-04", "2021年", "2021-02-20", "2021年2月"]) + f" {piece(1)}" * chance.randrange(2),
        8: chance.choice(["陳家剥", "車廂", "5g", "ＡＩ", "瑰", "23", "罗", "lds", "leida", "cjb", "chejiang", "學習"]),
        9: _text(chance, chance.randrange(1, 4)),
    }[sort]  # fmt: skip


def _scan(corpus, text: str, *, by_date: bool) -> list[tuple[str, int]]:
    """Look at every text; what the engine must answer."""
    asked, now = parse(text), int(timezone.now().timestamp())
    hits = []
    for document in corpus.values():
        titled = [term.text in document.title or _sounds(term, document) for term in asked.terms]
        held = [term.text in document.body or term.mark in document.marks for term in asked.terms]
        is_out = any(word in document.title or word in document.body for word in asked.excluded)
        is_public = document.visible_from is not None and document.visible_from <= now
        if is_public and not is_out and all(one or other for one, other in zip(titled, held, strict=True)):
            tier = 0 if by_date or all(titled) else 1
            dated = document.moment is not None
            hits.append((tier, dated, -(document.moment or 0), document.kind, -document.object_id))
    return [(kind, -number) for _tier, _dated, _moment, kind, number in sorted(hits)][:MOST_HITS]


def _sounds(term, document) -> bool:
    return term.is_sound and f" {term.text}" in document.keys


@pytest.fixture
def _every_way(corpus, db, monkeypatch):
    """Let PostgreSQL look at the newest, walk on and ask its index, as it does with a hundred times as many."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE portal_searchrow")
    for name, number in {"PROBED": 20, "LONGEST_STEP": 40, "LEAST": 10}.items():
        monkeypatch.setattr(postgresql, name, number)


@pytest.mark.usefixtures("_every_way")
def test_every_query_finds_what_a_scan_finds_in_the_same_order(corpus, db):
    queries, sizes = _queries(corpus), []
    for number, text in enumerate(queries):
        by_date = number % 4 == 0
        found, is_capped = look(parse(text), Eyes(STRANGER), by_date=by_date)
        expected = _scan(corpus, text, by_date=by_date)
        assert [hit.key for hit in found] == expected, text
        assert is_capped <= (len(expected) == MOST_HITS)
        sizes.append(len(expected))
    assert len(queries) > 280
    assert sum(size == 0 for size in sizes) > 10
    assert sum(size == MOST_HITS for size in sizes) > 3


def test_newest_of_very_many_are_found(corpus, db):
    expected = _scan(corpus, "学", by_date=True)
    found, is_capped = look(parse("学"), Eyes(STRANGER), by_date=True)
    assert ([hit.key for hit in found], is_capped) == (expected, len(expected) == MOST_HITS)


def test_database_holds_the_same_grams_as_python(db):
    parts = "车厢 a5 剥", "学党史 悟 思想 𠀋字", " ldsz dsz", f" {9345869046498} {8796093022208} "
    if connection.vendor == "postgresql":
        for number in (27929767, -11_000_000, 1 << 33):
            grams, era = set(_of_database(number, *parts)), eras(number, number + 1)
            assert all(set(numbers_of(gram)) & grams for gram in grams_of(*parts))
            assert grams - {number for gram in grams_of(*parts) for number in numbers_of(gram)} == {*era}
    else:
        assert set(_of_database(*parts).split()) == grams_of(*parts)


def _of_database(*parts):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT portal_grams({', '.join(['%s'] * len(parts))})", parts)
        return cursor.fetchone()[0]


def test_engine_is_the_database_own(db):
    assert type(engine()).__name__.lower().startswith({"postgresql": "postgres"}.get(connection.vendor, "sqlite"))
