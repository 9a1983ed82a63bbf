from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members import rules
from members.querysets import MemberManager


class Member(AbstractBaseUser):
    """A person with an account. Rights come from posts (members.access), not from flags on the account."""

    username = models.CharField(
        _("account name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        help_text=_("What the person types to sign in: letters, digits and @ . + - _ only."),
        error_messages={"unique": _("Another account has this name.")},
    )
    display_name = models.CharField(
        _("full name"), max_length=60, help_text=_("The full name, seen by staff; the public sees it masked (王某某).")
    )
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    shows_full_name = models.BooleanField(
        _("agrees to be named in public"),
        default=False,
        help_text=_("Only with the person's own agreement; else the public sees 王某某."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Take this away instead of deleting the account: access ends at once.")
    )
    is_superuser = models.BooleanField(_("may do everything"), default=False, editable=False)
    password_is_temporary = models.BooleanField(_("must change the password"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    objects = MemberManager()
    audit_name = ""  # the log holds the number only: see members.audit

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["username"]

    def __str__(self):
        return self.display_name or self.username

    @classmethod
    def normalize_username(cls, username):
        """Return the name as stored and looked up: in lower case, so that nobody is kept out by a capital."""
        return super().normalize_username(username).lower()

    @property
    def public_name(self) -> str:
        return self.display_name if self.shows_full_name else rules.masked_name(self.display_name)

    @cached_property
    def active_posts(self):
        """The posts held today, with their organisations; read once per request."""
        if not self.is_active:
            return []
        return list(self.posts.active(timezone.localdate()).select_related("organisation"))

    @property
    def is_staff(self) -> bool:
        """Whether the person may enter admin: asked anew in each request, so a removed post counts at once."""
        return self.is_active and (self.is_superuser or bool(self.active_posts))

    # Django's admin and its templates ask these; our admin classes decide by members.access instead.
    def has_perm(self, perm, obj=None) -> bool:
        return self.is_active and self.is_superuser

    def has_perms(self, perm_list, obj=None) -> bool:
        return self.has_perm(None)

    def has_module_perms(self, app_label) -> bool:
        return self.is_staff

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
