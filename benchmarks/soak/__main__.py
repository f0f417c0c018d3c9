"""Lets the app run for long, and exits with 1 when something has grown that must not.

`python -m benchmarks.soak [--days N] [--time-lapse DAYS] [--speed N] [--json FILE] [--document FILE]`: the
real app on a virtual clock, the car driven and charged each day, Home Assistant lost each week (90 days take
15 min of a processor); by `--time-lapse` a real AppDaemon instead, 480 times as fast as the sun (10 days take
30 min; by Debian's faketime), or slower where the machine is too busy for that. Exits with 2 where that could
not be run.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from benchmarks.document import BEGIN, END, IN_REAL_TIME, insert
from benchmarks.soak import time_lapse, virtual
from stage.processes import StageError

DAYS = 90
ENDED = 143
FULL = {virtual.Week: virtual.LEARNT_WEEKS, time_lapse.Seen: time_lapse.FIRST}
"""The rows after which all that is kept is full: from then on it can be told whether anything grows."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__)
    add = parser.add_argument
    add("--days", type=int, default=DAYS, metavar="N", help=f"of the virtual clock; default: {DAYS}")
    add("--time-lapse", type=int, metavar="DAYS", help="so many days of a real AppDaemon instead")
    add("--speed", type=float, help="of the time-lapse; default: 480, and half of it where that is too fast")
    add("--json", type=Path, metavar="FILE", help="write the figures to a file")
    add("--document", type=Path, metavar="FILE", help="put the table between the marks of a page")
    options = parser.parse_args(arguments)
    # What was started must end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    try:
        if options.time_lapse:
            rows, grown = _time_lapse(options.time_lapse, options.speed)
        else:
            rows, grown = _virtual(options.days)
    except StageError as problem:
        print(f"benchmarks.soak: {problem}", file=sys.stderr)
        return 2
    if options.json:
        figures = {"rows": [asdict(row) for row in rows], "grown": grown}
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    verdict = verdict_on(rows, grown)
    print(verdict)
    if options.document and rows:
        shown = "\n".join((*_head(type(rows[0])), *map(_row, rows)))
        insert(
            f"{shown}\n\n{verdict}", options.document, IN_REAL_TIME if options.time_lapse else (BEGIN, END)
        )
    return 1 if grown else 0


def verdict_on(rows: Sequence[Any], grown: Sequence[str]) -> str:
    """Returns what the rows come to, in a sentence."""
    if not rows or len(rows) <= FULL[type(rows[0])]:
        return "Too short to tell whether anything grows."
    return f"**Grown**: {'; '.join(grown)}." if grown else "Nothing has grown that must not."


def _virtual(days: int) -> tuple[list[Any], list[str]]:
    weeks = list(_told(virtual.Week, virtual.live(days)))
    return weeks, virtual.grown(weeks)


def _time_lapse(days: int, speed: float | None) -> tuple[list[Any], list[str]]:
    *faster, slowest = time_lapse.SPEEDS if speed is None else (speed,)
    for each in faster:
        try:
            return _watched(days, each)
        except time_lapse.Lags as problem:
            print(f"{problem}; once more, slower")
    return _watched(days, slowest)


def _watched(days: int, speed: float) -> tuple[list[Any], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        seen = list(_told(time_lapse.Seen, time_lapse.watch(days, speed, Path(folder))))
    return seen, time_lapse.grown(seen)


def _told(kind: Any, rows: Iterator[Any]) -> Iterator[Any]:
    """Prints the rows of a table in Markdown as they come."""
    print("\n".join(_head(kind)), flush=True)
    for row in rows:
        print(_row(row), flush=True)
        yield row


def _head(kind: Any) -> tuple[str, str]:
    names = [field.name for field in fields(kind)]
    return f"| {' | '.join(names)} |", f"| {' | '.join('--:' for _ in names)} |"


def _row(row: Any) -> str:
    return f"| {' | '.join(str(getattr(row, field.name)) for field in fields(row))} |"


if __name__ == "__main__":
    sys.exit(main())
