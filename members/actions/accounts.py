"""Issuing accounts: temporary passwords, second factors that were lost, access given and taken."""

import secrets
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db import transaction

from members import audit
from members.models import Member, Organisation, Post
from members.roles import Role

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else on paper


@transaction.atomic
def issue_passwords(members: Iterable[Member], *, actor, request=None) -> list[tuple[Member, str]]:
    """Give members temporary passwords and return both; they are kept nowhere. Their sessions end.

    Hashing takes half a second each, so all of it is done before the first entry locks the log for everybody.
    """
    issued = [(member, _set_password(member)) for member in members]
    for member, _password in issued:
        member.save(update_fields=["password", "password_is_temporary"])
        audit.record(actor=actor, action="password.issue", obj=member, request=request)
    return issued


def _set_password(member: Member) -> str:
    password = "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))
    member.set_password(password)
    member.password_is_temporary = True
    return password


@transaction.atomic
def reset_second_factor(member: Member, *, actor, request=None) -> bool:
    """Remove a member's second factor, for one who lost phone and recovery codes. Returns whether there was one."""
    removed, _ = Authenticator.objects.filter(user=member).delete()
    if removed:
        audit.record(actor=actor, action="second_factor.reset", obj=member, request=request)
    return bool(removed)


@transaction.atomic
def set_active(members: Iterable[Member], *, is_active: bool, actor, request=None) -> int:
    """Give or take access; takes effect at the person's next request. Returns how many changed."""
    changed = [member for member in members if member.is_active != is_active]
    for member in changed:
        member.is_active = is_active
        member.save(update_fields=["is_active"])
        action = "member.activate" if is_active else "member.deactivate"
        audit.record(actor=actor, action=action, obj=member, request=request)
    return len(changed)


@transaction.atomic
def create_administrator(*, username: str, display_name: str, organisation_name: str) -> tuple[Member, str]:
    """Make the first account of an organisation, which is made as well if there is none of this name.

    The very first one on a site may do everything; each later one is the site administrator of its organisation.
    Returns the member and the temporary password. Raises ValidationError for a name that cannot be used.
    """
    organisation = _organisation(organisation_name)
    member = Member(
        username=Member.normalize_username(username),
        display_name=display_name or username,
        organisation=organisation,
        is_superuser=not Member.objects.filter(is_superuser=True, is_active=True).exists(),
    )
    member.set_unusable_password()
    member.full_clean()
    member.save()
    if not member.is_superuser:
        Post.objects.create(member=member, organisation=organisation, role=Role.ADMINISTRATOR)
    audit.record(actor=None, action="member.create", obj=member, note="create_administrator")
    [(member, password)] = issue_passwords([member], actor=None)
    return member, password


def _organisation(name: str) -> Organisation:
    organisation = Organisation.objects.filter(name=name).first()
    if organisation is None:
        organisation = Organisation(name=name, kind=Organisation.Kind.COMMITTEE)
        organisation.full_clean()
        organisation.save()
        audit.record(actor=None, action="organisation.create", obj=organisation, note="create_administrator")
    return organisation
