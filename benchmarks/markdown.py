"""Writes names and figures as the tables show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from .case import Case
from .scope import OURS, WALLBOXES

Row = Sequence[str]


def markdown(columns: Row, rows: Iterable[Row]) -> str:
    """Returns a table in Markdown, words to the left, figures to the right."""
    lines = [columns, ["---", *["--:"] * (len(columns) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_page(text: str, name: str, folder: Path | None) -> None:
    """Writes a page into a folder, which is made where there is none; None writes nothing."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def named(law: str) -> str:
    """Returns a law's name: ours in bold, with and without a forecast, a wallbox's with its mark."""
    if law.startswith(OURS):
        return f"**{law}**"
    return f"{law} †" if law in WALLBOXES else law


def spoken(scenario: str) -> str:
    return scenario.replace("_", " ")


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def commands_a_day(case: Case, label: str) -> str:
    return f"{case.commands_per_day(label):.1f}"


def a_day(case: Case, cost: float) -> str:
    return f"{cost / case.days:.3f}"
