"""The rows beneath an activity in its form."""

from django.contrib import admin

from activities.forms import rows
from activities.models import Group, Leg, Material, SeatPool, Speaker
from members.admin.base import ScopedInline
from members.models import Organisation
from publishing.forms.rows import NumberedFormSet


class Rows(ScopedInline):
    formset = NumberedFormSet
    extra = 1
    max_num = 60


class RowsInline(Rows, admin.TabularInline):
    pass


class ForUnits(RowsInline):
    """Rows for a unit: the person's own and all below, and whichever stands there already.

    It is theirs to see, not theirs to write for: a seat kept for a unit binds nobody but the host.
    """

    autocomplete_fields = ["organisation"]

    def _choices(self, db_field, request):
        if db_field.remote_field.model is not Organisation:
            return super()._choices(db_field, request)
        return self.admin_site._registry[Organisation].get_queryset(request)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            present = getattr(obj, formset.get_default_prefix()).values("organisation")
            field = formset.form.base_fields["organisation"]
            allowed = Organisation.objects.filter(pk__in=field.queryset.order_by().values("pk"))
            field.queryset = allowed | Organisation.objects.filter(pk__in=present)
        return formset


class LegInline(Rows, admin.StackedInline):
    """A leg has too many boxes for one line of a table."""

    model = Leg
    form = rows.LegForm
    fields = [("day", "starts", "ends", "transport", "line"), ("start", "stop", "what", "leader", "position")]


class GroupInline(ForUnits):
    model = Group
    form = rows.GroupForm


class QuotaInline(ForUnits):
    model = SeatPool
    form = rows.QuotaForm
    formset = rows.QuotaFormSet


class SpeakerInline(RowsInline):
    model = Speaker
    form = rows.SpeakerForm


class MaterialInline(RowsInline):
    model = Material
    form = rows.MaterialForm
    autocomplete_fields = ["article"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article")


INLINES = {
    "legs": LegInline, "groups": GroupInline, "pools": QuotaInline, "speakers": SpeakerInline, "materials": MaterialInline,
}  # fmt: skip
