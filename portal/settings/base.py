"""Shared by every way of running the portal. Nothing here is secret; the environment says what differs."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from . import env
from .logs import LOGGING  # noqa: F401  (a setting)
from .security import *
from .services import email_from

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEBUG = False
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).resolve()

# --- the house: upper floors import from lower ones only ---
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.apps.PortalAdminConfig",
    "activities",
    "articles",
    "publishing",
    "members",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's second-factor pages use its filters
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "tree_queries",
]

MIDDLEWARE = [
    # the outer ones come first: no answer, not even a bad host's or a redirect's, leaves without their headers
    "portal.middleware.headers.SecurityHeaders",
    "portal.middleware.headers.ContentPolicy",
    "portal.middleware.caching.PublicCaching",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.language.LanguageFromPath",
    "portal.middleware.limits.RequestSize",
    "portal.middleware.limits.QueryWithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "members.middleware.SignedInHint",
    "members.middleware.TemporaryPassword",
    "members.middleware.SecondFactorForStaff",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- people ---
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:me"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "members.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_PRESERVE_USERNAME_CASING = False  # stored in lower case: a look-up by index
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "members.adapters.SecondFactorAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # phones' clocks differ by some seconds
MFA_FORMS = {"add_webauthn": "members.forms.AddKeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = env.text("SITE_NAME", "天元党史学习")
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", True)  # for everyone with a post
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)  # how many proxies of ours set X-Forwarded-For
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- language and time ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# --- files ---
STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"  # renditions: anyone may see them
PRIVATE_ROOT = VAR_DIR / "private"  # originals and consent papers: never served by a web server
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "articles.uploads.CarefulUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a report of 100 photos has about 1,200
DATA_UPLOAD_MAX_NUMBER_FILES = 60
MAX_REQUEST_BYTES = 8 * 1024 * 1024
MAX_ADMIN_REQUEST_BYTES = 512 * 1024 * 1024  # a folder of photos dropped at once
MIN_FREE_BYTES = 200 * 1024 * 1024  # /readyz complains below this

# --- forms and editor ---
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_PROSE_EDITOR_PRESETS = {}

# --- search ---
SEARCHES_PER_MINUTE = env.number("SEARCHES_PER_MINUTE", 300, least=1)  # of one client at one server process

# --- work outside the request ---
TASK_QUEUES = ["default", "media"]
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": TASK_QUEUES,
    }
}

# --- what the footer and the feeds say of the site; empty parts stay hidden ---
SITE_NAME = env.text("SITE_NAME", "天元党史学习")
SITE_MOTTO = env.words("SITE_MOTTO", ["学党史", "悟思想", "干实事", "谋发展"])
SITE_HOST = env.text("SITE_HOST", "")  # 主办
SITE_ORGANISER = env.text("SITE_ORGANISER", "")  # 承办
SITE_CONTACT = env.text("SITE_CONTACT", "")
SITE_ICP = env.text("SITE_ICP", "")
SITE_POLICE = env.text("SITE_POLICE", "")  # 公安备案
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "")  # mailto:… or https://… for /.well-known/security.txt
SITE_URL = env.text("SITE_URL", "")  # absolute addresses in feeds; the request's host when empty

# --- mail: owed in the database (members.actions.mail), sent by the worker ---
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "noreply@localhost")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # without EMAIL_URL: as files, sent to nobody
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
if env.text("EMAIL_URL"):
    globals().update(email_from(env.text("EMAIL_URL")))

# --- secrets that outlive SECRET_KEY: lists, newest first, so that keys can be rotated ---
PRIVATE_KEYS: list[str] = []  # Fernet keys of PrivateDetails
AUDIT_KEYS: list[str] = []  # HMAC keys of the audit chain

# --- sessions and cookies ---
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
