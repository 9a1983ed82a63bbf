from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_out
from django.db.backends.signals import connection_created


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal.middleware.headers import note_sign_out  # settings are needed before it can be read

        user_logged_out.connect(note_sign_out, dispatch_uid="portal.note_sign_out")
        self._begin_search()

    def _begin_search(self):
        from members import indexing
        from portal.search.engine.sqlite import add_functions
        from portal.search.index import SearchIndex

        connection_created.connect(add_functions, dispatch_uid="portal.search.add_functions")
        indexing.use(SearchIndex())


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin.site.PortalAdminSite"
