"""The form of a consent, with its signed paper."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.images.kinds import HEAD_LENGTH, is_accepted
from publishing.models import Consent

PAPER_BYTES = 10 * 1024 * 1024
ENDINGS = ((b"%PDF-", ".pdf"), (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"RIFF", ".webp"))


class ConsentForm(forms.ModelForm):
    refusal = ""  # set by the admin when the disk refused the paper

    class Meta:
        model = Consent
        fields = [
            "label", "organisation", "who", "by_guardian", "purpose", "scope", "given_on", "valid_until", "document",
        ]  # fmt: skip
        widgets = {
            "who": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "document": forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png,image/webp"}),
        }

    def clean_document(self):
        """Take a PDF or a photo of at most 10 MB, by its first bytes, and give it a name that tells nothing."""
        paper = self.cleaned_data["document"]
        if "document" not in self.changed_data or not paper:
            return paper
        if refusal := getattr(paper, "refusal", None):
            raise forms.ValidationError(refusal)
        if paper.size > PAPER_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Scan it with fewer details."))
        head = paper.read(HEAD_LENGTH)
        paper.seek(0)
        if not (head.startswith(b"%PDF-") or is_accepted(head)):
            raise forms.ValidationError(_("Only a PDF or a photo (JPEG, PNG, WebP) of the paper is accepted."))
        paper.name = uuid.uuid4().hex + next(ending for start, ending in ENDINGS if head.startswith(start))
        return paper

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            self.add_error("document", self.refusal)
        given, until = cleaned.get("given_on"), cleaned.get("valid_until")
        if given and until and until < given:
            self.add_error("valid_until", _("The last day lies before the day on which it was given."))
        return cleaned
