from django.db import models


class SearchRow(models.Model):
    """One thing that can be found, with its folded words: see portal.search.

    The number tells the minute of `moment`, or the next free one after it, so that the newest are found first by
    walking down; what has no moment stands above all others.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.TextField()
    body = models.TextField()
    keys = models.TextField()
    marks = models.TextField()
    moment = models.BigIntegerField(null=True)  # seconds, like `visible_from`: both databases compare them alike
    organisation_id = models.BigIntegerField(null=True)
    audience = models.CharField(max_length=20)
    visible_from = models.BigIntegerField(null=True)  # null: drafts and what was withdrawn
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_row_per_object")]
