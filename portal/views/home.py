"""The front page."""

from django.utils import timezone
from django.views.generic import TemplateView

from activities.public.coming import coming
from articles.public.frontpage import front_page


class Home(TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"front": front_page(), "coming": coming(timezone.now())}
