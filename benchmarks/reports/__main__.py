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
from typing import Any

from . import measure, stories, table
from .meters import measure as meters_measure
from .meters import stories as meters_stories
from .meters import table as meters_table

JOBS = 2

AnyCells = Mapping[str, Mapping[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = _options(arguments)
    found: dict[str, Mapping[str, Any]] = {}
    for half, measured in HALVES.items():
        if options.half not in (None, half):
            continue
        cells, shown = measured(options)
        found.update(cells)
        if cells:
            print(f"## How {half} report", shown, sep="\n\n", end="\n\n")
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


def _cars(options: argparse.Namespace) -> tuple[AnyCells, str]:
    told = [story for story in stories.stories(options.quick) if options.stories in story.title]
    tried = measure.chosen(options.rows, options.quick)
    if not (told and tried):
        return {}, ""
    cells = measure.measure(tried, told, options.jobs)
    return cells, table.table(cells)


def _meters(options: argparse.Namespace) -> tuple[AnyCells, str]:
    told = [story for story in meters_stories.stories(options.quick) if options.stories in story.title]
    tried = meters_measure.chosen(options.rows, options.quick)
    if not (told and tried):
        return {}, ""
    cells = meters_measure.measure(tried, told, options.jobs)
    return cells, meters_table.table(tried, cells)


HALVES: Mapping[str, Callable[[argparse.Namespace], tuple[AnyCells, str]]] = {
    "cars": _cars,
    "meters": _meters,
}


if __name__ == "__main__":
    sys.exit(main())
