"""The real site. Stops with one sentence when a secret is missing or weak."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import CONTENT_SECURITY_POLICY, env
from .services import cache_from, database_from

WEAK_WORDS = ("insecure", "changeme", "change-me", "example", "secret-key")


def _secret(name: str, value: str) -> str:
    """Return `value` if it can guard a public site, else raise ImproperlyConfigured with the way out."""
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: give at least 50 random characters.")
    if len(value) < 50 or len(set(value)) < 12 or any(word in value.lower() for word in WEAK_WORDS):
        raise ImproperlyConfigured(f"{name} is too weak: give at least 50 random characters.")
    return value


def _secrets(name: str) -> list[str]:
    values = env.list(name, default=[])
    if not values:
        raise ImproperlyConfigured(f"{name} is not set: give one key, or several (newest first, comma-separated).")
    return values


DEBUG = False
DEMO = False
SECRET_KEY = _secret("SECRET_KEY", env.str("SECRET_KEY", ""))
SECRET_KEY_FALLBACKS = [_secret("SECRET_KEY_FALLBACKS", key) for key in env.list("SECRET_KEY_FALLBACKS", default=[])]
PRIVATE_KEYS = _secrets("PRIVATE_KEYS")
AUDIT_KEYS = [_secret("AUDIT_KEYS", key) for key in _secrets("AUDIT_KEYS")]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must list the site's own host names, and never *.")
if not env.str("DATABASE_URL", ""):
    raise ImproperlyConfigured("DATABASE_URL is not set: give postgres://user:password@host/name.")

DATABASES = {"default": database_from(env.str("DATABASE_URL"))}
CACHES = {"default": cache_from(env.str("CACHE_URL", ""))}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

HTTPS = env.bool("HTTPS", True)
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 2 * 365 * 86400
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
    if env.bool("HTTPS_BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
