"""What the check page and the paper of a certificate are rendered with."""

import io
from datetime import datetime
from typing import NamedTuple

import segno
from django.utils.safestring import SafeString

from activities.certificates import differs
from activities.models import Certificate
from publishing.addresses import absolute


class Line(NamedTuple):
    """A record as certified, and the record as it stands where the two differ."""

    fact: dict
    starts_at: datetime
    ends_at: datetime
    now: object | None


class Contact(NamedTuple):
    organiser: str
    name: str
    phone: str


def certificate_context(request, certificate: Certificate) -> dict:
    """Return the variables of both pages: three queries, for any number of records."""
    records = {record.pk: record for record in certificate.records.select_related("activity", "organisation")}
    lines = [_line(fact, records) for fact in certificate.facts]
    address = absolute(request, certificate.get_absolute_url())
    return {
        "certificate": certificate,
        "lines": lines,
        "since": lines[0].starts_at if lines else None,
        "until": max((line.ends_at for line in lines), default=None),
        "changed": [line for line in lines if line.now is not None],
        "contacts": _contacts(records.values()),
        "address": address,
        "qr": qr_code(address),
    }


def _line(fact: dict, records: dict) -> Line:
    record = records.get(fact["record"])
    now = record if record is not None and differs(fact, record) else None
    return Line(fact, datetime.fromisoformat(fact["starts_at"]), datetime.fromisoformat(fact["ends_at"]), now)


def _contacts(records) -> list[Contact]:
    """Whom to ring about the records: the public contact of each organiser's latest event."""
    latest = {}
    for record in sorted(records, key=lambda record: record.starts_at):
        activity = record.activity
        latest[record.organisation_id] = Contact(
            str(record.organisation), activity.contact_name, activity.contact_phone
        )
    return list(latest.values())


def qr_code(address: str) -> SafeString:
    """An address as SVG, without style attributes: the content policy allows none."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, title=address
    )
    return SafeString(out.getvalue().decode())
