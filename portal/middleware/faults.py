"""What a visitor sees when the database is away: a 503 page that needs none, and the next request tries anew."""

import logging

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from portal.views.errors import service_unavailable

logger = logging.getLogger(__name__)


class DatabaseFaults:
    """Answer 503 for a lost database connection instead of 500, and drop the broken connection."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("database unavailable: %s", exception)
        for connection in connections.all(initialized_only=True):
            try:
                connection.close_if_unusable_or_obsolete()
            except DatabaseError:
                connection.connection = None
        return service_unavailable(request)
