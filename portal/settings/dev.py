"""A checkout on somebody's own machine: no configuration, a secret generated once, demo content."""

import secrets

from cryptography.fernet import Fernet

from .base import *
from .base import VAR_DIR, env
from .services import cache_from, database_from


def _kept(name: str, make) -> str:
    """Return the secret kept in `var/<name>`, made on first use and readable by its owner only."""
    path = VAR_DIR / name
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(make())
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", False)
DEMO = True
SECRET_KEY = env.str("SECRET_KEY", "") or _kept("secret_key", lambda: secrets.token_urlsafe(50))
PRIVATE_KEYS = env.list("PRIVATE_KEYS", default=[]) or [_kept("private_key", lambda: Fernet.generate_key().decode())]
AUDIT_KEYS = env.list("AUDIT_KEYS", default=[]) or [_kept("audit_key", lambda: secrets.token_urlsafe(50))]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", False)
SITE_HOST = env.str("SITE_HOST", "株洲高新区、天元区（演示站点）")
DATABASES = {"default": database_from(env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
CACHES = {"default": cache_from(env.str("CACHE_URL", ""))}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
