"""Outgoing mail in the admin: what was sent, what waits and what is stuck; text and address stay hidden."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.access import scope_of
from members.actions.mail import resend, stuck
from members.admin.base import SiteWideAdmin
from members.fields import Unreadable
from members.models import OutboxMail
from members.roles import Right
from members.rules import masked_email


class StuckFilter(admin.SimpleListFilter):
    title = _("stuck")
    parameter_name = "stuck"

    def lookups(self, request, model_admin):
        return [("1", _("Given up, or claimed by a process that ended"))]

    def queryset(self, request, queryset):
        return queryset.filter(stuck()) if self.value() == "1" else queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(SiteWideAdmin):
    """Read by administrators of all units; they may have a stuck mail sent once more, and change nothing else."""

    list_display = ["subject", "masked_address", "state", "attempts", "error", "created_at", "tried_at", "sent_at"]
    list_filter = [StuckFilter, "state"]
    ordering = ["-pk"]
    fields = ["subject", "masked_address", "state", "attempts", "error", "created_at", "tried_at", "sent_at"]
    readonly_fields = fields
    actions = ["send_again"]

    desk_group = "system"

    def scoped(self, queryset, request):
        return queryset.defer("body") if self._reads(request) else queryset.none()

    def has_view_permission(self, request, obj=None) -> bool:
        return self._reads(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_resend_permission(self, request) -> bool:
        return self._reads(request)

    def _reads(self, request) -> bool:
        return request.user.is_authenticated and scope_of(request.user).has_everywhere(Right.MANAGE)

    @admin.action(description=_("Send once more (stuck ones only)"), permissions=["resend"])
    def send_again(self, request, queryset):
        number = sum(resend(mail, actor=request.user, request=request) for mail in queryset)
        left = len(queryset) - number
        if number:
            sentence = ngettext("%(n)s mail goes out once more.", "%(n)s mails go out once more.", number)
            self.message_user(request, sentence % {"n": number}, messages.SUCCESS)
        if left:
            sentence = ngettext(
                "%(n)s mail was left alone: it was sent, or will be by itself.",
                "%(n)s mails were left alone: they were sent, or will be by themselves.",
                left,
            )
            self.message_user(request, sentence % {"n": left}, messages.WARNING)

    @admin.display(description=_("to"))
    def masked_address(self, mail):
        return (
            _("cannot be read: a key is missing")
            if isinstance(mail.address, Unreadable)
            else masked_email(mail.address)
        )
