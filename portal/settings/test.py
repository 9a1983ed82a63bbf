"""The tests: nothing from the machine's environment but DATABASE_URL."""

import atexit
import shutil
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from . import env
from .base import *
from .services import SQLITE_OPTIONS, database_from

VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

SECRET_KEY = "a key for tests only, long enough to be taken for one, 0123456789"
PRIVATE_KEYS = [Fernet.generate_key().decode()]
AUDIT_KEYS = ["an audit key for tests only"]
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database_from(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, since the live server's threads each need a connection of their own; losing it costs nothing
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {
        "init_command": SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    }
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
SECOND_FACTOR_REQUIRED = False
STATIC_ROOT = None  # static files come straight from their folders
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": TASK_QUEUES}}
SITE_HOST = "株洲高新区、天元区（演示站点）"
