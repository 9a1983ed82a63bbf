"""What lists and forms show of a photo: its picture, its state, where it stands."""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import Photo
from articles.public.pictures import address, is_made


def thumbnail(photo: Photo, width: int = 480):
    """The smallest picture of at least `width`, or its state in words while there is none."""
    if not is_made(photo):
        return format_html('<span class="photo-wait">{}</span>', state_words(photo))
    chosen = next((step for step in photo.widths if step >= width), photo.widths[-1])
    return format_html(
        '<img class="thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        address(photo, chosen, "webp"),
        photo.spoken or photo.caption,
        chosen,
        round(chosen * photo.height / photo.width),
    )


def state_words(photo: Photo):
    return _("Hidden") if photo.hidden_at else photo.get_state_display()


def state_badge(photo: Photo):
    """State, and what needs somebody's attention: a failure, an expired licence, a missing consent."""
    today = timezone.localdate()
    warnings = [photo.failure] if photo.failure else []
    if photo.licence_until and photo.licence_until < today:
        warnings.append(_("The licence has expired"))
    if photo.lacks_consent(today):
        warnings.append(_("No valid consent"))
    badge = format_html(
        '<span class="state {}">{}</span>', "withdrawn" if photo.hidden_at else photo.state, state_words(photo)
    )
    return badge + format_html_join("", '<span class="photo-warning">{}</span>', ((text,) for text in warnings))


def uses(photo: Photo):
    """Links to what shows the photo, as far as the person may see it; of the rest only that it is there."""
    shown = dict.fromkeys([*photo.seen_articles, *photo.seen_covered, *photo.seen_reports, *photo.topics.all()])
    parts = [(change_address(item), item) for item in shown]
    if not parts:
        return _("In use by another organisation") if photo.is_shown else _("Not used")
    return format_html_join("", '<span class="photo-use"><a href="{}">{}</a></span>', parts)


def twins(photo: Photo, photos):
    """Links to the same picture as other organisations have it, among `photos` that the person may see."""
    same = photos.filter(sha256=photo.sha256).exclude(pk=photo.pk) if photo.sha256 else photos.none()
    links = [(change_address(twin), twin, twin.organisation.name) for twin in same.select_related("organisation")]
    return format_html_join("", '<span class="photo-use"><a href="{}">{}</a>（{}）</span>', links) or _("None")


def facts(photo: Photo):
    """Size and name of the file, with a link to the original."""
    if not photo.original:
        return _("No file yet")
    link = reverse("admin:articles_photo_original", args=[photo.pk])
    size = (photo.width, photo.height, photo.original_name)
    return format_html('{} × {} · {} · <a href="{}">{}</a>', *size, link, _("Download the original"))


def change_address(obj) -> str:
    """The admin page of an object; empty when its model has none."""
    try:
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    except NoReverseMatch:
        return ""
