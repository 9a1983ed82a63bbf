"""Addresses of photos' files. The pattern is the guard: nothing else under MEDIA_ROOT has an address."""

from django.urls import re_path

from articles.views.media import rendition

urlpatterns = [
    re_path(
        r"^media/photos/(?P<folder>[0-9a-f]{2})/(?P<name>[0-9a-f]{32}-[1-9][0-9]{0,4}\.(?:avif|webp|jpg))\Z",
        rendition,
        name="rendition",
    ),
]
