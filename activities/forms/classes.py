"""A whole class signs up: which, and how many."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.actions.classes import MOST_CHILDREN
from activities.names_in_text import children_named
from publishing.preflight import text_findings


class ClassForm(forms.Form):
    name = forms.CharField(
        label=_("School and class"), max_length=40, help_text=_("As 新龙村小学三年级2班. No names of children.")
    )
    number = forms.IntegerField(
        label=_("How many children"), min_value=1, max_value=MOST_CHILDREN,
        help_text=_("Enter another number later to change it."),
    )  # fmt: skip
    is_responsible = forms.BooleanField(
        label=_("I answer for this class: the guardians agree to the children taking part.")
    )

    def clean_name(self):
        name = "".join(unicodedata.normalize("NFKC", self.cleaned_data["name"]).split())[:40]
        if any(finding.is_blocking for finding in text_findings({"name": name})) or children_named(name):
            raise forms.ValidationError(_("Write the school and the class only, no names or numbers of people."))
        return name
