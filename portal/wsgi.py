"""The WSGI application that gunicorn serves."""

from portal.environment import use_settings

use_settings(default="prod")

from django.core.wsgi import get_wsgi_application  # noqa: E402  (after the settings are chosen)

application = get_wsgi_application()
