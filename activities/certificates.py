"""What a certificate says, and whether it still holds. Pure: records and texts in, plain values out."""

import unicodedata

from django.utils import timezone

# no 0 O, 1 I L, U V: read aloud or copied by hand it stays the same
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CODE_LENGTH = 12  # 29^12: at ten guesses a minute nobody lives to find one
MOST_RECORDS = 300


def typed_code(text: str) -> str:
    """Return the code that somebody typed or read out, with or without hyphens; empty when it cannot be one."""
    plain = unicodedata.normalize("NFKC", text[:60]).upper()
    code = "".join(letter for letter in plain if letter.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def fact_of(record) -> dict:
    """Return what a certificate prints of a record, as JSON holds it: 民政部令第67号, article 11."""
    return {
        "record": record.pk,
        "version": record.version,
        "title": record.title,
        "starts_at": timezone.localtime(record.starts_at).isoformat(),
        "ends_at": timezone.localtime(record.ends_at).isoformat(),
        "place": record.place,
        "content": record.content,
        "hours": f"{record.hours:.1f}",
        "organiser": str(record.organisation),
        "person_in_charge": record.person_in_charge,
    }


def differs(fact: dict, record) -> bool:
    """Whether a record was corrected or declined since the certificate was issued."""
    return record.version != fact["version"] or record.state != record.State.APPROVED
