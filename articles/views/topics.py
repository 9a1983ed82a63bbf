"""A topic with its timeline."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import ListView

from articles.models import Topic
from articles.public.pictures import picture_of
from articles.public.timeline import ENTRIES_PER_PAGE, TimelinePaginator, beginning, entries, points


class TopicPage(ListView):
    template_name = "articles/topic.html"
    paginate_by = ENTRIES_PER_PAGE
    paginator_class = TimelinePaginator

    @cached_property
    def topic(self) -> Topic:
        return get_object_or_404(Topic.objects.select_related("cover"), slug=self.kwargs["slug"])

    def get_queryset(self):
        return entries(self.topic)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        page, topic = context["page_obj"], self.topic
        found = points(page.object_list)
        start = beginning(topic)
        if start and not page.has_next():
            found.append(start)
        cover = picture_of(topic.cover) if topic.cover and topic.cover.hidden_at is None else None
        return context | {"topic": topic, "points": found, "cover": cover}
