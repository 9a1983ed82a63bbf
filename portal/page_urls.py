"""The portal's own pages."""

from django.urls import path
from django.views.generic import TemplateView

from portal.views import me, search
from portal.views.home import Home

app_name = "portal"

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("search/", search.Search.as_view(), name="search"),
    path("search/suggest/", search.suggestions, name="suggest"),
    # one's own
    path("me/", me.Me.as_view(), name="me"),
    path("me/fragment/", me.Fragment.as_view(), name="me-fragment"),
    path("me/articles/<int:pk>/", me.MemberArticle.as_view(), name="member-article"),
    path("me/activities/<int:pk>/", me.MemberActivity.as_view(), name="member-activity"),
    path("me/photos/<int:pk>/", me.MemberPhotoReport.as_view(), name="member-photo-report"),
    # about the site
    path("accessibility/", TemplateView.as_view(template_name="portal/accessibility.html"), name="accessibility"),
    path("privacy/", TemplateView.as_view(template_name="portal/privacy.html"), name="privacy"),
]
