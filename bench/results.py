"""Prints a table of measurements and keeps it in RESULTS.md, one section per measurement and database."""

import platform
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil

RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True)
class Row:
    """One page at one size of the table: CPU seconds per request, ours and the bare view's."""

    page: str
    articles: int
    size: int
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def table(rows: list[Row]) -> str:
    lines = ["| page | rows | bytes | CPU ms | bare view, ms | ratio |", "|---|---|---|---|---|---|"]
    for row in rows:
        lines.append(
            f"| {row.page} | {row.articles:,} | {row.size:,} | {row.ours * 1000:.2f} | {row.bare * 1000:.2f} | {row.ratio:.1f} |"
        )
    return "\n".join(lines)


def growth(rows: list[Row]) -> str:
    """Say how much dearer each page is with the largest table than with the smallest."""
    small, large = min(row.articles for row in rows), max(row.articles for row in rows)
    if small == large:
        return ""
    costs = {row.page: {} for row in rows}
    for row in rows:
        costs[row.page][row.articles] = row.ours
    parts = [f"{page} {by_size[large] / by_size[small]:.2f}" for page, by_size in costs.items()]
    return f"\n\n{large:,} beside {small:,} rows: {', '.join(parts)}."


def machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def write(name: str, rows: list[Row], *, database: str, rounds: int, requests: int) -> None:
    """Print the table and put it into RESULTS.md in place of the last one of the same name and database."""
    heading = f"## {name}, {database}"
    text = (
        f"{heading}\n\n{date.today()}, {machine()}; gunicorn with two workers; median of {rounds} interleaved rounds of "
        f"{requests} requests; server and database together.\n\n{table(rows)}{growth(rows)}\n"
    )
    keep_section(heading, text)
    print(text)


def keep_section(heading: str, text: str) -> None:
    """Replace the section of this heading in RESULTS.md, or add it at the end."""
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Results of `make bench`\n"
    section = re.compile(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    new = section.sub(lambda _match: text + "\n", old) if section.search(old) else f"{old.rstrip()}\n\n{text}"
    RESULTS.write_text(new.rstrip() + "\n", encoding="utf-8")
