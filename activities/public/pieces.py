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

from activities.content import weekdays_in_words
from activities.kinds import Kind
from activities.public.special import special_facts
from activities.special import may_show
from articles.public.pictures import EVERY_WIDTH, picture_of
from articles.public.pieces import corrections_of, publisher_of
from articles.public.sharing import card_of

NEXT_LANGUAGE, THE_WAY_IN = "<!--en-->", "<!--door-->"  # in a kept page: its languages, and where the live part stands
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


def joined(pages: list[str]) -> str:
    return NEXT_LANGUAGE.join(pages)


def parts_in_language(html: str) -> tuple[SafeString, SafeString]:
    """Return what stands above the live part of a kept page and what beneath, in the language of the reader."""
    chinese, _mark, english = html.partition(NEXT_LANGUAGE)
    is_english = (translation.get_language() or "").startswith("en")
    above, _mark, beneath = (english if is_english and english else chinese).partition(THE_WAY_IN)
    return SafeString(above), SafeString(beneath)


def facts_of(activity) -> dict:
    """Return everything that the page tells of a study session or volunteer event itself."""
    from activities.public.rows import page_rows  # the models import this module

    rows = page_rows(activity)
    is_study = activity.kind == Kind.STUDY
    cover = shown_cover(activity)
    return {
        "activity": activity,
        "tasks": [] if is_study else _lines(activity.tasks),
        "rows": rows,
        "has_days": any(leg.day > 1 for leg in rows.legs),
        "special": special_facts(activity, rows.speakers) if is_study else None,
        "cover": picture_of(cover, EVERY_WIDTH) if cover else None,
        "credit": cover.credit if cover else "",
        "corrections": corrections_of(activity),
    }


def times_of(activity) -> dict:
    """Return when, where and by whom, in the language of the reader."""
    return {
        "starts": localtime(activity.starts_at),
        "ends": localtime(activity.ends_at),
        "weekdays": weekdays_in_words(getattr(activity, "weekdays", "")),
        "where": where_of(activity),
        "organisation": publisher_of(activity),
    }


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
        words = facts | times_of(facts["activity"])
        html = render_to_string("activities/_activity_facts.html", words)
    return SafeString(_INDENTATION.sub("\n", html.strip()))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
