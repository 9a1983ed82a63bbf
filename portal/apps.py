from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_out


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal.middleware.headers import note_sign_out  # settings are needed before it can be read

        user_logged_out.connect(note_sign_out, dispatch_uid="portal.note_sign_out")


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin.site.PortalAdminSite"
