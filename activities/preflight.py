"""What the check before publication finds in activities."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.kinds import Form, Kind
from activities.special import is_special, place_findings, special_findings
from articles.preflight import photo_findings
from publishing.preflight import Finding, text_findings


class Code(models.TextChoices):
    NO_CONTACT = "no_contact", _("Nobody is named whom people could ring")
    NO_PLACE = "no_place", _("No place: people do not know where to go")
    PAST_START = "past_start", _("It has begun already")
    SIGN_UP_OVER = "sign_up_over", _("Sign-up is over already: nobody can sign up")
    NO_RISK_NOTICE = "no_risk_notice", _("No risk notice: without it sign-up does not open")
    NO_INSURANCE = "no_insurance", _("Hazardous, and no insurance number")
    NO_SOURCES = "no_sources", _("No sources of the facts about the martyrs")
    OTHER_COUNT = "other_count", _("The activity was closed with another count")


BLOCKING = frozenset({Code.NO_RISK_NOTICE, Code.NO_INSURANCE, Code.NO_SOURCES})

# The rows whose words readers see, and the fields that hold them.
ROW_TEXTS = {
    "legs": ("line", "start", "stop", "what", "leader"),
    "groups": ("name", "leader"),
    "speakers": ("name", "unit", "subject"),
    "materials": ("title", "source"),
}


@dataclass(frozen=True)
class ActivityFinding(Finding):
    """A finding that only activities have."""

    code: Code

    @property
    def is_blocking(self) -> bool:
        return self.code in BLOCKING


def activity_findings(activity) -> list[Finding]:
    """Check a study session or volunteer event; queries: its cover, and one for each kind of rows."""
    found = text_findings(activity.texts()) + list(_row_findings(activity))
    found += [ActivityFinding(code, field=field) for code, field, applies in _gaps(activity) if applies]
    if activity.cover:
        found += photo_findings(activity.cover, timezone.localdate())
    if is_special(activity):
        photos = [activity.cover] if activity.cover else []
        found += place_findings(activity)
        found += special_findings(activity, _words(activity), timezone.localdate(), photos=photos)
    return found


def _words(activity) -> dict[str, str]:
    """Return all words that readers see, by the field where they stand; of rows by the relation."""
    words = activity.texts() | {name: getattr(activity, name, "") for name in ("theme", "fact_sources")}
    for relation, names in ROW_TEXTS.items():
        rows = getattr(activity, relation).all() if hasattr(activity, relation) else ()
        words[relation] = "\n".join(" ".join(getattr(row, name) for name in names) for row in rows)
    return words


def _gaps(activity) -> Iterator[tuple[Code, str, bool]]:
    """What is missing or late, with the field where it is mended."""
    now = timezone.now()
    yield Code.NO_CONTACT, "contact_name", not (activity.contact_name and activity.contact_phone)
    yield Code.NO_PLACE, "place", not (activity.place_id or activity.venue)
    yield Code.PAST_START, "starts_at_0", activity.starts_at <= now and not getattr(activity, "log_token", None)
    closes_at = activity.sign_up_closes_at
    is_over = bool(closes_at and closes_at <= now < activity.starts_at)
    yield Code.SIGN_UP_OVER, "sign_up_closes_at_0", activity.takes_sign_ups and is_over
    if activity.kind == Kind.SERVICE:
        lacks_notice = activity.takes_sign_ups and not activity.risk_notice.strip()
        yield Code.NO_RISK_NOTICE, "risk_notice", lacks_notice
        yield Code.NO_INSURANCE, "insurance_number", activity.is_hazardous and not activity.insurance_number.strip()
    elif activity.form == Form.MEMORIAL:
        yield Code.NO_SOURCES, "fact_sources", not activity.fact_sources.strip()


def _row_findings(activity) -> Iterator[Finding]:
    """Numbers and punctuation in the rows; `field` is the name of the relation."""
    for relation, names in ROW_TEXTS.items():
        for row in getattr(activity, relation).all() if hasattr(activity, relation) else ():
            for finding in text_findings({name: getattr(row, name) for name in names}):
                yield replace(finding, field=relation)
