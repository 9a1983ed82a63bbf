"""The WSGI application that gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from portal.environment import one_sentence, use_settings

use_settings(default="prod")
with one_sentence():
    application = get_wsgi_application()
