"""The tests: nothing from the machine's environment but DATABASE_URL."""

import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from .base import *
from .base import env
from .services import database_from

SECRET_KEY = "a key for tests only, long enough to be taken for one, 0123456789"
PRIVATE_KEYS = [Fernet.generate_key().decode()]
AUDIT_KEYS = ["an audit key for tests only"]
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database_from(env.str("DATABASE_URL", "") or "sqlite:///:memory:")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
SECOND_FACTOR_REQUIRED = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "media"]}}
SITE_HOST = "株洲高新区、天元区（演示站点）"
