"""Settings: `base` is shared; `dev` runs a checkout, `test` the tests, `prod` the real site."""
