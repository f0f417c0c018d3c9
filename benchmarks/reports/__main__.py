"""Measures how the app copes with how cars report: `python -m benchmarks.reports [--quick] [--json FILE]`.

Exits with 1 when a cell is out of bounds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from pathlib import Path

from .cell import Cell
from .rows import Row, rows
from .scene import play
from .stories import STORIES, Story, stories
from .table import Cells, table, write_json

JOBS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.reports", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="a few rows, stories and phases")
    add("--json", type=Path, metavar="FILE", help="write the cells to a file")
    add(
        "--rows",
        default="",
        metavar="TEXT",
        help="only the rows with this in their title, and the fresh ones",
    )
    add("--stories", default="", metavar="TEXT", help="only the stories with this in their title")
    add("--jobs", type=int, default=JOBS, metavar="N", help=f"processes; default: {JOBS}")
    options = parser.parse_args(arguments)
    told = [story for story in stories(options.quick) if options.stories in story.title]
    tried = _with_bases([row for row in rows(options.quick) if options.rows in row.title])
    cells = measure(tried, told, options.jobs)
    print(table(cells))
    if options.json:
        write_json(cells, options.json)
    return 1 if any(cell.out for row in cells.values() for cell in row.values()) else 0


def _with_bases(wanted: list[Row]) -> list[Row]:
    bases = {row.base for row in wanted}
    return [row for row in rows(quick=False) if row.title in bases and row not in wanted] + wanted


def measure(tried: Sequence[Row], told: Sequence[Story], jobs: int) -> Cells:
    """Plays each story for each row; returns the cells by the rows' and the stories' titles."""
    runs = [(row, story, phase) for row in tried for story in told for phase in row.phases(story.core)]
    orders = [(row, STORIES.index(story), phase) for row, story, phase in runs]
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            found = list(_counted(pool.map(_played, orders, chunksize=4), len(orders)))
    else:
        found = [_played(order) for order in orders]
    played: dict[tuple[str, int], Cell] = {}
    for (row, at, _), cell in zip(orders, found, strict=True):
        before = played.get((row.title, at))
        played[row.title, at] = cell if before is None else before.worst(cell)
    return {row.title: _checked(row, told, played) for row in tried}


def _counted(found: Iterable[Cell], number: int) -> Iterator[Cell]:
    """Tells a person who waits how far it is; passes the cells on."""
    begun_s = time.monotonic()
    for done, cell in enumerate(found, start=1):
        if done % 100 == 0:
            print(f"{done} of {number} after {time.monotonic() - begun_s:.0f} s", file=sys.stderr, flush=True)
        yield cell


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


if __name__ == "__main__":
    sys.exit(main())
