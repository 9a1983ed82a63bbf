"""Two people change parts of one thing at once: who comes second reads what the first wrote."""

import threading

import pytest
from django.db import connection, connections, transaction

from articles.models import Credit
from portal.models import SearchRow
from portal.search.index import refresh
from tests.factories import ArticleFactory
from tests.search.looking import found

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time"),
]


@pytest.mark.parametrize("is_kept", [True, False])
def test_both_credits_are_found(is_kept):
    article = ArticleFactory(title="专题学习", published=True)
    if not is_kept:
        SearchRow.objects.all().delete()
    written, may_end = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            Credit.objects.create(article=article, name="旷昆红")
            written.set()
            may_end.wait(2)
        connections.close_all()

    def second():
        written.wait(5)
        threading.Timer(0.3, may_end.set).start()  # the second waits for the first by then
        Credit.objects.create(article=article, name="张瑞景")
        connections.close_all()

    threads = [threading.Thread(target=act) for act in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert found("旷昆红") == found("张瑞景") == ["专题学习"]
    assert refresh({("article", article.pk)}) == set()


def test_things_of_one_minute_added_at_once_all_have_a_place():
    unit = ArticleFactory(published=True)
    start = threading.Barrier(4)

    def add(number):
        start.wait()
        ArticleFactory(
            title=f"琥珀{number}", organisation=unit.organisation, author=unit.author, published=True,
            published_at=unit.published_at,
        )  # fmt: skip
        connections.close_all()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(found("琥珀")) == [f"琥珀{number}" for number in range(4)]
