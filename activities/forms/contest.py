"""The forms of a contest's pages: stages, people, the draw, reasons."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext_lazy as _

from activities.actions.contest import MOST_ENTRANTS, MOST_JUDGES
from activities.models import Contest, Entrant, Judge
from publishing.preflight import text_findings

MOST_STAGES = 3
COLUMNS = re.compile(r"[\t,，;；]+|[ \u3000]+")
LISTED = re.compile(r"^\s*\d{1,3}\s*[.．、:：)）]\s*")
QUOTED = re.compile(r"《([^》]*)》")


class StagesForm(forms.Form):
    """Up to three stages and the rule of counting; `stages` gives name and how many go on."""

    def __init__(self, *args, contest: Contest | None = None, **kwargs):
        known = (
            list(contest.stages.values_list("name", "advance")) if contest else [(_("Heats"), 8), (_("Final"), None)]
        )
        super().__init__(*args, **kwargs)
        for place in range(1, MOST_STAGES + 1):
            name, advance = known[place - 1] if place <= len(known) else ("", None)
            self.fields[f"name_{place}"] = forms.CharField(
                label=_("Stage %(n)s") % {"n": place}, max_length=30, required=place == 1, initial=name
            )
            if place < MOST_STAGES:
                self.fields[f"advance_{place}"] = forms.IntegerField(
                    label=_("how many go on"), min_value=1, max_value=MOST_ENTRANTS, required=False, initial=advance,
                    help_text=_("Empty in the last stage. Those who share the last place all go on."),
                )  # fmt: skip
        self.fields["drops_extremes"] = forms.BooleanField(
            label=_("highest and lowest score are removed"), required=False,
            initial=contest.drops_extremes if contest else True,
        )  # fmt: skip

    def clean(self):
        data = super().clean()
        places = [place for place in range(1, MOST_STAGES + 1) if data.get(f"name_{place}")]
        for place in places[:-1]:
            if not data.get(f"advance_{place}") and f"advance_{place}" not in self.errors:
                self.add_error(f"advance_{place}", _("Say how many go on to the next stage."))
        self.stages = [(data[f"name_{place}"], data.get(f"advance_{place}")) for place in places]
        if self.stages:
            self.stages[-1] = (self.stages[-1][0], None)
        return data


class PublicWords(forms.ModelForm):
    """Words that readers will see: no telephone or identity numbers among them."""

    def clean(self):
        data = super().clean()
        texts = {name: text for name, text in data.items() if isinstance(text, str)}
        for finding in text_findings(texts):
            if finding.is_blocking:
                self.add_error(finding.field, finding.sentence)
        return data


class PeopleFormSet(BaseModelFormSet):
    """The rows of a list; `changed`, `added` and `removed` are what an action is given."""

    @property
    def removed(self) -> list:
        return [form.instance for form in self.deleted_forms if form.instance.pk]

    @property
    def added(self) -> list:
        gone = {id(form) for form in self.deleted_forms}
        return [form.instance for form in self.extra_forms if form.has_changed() and id(form) not in gone]

    @property
    def changed(self) -> list:
        gone = {id(form) for form in self.deleted_forms}
        return [form.instance for form in self.initial_forms if form.has_changed() and id(form) not in gone]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if name != "id":
                row = _("new row") if index is None or index >= self.initial_form_count() else str(form.instance)
                field.widget.attrs["aria-label"] = f"{field.label}：{row}"


def people_formset(model, *, is_closed: bool, data=None, queryset=None) -> PeopleFormSet:
    """Return the formset of entrants or judges; a closed one takes no new rows and lets nobody go."""
    fields = {Entrant: ["name", "unit", "subject"], Judge: ["name", "unit"]}[model]
    most = {Entrant: MOST_ENTRANTS, Judge: MOST_JUDGES}[model]
    factory = modelformset_factory(
        model, form=PublicWords, formset=PeopleFormSet, fields=fields, extra=0 if is_closed else 3,
        can_delete=not is_closed, max_num=most, validate_max=True, absolute_max=most + 3,
    )  # fmt: skip
    return factory(data, queryset=queryset)


class PasteForm(forms.Form):
    """Entrants as a list that somebody sent: a line each, `people` are the entrants to add."""

    pasted = forms.CharField(
        label=_("Paste a list"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A line for each: name, unit, 《title》; columns from Excel as well. Numbers in front are left out."),
    )  # fmt: skip

    def clean_pasted(self):
        text = self.cleaned_data["pasted"]
        self.people, errors = [], []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                entrant = entrant_of(line)
                self.people.append(entrant)
                errors += [_("Line %(n)s: %(what)s") % {"n": number, "what": what} for what in _troubles(entrant)]
        if errors:
            raise ValidationError(errors)
        return text


def entrant_of(line: str) -> Entrant:
    """Read a line of a list: name, unit, title, set apart by tabs, commas or spaces; the title may stand in 《》."""
    line = LISTED.sub("", line)
    title = QUOTED.search(line)
    words = QUOTED.sub(" ", line).strip()
    parts = words.split("\t") if "\t" in words else COLUMNS.split(words)
    parts = [part.strip() for part in parts if part.strip()]
    name, unit = [*parts, "", ""][:2]
    return Entrant(name=name, unit=unit, subject=title[1].strip() if title else " ".join(parts[2:]))


def _troubles(entrant: Entrant) -> list[str]:
    """Return what is wrong with an entrant of a list, as sentences."""
    try:
        entrant.clean_fields(exclude=["contest", "number"])
    except ValidationError as error:
        names = {field.name: field.verbose_name for field in Entrant._meta.fields}
        return [f"{names[name]}：{text}" for name, texts in error.message_dict.items() for text in texts]
    texts = {"name": entrant.name, "unit": entrant.unit, "subject": entrant.subject}
    return [finding.sentence for finding in text_findings(texts) if finding.is_blocking]


class DrawForm(forms.Form):
    seed = forms.CharField(
        label=_("seed of the draw"), max_length=40, required=False,
        help_text=_("Named aloud by a guest or a notary. Empty: the portal takes one at random."),
    )  # fmt: skip
    seed_by = forms.CharField(label=_("who named the seed"), max_length=60, required=False)

    def clean(self):
        data = super().clean()
        if data.get("seed") and not data.get("seed_by"):
            self.add_error("seed_by", _("Say who named the seed: a guest or a notary."))
        return data


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("note for readers"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands on the page at once, and beside the corrected result."),
    )  # fmt: skip
