"""The Word reader: a program of its own (`python -m articles.newspaper.word`), because it parses what strangers send.

It gets a checked .docx on standard input, limits its own time and memory, and answers with JSON. Django is not imported.
"""
