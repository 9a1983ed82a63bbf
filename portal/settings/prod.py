"""The real site. Stops with one sentence when something it cannot do without is missing or weak."""

from django.core.exceptions import ImproperlyConfigured

from . import env
from .base import *
from .keys import fernet_list, strong, strong_list
from .services import caches_from, database_from

DEBUG = False
DEMO = False
SECRET_KEY = strong("SECRET_KEY", env.text("SECRET_KEY"))
SECRET_KEY_FALLBACKS = [strong("SECRET_KEY_FALLBACKS", key) for key in env.words("SECRET_KEY_FALLBACKS")]
PRIVATE_KEYS = fernet_list("PRIVATE_KEYS")
AUDIT_KEYS = strong_list("AUDIT_KEYS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must list the site's own host names, and never *.")
if not env.text("DATABASE_URL"):
    raise ImproperlyConfigured("DATABASE_URL is not set: give postgres://user:password@host/name.")

DATABASES = {"default": database_from(env.text("DATABASE_URL"))}
CACHES = caches_from(env.text("CACHE_URL"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if env.flag("HTTPS", True):
    from .https import *
