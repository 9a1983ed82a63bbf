"""A checkout on somebody's own machine: no configuration, secrets made once, demo content."""

import secrets

from cryptography.fernet import Fernet

from . import env
from .base import *
from .base import VAR_DIR
from .keys import kept, strong
from .services import caches_from, database_from

DEBUG = env.flag("DEBUG", False)
DEMO = True
SECRET_KEY = env.text("SECRET_KEY") or kept(VAR_DIR / "secret_key", lambda: secrets.token_urlsafe(50))
if not DEBUG:
    strong("SECRET_KEY", SECRET_KEY)
PRIVATE_KEYS = env.words("PRIVATE_KEYS") or [kept(VAR_DIR / "private_key", lambda: Fernet.generate_key().decode())]
AUDIT_KEYS = env.words("AUDIT_KEYS") or [kept(VAR_DIR / "audit_key", lambda: secrets.token_urlsafe(50))]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", env.text("HOST", "127.0.0.1")])
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a passkey can be tried on http://localhost
SITE_HOST = env.text("SITE_HOST", "株洲高新区、天元区（演示站点）")
DATABASES = {"default": database_from(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))}
CACHES = caches_from(env.text("CACHE_URL"))
STATIC_ROOT = None  # static files come straight from their folders
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

if env.flag("HTTPS", False):
    from .https import *
