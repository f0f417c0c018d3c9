"""Measures how the app copes with how cars and meters report.

`python -m benchmarks.reports [--half cars|meters] [--quick] [--json FILE]` exits with 1 when a cell is out of
bounds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from . import measure, stories, table
from .meters import measure as meters_measure
from .meters import stories as meters_stories
from .meters import table as meters_table

JOBS = 2

AnyCells = Mapping[str, Mapping[str, Any]]


class Half(NamedTuple):
    """Is one half of the measurement: its stories, its rows, how they are played, and the table of it."""

    stories: Callable[[bool], Sequence[Any]]
    chosen: Callable[[str, bool], Sequence[Any]]
    measure: Callable[[Any, Any, int], AnyCells]
    table: Callable[[Any, Any], str]


HALVES: Mapping[str, Half] = {
    "cars": Half(stories.stories, measure.chosen, measure.measure, lambda _, cells: table.table(cells)),
    "meters": Half(meters_stories.stories, meters_measure.chosen, meters_measure.measure, meters_table.table),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = _options(arguments)
    found: dict[str, Mapping[str, Any]] = {}
    for title, half in HALVES.items():
        if options.half not in (None, title):
            continue
        cells, shown = _measured(half, options)
        found.update(cells)
        if cells:
            print(f"## How {title} report", shown, sep="\n\n", end="\n\n")
    if options.json:
        cells = {row: {story: asdict(cell) for story, cell in each.items()} for row, each in found.items()}
        options.json.write_text(json.dumps(cells, indent=1) + "\n", encoding="utf-8")
    return 1 if any(cell.out for row in found.values() for cell in row.values()) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.reports", description=__doc__)
    add = parser.add_argument
    add("--half", choices=tuple(HALVES), help="how cars report, or how meters do; default: both")
    add("--quick", action="store_true", help="a few rows, stories and phases")
    add("--json", type=Path, metavar="FILE", help="write the cells to a file")
    add(
        "--rows",
        default="",
        metavar="TEXT",
        help="only the rows with this in their title, and those they are compared with",
    )
    add("--stories", default="", metavar="TEXT", help="only the stories with this in their title")
    add("--jobs", type=int, default=JOBS, metavar="N", help=f"processes; default: {JOBS}")
    return parser.parse_args(arguments)


def _measured(half: Half, options: argparse.Namespace) -> tuple[AnyCells, str]:
    told = [story for story in half.stories(options.quick) if options.stories in story.title]
    tried = half.chosen(options.rows, options.quick)
    if not (told and tried):
        return {}, ""
    cells = half.measure(tried, told, options.jobs)
    return cells, half.table(tried, cells)


if __name__ == "__main__":
    sys.exit(main())
