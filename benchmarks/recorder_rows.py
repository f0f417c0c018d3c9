"""Counts rows of Home Assistant's recorder by state and by entity, and prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.household_life import DAY_S
from benchmarks.virtual_home import NAME

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

    def add(self, state: str, entity: str, *, attributes_alone: bool) -> None:
        """Counts a row that came while a state was shown."""
        key = entity.removeprefix(SENSOR)
        self.by_state[state] += 1
        self.by_entity[key] += 1
        self.of_attributes[key] += attributes_alone

    @property
    def total_s(self) -> float:
        """Returns the time that was counted."""
        return sum(self.spent_s.values())

    def a_day(self) -> float:
        """Returns the rows a day."""
        return self.by_state.total() / self.total_s * DAY_S


def table(rows: Rows) -> str:
    """Returns the rows by state and by entity as tables in Markdown."""
    lines = ["| state | hours | rows | rows a day in it |", "|---|---|---|---|"]
    for state, spent_s in sorted(rows.spent_s.items(), key=lambda each: -each[1]):
        counted = rows.by_state[state]
        a_day = counted / spent_s * DAY_S if spent_s else 0.0
        lines.append(f"| {state} | {spent_s / 3600:.1f} | {counted} | {a_day:.0f} |")
    lines += [f"| all | {rows.total_s / 3600:.1f} | {rows.by_state.total()} | {rows.a_day():.0f} |", ""]
    return "\n".join([*lines, *by_entity([(rows, 1.0)])])


def by_entity(parts: Sequence[tuple[Rows, float]]) -> list[str]:
    """Returns the rows a day by entity as a table in Markdown, of parts that have a share of the day each."""
    found = []
    for key in {key for rows, _ in parts for key in rows.by_entity}:
        counted, alone = (
            sum(share * DAY_S / rows.total_s * getattr(rows, name)[key] for rows, share in parts)
            for name in ("by_entity", "of_attributes")
        )
        found.append((counted, alone, key))
    lines = [
        f"| {key} | {counted:.0f} | {alone:.0f} |" for counted, alone, key in sorted(found, reverse=True)
    ]
    return ["| entity | rows a day | of them attributes alone |", "|---|---|---|", *lines]
