"""The check of the translations must find what it is for."""

import pytest
from babel.messages.catalog import Catalog

from portal.translations import lacking, words_of


def _words(tmp_path, name, source):
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    return list(words_of(path))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("views.py", "x = 1\ny = _('Photo')"),
        ("models.py", "y = gettext_lazy(\n    'Photo')"),
        ("page.html", "<p>\n    {% translate 'Photo' %}"),
        ("list.html", "<p>\n{% blocktranslate trimmed %}\n  Photo\n{% endblocktranslate %}"),
        ("editor.js", "const x = `a`\nconst y = gettext('Photo')"),
    ],
)
def test_words_of_each_language_are_found(tmp_path, name, source):
    assert _words(tmp_path, name, source) == [((None, "Photo"), 2)]


def test_words_context_and_plural_are_told_apart(tmp_path):
    source = "pgettext('verb', 'Order')\nngettext('%(n)d photo', '%(n)d photos', 2)"
    assert _words(tmp_path, "views.py", source) == [(("verb", "Order"), 1), ((None, "%(n)d photo"), 2)]


def test_words_variables_of_templates_become_placeholders(tmp_path):
    source = "{% blocktranslate with name=member.name %}By {{ name }}{% endblocktranslate %}"
    assert _words(tmp_path, "page.html", source) == [((None, "By %(name)s"), 1)]


@pytest.mark.parametrize(
    ("entry", "finding"),
    [
        ({}, "a.py:1: not in the catalogue: 'Photo %(n)s'"),
        ({"string": ""}, "without translation: 'Photo %(n)s'"),
        ({"string": "照片 %(n)s", "flags": ["fuzzy"]}, "fuzzy: 'Photo %(n)s'"),
        ({"string": "照片"}, "other placeholders than the original: 'Photo %(n)s'"),
    ],
)
def test_lacking_names_each_fault(entry, finding):
    known = Catalog(locale="zh_Hans", fuzzy=False)
    if entry:
        known.add("Photo %(n)s", **entry)
    assert list(lacking({(None, "Photo %(n)s"): "a.py:1"}, known)) == [finding]


def test_lacking_finds_nothing_where_nothing_lacks():
    known = Catalog(locale="zh_Hans", fuzzy=False)
    known.add(("%(n)d photo", "%(n)d photos"), ("%(n)d 张照片",))
    assert list(lacking({(None, "%(n)d photo"): "a.py:1"}, known)) == []
