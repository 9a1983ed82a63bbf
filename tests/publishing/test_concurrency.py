"""Two people at once, in real transactions of two connections; the negative controls show that the guards guard."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, connections, transaction

from articles.models import Article
from members.roles import Role
from publishing import actions, pieces
from publishing.actions import review, steps
from publishing.errors import Refused
from publishing.models import Move
from publishing.states import Act
from tests.factories import ArticleFactory, MemberFactory, PostFactory
from tests.publishing.desk import published, under_review

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time"),
]


@pytest.fixture
def article(people, town):
    return under_review(ArticleFactory(organisation=town, author=people.alice), people)


@pytest.fixture
def second(town):
    """Another first reviewer."""
    return PostFactory(member=MemberFactory(organisation=town), role=Role.FIRST_REVIEWER).member


def _at_once(*acts) -> list:
    """Run the acts in threads that start together; return what each raised, or None."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait()
        try:
            act()
        except (Refused, IntegrityError) as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes


def _approvals(article, *reviewers) -> list:
    seen = {"seen_hash": article.content_hash(), "seen_step": 1}
    return [lambda actor=actor: actions.approve(article, actor=actor, **seen) for actor in reviewers]


@pytest.mark.parametrize("_time", range(5))
def test_two_approvals_of_one_step_at_once_are_one(article, people, second, _time):
    outcomes = _at_once(*_approvals(article, people.bob, second))
    assert [type(outcome) for outcome in outcomes if outcome] == [Refused]
    assert Move.objects.filter(act=Act.APPROVE).count() == 1
    assert Article.objects.get().review_step == 2


def test_one_person_clicking_twice_approves_once(article, people):
    outcomes = _at_once(*_approvals(article, people.bob, people.bob))
    assert [type(outcome) for outcome in outcomes if outcome] == [Refused]
    assert Article.objects.get().review_step == 2


@pytest.fixture
def without_lock(monkeypatch):
    """Both read the row before either writes: what happens where the lock is missing."""
    both_have_read = threading.Barrier(2)

    def unlocked(publication):
        row = Article.objects.get(pk=publication.pk)
        both_have_read.wait(timeout=10)
        return row

    monkeypatch.setattr(review, "locked", unlocked)


def test_without_the_lock_the_database_still_keeps_one_approval(article, people, second, without_lock):
    outcomes = _at_once(*_approvals(article, people.bob, second))
    assert [type(outcome) for outcome in outcomes if outcome] == [IntegrityError]
    assert Move.objects.filter(act=Act.APPROVE).count() == 1


@pytest.fixture
def without_constraints(transactional_db):
    """Negative control: with the constraints away too, two approvals of one step do get in."""
    constraints = Move._meta.constraints
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(Move, constraint)
    yield
    Move.objects.all().delete()
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.add_constraint(Move, constraint)


def test_negative_control_two_approvals_get_in(article, people, second, without_lock, without_constraints):
    outcomes = _at_once(*_approvals(article, people.bob, second))
    assert outcomes == [None, None]
    assert Move.objects.filter(act=Act.APPROVE, step=1).count() == 2


def test_edit_and_approval_at_once_never_approve_the_unread_text(article, people):
    seen = article.content_hash()

    def edit():
        with transaction.atomic():
            row = steps.locked(article)
            before, row.title = row.content_hash(), "改过的标题"
            row.save()
            actions.edited(row, actor=people.alice, before_hash=before)

    _at_once(lambda: actions.approve(article, actor=people.bob, seen_hash=seen), edit)
    after = Article.objects.get()
    assert (after.review_round, after.review_step) == (2, 1)


def test_correction_is_not_covered_by_pieces_of_the_text_before(people, town, monkeypatch):
    article = published(ArticleFactory(organisation=town, author=people.alice), people)
    render, refreshing, has_read = pieces.render, [], threading.Event()

    def slow_render(publication, name):
        if threading.get_ident() in refreshing:
            has_read.set()
            time.sleep(0.3)
        return render(publication, name)

    def refresh():
        refreshing.append(threading.get_ident())
        pieces.refresh(article)

    def correct():
        has_read.wait(timeout=10)
        with transaction.atomic():
            row = steps.locked(article)
            before, row.title = row.content_hash(), "更正后的标题"
            row.save()
            actions.edited(row, actor=people.dave, before_hash=before, note="标题有误。")

    monkeypatch.setattr(pieces, "render", slow_render)
    assert _at_once(refresh, correct) == [None, None]
    assert "更正后的标题" in Article.objects.get().page_html
