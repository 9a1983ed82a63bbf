"""Addresses of the feeds: each in both formats."""

from django.urls import path

from articles import feeds

FEEDS = {
    "articles": ("articles", feeds.NewsFeed),
    "photos": ("photos", feeds.PhotoReportFeed),
    "channel": ("channels/<slug:slug>", feeds.ChannelFeed),
    "topic": ("topics/<slug:slug>", feeds.TopicFeed),
}

urlpatterns = [
    path(f"{route}.{format}", feeds.view(feed, format), name=f"feed-{name}-{format}")
    for name, (route, feed) in FEEDS.items()
    for format in feeds.FORMATS
]
