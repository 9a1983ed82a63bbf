"""All addresses. Chinese pages at `/`, English ones under `/en/`; admin, files and machines' addresses are outside."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from portal.views import errors

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_requests  # allauth looks for it here
handler500 = errors.server_error

catalog = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "publishing", "articles", "activities"])

urlpatterns = [
    path("admin/jsi18n/", catalog, name="admin-catalog"),
    path("admin/", admin.site.urls),
    path("", include("portal.machine_urls")),
    *i18n_patterns(
        path("accounts/", include("members.urls")),
        path("", include("portal.page_urls")),
        path("", include("activities.urls")),
        path("", include("articles.urls")),
        prefix_default_language=False,
    ),
]
