"""Texts and captions about an activity that give other counts than its closing: the one source of them."""

from collections.abc import Iterator
from typing import NamedTuple

from activities.counting import other_counts
from activities.models import Activity, Closing
from activities.preflight import ActivityFinding, Code
from activities.public.counts import count_words
from articles.models import Article, Photo, PhotoReport
from publishing.preflight import Finding, plain


class Mention(NamedTuple):
    """A text that says another number: which, and the words."""

    thing: Article | PhotoReport | Photo
    words: list[str]


def mentions(closing: Closing) -> list[Mention]:
    """Return what is to be mended: the reports of the activity, their captions, the articles about it."""
    reports = list(PhotoReport.objects.filter(activity=closing.activity_id).defer(*KEPT))
    photos = Photo.objects.filter(reports__in=[report.pk for report in reports]).distinct()
    articles = Article.objects.filter(activities=closing.activity_id).defer(*KEPT)
    things = [(report, report.intro) for report in reports] + [(photo, photo.caption) for photo in photos]
    things += [(article, f"{article.lead}\n{plain(article.body)}") for article in articles]
    found = [Mention(thing, other_counts(text, closing)) for thing, text in things]
    return [mention for mention in found if mention.words]


KEPT = ("head_html", "page_html", "card_html")


def text_findings_of(publication) -> Iterator[Finding]:
    """What the check before publication says of an article or report about activities that are closed."""
    closings = list(_closings_about(publication))
    if not closings:
        return
    texts = {name: plain(text) for name, text in publication.texts().items()}
    captions = {photo.pk: photo.caption for photo in publication.photos.all()}
    for closing in closings:
        right = count_words(closing)
        for field, text in texts.items():
            for words in other_counts(text, closing):
                yield ActivityFinding(Code.OTHER_COUNT, f"{words} / {right}", field)
        for photo, caption in captions.items():
            for words in other_counts(caption, closing):
                yield ActivityFinding(Code.OTHER_COUNT, f"{words} / {right}", photo_id=photo)


def _closings_about(publication):
    if isinstance(publication, PhotoReport):
        activities = [publication.activity_id] if publication.activity_id else []
    else:
        activities = Activity.objects.filter(articles=publication.pk).values("pk") if publication.pk else []
    return Closing.objects.filter(activity__in=activities, shift=None)


def register() -> None:
    from articles.preflight import CHECKS

    CHECKS.append(text_findings_of)
