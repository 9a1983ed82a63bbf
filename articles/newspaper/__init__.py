"""Newspaper import: a Word or text file becomes a feature, set as a newspaper reader would set it.

No models and no database here: `reading.read_feature` takes bytes and gives a `feature.Feature`.
Kept free of imports, because the Word reader runs in a process of its own and starts by importing this package.
"""
