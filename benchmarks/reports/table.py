"""Writes the cells as a table in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from .cell import Cell

Cells = Mapping[str, Mapping[str, Cell]]


class Judged(Protocol):
    """Is a cell of a table, with the bounds that it breaks."""

    @property
    def out(self) -> list[str]:
        """Returns the names of the bounds that are broken."""


LEGEND = """\
Each cell: kWh from the sun / dear kWh, starts + stops + settings of the current, wake-ups, refreshes
(reads by TeslaPy), and what went wrong; of all phases the worst. `by hand`: said though no person did
anything; `taken`: a person's charge; `overridden`: a person's stop; `missed`: a departure; `named`:
seconds until it was said what is wrong. **In bold: out of bounds**, with the bounds that are broken."""


def table(cells: Cells) -> str:
    """Returns the cells as a table in Markdown, with what they mean."""
    return "\n".join([*grid("the car reports", cells), "", LEGEND, "", out_of_bounds(cells)])


def grid(heading: str, cells: Mapping[str, Mapping[str, Judged]]) -> list[str]:
    """Returns the lines of a table: a row for each way of reporting, a column for each story."""
    columns = list(dict.fromkeys(title for row in cells.values() for title in row))
    lines = [f"| {heading} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for title, row in cells.items():
        shown = [str(row[column]) if column in row else "" for column in columns]
        lines.append(f"| {title} | {' | '.join(shown)} |")
    return lines


def out_of_bounds(cells: Mapping[str, Mapping[str, Judged]]) -> str:
    """Says how many of the cells are out of bounds."""
    bad = sum(bool(cell.out) for row in cells.values() for cell in row.values())
    return f"{bad} of {sum(len(row) for row in cells.values())} cells are out of bounds."
