"""The public page of one activity."""

from django.views.generic import DetailView

from activities.models import Activity


class ActivityPage(DetailView):
    template_name = "activities/activity_detail.html"

    def get_queryset(self):
        return Activity.objects.public().for_page()
