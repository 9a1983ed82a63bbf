"""Which settings module a process runs with; reads the environment only."""

import os

FALSE_WORDS = {"0", "false", "no", "off", ""}


def use_settings(*, default: str) -> None:
    """Choose `portal.settings.<default>` unless the environment says otherwise.

    `DJANGO_SETTINGS_MODULE` wins; an explicit `DEBUG=0` always means production, so that nobody
    serves the public with a checkout's generated secret by accident.
    """
    debug = os.environ.get("DEBUG")
    name = "prod" if debug is not None and debug.strip().lower() in FALSE_WORDS else default
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"portal.settings.{name}")
