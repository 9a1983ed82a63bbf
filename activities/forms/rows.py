"""The rows beneath an activity: itinerary, groups, quotas, speakers, materials."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.forms.moments import ClockInput
from activities.models import Group, Leg, Material, SeatPool, Speaker
from publishing.forms.rows import NumberedRowForm, RowsFormSet

MOST_DAYS = 31


def name_box(field) -> None:
    """Give a box of a table its name for those who cannot see the heading; the admin wraps those of relations."""
    getattr(field.widget, "widget", field.widget).attrs["aria-label"] = field.label


class RowForm(NumberedRowForm):
    """A row of a table."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            name_box(field)
            if isinstance(field.widget, forms.TextInput) and field.widget.input_type == "text":
                field.widget.attrs.setdefault("size", 12)


class LegForm(RowForm):
    class Meta:
        model = Leg
        fields = ["day", "starts", "ends", "transport", "line", "start", "stop", "what", "leader", "position"]
        labels = {"day": _("which day")}
        widgets = {"starts": ClockInput, "ends": ClockInput}

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not 1 <= day <= MOST_DAYS:
            raise forms.ValidationError(_("A number from 1 to %(most)s."), params={"most": MOST_DAYS})
        return day

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("It ends before it begins; what goes past midnight is two rows."))
        return cleaned


class GroupForm(RowForm):
    class Meta:
        model = Group
        fields = ["kind", "name", "seats", "organisation", "leader", "position"]

    def clean_seats(self):
        """People who have their place in a group keep it."""
        seats = self.cleaned_data["seats"]
        inside = self.instance.sign_ups.confirmed().count() if self.instance.pk else 0
        if seats is not None and seats < inside:
            raise forms.ValidationError(_("%(n)s people are in the group: move some first."), params={"n": inside})
        return seats


class SpeakerForm(RowForm):
    class Meta:
        model = Speaker
        fields = ["name", "unit", "subject", "position"]


class MaterialForm(RowForm):
    url = forms.URLField(label=_("address"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Material
        fields = ["title", "source", "url", "article", "position"]


class QuotaForm(forms.ModelForm):
    """The seats kept for one unit."""

    class Meta:
        model = SeatPool
        fields = ["organisation", "seats"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
            name_box(field)
        self.fields["seats"].help_text = ""

    def clean_seats(self):
        seats = self.cleaned_data["seats"]
        if seats < self.instance.taken:
            raise forms.ValidationError(
                _("%(n)s people have a seat of this quota: at least so many."), params={"n": self.instance.taken}
            )
        return seats


class QuotaFormSet(RowsFormSet):
    """Quotas as they are typed. Saving writes nothing: `quotas` goes to activities.actions.seats.set_seats."""

    def get_queryset(self):
        if not hasattr(self, "_quotas"):
            self._quotas = super().get_queryset().filter(organisation__isnull=False)
        return self._quotas

    @property
    def quotas(self) -> dict[int, int]:
        kept = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data.get("organisation")]
        return {form.cleaned_data["organisation"].pk: form.cleaned_data["seats"] for form in kept}

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        for form in self.deleted_forms:
            if number := form.instance.sign_ups.active().count():
                facts = {"unit": form.instance.organisation, "n": number}
                text = _("%(unit)s keeps its quota: %(n)s people have a seat of it, or wait for one.")
                raise forms.ValidationError(text, params=facts)
        self._compare_with_all_seats()

    def _compare_with_all_seats(self) -> None:
        seats, kept = self.instance.seats, sum(self.quotas.values())
        if seats is None:
            return
        if kept > seats:
            raise forms.ValidationError(
                _("The quotas are %(quotas)s seats together, and there are %(seats)s in all."),
                params={"quotas": kept, "seats": seats},
            )
        pools = self.instance.pools.filter(organisation=None) if self.instance.pk else ()
        taken = sum(pool.taken for pool in pools)
        if seats - kept < taken:
            raise forms.ValidationError(
                _("%(n)s people have seats outside the quotas, which leave %(left)s: give fewer, or add seats."),
                params={"n": taken, "left": seats - kept},
            )

    def save(self, commit=True):
        """Say what changed, for the audit log."""
        changed = [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        self.new_objects = [form.instance for form in changed if form.instance._state.adding]
        self.changed_objects = [(form.instance, form.changed_data) for form in changed if form.instance.pk]
        self.deleted_objects = [form.instance for form in self.deleted_forms]
        return []
