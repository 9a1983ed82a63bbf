"""Signing in and its failures in the audit log. These signals are Django's and allauth's, not our own."""

from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from members import audit
from members.models import Member


def _record(action: str, request, *, actor=None, member=None, note: str = "") -> None:
    with transaction.atomic():
        audit.record(actor=actor, action=action, obj=member, request=request, note=note)


def signed_in(sender, request, user, **kwargs):
    _record("sign_in", request, actor=user, member=user)


def signed_out(sender, request, user, **kwargs):
    if user is not None:
        _record("sign_out", request, actor=user, member=user)


def sign_in_failed(sender, credentials, request=None, **kwargs):
    """Known and unknown names cost the same; what was typed is not kept: people type passwords there, too."""
    username = credentials.get("username", "").lower()
    member = Member.objects.filter(username=username).first()
    _record("sign_in.failed", request, member=member)


def second_factor_failed(sender, request, user, **kwargs):
    _record("second_factor.failed", request, member=user)


def second_factor_added(sender, request, user, authenticator, **kwargs):
    _record("second_factor.add", request, actor=user, member=user, note=authenticator.type)


def second_factor_removed(sender, request, user, authenticator, **kwargs):
    _record("second_factor.remove", request, actor=user, member=user, note=authenticator.type)


def second_factor_renewed(sender, request, user, authenticator, **kwargs):
    _record("second_factor.renew", request, actor=user, member=user, note=authenticator.type)


def password_was_changed(sender, request, user, **kwargs):
    with transaction.atomic():
        Member.objects.filter(pk=user.pk).update(password_is_temporary=False)
        audit.record(actor=user, action="password.change", obj=user, request=request)


def connect() -> None:
    """Called once, when the app is ready."""
    for signal, receiver in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (user_login_failed, sign_in_failed),
        (authentication_failed, second_factor_failed),
        (authenticator_added, second_factor_added),
        (authenticator_removed, second_factor_removed),
        (authenticator_reset, second_factor_renewed),
        (password_changed, password_was_changed),
    ):
        signal.connect(receiver, dispatch_uid=receiver.__name__)
