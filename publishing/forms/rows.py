"""Rows that are edited beneath a publication's fields, in an order that people type."""

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

LAST = 100  # behind every numbered row


class NumberedRowForm(forms.ModelForm):
    """A row with a place among the others."""

    position = forms.IntegerField(
        label=_("position"),
        required=False,
        min_value=0,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "vIntegerField"}),
    )

    def clean_position(self):
        """Rows without a number go last, in the order in which they were typed."""
        position = self.cleaned_data["position"]
        return LAST if position is None else position


class RowsFormSet(BaseInlineFormSet):
    """A row that somebody else deleted meanwhile becomes a new one, so nothing typed is lost."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        if self.is_bound:
            self.data = self._with_rows_that_exist(data)

    def _with_rows_that_exist(self, data):
        """Return the posted rows with those first that exist, which is the order that Django's formsets rely on."""
        present = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        count = data.get(f"{self.prefix}-TOTAL_FORMS", "")
        numbers = range(min(int(count), self.absolute_max)) if count.isdecimal() and len(count) < 6 else ()
        old = [n for n in numbers if data.get(f"{self.prefix}-{n}-id") in present]
        new = [n for n in numbers if n not in old]
        if data.get(f"{self.prefix}-INITIAL_FORMS") == str(len(old)) and old == list(range(len(old))):
            return data
        return self._rearranged(data, old, new)

    def _rearranged(self, data, old: list[int], new: list[int]):
        rearranged = data.copy()
        for place, number in enumerate([*old, *new]):
            for name in (*self.form.base_fields, "id", self.fk.name, "DELETE"):
                rearranged.pop(f"{self.prefix}-{place}-{name}", None)
                if f"{self.prefix}-{number}-{name}" in data:
                    rearranged[f"{self.prefix}-{place}-{name}"] = data[f"{self.prefix}-{number}-{name}"]
            if number in new:
                rearranged[f"{self.prefix}-{place}-id"] = ""
        rearranged[f"{self.prefix}-INITIAL_FORMS"] = str(len(old))
        return rearranged


class NumberedFormSet(RowsFormSet):
    """Rows that are numbered from 1 once they are saved."""

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            self._number_rows()
        return saved

    def _number_rows(self) -> None:
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance}).order_by("position", "pk")
        for number, row in enumerate(rows, start=1):
            if row.position != number:
                row.position = number
                row.save(update_fields=["position"])
