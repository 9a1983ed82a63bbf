"""Taking a photo off every page at once, and letting it back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.actions.pieces import refresh_for_photo
from articles.actions.renditions import remove_renditions
from articles.errors import PhotoRefused
from articles.models import Photo
from articles.tasks import make_renditions
from members import audit
from publishing import actions as publishing
from publishing.models import Consent


@transaction.atomic
def hide_photo(photo: Photo, *, actor, reason: str = "", request=None) -> Photo:
    """Hide a photo everywhere: its public files go at once, the original stays private. Twice changes nothing."""
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if photo.hidden_at is None:
        photo.hidden_at = timezone.now()
        photo.widths = []
        photo.save()
        audit.record(actor=actor, action="photo.hide", obj=photo, note=reason, request=request)
        transaction.on_commit(lambda: remove_renditions(photo.key))
        refresh_for_photo(photo)
    return photo


@transaction.atomic
def show_photo(photo: Photo, *, actor, request=None) -> Photo:
    """Let a hidden photo back; its public files are made anew. Raises PhotoRefused where it may not be shown today."""
    photo = Photo.objects.select_for_update(of=("self",)).select_related("consent").get(pk=photo.pk)
    today = timezone.localdate()
    if photo.licence_until and photo.licence_until < today:
        raise PhotoRefused(_("The licence of the photo has ended: enter its new last day first."))
    if photo.lacks_consent(today):
        raise PhotoRefused(_("The photo needs a consent that is valid today before it may be shown again."))
    if photo.hidden_at is not None:
        photo.hidden_at = None
        if photo.original:
            photo.state = Photo.State.PROCESSING
        photo.save()
        audit.record(actor=actor, action="photo.show", obj=photo, request=request)
        if photo.original:
            make_renditions.enqueue(photo.pk)
    return photo


def hide_expired(today: date) -> list[Photo]:
    """Hide what may be shown no longer, each photo by itself; returns those that were hidden."""
    reason = str(_("The licence or the consent has ended."))
    expired = list(Photo.objects.showable().expired(today).order_by("pk"))
    return [hide_photo(photo, actor=None, reason=reason) for photo in expired]


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor, request=None) -> Consent:
    """Withdraw a consent and hide every photo that rests on it (个人信息保护法 art. 15, 47)."""
    consent = publishing.withdraw_consent(consent, actor=actor, request=request)
    for photo in Photo.objects.filter(consent=consent):
        hide_photo(photo, actor=actor, reason=consent.label, request=request)
    return consent
