"""Choices of rows that a forged number does not break: one that no row can have is an invalid choice."""

from django import forms

from members.admin.base import is_number


class RowChoice(forms.ModelChoiceField):
    def to_python(self, value):
        if value not in self.empty_values and not is_number(getattr(value, "pk", value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RowChoices(forms.ModelMultipleChoiceField):
    def _check_values(self, value):
        if wrong := [pk for pk in value if not is_number(pk)]:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": wrong[0]}
            )
        return super()._check_values(value)
