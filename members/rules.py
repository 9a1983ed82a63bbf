"""The ground floor's rules. Pure: values in, a value out; no query, clock or request."""

import re
from collections.abc import Iterable, Set

CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
IDENTITY_NUMBER = re.compile(r"\d{17}[\dXx]")
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "夏侯", "司徒")


def masked_name(name: str) -> str:
    """Return a name as the public sees it: 王小明 becomes 王某某, 欧阳锋 becomes 欧阳某."""
    name = name.strip()
    if len(name) < 2:
        return "某" if name else ""
    surname = name[:2] if name.startswith(COMPOUND_SURNAMES) and len(name) > 2 else name[:1]
    return surname + "某" * min(len(name) - len(surname), 2)


def masked_phone(phone: str) -> str:
    """Return a phone number with its middle hidden: 13812345678 becomes 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def masked_email(address: str) -> str:
    """Return an address with its name hidden but for the first letter: w***@example.cn."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}" if address else ""


def masked_identity(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)


def masked_date(date: str) -> str:
    """Return a date with month and day hidden: 1950-06-01 becomes 1950-**-**."""
    return f"{date[:4]}-**-**" if date else ""


def is_mobile_number(text: str) -> bool:
    return CHINESE_MOBILE.fullmatch(text) is not None


def is_identity_number(text: str) -> bool:
    """Whether the text is an 18-digit citizen identity number with a right check digit (GB 11643-1999)."""
    if IDENTITY_NUMBER.fullmatch(text) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], IDENTITY_WEIGHTS, strict=True))
    return IDENTITY_CHECKS[total % 11] == text[17].upper()


def may_manage_account(
    *, managed: Set[int], organisation_id: int, post_organisation_ids: Iterable[int], is_superuser: bool
) -> bool:
    """Whether one who manages the organisations `managed` may change a member's account, posts and password.

    Not those of somebody who holds a post outside them: a new password for one's superior would be theirs.
    """
    return not is_superuser and organisation_id in managed and set(post_organisation_ids) <= set(managed)
