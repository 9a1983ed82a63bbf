"""What the acts in the audit log are called. Each floor adds its own words when it is ready."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

# what members.admin.audited writes as `<model>.<act>`
ADMIN_ACTS = {"add": _("Added"), "change": _("Changed"), "delete": _("Deleted")}

LABELS = {
    "sign_in": _("Signed in"),
    "sign_in.failed": _("Sign-in failed"),
    "sign_out": _("Signed out"),
    "second_factor.failed": _("Second factor wrong"),
    "second_factor.add": _("Second factor set up"),
    "second_factor.remove": _("Second factor removed"),
    "second_factor.renew": _("Recovery codes made anew"),
    "second_factor.reset": _("Second factor reset by an administrator"),
    "password.change": _("Password changed"),
    "password.issue": _("Temporary password issued"),
    "member.create": _("Account created"),
    "member.activate": _("Account activated"),
    "member.deactivate": _("Account deactivated"),
    "post.add": _("Post given"),
    "post.change": _("Post changed"),
    "post.delete": _("Post taken away"),
    "member.export": _("Personal data exported"),
    "member.erase": _("Personal data erased"),
    "organisation.create": _("Organisation created"),
    "mail.resend": _("Mail sent once more"),
    "private.reveal": _("Private detail read in full"),
    "private.change": _("Private details changed"),
    "private.rotate": _("Private details encrypted anew"),
}


def name_actions(labels: dict) -> None:
    """Add the words of an upper floor; call it in the app's ready()."""
    LABELS.update(labels)


def label_of(action: str) -> str:
    """Return an act in words; the code itself when nobody named it."""
    if action in LABELS:
        return str(LABELS[action])
    model_name, _dot, act = action.partition(".")
    if act in ADMIN_ACTS:
        return f"{_model_label(model_name)} · {ADMIN_ACTS[act]}"
    return action


def _model_label(model_name: str) -> str:
    names = (model._meta.verbose_name for model in apps.get_models() if model._meta.model_name == model_name)
    return str(next(names, model_name))
