"""Writes the cells of the meters as a table in Markdown, and what was said."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.reports.table import grid, out_of_bounds

from .cell import Cell
from .measure import Cells
from .rows import Kind, Row

LEGEND = """\
Each cell: kWh from the sun / dear kWh (between 6 and 22 h, not from the sun; a house battery's energy is no
sun's), starts + stops + settings of the current, and hours until it was said what is wrong; of all phases the
worst. `not said`: what is wrong was never named, or after the charge that showed it; `blamed`: named, though
it is not so. **In bold: out of bounds**, with the bounds that are broken."""


def table(tried: list[Row], cells: Cells) -> str:
    """Returns the cells as a table in Markdown, with what they mean, and what the app said."""
    heard = {row.title: spoken(row, cells[row.title]) for row in tried if row.title in cells}
    said = [f"| {title} | {text} |" for title, text in heard.items() if text]
    spoke = ["| the meter | what the app says of it |", "|---|---|", *said]
    return "\n".join([*grid("the meter", cells), "", LEGEND, "", *spoke, "", out_of_bounds(cells)])


def spoken(row: Row, cells: Mapping[str, Cell]) -> str:
    """Returns what was said of a row: the first that names the fault, else what was shown instead."""
    named = [cell for cell in cells.values() if cell.said_h is not None]
    blamed = next((cell.blamed for cell in cells.values() if cell.blamed), "")
    parts = []
    if named:
        parts.append(named[0].said)
    elif row.kind in (Kind.WRONG, Kind.HIDING, Kind.PHASES, Kind.WORDS):
        last = next((cell.said for cell in cells.values()), "")
        parts.append(f'*nothing; shows "{last}"*')
    if blamed and row.kind in (Kind.HARMLESS, Kind.HIDING, Kind.LATE):
        parts.append(f'*blames: "{blamed}"*')
    return "; ".join(parts)
