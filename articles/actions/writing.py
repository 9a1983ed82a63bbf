"""What follows when somebody writes: the photos of the text, the review or the correction, the ready-made pieces."""

from django.db import transaction

from articles.actions.photos import change_photo
from articles.models import Article, Photo
from articles.public.rendering import photo_numbers
from members import audit, indexing
from members.access import scope_of
from members.roles import Right
from publishing import actions as publishing
from publishing import pieces
from publishing.actions.steps import locked
from publishing.models import Publication, State
from publishing.preflight import Finding, full_width


@transaction.atomic
def content_saved(article: Article, *, actor, before_hash: str = "", note: str = "", request=None) -> bool:
    """Call it once an article and its credits are saved, in the same transaction.

    `before_hash` is the content hash from before (empty for a new article), `note` the correction note that a
    published one needs. Returns whether the text changed. Raises publishing.errors.Refused; then the edit must not
    stand.
    """
    _set_photos(article, actor)
    if not before_hash:
        return True
    return publishing.edited(article, actor=actor, before_hash=before_hash, note=note, request=request)


def _set_photos(article: Article, actor) -> None:
    """Relate the photos of the body, in its order: the first stands for the article where no cover is chosen.

    They are those that the person may see, and those that stood there before.
    """
    before = list(article.photos.through.objects.filter(article=article).order_by("pk").values_list("photo", flat=True))
    usable = set(Photo.objects.usable_by(actor).values_list("pk", flat=True).filter(pk__in=photo_numbers(article.body)))
    numbers = [number for number in photo_numbers(article.body) if number in usable or number in before]
    if numbers != before:
        article.photos.clear()
        rows = [article.photos.through(article=article, photo_id=number) for number in numbers]
        article.photos.through.objects.bulk_create(rows)
        indexing.changed([article, *(Photo(pk=number) for number in {*before, *numbers})])


@transaction.atomic
def file_under(publications, *, actor, request=None, **places) -> int:
    """Put publications into another channel or topic; `places` holds the ones to set. Returns how many changed.

    Where a text is filed is no part of the text: no review starts anew and readers need no correction note.
    """
    changed = 0
    for publication in publications:
        if all(getattr(publication, name) == place for name, place in places.items()):
            continue
        for name, place in places.items():
            setattr(publication, name, place)
        publication.save(update_fields=[*places, "updated_at"])
        audit.record(actor=actor, action="publication.file", obj=publication, fields=places, request=request)
        if publication.state == State.PUBLISHED:
            pieces.refresh(publication)
        changed += 1
    return changed


@transaction.atomic
def repair_punctuation(publication: Publication, *, actor, request=None) -> int:
    """Make half-width punctuation between Chinese characters full-width, in the text and its photos' words.

    For drafts, where the check before publication found it. Returns how many texts changed; photos that the
    person may not change stay as they are. Raises Refused when a photo's words stand on a published page.
    """
    publication = locked(publication)
    found = [finding for finding in publication.findings() if finding.is_repairable]
    before_hash = publication.content_hash()
    fields = sorted({finding.field for finding in found if finding.photo_id is None})
    for name in fields:
        setattr(publication, name, full_width(getattr(publication, name)))
    if fields:
        publication.save()
        audit.record(actor=actor, action="publication.full_width", obj=publication, fields=fields, request=request)
    photos = [finding for finding in found if finding.photo_id is not None]
    repaired = sum(_repair_photo(finding, publication, actor, request) for finding in photos)
    publishing.edited(publication, actor=actor, before_hash=before_hash, request=request)
    return len(fields) + repaired


def _repair_photo(finding: Finding, publication: Publication, actor, request) -> bool:
    photo = Photo.objects.get(pk=finding.photo_id)
    if not scope_of(actor).has(Right.WRITE, photo.organisation_id):
        return False
    words = {finding.field: full_width(getattr(photo, finding.field))}
    return bool(change_photo(photo, actor=actor, within=publication, request=request, **words))
