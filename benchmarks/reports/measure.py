"""Plays all stories with all ways in which cars report, several at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from .cell import Cell
from .processes import in_processes
from .rows import Row, rows
from .scene import play
from .stories import STORIES, Story
from .table import Cells


def chosen(text: str, quick: bool) -> list[Row]:
    """Lists the rows with a text in their title, and before them those that they are compared with."""
    wanted = [row for row in rows(quick) if text in row.title]
    bases = {row.base for row in wanted}
    return [row for row in rows(quick=False) if row.title in bases and row not in wanted] + wanted


def measure(tried: Sequence[Row], told: Sequence[Story], jobs: int) -> Cells:
    """Plays each story for each row; returns the cells by the rows' and the stories' titles."""
    runs = [(row, story, phase) for row in tried for story in told for phase in row.phases(story.core)]
    orders = [(row, STORIES.index(story), phase) for row, story, phase in runs]
    found = in_processes(_played, orders, jobs)
    played: dict[tuple[str, int], Cell] = {}
    for (row, at, _), cell in zip(orders, found, strict=True):
        before = played.get((row.title, at))
        played[row.title, at] = cell if before is None else before.worst(cell)
    return {row.title: _checked(row, told, played) for row in tried}


def _played(order: tuple[Row, int, int]) -> Cell:
    row, at, phase = order
    return play(STORIES[at], row, phase)


def _checked(row: Row, told: Iterable[Story], played: dict[tuple[str, int], Cell]) -> dict[str, Cell]:
    columns: dict[str, list[Cell]] = {}
    for story in told:
        at = STORIES.index(story)
        if (row.title, at) not in played:
            continue
        cell = played[row.title, at]
        cell.check(story, row, played[row.base, at])
        if row.defect is not None and story is STORIES[0]:
            cell.check_named(row.defect)
        columns.setdefault(story.title, []).append(cell)
    return {title: reduce(Cell.beside, cells) for title, cells in columns.items()}
