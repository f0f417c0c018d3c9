"""Measures how the app keeps a house within its main fuse.

`python -m benchmarks.fuse [--quick] [--json FILE] [--page FILE]` runs the real app on a virtual clock:
"charge now" for six hours, thirty steps of the house's load. It exits with 1 when more than the fuse carries
flows for longer than it may, or the car is started too often.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.reports.processes import in_processes

from .cases import cases
from .page import page, table
from .play import play

COMMAND = "python -m benchmarks.fuse"
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks" / "fuse.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="a few cases, an hour each")
    add("--cases", default="", metavar="TEXT", help="only the cases with this in their title")
    add("--json", type=Path, metavar="FILE", help="write what was found to a file")
    add("--page", type=Path, metavar="FILE",
        help="where the page goes; default: docs/benchmarks/fuse.md for all cases, else nowhere")  # fmt: skip
    add("--jobs", type=int, default=2, metavar="N", help="processes; default: 2")
    options = parser.parse_args(arguments)
    tried = [case for case in cases(options.quick) if options.cases in case.title]
    found = in_processes(play, tried, options.jobs)
    print(table(found))
    if options.json:
        options.json.write_text(
            json.dumps([asdict(each) for each in found], indent=1) + "\n", encoding="utf-8"
        )
    where = options.page or (None if options.quick or options.cases else PAGE)
    if where:
        where.write_text(page(found, COMMAND), encoding="utf-8")
    return 1 if any(each.out for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
