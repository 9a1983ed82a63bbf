"""Who organises activities of the town, and their desk."""

import pytest

from members.roles import Role
from tests.factories import MemberFactory, PostFactory
from tests.publishing.desk import signed_in


@pytest.fixture
def olive(town):
    """An organiser of the town."""
    member = MemberFactory(username="olive", display_name="Olive", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    return member


@pytest.fixture
def desk(client, olive):
    return signed_in(client, olive)
