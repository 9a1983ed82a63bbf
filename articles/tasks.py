"""Work outside the request."""

from django_tasks import task

from articles.actions.renditions import prepare_photo

MEDIA_QUEUE = "media"


@task(queue_name=MEDIA_QUEUE)
def make_renditions(photo_id: int) -> str:
    """Make a photo's renditions; harmless when run twice, and when the photo is gone."""
    return prepare_photo(photo_id)
