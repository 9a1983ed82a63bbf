"""The form in which an article is written, and the rows of its byline."""

import re

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Photo
from articles.public.rendering import photo_numbers
from publishing.forms.publication import PublicationForm

BODY_LENGTH = 200_000  # characters of HTML: a whole newspaper page is a tenth of it
LAST = 100  # behind every numbered row of the byline
DASHES = re.compile(r"^[—―－-]+\s*")


class ArticleForm(PublicationForm):
    class Meta:
        model = Article
        fields = [
            "kicker", "title", "subtitle", "lead", "body", "source", "issued_on", "channel", "topic", "cover",
            "organisation", "audience", "publish_at", "unplaced",
        ]  # fmt: skip
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField", "size": 60}),
            "lead": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
            "unplaced": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
        }

    def clean_subtitle(self):
        """The page sets the dashes before a subtitle; typed ones would stand twice."""
        return DASHES.sub("", self.cleaned_data["subtitle"])

    def clean_body(self):
        body = self.cleaned_data["body"]
        if len(body) > BODY_LENGTH:
            raise forms.ValidationError(
                _(
                    "The text is too long (%(n)s signs with its markup): at most %(most)s. Make it a series of articles."
                ),
                params={"n": len(body), "most": BODY_LENGTH},
            )
        self._refuse_foreign_photos(body)
        return body

    def _refuse_foreign_photos(self, body: str) -> None:
        numbers = set(photo_numbers(body))
        known = set(Photo.objects.usable_by(self.user).filter(pk__in=numbers).values_list("pk", flat=True))
        if self.instance.pk:
            known |= set(self.instance.photos.filter(pk__in=numbers).values_list("pk", flat=True))
        if unknown := sorted(numbers - known):
            raise forms.ValidationError(
                _("The library has no such photo: %(numbers)s. Take it out of the text and choose it again."),
                params={"numbers": "、".join(map(str, unknown))},
            )


class CreditForm(forms.ModelForm):
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


class CreditFormSet(BaseInlineFormSet):
    """The rows of the byline. A row that somebody else deleted meanwhile becomes a new one, so nothing typed is lost."""

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

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            self._number_rows()
        return saved

    def _number_rows(self) -> None:
        for number, credit in enumerate(self.instance.credits.order_by("position", "pk"), start=1):
            if credit.position != number:
                credit.position = number
                credit.save(update_fields=["position"])
