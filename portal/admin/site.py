"""The admin site: entered by the same door as everything else, opened on the desk."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_header = _("Editorial desk")
    site_title = _("Editorial desk")
    index_title = _("What waits for you")
    index_template = "admin/desk.html"
    enable_nav_sidebar = True

    def has_permission(self, request) -> bool:
        return request.user.is_authenticated and request.user.is_staff


PortalAdminSite.login = secure_admin_login(PortalAdminSite.login)
