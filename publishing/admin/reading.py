"""Reading a publication before readers do: the review page, the preview, the review sheet, the history."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from members.admin.history import history_of
from members.models import AuditEntry
from publishing import pieces
from publishing.actions import why_not_act
from publishing.admin.deeds import BY_ACT
from publishing.admin.flow import IN_READING
from publishing.models import Move
from publishing.sheet import sheet_of
from publishing.states import Act

DECISIONS = (Act.APPROVE, Act.RETURN, Act.PUBLISH, Act.CORRECT)


class ReadingMixin(admin.ModelAdmin):
    """Adds `<pk>/review/`, `…/preview/` and `…/sheet/`, for everyone who may see the text in admin."""

    def get_urls(self):
        pages = [
            path(
                f"<path:object_id>/{page}/",
                self.admin_site.admin_view(require_safe(getattr(self, f"{page}_view"))),
                name=self.url_name(page),
            )
            for page in ("review", "preview", "sheet")
        ]
        return [*pages, *super().get_urls()]

    def review_view(self, request, object_id: str):
        """The text as readers will see it, what changed since the last decision, and the decision."""
        publication = self.get_publication(request, object_id)
        reason = why_not_act(Act.APPROVE, publication, request.user)
        context = self.act_context(request, publication) | self.flow_context(request, publication)
        context |= self._since_last_decision(publication) | {
            "title": str(publication),
            "page": self.reading_page(publication),
            "facts": self.reading_facts(publication),
            "may_edit": self.has_change_permission(request, publication),
            "correct_url": self.correct_url(request, publication),
            "is_visible": publication.is_visible(),
        }
        if reason is None:
            context["forms"] = [
                (deed, deed.form(publication=publication), self.address(deed.slug, publication))
                for deed in map(BY_ACT.get, IN_READING)
            ]
        elif publication.state == publication.State.IN_REVIEW:
            context["why_not"] = reason.label
        return TemplateResponse(request, "admin/publishing/review.html", context)

    def _since_last_decision(self, publication) -> dict:
        """What changed since somebody last decided on the text; nothing to compare on its first way through."""
        last = Move.objects.of(publication).filter(act__in=DECISIONS).last()
        if last is None:
            return {"last": None}
        return {"last": last, "differences": publication.differences(last.content, publication.content())}

    def reading_page(self, publication) -> SafeString:
        return pieces.render(publication, "page")

    def reading_facts(self, publication) -> list[tuple[str, str]]:
        """What a reviewer must know beside the text: where, for whom and when it appears."""
        when = timezone.localtime(publication.publish_at) if publication.publish_at else None
        return [
            (_("organisation"), publication.organisation),
            (_("written up by"), publication.author),
            (_("audience"), publication.get_audience_display()),
            (_("publish at"), when.strftime("%Y-%m-%d %H:%M") if when else _("on final approval")),
        ]

    def preview_view(self, request, object_id: str):
        """The public page, before anyone else can see it. Like all of admin it is never kept by a cache."""
        publication = self.get_publication(request, object_id)
        template, context = self.public_page(request, publication)
        preview = {"state": publication.state_label, "change_url": self.address("change", publication)}
        return TemplateResponse(request, template, context | {"preview": preview})

    def public_page(self, request, publication) -> tuple[str, dict]:
        """Return the template of the public page and its context, rendered afresh; each kind says its own."""
        raise NotImplementedError  # abstract

    def sheet_view(self, request, object_id: str):
        """The review sheet (审核单): who, when, what, and whether the text is still the one that was approved."""
        publication = self.get_publication(request, object_id)
        context = self.act_context(request, publication) | {
            "title": _("Review sheet"),
            "sheet": sheet_of(publication),
            "printed_at": timezone.now(),
        }
        return TemplateResponse(request, "admin/publishing/sheet.html", context)

    def history_lines(self, request, obj) -> list:
        """The audit log tells both the edits and the moves; the sheet shows what each move changed."""
        entries = AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
        return history_of(obj, entries.order_by("-sequence")[:500])
