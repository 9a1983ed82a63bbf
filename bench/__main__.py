"""`python -m bench`: all measurements, one after another."""

import sys

from bench import pages, photos

pages.main()
sys.exit(photos.main())
