"""What the buttons of a publication ask for before they act."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.rules import Refusal

REASON_LENGTH = 500


class ActForm(forms.Form):
    """An act that needs nothing but the decision."""

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication = publication


class ReasonForm(ActForm):
    """An act that others must understand later; `help_text` says who reads the reason."""

    help_text = ""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": Refusal.NEEDS_REASON.label},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = self.help_text


class ReturnForm(ReasonForm):
    help_text = _("The author reads it: say what to change, and where.")


class WithdrawForm(ReasonForm):
    help_text = _("Readers see it in place of the text.")


class ApproveForm(ActForm):
    """Approving says which text was seen, for when and at which step: what changed meanwhile is not approved."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_step = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=9)
    seen_time = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Optional; it stands on the review sheet."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {
            "seen_hash": self.publication.content_hash(),
            "seen_step": self.publication.review_step,
            "seen_time": self.publication.wished_time,
        }


class RescheduleForm(ActForm):
    publish_at = forms.SplitDateTimeField(
        label=_("publish at"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Leave empty to publish now."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"publish_at": self.publication.published_at}

    def clean_publish_at(self):
        wished = self.cleaned_data["publish_at"]
        if wished is not None and wished < timezone.now():
            raise forms.ValidationError(Refusal.IN_THE_PAST.label)
        return wished
