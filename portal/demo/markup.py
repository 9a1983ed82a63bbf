"""The light markup of articles.toml, turned into the HTML that the editor would have made."""

from collections.abc import Callable
from html import escape
from itertools import groupby


def to_html(text: str, figure: Callable[[str], str]) -> str:
    """Return HTML for paragraphs, `## ` headings, `> ` quotes, `- ` and `1. ` lists, `| ` tables and `[photo]`."""
    return "".join(_block(block.split("\n"), figure) for block in text.strip().split("\n\n"))


def _block(lines: list[str], figure: Callable[[str], str]) -> str:
    first = lines[0]
    if first.startswith("## "):
        return f"<h2>{escape(first[3:])}</h2>"
    if first.startswith("[") and first.endswith("]"):
        return figure(first[1:-1])
    if first.startswith("> "):
        return f"<blockquote><p>{escape(first[2:])}</p></blockquote>"
    if first.startswith("| "):
        return _table(lines)
    return "".join(_run(kind, list(run)) for kind, run in groupby(lines, key=_kind))


def _kind(line: str) -> str:
    if line.startswith("- "):
        return "ul"
    return "ol" if line[:1].isdigit() and line[1:3] == ". " else "p"


def _run(kind: str, lines: list[str]) -> str:
    if kind == "p":
        return "".join(f"<p>{escape(line)}</p>" for line in lines)
    items = "".join(f"<li><p>{escape(line.split(' ', 1)[1])}</p></li>" for line in lines)
    return f"<{kind}>{items}</{kind}>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    cells = ["".join(f"<{tag}><p>{escape(cell)}</p></{tag}>" for cell in row) for tag, row in _tagged(rows)]
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"


def _tagged(rows: list[list[str]]):
    return [("th" if number == 0 else "td", row) for number, row in enumerate(rows)]
