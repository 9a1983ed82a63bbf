"""Addresses that machines ask for: health, feeds, sitemap, files."""

urlpatterns = []
