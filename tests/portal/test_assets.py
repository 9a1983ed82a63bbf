"""What pages are dressed in: size, freshness, and the rules that styles and templates keep."""

import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.management.commands import build_assets
from portal.management.commands.build_assets import ASSETS, SOURCES, STATIC

BUDGET = 110_000  # bytes of CSS and JS per public page, uncompressed
LONGEST = 250  # lines of a source file
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(", re.IGNORECASE)
INLINE = re.compile(
    r"\sstyle\s*=|\son[a-z]+\s*=|<style\b|<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))|javascript:"
)

OWN_STYLES = sorted((SOURCES / "css").glob("*.css"))
OWN_SCRIPTS = sorted((SOURCES / "js").glob("*.js"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def _name(path):
    return str(path.relative_to(settings.BASE_DIR))


def _tokens(css, opening):
    """The declarations of the rule that `opening` begins, without layout."""
    return css.split(opening, 1)[1].split("}", 1)[0].split()


def test_assets_together_stay_within_the_budget():
    assert sum((STATIC / name).stat().st_size for name in ASSETS) <= BUDGET


def test_assets_are_built_from_the_sources():
    call_command("build_assets", check=True)


def test_assets_name_every_source_once():
    listed = [SOURCES / name for names in ASSETS.values() for name in names]
    assert sorted(listed) == sorted([*OWN_STYLES, *OWN_SCRIPTS, *(SOURCES / "vendor").glob("*.css")])


def test_check_with_an_old_file_stops(tmp_path, monkeypatch):
    monkeypatch.setattr(build_assets, "STATIC", tmp_path)
    with pytest.raises(CommandError, match=r"css/site\.css is not current"):
        call_command("build_assets", check=True)


def test_build_writes_what_check_accepts(tmp_path, monkeypatch):
    monkeypatch.setattr(build_assets, "STATIC", tmp_path)
    call_command("build_assets", verbosity=0)
    call_command("build_assets", check=True)


def test_assets_load_nothing_else():
    text = "".join((STATIC / name).read_text(encoding="utf-8") for name in ASSETS)
    assert not re.search(r"url\(|@import|\bimport\(", text)


@pytest.mark.parametrize("path", [*OWN_STYLES, *OWN_SCRIPTS], ids=_name)
def test_source_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [path for path in OWN_STYLES if path.name != "tokens.css"], ids=_name)
def test_colours_are_written_in_the_token_file_only(path):
    assert COLOUR.findall(path.read_text(encoding="utf-8")) == []


def test_chosen_dark_theme_equals_the_one_of_the_device():
    css = (SOURCES / "css" / "tokens.css").read_text(encoding="utf-8")
    device = _tokens(css, ":root:not([data-theme], [data-care]) {")
    assert _tokens(css, ':root[data-theme="dark"] {') == device


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_template_has_nothing_inline(path):
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted((settings.BASE_DIR / "templates" / "ui").glob("*.html")), ids=_name)
def test_component_begins_with_its_variables(path):
    assert path.read_text(encoding="utf-8").startswith("{% comment %}\n")
