"""Measures what comes of it when something breaks around the app.

`python -m benchmarks.faults [--json FILE] [--quick] [--real]` exits with 1 when a bound is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.document import insert

from . import measure, table
from .play import PHASES_S
from .real import measure as real_measure

JOBS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = _options(arguments)
    if options.real:
        results = real_measure.measure(real_measure.chosen(options.rows), options.jobs)
    else:
        tried = measure.chosen(options.rows, options.quick)
        results = measure.measure(tried, measure.phases(options.phases, options.quick), options.jobs)
    shown = table.table(results)
    print(shown)
    if options.document:
        insert(shown, options.document)
    if options.json:
        found = {title: asdict(result) for title, result in results.items()}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 1 if any(result.out for result in results.values()) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.faults", description=__doc__)
    add = parser.add_argument
    add("--json", type=Path, metavar="FILE", help="write the results to a file")
    add("--document", type=Path, metavar="FILE", help="put the table between the marks of a page")
    add("--quick", action="store_true", help="a few faults, once each")
    add(
        "--phases",
        type=int,
        default=len(PHASES_S),
        metavar="N",
        help="so many runs of each fault; default: 4",
    )
    add("--real", action="store_true", help="real processes in real time, which takes hours")
    add("--rows", default="", metavar="TEXT", help="only the faults with this in their title")
    add("--jobs", type=int, default=JOBS, metavar="N", help=f"runs at a time; default: {JOBS}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
