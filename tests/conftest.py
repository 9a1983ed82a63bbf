"""Named people of the tests: each has one part to play.

town: an organisation with alice (writer), the three reviewers bob, carol, dave, and the administrator dana;
harbour: another one, with eve (writer) and mallory (final reviewer). charlie is a member without a post.
"""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from members import indexing
from members.roles import Role
from portal.search.gate import gate
from tests.factories import MemberFactory, OrganisationFactory, PostFactory
from tests.world import build_world

TESTS = Path(__file__).parent
UNINDEXED = {"activities", "articles", "publishing", "members", "portal"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End what other threads and programs left connected: PostgreSQL drops no database that somebody uses."""
    yield
    if connection.vendor == "postgresql":
        connection.close()  # it may have been idle through a long test and be gone
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _fresh_start():
    """Nothing kept, and the language of the settings: a request leaves its own behind."""
    cache.clear()
    gate.open_again()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _index(request):
    """The apps' own tests keep no index of what they save, but for those marked `indexed`: it took a quarter of the time."""
    if request.path.relative_to(TESTS).parts[0] in UNINDEXED and not request.node.get_closest_marker("indexed"):
        whole = indexing.index()
        indexing.use(indexing.NoIndex())
        yield
        indexing.use(whole)
    else:
        yield


@pytest.fixture
def town(db):
    return OrganisationFactory(name="雷打石镇")


@pytest.fixture
def harbour(db):
    return OrganisationFactory(name="群丰镇")


def _person(username, organisation, role=None):
    member = MemberFactory(username=username, display_name=username.title(), organisation=organisation)
    if role:
        PostFactory(member=member, role=role)
    return member


@pytest.fixture
def people(town, harbour):
    return SimpleNamespace(
        alice=_person("alice", town, Role.WRITER),
        bob=_person("bob", town, Role.FIRST_REVIEWER),
        carol=_person("carol", town, Role.SECOND_REVIEWER),
        dave=_person("dave", town, Role.FINAL_REVIEWER),
        dana=_person("dana", town, Role.ADMINISTRATOR),
        olga=_person("olga", town, Role.AUDITOR),
        eve=_person("eve", harbour, Role.WRITER),
        mallory=_person("mallory", harbour, Role.FINAL_REVIEWER),
        charlie=_person("charlie", town),
    )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two organisations full of things (tests.world), made once per module; each test's own changes are undone."""
    with django_db_blocker.unblock():
        yield build_world()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def files():
    """Empty places for originals, signed papers and renditions."""
    private, public = Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT)
    places = SimpleNamespace(originals=private / "originals", papers=private / "consents", renditions=public / "photos")
    for place in vars(places).values():
        shutil.rmtree(place, ignore_errors=True)
    return places
