"""What readers see of an activity, as plain JSON values: what is reviewed and hashed."""

from django.utils import timezone

FIELDS = (
    "title", "form", "summary", "details", "audience", "venue", "directions", "bring", "contact_name", "contact_phone",
    "takes_sign_ups", "seats", "basis", "question", "age_min", "age_max",
)  # fmt: skip
TIMES = ("starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at", "cancel_until")


def content_of(activity) -> dict:
    """Return the content of a study session or volunteer event."""
    content = {name: getattr(activity, name) for name in FIELDS}
    content |= {name: _moment(getattr(activity, name)) for name in TIMES}
    return content | {"place": str(activity.place or ""), "cover": activity.cover.content() if activity.cover else None}


def _moment(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
