#!/usr/bin/env python
"""Django's command line for the portal."""

import sys

from portal.environment import use_settings


def main():
    use_settings(default="dev")
    from django.core.management import execute_from_command_line  # after the settings are chosen

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
