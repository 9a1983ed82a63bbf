"""A member's private details in admin: masked, changed without being shown, read in full one by one."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from members.access import may_manage_account
from members.actions import private
from members.forms import PrivateDetailsForm, RevealForm, field_choices
from members.models import PrivateDetails
from members.roles import Right


class PrivatePages:
    """Adds the pages `<pk>/private/` (masked, change) and `<pk>/private/reveal/` (POST) to the member's admin."""

    change_form_template = "admin/members/member/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<path:object_id>/private/", view(self.private_view), name="members_member_private"),
            path("<path:object_id>/private/reveal/", view(self.reveal_view), name="members_member_reveal"),
        ]
        return own + super().get_urls()

    def private_view(self, request, object_id):
        member = self._member(request, object_id)
        form = PrivateDetailsForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            changed = private.change_private(member, values=form.changes(), actor=request.user, request=request)
            self.message_user(request, _("Saved.") if changed else _("Nothing was changed."), messages.SUCCESS)
            return redirect(reverse("admin:members_member_private", args=[member.pk]))
        return self._page(request, member, form=form)

    def reveal_view(self, request, object_id):
        """Show one value, once, in this answer only."""
        if request.method != "POST":
            return redirect(reverse("admin:members_member_private", args=[object_id]))
        member = self._member(request, object_id)
        form = RevealForm(request.POST)
        if not form.is_valid():
            return self._page(request, member, reveal_form=form)
        chosen = form.cleaned_data
        try:
            value = private.reveal(
                member, chosen["field"], actor=request.user, reason=chosen["reason"], request=request
            )
        except private.CannotRead:
            form.add_error(
                "field", _("It cannot be read: the key it was stored with is missing. Ask the technical staff.")
            )
            return self._page(request, member, reveal_form=form)
        label = dict(field_choices())[chosen["field"]]
        return self._page(request, member, revealed=(label, value or _("nothing is stored")))

    def _member(self, request, object_id):
        """The member, if the person sees it (else 404) and may manage the account (else 403)."""
        member = self.get_object(request, unquote(object_id))
        if member is None or not self.has_view_permission(request, member):
            raise Http404
        if not may_manage_account(request.user, member) or not self.may_see_private(request, member):
            raise PermissionDenied
        return member

    def may_see_private(self, request, member) -> bool:
        return self._may(request, Right.MANAGE, member)

    def _page(self, request, member, *, form=None, reveal_form=None, revealed=None):
        details = PrivateDetails.objects.filter(pk=member.pk).first() or PrivateDetails(member=member)
        context = self.admin_site.each_context(request) | {
            "title": _("Private details of %(name)s") % {"name": member},
            "member": member,
            "opts": self.opts,
            "rows": [(label, details.masked(name)) for name, label in field_choices()],
            "form": form or PrivateDetailsForm(),
            "reveal_form": reveal_form or RevealForm(),
            "revealed": revealed,
        }
        return TemplateResponse(request, "admin/members/member/private.html", context)
