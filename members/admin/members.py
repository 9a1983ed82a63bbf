from django.contrib import admin, messages
from django.db.models import Prefetch
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members import audit
from members.access import may_manage_account
from members.actions import accounts
from members.admin.base import ScopedAdmin
from members.admin.filters import OrganisationFilter, RoleFilter
from members.admin.posts import PostInline
from members.admin.private import PrivatePages
from members.models import Member, Post
from members.roles import Right

MOST_PASSWORDS = 20  # at half a second each: nobody else writes to SQLite meanwhile


@admin.register(Member)
class MemberAdmin(PrivatePages, ScopedAdmin):
    list_display = ["username", "display_name", "organisation", "roles", "is_active", "last_seen"]
    list_filter = ["is_active", RoleFilter, OrganisationFilter]
    list_select_related = ["organisation"]
    search_fields = ["username", "display_name"]
    ordering = ["username"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["joined_at", "last_login"]
    fields = ["username", "display_name", "organisation", "shows_full_name", "is_active", "joined_at", "last_login"]
    inlines = [PostInline]
    actions = ["issue_passwords", "activate", "deactivate", "reset_second_factors"]

    desk_group = "people"
    view_right = Right.AUDIT  # administrators and auditors
    add_right = change_right = Right.MANAGE

    def get_queryset(self, request):
        active = Post.objects.active(timezone.localdate()).select_related("organisation")
        return super().get_queryset(request).prefetch_related(Prefetch("posts", active, to_attr="posts_today"))

    def has_change_permission(self, request, obj=None):
        """Not the account of somebody whose posts reach beyond one's own: see members.rules."""
        return super().has_change_permission(request, obj) and (obj is None or may_manage_account(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return False  # deactivate, or erase what is personal with manage.py erase_member: history keeps its people

    def get_readonly_fields(self, request, obj=None):
        """Nobody takes away their own access by a slip."""
        return ["is_active", *self.readonly_fields] if obj == request.user else self.readonly_fields

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        """Who gains or loses which post stands in the log in words: rights come from nothing else."""
        super().save_formset(request, form, formset, change)
        changes = [
            *(("post.add", post, ()) for post in formset.new_objects),
            *(("post.change", post, names) for post, names in formset.changed_objects),
            *(("post.delete", post, ()) for post in formset.deleted_objects),
        ]
        for action, post, names in changes:
            told = {"fields": names, "note": post.audit_name, "request": request}
            audit.record(actor=request.user, action=action, obj=form.instance, **told)

    def response_add(self, request, obj, post_url_continue=None):
        """A new account needs its first password: shown now, and never again."""
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._passwords_page(request, [obj])

    @admin.display(description=_("posts"))
    def roles(self, member):
        return "、".join(_post_words(post, member) for post in member.posts_today) or "—"

    @admin.display(description=_("last signed in"), ordering="last_login")
    def last_seen(self, member):
        return date_format(timezone.localtime(member.last_login), "Y-m-d") if member.last_login else "—"

    # --- bulk actions ---
    @admin.action(description=_("Issue temporary passwords"), permissions=["change"])
    def issue_passwords(self, request, queryset):
        chosen = self._manageable(request, queryset[: MOST_PASSWORDS + 1])
        if len(chosen) > MOST_PASSWORDS:
            self.message_user(request, _("At most 20 passwords at a time."), messages.ERROR)
            return None
        return self._passwords_page(request, chosen) if chosen else None

    @admin.action(description=_("Give access again"), permissions=["change"])
    def activate(self, request, queryset):
        self._set_active(request, queryset, True)

    @admin.action(description=_("Take access away"), permissions=["change"])
    def deactivate(self, request, queryset):
        self._set_active(request, queryset.exclude(pk=request.user.pk), False)

    @admin.action(description=_("Reset the second factor"), permissions=["change"])
    def reset_second_factors(self, request, queryset):
        chosen = self._manageable(request, queryset)
        number = sum(accounts.reset_second_factor(member, actor=request.user, request=request) for member in chosen)
        self._report(request, number)

    def _set_active(self, request, queryset, is_active):
        chosen = self._manageable(request, queryset)
        number = accounts.set_active(chosen, is_active=is_active, actor=request.user, request=request)
        self._report(request, number)

    def _manageable(self, request, queryset) -> list[Member]:
        """The chosen members whose accounts the person may change; says so when some are left out."""
        chosen = list(queryset)
        mine = [member for member in chosen if may_manage_account(request.user, member)]
        if len(mine) < len(chosen):
            sentence = _("%(number)s left out: they hold posts beyond your organisations.")
            self.message_user(request, sentence % {"number": len(chosen) - len(mine)}, messages.WARNING)
        return mine

    def _report(self, request, number: int):
        sentence = ngettext("%(number)s account changed.", "%(number)s accounts changed.", number)
        self.message_user(request, sentence % {"number": number})

    def _passwords_page(self, request, members):
        context = self.admin_site.each_context(request) | {
            "title": _("Temporary passwords"),
            "rows": accounts.issue_passwords(members, actor=request.user, request=request),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/members/member/passwords.html", context)


def _post_words(post: Post, member: Member) -> str:
    """The role, with the organisation where it is not the member's own."""
    role = post.get_role_display()
    return role if post.organisation_id == member.organisation_id else f"{role}（{post.organisation.brief}）"
