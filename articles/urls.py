"""What is read: articles, photo reports and the pages that list them."""

from django.urls import path

from articles.views import archive, details, lists, places, topics

app_name = "articles"

urlpatterns = [
    # articles
    path("articles/", lists.ArticleList.as_view(), name="article-list"),
    path("articles/<int:pk>/", details.ArticlePage.as_view(), name="article"),
    # photo reports
    path("photos/", lists.PhotoReportList.as_view(), name="photo-report-list"),
    path("photos/<int:pk>/", details.PhotoReportPage.as_view(), name="photo-report"),
    # by subject
    path("channels/<slug:slug>/", lists.ChannelPage.as_view(), name="channel"),
    path("topics/<slug:slug>/", topics.TopicPage.as_view(), name="topic"),
    # by time
    path("archive/", archive.Archive.as_view(), name="archive"),
    path("archive/<int:year>/<int:month>/", archive.ArchiveMonth.as_view(), name="archive-month"),
    # by who
    path("organisations/<int:pk>/", places.OrganisationPage.as_view(), name="organisation"),
    path("organisations/<int:pk>/photos/", places.OrganisationPhotos.as_view(), name="organisation-photos"),
    path("authors/<str:name>/", places.AuthorPage.as_view(), name="author"),
    path("authors/<str:name>/photos/", places.AuthorPhotos.as_view(), name="author-photos"),
]
