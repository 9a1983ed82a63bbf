"""Addresses that machines ask for: health, feeds, sitemap, files."""

from django.urls import include, path

from portal.views.health import healthz, readyz
from portal.views.security_contact import security_txt

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("", include("articles.media_urls")),
]
