"""`manage.py rebuild_index`: finds what changed behind the index's back, and only that is made anew."""

import os

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Article
from portal.management.commands import rebuild_index
from portal.models import SearchRow
from portal.search.engine import engine
from tests.factories import ArticleFactory
from tests.search.looking import found
from tests.world import build_world

pytestmark = pytest.mark.django_db


def _checked(capsys) -> bool:
    try:
        call_command("rebuild_index", "--check")
    except SystemExit as exit:
        assert exit.code == 1
        return False
    return True


def _rows() -> list[tuple]:
    return list(SearchRow.objects.order_by("kind", "object_id").values_list("kind", "object_id", "digest"))


def test_what_actions_and_factories_write_leaves_no_drift(capsys):
    build_world()
    call_command("rebuild_index", "--check")


def test_check_finds_a_row_changed_behind_its_back(town, capsys):
    article = ArticleFactory(title="琥珀", organisation=town, published=True)
    Article.objects.filter(pk=article.pk).update(title="翡翠")
    assert not _checked(capsys)
    assert "article: 1 seen, 1 differ" in capsys.readouterr().out


@pytest.mark.parametrize("way", ["gone", "missing"])
def test_check_finds_what_is_gone_or_missing(town, capsys, way):
    article = ArticleFactory(title="琥珀", organisation=town, published=True)
    rows = Article.objects if way == "gone" else SearchRow.objects.filter(kind="article")
    rows.filter(pk__gte=0)._raw_delete("default")
    assert not _checked(capsys)
    call_command("rebuild_index")
    assert found("琥珀") == ([] if way == "gone" else [article.title])
    assert _checked(capsys)


def test_rebuilding_twice_writes_nothing_new(town, capsys):
    ArticleFactory.create_batch(3, organisation=town, published=True)
    SearchRow.objects.all().delete()
    call_command("rebuild_index")
    rows = list(SearchRow.objects.order_by("pk").values())
    capsys.readouterr()
    call_command("rebuild_index")
    assert list(SearchRow.objects.order_by("pk").values()) == rows
    assert "article: 3 seen, 0 made anew" in capsys.readouterr().out


def test_stopped_rebuild_goes_on_where_it_was(town, monkeypatch, capsys):
    ArticleFactory.create_batch(5, organisation=town, published=True)
    before = _rows()
    SearchRow.objects.all().delete()
    monkeypatch.setattr("portal.search.index.BATCH", 2)
    whole = rebuild_index.refresh
    batches = iter(range(2))

    def stopping(keys):
        if next(batches, None) is None:
            raise KeyboardInterrupt
        return whole(keys)

    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(rebuild_index, "refresh", stopping)
        call_command("rebuild_index")
    assert 0 < SearchRow.objects.count() < len(before)
    call_command("rebuild_index")
    assert _rows() == before


@pytest.mark.django_db(transaction=True)
def test_filling_an_empty_index_leaves_it_whole(capsys):
    article = ArticleFactory(title="琥珀", published=True)
    SearchRow.objects.all().delete()
    call_command("rebuild_index")
    assert found("琥珀") == [article.title]
    assert _checked(capsys)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its index by triggers")
def test_search_finds_while_the_index_is_missing(capsys):
    article = ArticleFactory(title="琥珀", published=True)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX portal_searchrow_grams")
    assert found("琥珀") == [article.title]
    assert not _checked(capsys)
    assert "is not whole" in capsys.readouterr().err
    call_command("rebuild_index")
    assert _checked(capsys)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_several_processes_fill_it_together(town, monkeypatch, capsys):
    ArticleFactory.create_batch(9, organisation=town, published=True)
    before = _rows()
    SearchRow.objects.all().delete()
    monkeypatch.setattr("portal.search.index.BATCH", 2)
    with monkeypatch.context() as broken, pytest.raises(LookupError, match="broken"):
        broken.setattr(rebuild_index, "refresh", _broken_elsewhere(os.getpid()))
        call_command("rebuild_index")
    call_command("rebuild_index")
    assert _rows() == before
    assert _checked(capsys)


def _broken_elsewhere(process: int):
    def refresh(keys):
        raise LookupError("broken" if os.getpid() != process else "not in a process of its own")

    return refresh


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite joins what was written by itself")
@pytest.mark.parametrize("is_tidied", [True, False])
def test_worker_sorts_into_the_index_what_was_written_since(is_tidied):
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE portal_searchrow IN SHARE UPDATE EXCLUSIVE MODE")  # no autovacuum meanwhile
    engine().tidy()
    ArticleFactory(title="琥珀", published=True)
    if is_tidied:
        engine().tidy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('portal_searchrow_grams')")
        (pages_left,) = cursor.fetchone()
    assert (pages_left == 0) == is_tidied
