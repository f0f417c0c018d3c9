"""Counts the rows that Home Assistant's recorder gets of what the app shows.

`python -m benchmarks.recorder [--days N] [--noise W] [--http] [--json FILE]` plays days of a household on a
virtual clock, with meters that speak each 10 s, and exits with 1 where there are too many. A row is a state
that is set with another text or other attributes than before. `--real [MINUTES]` counts instead what real
Home Assistants have recorded, before each a house in another state; it exits with 2 where that cannot be.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import real_recorder
from benchmarks.document import IN_REAL_TIME, insert
from benchmarks.household_life import opened
from benchmarks.recorder_rows import SENSOR, Rows, table
from benchmarks.shell import Shell
from stage.processes import StageError

MOST_A_DAY = 3500
"""So many rows a day are bearable, those of the heartbeat among them."""

ENDED = 143


class CountingShell(Shell):
    """Counts the rows of what the app shows, in `rows`."""

    rows = Rows()

    def set_state(self, entity_id: str, state: Any = None, attributes: Any = None, **more: Any) -> Any:
        """Counts a row where Home Assistant would write one."""
        before = self.home.states.get(entity_id)
        shown = self.home.states.get(f"{SENSOR}state")
        now = "starting" if shown is None else str(shown["state"])
        self.rows.pass_to(self.now_s, now)
        if before is None or (before["state"], before["attributes"]) != (str(state), attributes):
            same = before is not None and before["state"] == str(state)
            self.rows.add(now, entity_id, attributes_alone=same)
        return super().set_state(entity_id, state, attributes, **more)


def count(days: int, noise_w: float = 0.0, http: bool = False) -> Rows:
    """Plays some days of a household, from a Monday on; returns the rows of all but the first."""
    with opened(CountingShell, noise_w, http) as life:
        shell = life.shell
        assert isinstance(shell, CountingShell)
        life.run_day()
        shell.rows = Rows()
        for _ in range(days):
            life.run_day()
        return shell.rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.recorder", description=__doc__)
    add = parser.add_argument
    add("--days", type=int, default=2, metavar="N", help="after a first one that is not counted; default: 2")
    add("--noise", type=float, default=0.0, metavar="W", help="by which the house's load wavers besides")
    add("--http", action="store_true", help="the car by Tesla's service, not by entities of Home Assistant")
    add(
        "--real",
        type=float,
        nargs="?",
        const=30.0,
        metavar="MINUTES",
        help="with real processes; default: 30",
    )
    add("--json", type=Path, metavar="FILE", help="write the counts to a file")
    add("--document", type=Path, metavar="FILE", help="put the tables between the marks of a page")
    options = parser.parse_args(arguments)
    if options.real:
        return _real(options)
    rows = count(options.days, options.noise, options.http)
    print(table(rows))
    if options.document:
        insert(table(rows), options.document)
    if options.json:
        counted = {"a_day": rows.a_day(), **vars(rows)}
        options.json.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")
    return 1 if rows.a_day() > MOST_A_DAY else 0


def _real(options: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            found = real_recorder.count(options.real, Path(folder))
    except StageError as problem:
        print(f"benchmarks.recorder: {problem}", file=sys.stderr)
        return 2
    shown = real_recorder.table(found)
    print(shown)
    if options.document:
        insert(shown, options.document, IN_REAL_TIME)
    if options.json:
        houses = {each.house.title: {**vars(each.rows), "late_s": each.late_s} for each in found}
        options.json.write_text(json.dumps(houses, indent=1) + "\n", encoding="utf-8")
    return 1 if real_recorder.a_usual_day(found) > MOST_A_DAY else 0


if __name__ == "__main__":
    sys.exit(main())
