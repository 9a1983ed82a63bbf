"""What the kept pieces of activities are rendered with; see publishing.pieces.

Nothing here may depend on the time, the visitor or the seats: those are rendered with each page. The page piece holds
both languages, one after the other, since an English reader must not cost more than a Chinese one.
"""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime

from activities.content import rows_of, weekdays_in_words
from activities.kinds import Kind
from activities.public.special import special_facts
from activities.special import may_show
from articles.public.pictures import EVERY_WIDTH, picture_of
from articles.public.pieces import corrections_of, publisher_of
from articles.public.sharing import card_of

NEXT_LANGUAGE = "<!--en-->"
_INDENTATION = re.compile(r"\s*\n\s*")


def activity_head(activity) -> dict:
    """Queries: none beside the activity's own; the cover comes with it."""
    summary = activity.summary or activity.details or activity.title
    return {"share": card_of(activity, summary=summary, face=shown_cover(activity), data=event_data(activity))}


def activity_page(activity) -> dict:
    """Queries: the rows beneath the activity, and the corrections if there are any."""
    facts = facts_of(activity)
    return {"pages": [_in_language(language, facts) for language in (settings.LANGUAGE_CODE, "en")]}


def activity_card(activity) -> dict:
    return {"activity": activity, "starts": localtime(activity.starts_at), "where": where_of(activity)}


def page_in_language(html: str) -> SafeString:
    """Return the part of a kept page that is in the language of the reader."""
    chinese, _mark, english = html.partition(NEXT_LANGUAGE)
    is_english = (translation.get_language() or "").startswith("en")
    return SafeString(english if is_english and english else chinese)


def facts_of(activity) -> dict:
    """Return everything that the page tells of the activity itself."""
    rows = rows_of(activity)
    legs = [dict(zip(LEG, row, strict=True)) for row in rows["legs"]]
    is_study = activity.kind == Kind.STUDY
    return {
        "activity": activity,
        "starts": localtime(activity.starts_at),
        "ends": localtime(activity.ends_at),
        "where": where_of(activity),
        "weekdays": weekdays_in_words(activity.weekdays) if not is_study and activity.weekdays else "",
        "tasks": [] if is_study else _lines(activity.tasks),
        "legs": legs,
        "has_days": any(leg["day"] > 1 for leg in legs),
        "groups": [row[1] for row in rows["groups"]],
        "materials": [
            dict(zip(("title", "source", "url", "article"), row, strict=True)) for row in rows.get("materials", ())
        ],
        "special": special_facts(activity) if is_study else None,
        "organisation": publisher_of(activity),
        "cover": picture_of(cover, EVERY_WIDTH) if (cover := shown_cover(activity)) else None,
        "credit": cover.credit if cover else "",
        "corrections": corrections_of(activity),
    }


LEG = ("day", "starts", "ends", "transport", "line", "start", "stop", "what", "leader")


def where_of(activity) -> str:
    """Return the place as one reads it out: 雷打石镇伞铺村 村部礼堂."""
    return " ".join(filter(None, (str(activity.place or ""), activity.venue)))


def shown_cover(activity):
    """Return the cover if pages may show it; a consent that ends hides the photo, and this is made anew."""
    cover = activity.cover
    is_shown = cover is not None and cover.hidden_at is None and may_show(activity, cover, localdate())
    return cover if is_shown else None


def event_data(activity) -> dict:
    """Return what search engines read: schema.org Event."""
    place = where_of(activity)
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": activity.title,
        "description": activity.summary,
        "startDate": localtime(activity.starts_at).isoformat(timespec="minutes"),
        "endDate": localtime(activity.ends_at).isoformat(timespec="minutes"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": place, "address": place} if place else "",
        "organizer": {"@type": "Organization", "name": activity.organisation.name},
        "isAccessibleForFree": True,
        "inLanguage": "zh-Hans",
        "maximumAttendeeCapacity": activity.seats or "",
    }
    return {name: value for name, value in data.items() if value != ""}


def _in_language(language: str, facts: dict) -> SafeString:
    with translation.override(language):
        html = render_to_string(
            "activities/_activity_facts.html", facts | {"legs": list(map(_with_transport, facts["legs"]))}
        )
    return SafeString(_INDENTATION.sub("\n", html.strip()))


def _with_transport(leg: dict) -> dict:
    from activities.models import Leg  # the models import this module

    transport = Leg.Transport(leg["transport"])
    way = " → ".join(filter(None, (leg["start"], leg["stop"])))
    return leg | {"transport": "" if transport == Leg.Transport.STAY else str(transport.label), "way": way}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
