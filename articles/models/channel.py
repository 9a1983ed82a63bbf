from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.querysets import TopicQuerySet
from members.indexing import Indexed


class Channel(Indexed, models.Model):
    """A standing column (栏目) of the portal, under one of the four parts of the campaign's motto."""

    class Section(models.TextChoices):
        STUDY = "study", _("Study party history")  # 学党史
        THOUGHT = "thought", _("Grasp its thought")  # 悟思想
        SERVICE = "service", _("Do practical things")  # 干实事
        DEVELOPMENT = "development", _("Seek development")  # 谋发展

    name = models.CharField(_("name"), max_length=30, unique=True)
    slug = models.SlugField(
        _("address"), max_length=40, unique=True, help_text=_("Latin letters; part of the page's address.")
    )
    section = models.CharField(_("section"), max_length=20, choices=Section)
    intro = models.CharField(_("introduction"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:channel", args=[self.slug])


class Topic(Indexed, models.Model):
    """A special subject (专题) that gathers articles and photo reports along a timeline."""

    title = models.CharField(_("title"), max_length=60, unique=True)
    slug = models.SlugField(
        _("address"), max_length=40, unique=True, help_text=_("Latin letters; part of the page's address.")
    )
    intro = models.TextField(_("introduction"), blank=True)
    occasion = models.CharField(_("occasion"), max_length=100, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    starts_with = models.CharField(
        _("starts with"),
        max_length=100,
        blank=True,
        help_text=_("The event that opened it: the first point of the timeline."),
    )
    cover = models.ForeignKey(
        "articles.Photo", models.SET_NULL, null=True, blank=True, related_name="topics", verbose_name=_("cover")
    )
    is_current = models.BooleanField(_("shown on the home page"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:topic", args=[self.slug])
