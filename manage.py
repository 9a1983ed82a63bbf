#!/usr/bin/env python
"""Django's command line for the portal."""

import sys

from portal.environment import one_sentence, use_settings


def main():
    use_settings(default="dev")
    with one_sentence():
        from django.conf import settings
        from django.core.management import execute_from_command_line

        settings.INSTALLED_APPS  # noqa: B018  (reads the settings, which Django would put off and then report otherwise)
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
