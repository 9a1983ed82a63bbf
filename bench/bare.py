"""The yardstick: a Django view with the default middleware that returns as many bytes as it is asked for."""

from django.conf import settings

if not settings.configured:
    settings.configure(
        SECRET_KEY="only for measuring",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="bench.bare",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path


def bare(request, size: int):
    return HttpResponse(b"x" * size)


urlpatterns = [path("<int:size>/", bare)]
application = get_wsgi_application()
