"""Named people of the tests: each has one part to play.

town: an organisation with alice (writer), the three reviewers bob, carol, dave, and the administrator dana;
harbour: another one, with eve (writer) and mallory (final reviewer). charlie is a member without a post.
"""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from members.roles import Role
from tests.factories import MemberFactory, OrganisationFactory, PostFactory


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


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
