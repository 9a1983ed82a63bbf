"""What is read: articles, photo reports and the pages that list them."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "articles"

_page = TemplateView.as_view(template_name="articles/article_list.html")

urlpatterns = [
    # articles
    path("articles/", _page, name="article-list"),
    path("articles/<int:pk>/", _page, name="article"),
    # photo reports
    path("photos/", _page, name="photo-report-list"),
    path("photos/<int:pk>/", _page, name="photo-report"),
    # ways to them
    path("channels/<slug:slug>/", _page, name="channel"),
    path("topics/<slug:slug>/", _page, name="topic"),
    path("archive/", _page, name="archive"),
    path("archive/<int:year>/<int:month>/", _page, name="archive-month"),
    path("organisations/<int:pk>/", _page, name="organisation"),
    path("authors/<str:name>/", _page, name="author"),
]
