"""Fills an empty database with a lived-in site: one transaction, and nothing on a database that has content."""

import tomllib
from pathlib import Path

from django.db import transaction

from members.models import Organisation
from portal.demo import content, people
from portal.demo.activities import Scene, make_activities
from portal.demo.people import Account
from portal.demo.review import Desk

HERE = Path(__file__).parent


def load(password: str) -> list[Account]:
    """Load the demo and return its accounts; an empty list when the database has organisations already."""
    if Organisation.objects.exists():
        return []
    with transaction.atomic():
        return _load(password)


def _load(password: str) -> list[Account]:
    who, site = _read("people"), _read("site")
    organisations = people.make_organisations(who["organisations"])
    places = people.make_places(who["places"])
    accounts = people.make_accounts(who["accounts"], organisations, password)
    desk = Desk(organisations)
    uploader = desk.writer(organisations["天元区委宣传部"])
    photos = content.make_photos(_read("photos"), organisations, places, uploader)
    channels = content.make_channels(site["channels"])
    topic = content.make_topic(site["topic"], photos)
    for row in _read("articles")["articles"]:
        content.make_article(row, desk, channels, topic, organisations, photos)
    for row in site["reports"]:
        content.make_report(row, desk, channels, topic, organisations, photos)
    make_activities(_read("activities")["activities"], Scene(desk, organisations, places, topic, photos))
    return accounts


def _read(name: str) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
