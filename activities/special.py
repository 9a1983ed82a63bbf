"""What the check before publication asks of the special kinds of study: children's, courtyard and discussion.

Pure but for the rows it is given. (Honouring martyrs asks for the sources of its facts: activities.preflight.)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.kinds import Basis, Form
from activities.names_in_text import children_named, households, people_listed, possible_households
from publishing.preflight import Finding


class SpecialCode(models.TextChoices):
    HOUSEHOLD = "household", _("A household is named: publish the village only")
    HAMLET = "hamlet", _("Is this the name of a hamlet, or of a household? Of households nothing is published")
    NO_VILLAGE = "no_village", _("No village: choose the place from the gazetteer")
    TOO_NEAR = "too_near", _("The place is nearer than a village: choose the village or community")
    CHILD_NAMED = "child_named", _("A child is named: write 李同学, or the class")
    CHILD_SHOWN = "child_shown", _("A picture of children: without faces only, or with the guardians' consent")
    NAMES_LISTED = "names_listed", _("Participants are listed by name: name their units only")


BLOCKING = frozenset(set(SpecialCode) - {SpecialCode.HAMLET})


@dataclass(frozen=True)
class SpecialFinding(Finding):
    """A finding that only the special kinds have."""

    code: SpecialCode

    @property
    def is_blocking(self) -> bool:
        return self.code in BLOCKING


def is_of_children(activity) -> bool:
    """Whether children take part: then neither their names nor their faces are public by default."""
    return activity.form == Form.CHILDREN or activity.basis == Basis.CHILD


def may_show(activity, photo, today: date) -> bool:
    """Whether a picture may stand on an activity's page: of children without faces only, or with consent."""
    return not is_of_children(activity) or photo.may_show_children(today)


def is_special(activity) -> bool:
    """Whether there is anything to check here that other kinds are not asked for."""
    return is_of_children(activity) or activity.form in (Form.COURTYARD, Form.FORUM)


def special_findings(activity, texts: Mapping[str, str], today: date, *, photos: Iterable = ()) -> list[Finding]:
    """Check words and pictures by what only this kind asks for; `texts` are what readers see, by the field where it stands."""
    found: list[Finding] = []
    if is_of_children(activity):
        found += _of_children(activity, texts, today, photos)
    if activity.form == Form.COURTYARD:
        known = [activity.place.name, *activity.place.aliases.split()] if activity.place else []
        found += _in_texts(texts, SpecialCode.HOUSEHOLD, lambda text: households(text, known))
        found += _in_texts(texts, SpecialCode.HAMLET, lambda text: possible_households(text, known))
    if activity.form == Form.FORUM:
        found += _in_texts(texts, SpecialCode.NAMES_LISTED, people_listed)
    return found


def place_findings(activity) -> list[Finding]:
    """Check where a courtyard talk takes place: a village or community, nothing nearer to a home."""
    if activity.form != Form.COURTYARD:
        return []
    place = activity.place
    if place is None:
        return [SpecialFinding(SpecialCode.NO_VILLAGE, field="place")]
    return [SpecialFinding(SpecialCode.TOO_NEAR, str(place), "place")] if place.kind == place.Kind.GROUP else []


def _of_children(activity, texts: Mapping[str, str], today: date, photos: Iterable) -> Iterator[Finding]:
    if not getattr(activity, "shows_people", False):
        yield from _in_texts(texts, SpecialCode.CHILD_NAMED, children_named)
    for photo in photos:
        if not may_show(activity, photo, today):
            yield SpecialFinding(SpecialCode.CHILD_SHOWN, str(photo), photo_id=photo.pk)


def _in_texts(texts: Mapping[str, str], code: SpecialCode, look) -> Iterator[Finding]:
    for field, text in texts.items():
        for words in look(text):
            yield SpecialFinding(code, words[:60], field)
