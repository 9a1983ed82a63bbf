"""The form in which a publication is written."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.forms import versions
from publishing.forms.acts import REASON_LENGTH
from publishing.rules import Refusal


class PublicationForm(forms.ModelForm):
    """Holds what was typed through every refusal: a race with somebody else, a missing note, a failed check.

    The admin sets `user`, `is_correcting` and, when saving was refused, `refusals`.
    """

    user = None
    is_correcting = False
    refusals: tuple[str, ...] = ()

    # a text box, if a hidden one: so the browser's own draft keeps it together with what was typed
    version = forms.CharField(required=False, widget=forms.TextInput(attrs={"hidden": True}))
    correction = forms.CharField(
        label=_("Correction note"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers see it with the date: say what was wrong and what is right."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes: list[versions.Clash] = []
        self.rows_left: set[str] = set()  # rows beneath that stay as the other person saved them
        self.fields["correction"].required = self.is_correcting
        self.fields["correction"].error_messages["required"] = Refusal.NEEDS_REASON.label
        self.values_before = versions.values_of(self.instance, list(self.fields)) if self.instance.pk else {}
        self.hash_before = self.instance.content_hash() if self.instance.pk and self.is_bound else ""
        self.initial["version"] = versions.fingerprints(self.values_before)
        self._offer_present_choices()

    def _offer_present_choices(self) -> None:
        """What is chosen already stays a choice, even where the person's own scope does not offer it."""
        for name, field in self.fields.items():
            present = self.values_before.get(name)
            if present and isinstance(field, forms.ModelChoiceField):
                allowed = Q(pk__in=field.queryset.order_by().values("pk")) | Q(pk__in=present.split())
                field.queryset = field.queryset.model._default_manager.filter(allowed)

    def clean(self):
        cleaned = super().clean()
        if self.values_before:
            self._settle_clashes(cleaned)
        for sentence in self.refusals:
            self.add_error(None, sentence)
        return cleaned

    # --- two people at one text ---
    def _settle_clashes(self, cleaned: dict) -> None:
        version = self.data.get(self.add_prefix("version"), "")
        moved = versions.changed_since(version, self.values_before)
        clashing = {name for name in moved if self._differs(name, cleaned)}
        asked = set(self.data.getlist("clash")) & self.values_before.keys()
        if clashing or any(not self._choice(name) for name in asked):
            self._show_clashes(clashing | asked, version, cleaned)
        else:
            for name in asked:
                if self._choice(name) == versions.THEIRS:
                    self._take_theirs(name, cleaned)

    def _differs(self, name: str, cleaned: dict) -> bool:
        return name not in self.fields or self._mine(name, cleaned) != self.values_before[name]

    def _mine(self, name: str, cleaned: dict) -> str:
        """What the person typed: cleaned where it is valid, as it came where it is not."""
        return versions.as_text(cleaned[name] if name in cleaned else self.data.get(self.add_prefix(name)))

    def _choice(self, name: str) -> str:
        choice = self.data.get(f"keep-{name}", "")
        return choice if choice in (versions.MINE, versions.THEIRS) else ""

    def _show_clashes(self, names: set[str], version: str, cleaned: dict) -> None:
        for name in [name for name in self.values_before if name in names]:
            mine = self._mine(name, cleaned) if name in self.fields else ""
            untouched = name in self.fields and versions.same_as_opened(version, name, mine)
            choice = self._choice(name) or (versions.THEIRS if untouched else "")
            theirs = self.values_before[name]
            self.clashes.append(versions.clash_of(self.instance, name, theirs=theirs, mine=mine, choice=choice))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self.initial["version"]
        self.add_error(
            None, _("Somebody else saved this while you were writing. Choose whose version stays, then save.")
        )

    def _take_theirs(self, name: str, cleaned: dict) -> None:
        if name not in self.fields:
            self.rows_left.add(name)
            return
        field = self.instance._meta.get_field(name)
        present = getattr(self.instance, field.name)
        cleaned[name] = present.all() if field.many_to_many else present
        self._errors.pop(name, None)
