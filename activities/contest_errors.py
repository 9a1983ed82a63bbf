"""Why something about a contest is not possible, in the words that the person reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hitch(models.TextChoices):
    SUBMITTED = "submitted", _("The result is submitted: nothing is changed until it is returned or taken back.")
    NOT_SUBMITTED = "not_submitted", _("Somebody was quicker: look at the contest again.")
    NOT_PUBLIC = "not_public", _("No result is public: there is nothing to take back.")
    TOO_FEW = "too_few", _("Enter at least two people first.")
    NO_JUDGES = "no_judges", _("Enter the judges first.")
    DRAWN = "drawn", _("The order is drawn: take the draw back first, with a reason.")
    NOT_DRAWN = "not_drawn", _("Draw the order first.")
    SCORED = "scored", _("There are scores already: the draw, the stages and the rule of counting stay as they are.")
    JUDGED = "judged", _("This judge has given scores: empty those first.")
    NEXT_FILLED = "next_filled", _("The next stage is made up already: take that back first.")
    NEXT_DRAWN = "next_drawn", _("The order of the next stage is drawn: take that draw back first.")
    NOT_FILLED = "not_filled", _("Nobody has come into this stage yet: finish the one before it.")
    INCOMPLETE = "incomplete", _("Scores are still missing: enter them, or mark who was not there.")
    CHANGED = "changed", _("Scores changed after you opened this page. Look at the result again.")
    OWN_COUNT = "own_count", _("Who entered scores or submitted the result does not approve it: another person does.")
    NO_RIGHT = "no_right", _("This step belongs to another role or organisation.")
    NEEDS_REASON = "needs_reason", _("Give a reason: the others read it.")
    NEEDS_SOURCE = "needs_source", _("Say who named the seed: a guest or a notary.")
    TOO_MANY = "too_many", _("A contest holds at most 120 people and 15 judges.")


NEVER = frozenset({Hitch.OWN_COUNT, Hitch.NO_RIGHT})  # not for this person, whatever happens


class ContestRefused(Exception):
    """Raised by the actions of a contest; `why` is the Hitch, `details` more about it for people."""

    def __init__(self, why: Hitch, details: str = ""):
        super().__init__(why.label)
        self.why, self.details = why, details

    def __str__(self):
        return f"{self.why.label}{self.details}"
