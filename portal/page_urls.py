"""The portal's own pages."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "portal"

urlpatterns = [
    path("", TemplateView.as_view(template_name="portal/home.html"), name="home"),
    path("me/", TemplateView.as_view(template_name="portal/me.html"), name="me"),
    path("me/fragment/", TemplateView.as_view(template_name="portal/_me_fragment.html"), name="me-fragment"),
    path("accessibility/", TemplateView.as_view(template_name="portal/accessibility.html"), name="accessibility"),
    path("privacy/", TemplateView.as_view(template_name="portal/privacy.html"), name="privacy"),
]
