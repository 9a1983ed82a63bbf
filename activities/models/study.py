from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.kinds import Kind
from activities.models.activity import Activity
from activities.querysets import StudySessionQuerySet
from members.indexing import Indexed


class StudySession(Activity):
    """A session of study (学习活动): a lecture, a lesson on site, a classroom on a train …"""

    ordinal = models.PositiveSmallIntegerField(
        _("number in the year"),
        null=True,
        blank=True,
        help_text=_("第2次 is 2; empty for sessions that are not counted."),
    )
    theme = models.CharField(_("theme"), max_length=100, blank=True)
    fact_sources = models.TextField(
        _("sources of the facts"), max_length=1000, blank=True,
        help_text=_("A line each; readers see them. Asked for when martyrs are honoured."),
    )  # fmt: skip
    class_name = models.CharField(
        _("school and class"), max_length=60, blank=True, help_text=_("For a class that comes together.")
    )
    shows_people = models.BooleanField(
        _("faces and names of participants may be shown"), default=False,
        help_text=_("Of children only with the guardians' consent to each picture."),
    )  # fmt: skip

    text_fields = (*Activity.text_fields, "theme", "fact_sources", "class_name")

    objects = StudySessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("study session")
        verbose_name_plural = _("study sessions")

    def save(self, *args, **kwargs):
        self.kind = Kind.STUDY
        super().save(*args, **kwargs)


class Speaker(Indexed, models.Model):
    """Who speaks at a session, as the page prints it."""

    session = models.ForeignKey(StudySession, models.CASCADE, related_name="speakers", verbose_name=_("study session"))
    name = models.CharField(_("name"), max_length=60, help_text=_("A private person: 张老, 王女士 or the unit alone."))
    unit = models.CharField(_("unit and office"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    indexed_in = ("session",)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["position", "pk"]

    def __str__(self):
        return " ".join(filter(None, (self.unit, self.name)))


class Material(Indexed, models.Model):
    """Something to read for a session, with its source."""

    session = models.ForeignKey(StudySession, models.CASCADE, related_name="materials", verbose_name=_("study session"))
    title = models.CharField(_("title"), max_length=100)
    source = models.CharField(
        _("source"), max_length=100, help_text=_("Book and publisher, newspaper and date, office.")
    )
    url = models.URLField(_("address"), max_length=300, blank=True)
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("article here")
    )
    position = models.PositiveSmallIntegerField(_("reading order"), default=0)

    indexed_in = ("session",)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


class Leg(Indexed, models.Model):
    """One stretch or stop of an itinerary (行程)."""

    class Transport(models.TextChoices):
        TRAIN = "train", _("Train")
        COACH = "coach", _("Coach")
        FOOT = "foot", _("On foot")
        PLANE = "plane", _("Aeroplane")
        STAY = "stay", _("On the spot")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="legs", verbose_name=_("activity"))
    day = models.PositiveSmallIntegerField(_("day"), default=1)
    starts = models.TimeField(_("from (time)"), null=True, blank=True)
    ends = models.TimeField(_("until (time)"), null=True, blank=True)
    transport = models.CharField(_("transport"), max_length=20, choices=Transport, default=Transport.STAY)
    line = models.CharField(_("line"), max_length=60, blank=True, help_text=_("Railway line, train or coach number."))
    start = models.CharField(_("from (place)"), max_length=60, blank=True)
    stop = models.CharField(_("to or at"), max_length=60, blank=True)
    what = models.CharField(_("activity"), max_length=100, blank=True)
    leader = models.CharField(_("led by"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    indexed_in = ("activity",)

    class Meta:
        verbose_name = _("leg")
        verbose_name_plural = _("itinerary")
        ordering = ["position", "pk"]

    def __str__(self):
        way = " → ".join(filter(None, (self.start, self.stop)))
        return " ".join(filter(None, (self.get_transport_display(), self.line, way, self.what)))


class Group(models.Model):
    """People who travel or work together: a carriage, a bus, a team."""

    class Kind(models.TextChoices):
        CARRIAGE = "carriage", _("Carriage")
        BUS = "bus", _("Bus")
        TEAM = "team", _("Team")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="groups", verbose_name=_("activity"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TEAM)
    name = models.CharField(_("name"), max_length=30, help_text=_("3号车厢, 2号车, 第一小组"))
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the unit"),
        help_text=_("People of this unit and those below it are put here first."),
    )  # fmt: skip
    leader = models.CharField(_("led by"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="group_name_unique_in_activity")]

    def __str__(self):
        return self.name
