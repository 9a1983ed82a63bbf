"""Importing a newspaper feature: from a file's bytes to a draft with its credits and photos, or nothing at all."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.imported_photos import place_photos, received_pictures
from articles.models import Article, Credit
from articles.newspaper.feature import Credit as PrintedCredit
from articles.newspaper.feature import Feature, Paragraph
from articles.newspaper.reading import read_feature
from articles.newspaper.rendering import ShownPhoto, body_html
from members import audit, indexing

# A printed role contains the word; the first that fits counts, so 摄影记者 photographs.
ROLES = {
    "供图": Credit.Role.SUPPLIER,
    "摄": Credit.Role.PHOTOGRAPHER,
    "图": Credit.Role.PHOTOGRAPHER,
    "审": Credit.Role.PROOFREADER,
    "校": Credit.Role.PROOFREADER,
    "编": Credit.Role.EDITOR,
    "记者": Credit.Role.REPORTER,
}
PLAIN_ROLES = {"记者", "通讯员", "摄影", "摄", "供图", "编辑", "责任编辑", "审校"}
LINES = ("kicker", "title", "subtitle", "source")


def import_feature(
    *, actor, organisation, data: bytes, filename: str, year=None, channel=None, topic=None, request=None
) -> Article:
    """Make a draft of `organisation` from a .docx or .txt file.

    A picture that cannot be taken does not fail the import: it is listed in the draft's `unplaced`, with the text
    that found no place. `import_notes` of the returned article are sentences about what to check. Raises
    FeatureError with a sentence; then neither rows nor files are there.
    """
    campaign = topic.starts_on.year if topic and topic.starts_on else None
    feature = read_feature(data, filename, year=year, campaign_year=campaign)
    with received_pictures(feature) as pictures, transaction.atomic():
        photos, words = place_photos(feature, pictures, organisation=organisation, actor=actor, request=request)
        article = _new_article(feature, unplaced=[*feature.unplaced, *words])
        article.organisation, article.author = organisation, actor
        article.channel, article.topic = channel, topic
        article.body += body_html(feature, {at: ShownPhoto(photo.pk, alt=photo.spoken) for at, photo in photos.items()})
        article.save()
        article.photos.set(photos.values())
        Credit.objects.bulk_create(_credits(article, feature))
        indexing.changed([article, *photos.values()])
        audit.record(actor=actor, action="article.import", obj=article, note=filename, request=request)
    article.import_notes = [*feature.notes, *_namesakes(article)]
    return article


def _new_article(feature: Feature, unplaced: list[str]) -> Article:
    """An unsaved article with the feature's lines; one that is too long for its field is listed, never cut silently."""
    article = Article(issued_on=feature.issued_on)
    for name in LINES:
        text, limit = getattr(feature, name), Article._meta.get_field(name).max_length
        setattr(article, name, text if len(text) <= limit else text[:limit] if name == "title" else "")
        if len(text) > limit:
            unplaced.append(text)
    if len(feature.lead) <= Article._meta.get_field("lead").max_length:
        article.lead = feature.lead
    else:
        article.body = body_html(Feature("", blocks=(Paragraph(feature.lead),)), {})
    unplaced.extend(_named_precisely(feature.credits))
    article.unplaced = "\n".join(unplaced)
    return article


def _namesakes(article: Article) -> list[str]:
    """The same file imported twice, most likely."""
    others = Article.objects.filter(organisation=article.organisation, title=article.title).exclude(pk=article.pk)
    return [_("Article %d has the same title.") % other for other in others.values_list("pk", flat=True)[:1]]


def _credits(article: Article, feature: Feature) -> list[Credit]:
    limit = Credit._meta.get_field("organisation_name").max_length
    return [
        Credit(
            article=article,
            role=_role(printed.role),
            name=printed.name,
            organisation_name=printed.organisation[:limit],
            position=position,
        )
        for position, printed in enumerate(feature.credits)
    ]


def _role(printed: str) -> Credit.Role:
    return next((role for word, role in ROLES.items() if word in printed), Credit.Role.CORRESPONDENT)


def _named_precisely(credits: tuple[PrintedCredit, ...]) -> list[str]:
    """Roles such as 特约通讯员 that our list knows only roughly, as printed."""
    return [
        _("Role as printed: %(role)s %(name)s") % {"role": credit.role, "name": credit.name}
        for credit in credits
        if credit.role not in PLAIN_ROLES
    ]
