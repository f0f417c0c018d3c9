"""Counts the rows that Home Assistant's recorder gets of what the app shows.

`python -m benchmarks.recorder [--days N] [--noise W] [--http] [--json FILE]` plays days of a household on a
virtual clock, with meters that speak each 10 s, and exits with 1 where there are too many. A row is a state
that is set with another text or other attributes than before.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.household_life import DAY_S, opened
from benchmarks.shell import Shell
from benchmarks.virtual_home import NAME

MOST_A_DAY = 3500
"""So many rows a day are bearable, those of the heartbeat among them."""

SENSOR = f"sensor.{NAME}_"


@dataclass
class Rows:
    """Counts rows by entity, and by the state that was shown when they came, and the time in each state."""

    by_state: Counter[str] = field(default_factory=Counter)
    by_entity: Counter[str] = field(default_factory=Counter)
    of_attributes: Counter[str] = field(default_factory=Counter)
    spent_s: dict[str, float] = field(default_factory=dict)
    until_s: float | None = None

    def pass_to(self, now_s: float, state: str) -> None:
        """Counts the time since the last row to the state that was shown meanwhile."""
        if self.until_s is not None:
            self.spent_s[state] = self.spent_s.get(state, 0.0) + now_s - self.until_s
        self.until_s = now_s

    @property
    def total_s(self) -> float:
        """Returns the time that was counted."""
        return sum(self.spent_s.values())

    def a_day(self) -> float:
        """Returns the rows a day."""
        return self.by_state.total() / self.total_s * DAY_S


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
            key = entity_id.removeprefix(SENSOR)
            self.rows.by_state[now] += 1
            self.rows.by_entity[key] += 1
            if before is not None and before["state"] == str(state):
                self.rows.of_attributes[key] += 1
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


def table(rows: Rows) -> str:
    """Returns the rows by state and by entity as tables in Markdown."""
    lines = ["| state | hours | rows | rows a day in it |", "|---|---|---|---|"]
    for state, spent_s in sorted(rows.spent_s.items(), key=lambda each: -each[1]):
        counted = rows.by_state[state]
        a_day = counted / spent_s * DAY_S if spent_s else 0.0
        lines.append(f"| {state} | {spent_s / 3600:.1f} | {counted} | {a_day:.0f} |")
    lines += [f"| all | {rows.total_s / 3600:.1f} | {rows.by_state.total()} | {rows.a_day():.0f} |", ""]
    lines += ["| entity | rows a day | of them attributes alone |", "|---|---|---|"]
    days = rows.total_s / DAY_S
    for key, counted in rows.by_entity.most_common():
        lines.append(f"| {key} | {counted / days:.0f} | {rows.of_attributes[key] / days:.0f} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.recorder", description=__doc__)
    add = parser.add_argument
    add("--days", type=int, default=2, metavar="N", help="after a first one that is not counted; default: 2")
    add("--noise", type=float, default=0.0, metavar="W", help="by which the house's load wavers besides")
    add("--http", action="store_true", help="the car by Tesla's service, not by entities of Home Assistant")
    add("--json", type=Path, metavar="FILE", help="write the counts to a file")
    options = parser.parse_args(arguments)
    rows = count(options.days, options.noise, options.http)
    print(table(rows))
    if options.json:
        counted = {"a_day": rows.a_day(), **vars(rows)}
        options.json.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")
    return 1 if rows.a_day() > MOST_A_DAY else 0


if __name__ == "__main__":
    sys.exit(main())
