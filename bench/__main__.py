"""`python -m bench`: all measurements, one after another."""

import sys

from bench import pages, photos, search, sign_ups

pages.main()
sys.exit(max(sign_ups.main(), search.main(), photos.main()))
