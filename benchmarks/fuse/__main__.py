"""Measures how the app keeps a house within its main fuse.

`python -m benchmarks.fuse [--quick] [--json FILE]` runs the real app on a virtual clock: "charge now" for six
hours, thirty steps of the house's load. It exits with 1 when more than the fuse carries flows for longer than
it may, or the car is started too often.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.markdown import markdown
from benchmarks.reports.processes import in_processes

from .cases import cases
from .play import Found, play

COMMAND = "python -m benchmarks.fuse"
COLUMNS = (
    "case", "times over", "total s", "median / max s", "by up to", "too long", "commands, starts", "kWh"
)  # fmt: skip


def table(found: Sequence[Found]) -> str:
    """Returns a row for each case."""
    rows = [
        (
            each.title + " **out of bounds**" * each.out,
            f"{len(each.overloads)}",
            f"{each.total_s:.0f}",
            f"{each.median_s:.0f} / {each.longest_s:.0f}",
            f"{each.by:.0f} {each.unit}",
            f"{each.too_long}",
            f"{each.commands}, {each.starts}",
            f"{each.kwh:.0f}",
        )
        for each in found
    ]
    return markdown(COLUMNS, rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="a few cases, an hour each")
    add("--cases", default="", metavar="TEXT", help="only the cases with this in their title")
    add("--json", type=Path, metavar="FILE", help="write what was found to a file")
    add("--jobs", type=int, default=2, metavar="N", help="processes; default: 2")
    options = parser.parse_args(arguments)
    tried = [case for case in cases(options.quick) if options.cases in case.title]
    found = in_processes(play, tried, options.jobs)
    print(table(found))
    if options.json:
        options.json.write_text(
            json.dumps([asdict(each) for each in found], indent=1) + "\n", encoding="utf-8"
        )
    return 1 if any(each.out for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
