"""Planning an activity: a form that asks what its kind needs, and the rows beneath it."""

from datetime import date

from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.widgets import Script
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from activities import content
from activities.actions.seats import set_seats
from activities.actions.shifts import plan_shifts
from activities.actions.writing import repair_punctuation
from activities.admin.rows import INLINES
from activities.errors import SeatsTaken
from activities.forms import questions
from activities.forms.defaults import defaults_for
from activities.forms.moments import ClockInput, DayInput, MomentField, MomentInput
from activities.kinds import Form, Kind, forms_of
from activities.models import Activity, SeatPool
from activities.public.pieces import parts_in_language
from members.access import scope_of
from members.roles import Right
from publishing.admin.publication import PublicationAdmin

CHOICES_READ = 1_000  # activities among which the last of each form is looked for


class PlanningMixin(PublicationAdmin):
    """The form by kind and form of activity. `kind` says which of the two kinds it is."""

    kind: Kind
    change_form_template = "admin/activities/change_form.html"
    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
        models.TimeField: {"widget": ClockInput},
        models.DateField: {"widget": DayInput},
    }

    class Media:
        css = {"all": ["admin/css/activity.css"]}
        js = [Script("admin/js/activity-form.js", type="module")]

    # --- adding: first what it is ---
    def add_view(self, request, form_url="", extra_context=None):
        if request.method in ("GET", "HEAD") and self._form_asked(request) is None:
            return self._choose_form(request)
        return super().add_view(request, form_url, extra_context)

    def _form_asked(self, request) -> Form | None:
        asked = (request.POST if request.method == "POST" else request.GET).get("form", "")
        return Form(asked) if asked in forms_of(self.kind) else None

    def _choose_form(self, request):
        """The kinds as buttons; beside each the last one like it, from which the next is made in one step."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        last = self._last_of_each_form(request)
        day = day_of(request.GET.get("starts", ""))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": self.add_title,
            "day": day,
            "choices": [(form, last.get(form.value)) for form in forms_of(self.kind)],
            "has_last": bool(last),
        }
        return TemplateResponse(request, "admin/activities/choose_form.html", context)

    def _last_of_each_form(self, request) -> dict[str, Activity]:
        mine = scope_of(request.user).with_right(Right.WRITE)
        recent = self.model.objects.of_organisations(mine).exclude(state=Activity.State.WITHDRAWN).latest_first()
        found = {}
        for activity in recent.only("form", "title", "starts_at", "kind")[:CHOICES_READ]:
            found.setdefault(activity.form, activity)
        return found

    def get_changeform_initial_data(self, request):
        scope, own = scope_of(request.user), request.user.organisation_id
        unit = own if scope.has(Right.WRITE, own) else None
        day = day_of(request.GET.get("starts", ""))
        form = self._form_asked(request)
        return defaults_for(form, organisation_id=unit, day=day) if form else {"organisation": unit}

    # --- what is asked ---
    def shown(self, request, obj=None) -> frozenset[str]:
        """Return the optional fields and rows that the form holds: those asked of its form, and those filled in.

        A form that comes back says itself what it held, so that nothing is emptied that was not shown.
        """
        sent = request.POST.get("shown") if request.method == "POST" else None
        if sent is not None:
            return frozenset(sent.split()) & questions.ONLY.keys()
        form = obj.form if obj is not None else (self._form_asked(request) or "")
        return frozenset(name for name in questions.ONLY if questions.asks(form, name) or self._is_filled(obj, name))

    @staticmethod
    def _is_filled(obj, name: str) -> bool:
        if obj is None or not hasattr(obj, name):
            return False
        if name == "pools":
            return content.quotas_of(obj).exists()
        value = getattr(obj, name)
        if hasattr(value, "exists"):  # rows, or related articles
            return value.exists()
        return bool(value) and value != obj._meta.get_field(name).default

    def get_fieldsets(self, request, obj=None):
        return [
            (section.title, {"fields": fields, "description": section.help, "classes": self._classes(section, obj)})
            for section, fields in self._sections(self.shown(request, obj))
            if fields
        ]

    def _classes(self, section, obj) -> list[str]:
        """What is rarely needed is folded, but never when something stands in it."""
        is_filled = obj is not None and any(self._is_filled(obj, name) for name in flatten(section.fields))
        return ["collapse"] if section.is_rare and not is_filled else []

    def _sections(self, shown: frozenset[str]):
        """The sections with what is left of their fields."""
        for section in questions.sections_of(self.kind):
            lines = (
                tuple(n for n in flatten([line]) if n in shown or n not in questions.ONLY) for line in section.fields
            )
            yield section, [line if len(line) > 1 else line[0] for line in lines if line]

    def get_inlines(self, request, obj):
        shown, inlines, place = self.shown(request, obj), [], -1
        for section, fields in self._sections(shown):
            place += bool(fields)
            for name in section.rows:
                if name in shown:
                    inlines.append(type(INLINES[name].__name__, (INLINES[name],), {"stands_after": place}))
        return inlines

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        facts = {"shown_names": self.shown(request, obj)}
        if obj is None and (asked := self._form_asked(request)):
            facts["forms_offered"] = (asked,)
        return type(form.__name__, (form,), facts)

    # --- saving ---
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except SeatsTaken as taken:
            request.refusals = (str(taken),)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_object(self, request, object_id, from_field=None):
        """Seats are locked before the activity, as sign-ups lock them."""
        if request.method == "POST" and getattr(request, "is_saving", False) and str(object_id).isdecimal():
            pools = SeatPool.objects.select_for_update().filter(activity=object_id).order_by("pk")
            list(pools.values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.prefix == "pools" and formset.prefix not in form.rows_left:
            request.quotas = formset.quotas

    def content_saved(self, request, publication, before_hash: str, note: str) -> bool:
        self._save_seats(request, publication)
        is_changed = super().content_saved(request, publication, before_hash, note)
        if self.kind == Kind.SERVICE and publication.shifts.exists():  # coming evenings follow a changed rule
            plan_shifts(publication, actor=request.user, request=request)
        return is_changed

    def _save_seats(self, request, activity) -> None:
        pools = list(activity.pools.all())
        if not activity.takes_sign_ups and not pools:
            return
        present = {pool.organisation_id: pool.seats for pool in pools if pool.organisation_id}
        quotas = getattr(request, "quotas", present)
        set_seats(activity, seats=activity.seats, quotas=quotas, actor=request.user, request=request)

    def repair(self, request, publication) -> int:
        return repair_punctuation(publication, actor=request.user, request=request)

    # --- reading ---
    def reading_page(self, publication) -> SafeString:
        """In the reviewer's own language: the kept page holds both."""
        return SafeString("".join(parts_in_language(super().reading_page(publication))))

    def reading_facts(self, publication) -> list:
        """The way in stands on no page yet: how many seats, and until when."""
        facts = [*super().reading_facts(publication), (_("topic"), publication.topic or "—")]
        if not publication.takes_sign_ups:
            return [*facts, (_("seats"), "—")]
        closes_at = localtime(publication.sign_up_closes_at or publication.starts_at)
        seats = "∞" if publication.seats is None else publication.seats
        return [*facts, (_("seats"), seats), (_("sign-up closes"), f"{closes_at:%Y-%m-%d %H:%M}")]


def day_of(text: str) -> date | None:
    """Return a day from an address, as 2026-12-03; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
