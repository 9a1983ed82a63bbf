"""The form in which an article is written."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Photo
from articles.public.rendering import photo_numbers
from publishing.forms.publication import PublicationForm

BODY_LENGTH = 200_000  # characters of HTML: a whole newspaper page is a tenth of it
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
