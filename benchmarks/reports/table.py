"""Writes the cells as a table in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from .cell import Cell

Cells = Mapping[str, Mapping[str, Cell]]

LEGEND = """\
Each cell: kWh from the sun / dear kWh, starts + stops + settings of the current, wake-ups, refreshes
(reads by TeslaPy), and what went wrong; of all phases the worst. `by hand`: said though no person did
anything; `taken`: a person's charge; `overridden`: a person's stop; `missed`: a departure; `named`:
seconds until it was said what is wrong. **In bold: out of bounds**, with the bounds that are broken."""


def table(cells: Cells) -> str:
    """Returns the cells as a table in Markdown, with what they mean."""
    columns = list(next(iter(cells.values())))
    lines = [f"| the car reports | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for title, row in cells.items():
        shown = [str(row[column]) if column in row else "" for column in columns]
        lines.append(f"| {title} | {' | '.join(shown)} |")
    bad = sum(bool(cell.out) for row in cells.values() for cell in row.values())
    number = sum(len(row) for row in cells.values())
    return "\n".join([*lines, "", LEGEND, "", f"{bad} of {number} cells are out of bounds."])
