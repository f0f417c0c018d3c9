"""Counts the rows that Home Assistant's recorder gets of what the app shows.

`python -m benchmarks.recorder [--days N] [--json FILE]` plays days of a household on a virtual clock, with
meters that speak each 10 s. A row is a state that is set with another state or other attributes than before.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.household_life import DAY_S, opened
from benchmarks.shell import Shell
from benchmarks.virtual_home import NAME
from simulator.meter_habits import MeterHabits

SENSOR = f"sensor.{NAME}_"


@dataclass
class Rows:
    """Counts rows by entity, and by the state that was shown when they came, and the time in each state."""

    by_state: Counter[str] = field(default_factory=Counter)
    by_entity: Counter[str] = field(default_factory=Counter)
    of_attributes: Counter[str] = field(default_factory=Counter)
    spent_s: Counter[str] = field(default_factory=Counter)
    until_s: float | None = None

    def pass_to(self, now_s: float, state: str) -> None:
        """Counts the time since the last row to the state that was shown meanwhile."""
        if self.until_s is not None:
            self.spent_s[state] += now_s - self.until_s
        self.until_s = now_s

    def a_day(self) -> float:
        """Returns the rows a day."""
        return self.by_state.total() / self.spent_s.total() * DAY_S


class CountingShell(Shell):
    """Counts the rows of what the app shows."""

    rows = Rows()

    def set_state(self, entity_id: str, state: Any = None, attributes: Any = None, **more: Any) -> Any:
        """Counts a row where Home Assistant would write one."""
        before = self.home.states.get(entity_id)
        shown = self.home.states.get(f"{SENSOR}state")
        now = "starting" if shown is None else shown["state"]
        self.rows.pass_to(self.now_s, now)
        if before is None or (before["state"], before["attributes"]) != (str(state), attributes):
            key = entity_id.removeprefix(SENSOR)
            self.rows.by_state[now] += 1
            self.rows.by_entity[key] += 1
            if before is not None and before["state"] == str(state):
                self.rows.of_attributes[key] += 1
        return super().set_state(entity_id, state, attributes, **more)


@contextmanager
def _counting() -> Iterator[type[CountingShell]]:
    CountingShell.rows = Rows()
    yield CountingShell


def count(days: int, every_s: float = 0.0) -> Rows:
    """Plays some days of a household, from a Monday on; returns the rows of all but the first."""
    with _counting() as kind, opened(kind=kind, meters=MeterHabits(every_s=every_s)) as life:
        life.run_day()
        kind.rows.__init__()
        for _ in range(days):
            life.run_day()
        return kind.rows


def table(rows: Rows) -> str:
    """Returns the rows by state and by entity as tables in Markdown."""
    lines = ["| state | hours | rows | rows a day in it |", "|---|---|---|---|"]
    for state, spent_s in rows.spent_s.most_common():
        count_ = rows.by_state[state]
        a_day = count_ / spent_s * DAY_S if spent_s else 0.0
        lines.append(f"| {state} | {spent_s / 3600:.1f} | {count_} | {a_day:.0f} |")
    days = rows.spent_s.total() / DAY_S
    lines += [f"| all | {days * 24:.1f} | {rows.by_state.total()} | {rows.a_day():.0f} |", ""]
    lines += ["| entity | rows a day | of them attributes alone |", "|---|---|---|"]
    for key, n in rows.by_entity.most_common():
        lines.append(f"| {key} | {n / days:.0f} | {rows.of_attributes[key] / days:.0f} |")
    return "\n".join(lines)


def main() -> int:
    """Counts, and prints the tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.recorder", description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    options = parser.parse_args()
    print(table(count(options.days)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
