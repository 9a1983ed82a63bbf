"""A person's rights over their data: a copy of all of it, and its erasure (个人信息保护法 art. 45, 47)."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import transaction
from django.forms.models import model_to_dict

from members import audit
from members.actions.private import FIELDS
from members.actions.registry import ERASERS, EXPORTERS
from members.models import AuditEntry, Member, PrivateDetails
from members.personal_data import PERSONAL_DATA

ERASED_NAME = "已注销成员"


@transaction.atomic
def export_member(member: Member, *, actor=None, request=None) -> dict:
    """Return all that the portal holds of a member, as plain JSON values; the reading leaves an audit entry."""
    details = PrivateDetails.objects.filter(pk=member.pk).first()
    audit.record(actor=actor, action="member.export", obj=member, request=request)
    return {
        "account": model_to_dict(member, ["username", "display_name", "shows_full_name", "is_active"])
        | {"organisation": str(member.organisation), "joined_at": member.joined_at, "last_login": member.last_login},
        "posts": list(member.posts.values("role", "organisation__name", "since", "until")),
        "private": {name: getattr(details, name) for name in FIELDS} if details else {},
        "second_factors": list(Authenticator.objects.filter(user=member).values("type", "created_at", "last_used_at")),
        "sessions": list(UserSession.objects.filter(user=member).values("ip", "user_agent", "created_at")),
        "works": {label: _rows_of(member, label) for label in PERSONAL_DATA if _is_work(label)},
        **{name: export(member) for name, export in EXPORTERS.items()},
        "log": list(
            AuditEntry.objects.filter(personal__member=member.pk)
            .order_by("sequence")
            .values("sequence", "at", "action", "object_name", "note", "personal")
        ),
    }


def _is_work(label: str) -> bool:
    """Whether a field of the table says who made a thing: a foreign key to a member outside this floor."""
    app_label, model_name, field_name = label.split(".")
    field = apps.get_model(app_label, model_name)._meta.get_field(field_name)
    return field.related_model is Member and app_label not in ("members", "mfa", "usersessions")


def _rows_of(member: Member, label: str) -> list[dict]:
    app_label, model_name, field_name = label.split(".")
    rows = apps.get_model(app_label, model_name)._base_manager.filter(**{field_name: member}).order_by("pk")
    return [{"number": row.pk, "name": str(row)} for row in rows.iterator(chunk_size=500)]


@transaction.atomic
def erase_member(member: Member, *, actor=None, request=None) -> None:
    """Erase a person: name, account name, private details, posts, second factor, sessions, and from the log.

    The row stays, without a name, so that reviews keep their different people and counts stay true; printed
    credits stay, too. Doing it twice changes nothing more.
    """
    for erase in ERASERS:  # they lock seats: before the log
        erase(member)
    audit.record(actor=actor, action="member.erase", obj=member, request=request)
    for session in UserSession.objects.filter(user=member):
        session.end()
    Authenticator.objects.filter(user=member).delete()
    PrivateDetails.objects.filter(pk=member.pk).delete()
    member.posts.all().delete()
    member.username = f"erased-{member.pk}"
    member.display_name = ERASED_NAME
    member.shows_full_name = member.is_active = member.is_superuser = False
    member.last_login = None
    member.set_unusable_password()
    member.save()
    audit.erase_personal(member)
