"""Plays all stories with all ways of reporting, several at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from benchmarks.reports.processes import in_processes
from benchmarks.reports.stories import Story

from .cell import Cell
from .play import play
from .rows import Row, rows
from .stories import STORIES

Cells = Mapping[str, Mapping[str, Cell]]
Order = tuple[str, str, int]


def chosen(text: str, quick: bool) -> list[Row]:
    """Lists the rows with a text in their title, and before them those that they are compared with."""
    every = {row.title: row for row in rows(quick=False)}
    wanted = [row for row in rows(quick) if text in row.title]
    bases = dict.fromkeys(row.base for row in wanted if row.base is not None)
    return [*(every[base] for base in bases if every[base] not in wanted), *wanted]


def measure(tried: Sequence[Row], told: Sequence[Story], jobs: int) -> Cells:
    """Plays each story for each row; returns the cells by the rows' and the stories' titles."""
    orders: list[Order] = [
        (row.title, story.title, phase)
        for story in told
        for row in tried
        if story.title in row.stories
        for phase in range(len(row.settings))
    ]
    played = dict(zip(orders, in_processes(_played, orders, jobs), strict=True))
    return {row.title: _checked(row, told, played) for row in tried}


def _played(order: Order) -> Cell:
    title, told, phase = order
    row = next(row for row in rows(quick=False) if row.title == title)
    return play(next(story for story in STORIES if story.title == told), row, phase)


def _checked(row: Row, told: Sequence[Story], played: Mapping[Order, Cell]) -> dict[str, Cell]:
    found = {}
    for title in (story.title for story in told if story.title in row.stories):
        cells = [played[row.title, title, phase] for phase in range(len(row.settings))]
        for cell in cells:
            base = cell if row.base is None else played[row.base, title, 0]
            cell.check(title, row, base)
        found[title] = reduce(Cell.worst, cells)
    return found
