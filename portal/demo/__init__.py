"""Demo content: facts of a 2021 newspaper feature, sentences of our own, drawn pictures. See load.py."""
