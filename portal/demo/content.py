"""The demo's channels, topic, photos, articles and photo reports, taken through the real review."""

from datetime import timedelta
from html import escape
from pathlib import Path

from django.core.files import File
from django.utils import timezone

from articles.actions.photos import add_photo
from articles.actions.writing import content_saved
from articles.models import Article, Channel, Credit, Photo, PhotoReport, ReportPhoto, Topic
from articles.tasks import make_renditions
from portal.demo.markup import to_html
from portal.demo.review import Desk
from publishing.states import Audience

PHOTOS = Path(__file__).parent / "photos"


def make_photos(rows: dict[str, dict], organisations, places, uploader) -> dict[str, Photo]:
    """Take the drawings into the library and make their renditions at once, so that the first page has pictures."""
    made = {}
    for key, row in rows.items():
        fields = {name: value for name, value in row.items() if name not in ("organisation", "place")}
        fields["place"] = places.get(row.get("place", ""))
        with (PHOTOS / f"{key}.jpg").open("rb") as picture:
            upload = File(picture, name=f"{key}.jpg")
            photo = add_photo(organisation=organisations[row["organisation"]], actor=uploader, upload=upload, **fields)
        make_renditions.call(photo.pk)
        made[key] = photo
    return made


def make_channels(rows: list[dict]) -> dict[str, Channel]:
    return {row["slug"]: Channel.objects.create(position=n, **row) for n, row in enumerate(rows)}


def make_topic(row: dict, photos: dict[str, Photo]) -> Topic:
    return Topic.objects.create(**row | {"cover": photos[row["cover"]], "intro": row["intro"].strip()})


def make_article(row: dict, desk: Desk, channels, topic, organisations, photos) -> Article:
    """Write one article and take it as far on its way as the file says."""
    organisation = organisations[row["organisation"]]
    texts = {key: row.get(key, "") for key in ("kicker", "title", "subtitle", "lead", "source")}
    article = Article.objects.create(
        **texts,
        organisation=organisation,
        author=desk.writer(organisation),
        body=to_html(row["body"], lambda key: _figure(photos[key])),
        issued_on=row.get("issued_on"),
        channel=channels[row["channel"]],
        topic=topic if row.get("in_topic") else None,
        audience=row.get("audience", Audience.EVERYONE),
        publish_at=_in_days(row.get("scheduled_days")),
    )
    for position, (role, name, unit) in enumerate(row.get("credits", [])):
        Credit.objects.create(article=article, role=role, name=name, organisation_name=unit, position=position)
    content_saved(article, actor=article.author)
    desk.process(article, row)
    return article


def make_report(row: dict, desk: Desk, channels, topic, organisations, photos) -> PhotoReport:
    organisation = organisations[row["organisation"]]
    report = PhotoReport.objects.create(
        title=row["title"],
        intro=row["intro"],
        date=row["date"],
        organisation=organisation,
        author=desk.writer(organisation),
        channel=channels[row["channel"]],
        topic=topic if row.get("in_topic") else None,
    )
    for position, key in enumerate(row["photos"]):
        ReportPhoto.objects.create(report=report, photo=photos[key], position=position)
    desk.process(report, row)
    return report


def _figure(photo: Photo) -> str:
    source = f"/media/photos/{photo.key[:2]}/{photo.key}-960.jpg"
    return (
        f'<figure><img src="{source}" alt="{escape(photo.alt)}" data-file="{photo.pk}">'
        f'<figcaption>{escape(photo.caption)} <span class="credit">{escape(photo.credit)}</span></figcaption></figure>'
    )


def _in_days(days: int | None):
    return None if days is None else timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
