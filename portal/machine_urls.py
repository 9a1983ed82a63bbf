"""Addresses that machines ask for: health, feeds, sitemap, files."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.http import require_safe

from portal.sitemaps import SITEMAPS
from portal.views.health import healthz, readyz
from portal.views.robots import robots
from portal.views.search import opensearch
from portal.views.security_contact import security_txt

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("robots.txt", robots, name="robots"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path(
        "sitemap.xml",
        require_safe(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", require_safe(sitemaps.sitemap), {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("feeds/", include("articles.feed_urls")),
    path("feeds/", include("activities.feeds")),
    path("", include("articles.media_urls")),
]
