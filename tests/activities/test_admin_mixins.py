"""The admin of an activity is put together from many mixins: none may hide another's own methods."""

import itertools

import pytest

from activities.admin.activities import StudySessionAdmin, VolunteerEventAdmin


@pytest.mark.parametrize("admin", [StudySessionAdmin, VolunteerEventAdmin])
def test_no_mixin_hides_a_private_method_of_another(admin):
    ours = [cls for cls in admin.__mro__ if cls.__module__.startswith(("activities.", "publishing.", "members."))]
    owners: dict[str, list[type]] = {}
    for cls in ours:
        for name in vars(cls):
            if name.startswith("_") and not name.startswith("__"):
                owners.setdefault(name, []).append(cls)
    hidden = {
        name: [cls.__name__ for cls in found]
        for name, found in owners.items()
        if any(not issubclass(first, second) for first, second in itertools.pairwise(found))
    }
    assert hidden == {}
