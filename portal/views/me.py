"""What belongs to one person: their page, the fragment that public pages fetch, texts for members only.

No cache keeps any of it: see portal.middleware.caching.
"""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from activities.models import Activity
from activities.public.pages import activity_context
from articles.models import Article, PhotoReport
from articles.public.pages import article_context, report_context

REPORTS_SHOWN = 20


class Me(LoginRequiredMixin, ListView):
    """Who I am here, how my account is protected, and what only members read."""

    template_name = "portal/me.html"
    context_object_name = "articles"
    paginate_by = 20

    def get_queryset(self):
        return Article.objects.members_only(self.request.user).newest_first().for_headlines()

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        reports = PhotoReport.objects.members_only(user).newest_first().for_headlines()
        activities = Activity.objects.members_only(user).upcoming(timezone.now()).soonest_first().for_feed()
        return super().get_context_data(**kwargs) | {
            "reports": reports[:REPORTS_SHOWN], "activities": activities[:REPORTS_SHOWN],
        }  # fmt: skip


class MemberPage(LoginRequiredMixin, TemplateView):
    """A publication for members, set like a public one; a public one is read at its own address."""

    def item(self, model):
        return get_object_or_404(model.objects.members_only(self.request.user).for_page(), pk=self.kwargs["pk"])


class MemberArticle(MemberPage):
    template_name = "articles/article_detail.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | article_context(self.request, self.item(Article))


class MemberPhotoReport(MemberPage):
    template_name = "articles/photo_report_detail.html"

    def get_context_data(self, **kwargs) -> dict:
        number = self.request.GET.get("page") or "1"
        return super().get_context_data(**kwargs) | report_context(self.request, self.item(PhotoReport), number)


class MemberActivity(MemberPage):
    template_name = "activities/activity_detail.html"

    def get_context_data(self, **kwargs) -> dict:
        page = activity_context(self.request, self.item(Activity))
        return super().get_context_data(**kwargs) | page | {"is_private": True}


class Fragment(TemplateView):
    """The signed-in name and links, as a piece of HTML for the top bar; nothing (204) for everybody else."""

    template_name = "portal/_me_fragment.html"

    def get(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return HttpResponse(status=204)
        return super().get(request, *args, **kwargs)
