"""Measurements, run by `make bench`; results in RESULTS.md. Ratios of one run count, never seconds."""
