"""Writes the report for a person: `report.md`, and the table in docs/benchmarks.md."""

from __future__ import annotations

from pathlib import Path

from .detail_tables import age_table, budget_table, dial_table, split_table
from .report import Report
from .tables import (
    busy_note,
    busy_table,
    cloudy_note,
    cloudy_table,
    effort_table,
    gross_table,
    share_table,
)

BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
IN_REAL_TIME = "<!-- real: begin -->", "<!-- real: end -->"
"""The marks of what real processes have come to, in pages that have both."""


CHARTS = {
    "scenarios": "Share of the possible saving in each scenario",
    "share_against_commands": "Share of the possible saving against commands a day",
    "dial": "Energy cost against starts a day",
}

WALLBOX_NOTE = (
    "† steers a wallbox, where a change of current costs nothing: the second row counts its energy alone."
)
SPLIT_NOTE = (
    "EUR a day, and per cents of the possible saving. Actuation: whole amps, one command in 3 min, latency, "
    "with the future known; switching: what commands and starts cost and keep it from, with the future "
    "known; information: the rest, that the law does not know the future."
)

BUDGET_NOTE = (
    "No calendar month costs more than its cap; a window begins and ends within a month, "
    "so 30 of its days may."
)


def document(report: Report, command: str) -> str:
    """Returns all tables under their headings."""
    parts = [
        "# How much of the possible saving each law reaches",
        f"Made by `{command}`. Windows: {', '.join(report.windows)} ({report.origin}).",
        "Of what charging costs at once at every plug-in, hindsight without latency and with free switching "
        "could save a part: the figures are per cents of that part. Net: with 0.001 for each command and "
        "0.02 for each start, in the tariff's currency.",
    ]
    fewer = f"In the windows {', '.join(report.detail_windows)}."
    budget_note = f"{fewer} {BUDGET_NOTE}"
    sections = (
        ("Share saved, net", share_table(report), WALLBOX_NOTE),
        ("Commands and starts", effort_table(report), ""),
        ("Energy alone, commands and starts free", gross_table(report), ""),
        ("The age of what the car reports", age_table(report), fewer),
        ("The cloudiest day", cloudy_table(report), cloudy_note(report)),
        ("The busiest day", busy_table(report), busy_note(report)),
        ("Where the rest is lost", split_table(report), SPLIT_NOTE),
        ("The dial: what a start costs", dial_table(report), fewer),
        ("The budget: the most that the API may cost in a month", budget_table(report), budget_note),
    )
    for title, table, note in sections:
        parts += [f"## {title}", *([note] if note else []), table]
    return "\n\n".join(parts) + "\n"


def summary(report: Report) -> str:
    """Returns what docs/benchmarks.md shows of the report, with paths as seen from there."""
    return "\n\n".join(
        (
            share_table(report),
            f"{WALLBOX_NOTE} Windows: {', '.join(report.windows)} ({report.origin}).",
            *(f"![{title}](benchmarks/{chart}.png)" for chart, title in CHARTS.items()),
        )
    )


def insert(text: str, path: Path, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Puts the text between the marks of a file; raises `ValueError` where they are missing."""
    found = path.read_text(encoding="utf-8")
    before, begin, rest = found.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not begin or not end:
        raise ValueError(f"{path}: must have the marks {' and '.join(marks)}")
    path.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
