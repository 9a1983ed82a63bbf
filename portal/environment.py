"""Which settings a process runs with, and how it stops when they make no sense."""

import os
import sys
from contextlib import contextmanager

TRUE_WORDS = {"1", "true", "yes", "on"}
STOPPED = 4  # gunicorn takes this for "the application cannot start" and does not try again


def use_settings(*, default: str) -> None:
    """Choose `portal.settings.<default>` unless the environment says otherwise.

    `DJANGO_SETTINGS_MODULE` wins. `DEBUG=1` always means `dev`; any other value of DEBUG always means
    `prod`, so that nobody serves the public with a checkout's generated secret by accident.
    """
    debug = os.environ.get("DEBUG", "").strip().lower()
    if debug:
        default = "dev" if debug in TRUE_WORDS else "prod"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"portal.settings.{default}")


@contextmanager
def one_sentence():
    """Stop the process with the sentence of an ImproperlyConfigured instead of a traceback."""
    from django.core.exceptions import ImproperlyConfigured  # here, so that manage.py can say that Django is missing

    try:
        yield
    except ImproperlyConfigured as error:
        print(f"portal cannot start: {error}", file=sys.stderr)
        raise SystemExit(STOPPED) from None
