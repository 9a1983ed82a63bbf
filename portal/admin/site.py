"""The admin site: entered by the same door as everything else, opened on the desk."""

from functools import partial

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.admin.desk import desk_context
from portal.admin.groups import grouped
from portal.admin.search import search_page


class PortalAdminSite(AdminSite):
    site_header = _("Editorial desk")
    site_title = _("Editorial desk")
    index_title = _("What waits for you")
    index_template = "admin/desk.html"
    enable_nav_sidebar = True

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only our own classes, which know scopes: what libraries bring (second-factor secrets, groups) stays out.

        ScopedAdmin itself cannot be named here: importing it registers its siblings on this very site.
        """
        if hasattr(admin_class, "organisation_path"):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request) -> bool:
        return request.user.is_authenticated and request.user.is_staff

    def login(self, request, extra_context=None):
        """Strangers go to the sign-in page and come back; members without a post get 403."""
        return secure_admin_login(super().login)(request, extra_context)

    def get_urls(self):
        search = self.admin_view(partial(search_page, site=self))
        return [path("search/", search, name="search"), *super().get_urls()]

    def index(self, request, extra_context=None):
        return super().index(request, desk_context(request) | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """The models by what people do with them, not by the apps that hold them."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps, self._registry)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
