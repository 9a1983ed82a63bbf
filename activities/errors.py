"""Why something about an activity is not possible, and what to do next."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """The reasons for which a sign-up, a cancellation or a check-in is refused; each says what to do next."""

    NOT_OPEN = "not_open", _("Sign-up has not opened yet: come back then.")
    CLOSED = "closed", _("Sign-up is over: ring the contact of the activity.")
    GONE = "gone", _("The activity was withdrawn: look for another one in the list.")
    NO_SIGN_UP = "no_sign_up", _("This activity takes no sign-ups: just come.")
    NOT_YOURS = "not_yours", _("This activity is for members of another unit: ask your own unit for a place.")
    TOO_YOUNG = "too_young", _("This activity is for older people: see the age limits, or ring the contact.")
    TOO_OLD = "too_old", _("This activity is for younger people: see the age limits, or ring the contact.")
    AGE_UNKNOWN = "age_unknown", _("This activity has age limits: enter your date of birth under “My details” first.")
    ALREADY_IN = "already_in", _("You are signed up already: nothing else to do.")
    FIRM_IN = "firm_in", _("Somebody has signed up your firm already: ask your colleagues, or ring the contact.")
    TOO_LATE = "too_late", _("Cancelling is no longer possible here: ring the contact of the activity.")
    NOT_IN = "not_in", _("You are not signed up for this activity.")
    NOT_READY = "not_ready", _("The risk notice or the insurance is still missing: sign-up opens when they are there.")
    OVER = "over", _("The activity is over: people who were there are added to the roster.")
    NOT_WAITING = "not_waiting", _("This person does not wait any more: look at the list again.")
    NEEDS_REASON = "needs_reason", _("Give a reason: it stays in the list.")
    FULL = "full", _("No seat is free: raise the number of seats first, or wait until somebody leaves.")
    CLASS_FULL = "class_full", _("There are not seats for so many: enter a smaller number, or ring the contact.")
    CLASS_IN = "class_in", _("Somebody has signed up this class already: ask your colleagues, or ring the contact.")
    NO_CLASSES = "no_classes", _("Classes do not sign up here: sign up as yourself.")
    CHECK_IN_EARLY = "check_in_early", _("Checking in opens half an hour before the beginning.")
    CHECK_IN_OVER = "check_in_over", _("Checking in is over: tell the organiser that you were there.")
    NO_SEAT = "no_seat", _("You have no seat in this activity: see the organiser, who can add you.")
    WRONG_DIGITS = "wrong_digits", _("These digits are not on the screen now: look again, they change every minute.")
    MARKED = "marked", _("The organiser has entered something else for you: see them, they can change it.")
    TRY_AGAIN = "try_again", _("That did not work this time: press once more.")


class NotPossible(Exception):
    """Raised by actions; `why` says why, as a sentence for the person."""

    def __init__(self, why: Why):
        super().__init__(why.label)
        self.why = why


class SeatsTaken(Exception):
    """Raised where fewer seats are asked for than people have; `pool` says whose they are."""

    def __init__(self, pool):
        super().__init__(
            _("%(n)s people are in already (%(unit)s): seats are never taken from them.")
            % {"n": pool.taken, "unit": pool.organisation or _("open to all")}
        )
        self.pool = pool


class NotRecorded(Exception):
    """Raised where hours cannot be recorded; `why` is a Trouble, `other` the record that is in the way, if any."""

    def __init__(self, why, other=None):
        super().__init__(why.label)
        self.why, self.other = why, other
