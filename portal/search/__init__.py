"""Finding anything, as people type it: docs/search.md says how it works."""
