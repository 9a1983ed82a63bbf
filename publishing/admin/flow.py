"""A publication's way through review as pages of the admin: state bar, buttons, a page for each act."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from publishing.actions import why_not_act
from publishing.admin.deeds import DEEDS, Deed
from publishing.admin.findings import findings_context
from publishing.errors import Refused
from publishing.models import Move
from publishing.progress import stations
from publishing.rules import MENDABLE, NEVER, Refusal
from publishing.states import Act

IN_READING = (Act.APPROVE, Act.RETURN)  # on the page where the text is read, not among the buttons


class FlowMixin(admin.ModelAdmin):
    """Adds `<pk>/submit/`, `…/approve/`, `…/return/`, `…/recall/`, `…/reschedule/`, `…/withdraw/`, `…/reopen/`."""

    def get_urls(self):
        pages = [
            path(
                f"<path:object_id>/{deed.slug}/",
                self.admin_site.admin_view(partial(self.act_view, deed=deed)),
                name=self.url_name(deed.slug),
            )
            for deed in DEEDS
        ]
        repair = self.admin_site.admin_view(require_POST(self.repair_view))
        return [
            *pages,
            path("<path:object_id>/repair/", repair, name=self.url_name("repair")),
            *super().get_urls(),
        ]

    def url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address(self, page: str, publication) -> str:
        return reverse(f"admin:{self.url_name(page)}", args=[publication.pk])

    def get_publication(self, request, object_id: str):
        """Return the publication if the person may see it. Raises Http404 for all others alike."""
        publication = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, publication):
            raise Http404
        return publication

    # --- acts ---
    def act_view(self, request, object_id: str, deed: Deed):
        """Show what the act asks for, and do it when the form comes back."""
        publication = self.get_publication(request, object_id)
        if reason := why_not_act(deed.act, publication, request.user):
            return self.refuse(request, publication, reason)
        form = deed.form(request.POST if request.method == "POST" else None, publication=publication)
        if request.method == "POST" and form.is_valid():
            try:
                deed.run(publication, actor=request.user, request=request, **form.cleaned_data)
            except Refused as refused:
                if refused.reason not in MENDABLE:
                    return self.refuse(request, publication, refused.reason)
                form.add_error(None, refused.sentences)
            else:
                messages.success(request, deed.done % {"title": publication})
                return redirect(self.address_after(deed, publication))
        context = self.act_context(request, publication) | {"deed": deed, "form": form, "title": deed.verb}
        if deed.act == Act.SUBMIT:
            context |= findings_context(self, publication)
        return TemplateResponse(request, "admin/publishing/act.html", context | {"media": self.media + form.media})

    def address_after(self, deed: Deed, publication) -> str:
        """Reviewers go back to the desk, where the next text waits; others to the text."""
        return reverse("admin:index") if deed.act in IN_READING else self.address("change", publication)

    def refuse(self, request, publication, reason: Refusal):
        """Say why an act is not possible: 403 when never for this person, 409 when not as things are now."""
        context = self.act_context(request, publication) | {"reason": reason.label, "title": str(publication)}
        status = 403 if reason in NEVER else 409
        return TemplateResponse(request, "admin/publishing/refused.html", context, status=status)

    def repair_view(self, request, object_id: str):
        """Make half-width punctuation full-width, where the check found it."""
        publication = self.get_publication(request, object_id)
        if reason := why_not_act(Act.SUBMIT, publication, request.user):
            return self.refuse(request, publication, reason)
        if not self.has_change_permission(request, publication):
            raise PermissionDenied
        try:
            self.repair(request, publication)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(self.address("submit", publication))

    # --- what the pages show ---
    def act_context(self, request, publication) -> dict:
        return self.admin_site.each_context(request) | {
            "opts": self.opts,
            "publication": publication,
            "change_url": self.address("change", publication),
        }

    def flow_context(self, request, publication) -> dict:
        """Return the state bar, and the buttons that this person has for this text now."""
        moves = list(Move.objects.of(publication).defer("content"))
        return {
            "publication": publication,
            "stations": stations(publication, moves),
            "buttons": list(self._buttons(request, publication)),
            "may_review": why_not_act(Act.APPROVE, publication, request.user) is None,
            "links": {page: self.address(page, publication) for page in ("review", "preview", "sheet", "history")},
        }

    def _buttons(self, request, publication):
        for deed in DEEDS:
            if deed.act not in IN_READING and why_not_act(deed.act, publication, request.user) is None:
                yield deed, self.address(deed.slug, publication)
