"""What staff do with many service records at once; a page first shows what will happen to each."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.actions import records as actions
from activities.actions.certificates import issue_certificate
from activities.actions.records import in_the_way
from activities.admin.record_columns import name_for
from activities.errors import NotRecorded
from activities.forms.decisions import ApprovalForm, DeclineForm, NameForm
from activities.hours import Trouble
from activities.models import ServiceRecord
from activities.record_export import export_file
from activities.sheets import XLSX
from members import audit
from members.access import scope_of
from members.models import Organisation
from members.roles import Right

PAGE = "admin/activities/servicerecord/decide.html"


def sentence_of(user, record: ServiceRecord, trouble: Trouble) -> str:
    """Return why a record is refused; the one in the way is named where the person's rights reach it."""
    if trouble != Trouble.OVERLAP:
        return str(trouble.label)
    return overlap_sentence(user, in_the_way(record, ServiceRecord.objects.approved()))


def overlap_sentence(user, other: ServiceRecord | None) -> str:
    plain = str(Trouble.OVERLAP.label)
    if other is None or not scope_of(user).has(Right.PEOPLE, other.organisation_id):
        return plain
    start, end = timezone.localtime(other.starts_at), timezone.localtime(other.ends_at)
    return f"{plain}（{other.title}，{start:%m-%d %H:%M}–{end:%H:%M}）"


class RecordActions(admin.ModelAdmin):
    actions = ["approve_selected", "decline_selected", "certify_selected", "export_selected"]

    def get_actions(self, request):
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # hours are declined or corrected; they never vanish
        return found

    def has_people_permission(self, request) -> bool:
        return scope_of(request.user).has(Right.PEOPLE)

    def mine(self, request, queryset):
        """The chosen ones where the person has the right to people."""
        scope = scope_of(request.user)
        return queryset if scope.everything else queryset.of_organisations(scope.with_right(Right.PEOPLE))

    @admin.action(description=_("Approve the hours"), permissions=["people"])
    def approve_selected(self, request, queryset):
        records = self.mine(request, queryset)
        foreseen = actions.foresee_approval(records, actor=request.user)
        asks = any(not trouble and record.person_in_charge == "?" for record, trouble in foreseen)
        form = ApprovalForm(request.POST if "confirmed" in request.POST else None, asks=asks)
        if not form.is_valid():
            return self._ask(request, "approve_selected", _("Approve the hours"), form, foreseen)
        charge = form.cleaned_data.get("person_in_charge", "")
        outcome = actions.approve_records(records, actor=request.user, person_in_charge=charge, request=request)
        return self._tell(request, *outcome)

    @admin.action(description=_("Decline, with a reason"), permissions=["people"])
    def decline_selected(self, request, queryset):
        records = self.mine(request, queryset)
        form = DeclineForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            foreseen = [(record, None) for record in records]
            return self._ask(request, "decline_selected", _("Decline"), form, foreseen)
        reason = form.cleaned_data["reason"]
        return self._tell(
            request, *actions.decline_records(records, actor=request.user, reason=reason, request=request)
        )

    @admin.action(description=_("Certificate for one person"), permissions=["people"])
    def certify_selected(self, request, queryset):
        records = list(self.mine(request, queryset))
        if len({record.participant_id for record in records}) != 1:
            self.message_user(request, _("Choose the records of one person: a certificate is for one."), messages.ERROR)
            return None
        form = NameForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self._ask(
                request, "certify_selected", _("Issue the certificate"), form, [(r, None) for r in records]
            )
        return self._certify(request, records, form.cleaned_data["full_name"])

    def _certify(self, request, records, shows_full_name: bool):
        try:
            certificate = issue_certificate(
                records[0].participant,
                records=records,
                shows_full_name=shows_full_name,
                actor=request.user,
                request=request,
            )
        except NotRecorded as refused:
            self.message_user(request, refused.why.label, messages.ERROR)
            return None
        context = self.admin_site.each_context(request) | {
            "title": _("Certificate"), "opts": self.opts, "certificate": certificate,
        }  # fmt: skip
        return TemplateResponse(request, "admin/activities/servicerecord/issued.html", context)

    @admin.action(description=_("Excel for the national system"), permissions=["people"])
    def export_selected(self, request, queryset):
        records = self.mine(request, queryset).approved().select_related("decided_by").order_by("starts_at", "pk")
        if not records:
            self.message_user(request, _("Only approved records are exported: approve them first."), messages.ERROR)
            return None
        numbers: dict[int, int] = {}
        for record in records:
            numbers[record.organisation_id] = numbers.get(record.organisation_id, 0) + 1
        for organisation in Organisation.objects.within(numbers):
            note = str(numbers[organisation.pk])
            audit.record(actor=request.user, action="record.export", obj=organisation, note=note, request=request)
        response = HttpResponse(export_file(records), content_type=XLSX)
        day = timezone.localdate().isoformat()
        response.headers["Content-Disposition"] = f'attachment; filename="service-records-{day}.xlsx"'
        return response

    def _ask(self, request, action: str, verb, form, foreseen: list):
        """Show what will happen to each chosen record, and ask for what the act needs; it posts back to the list."""
        rows = [
            (record, name_for(request.user, record), sentence_of(request.user, record, trouble) if trouble else "")
            for record, trouble in foreseen
        ]
        context = self.admin_site.each_context(request) | {
            "title": verb, "opts": self.opts, "action": action, "form": form, "rows": rows,
            "possible": sum(not sentence for _record, _name, sentence in rows), "checkbox": ACTION_CHECKBOX_NAME,
        }  # fmt: skip
        return TemplateResponse(request, PAGE, context)

    def _tell(self, request, done: list, refused: list) -> None:
        if done:
            sentence = ngettext("Done for %(n)s record.", "Done for %(n)s records.", len(done))
            messages.success(request, sentence % {"n": len(done)})
        for record, trouble in refused:
            name = name_for(request.user, record)
            messages.error(request, f"{name}，{record.title}：{sentence_of(request.user, record, trouble)}")
