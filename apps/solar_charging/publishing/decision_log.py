"""Keeps the decisions of the last day: each change of state or current, with its reason and numbers."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from ..base.saved import YEARS, text
from ..control.outcome import Outcome
from ..vehicle.car import CarState
from .translator import Translator

MOST, KEPT = 500, timedelta(days=1)
"""So many changes are kept at most, and so long."""

SHOWN = 5
"""So many of the last ones are shown."""


class Change(NamedTuple):
    """Says what was decided at a moment, and what was known then.

    `at` is ISO 8601, by the house's clock. `current_a` is what the car was asked to draw: 0 while it does not
    charge, None where that is not known. `soc_pct` is the car's, `battery_soc_pct` the house battery's.
    """

    at: str
    state: str
    kind: str
    current_a: int | None
    reason: str
    surplus_w: float | None
    grid_power_w: float | None
    charging_power_w: float | None
    soc_pct: float | None
    value_per_kwh: float
    price_per_kwh: float
    battery_power_w: float | None = None
    battery_soc_pct: float | None = None

    @property
    def essence(self) -> tuple[str, str, int | None]:
        """Is what another decision differs in, whatever its numbers."""
        return self.state, self.kind, self.current_a

    def line(self, translator: Translator) -> str:
        """Says it as a person reads it."""
        return f"{translator.moment(datetime.fromisoformat(self.at))} {self.reason}"


def change_of(now: datetime, outcome: Outcome, car: CarState | None, reason: str) -> Change:
    """Makes a change of a beat's outcome, after its commands, at `now` (in the house's zone).

    `reason` is the text of its reason.
    """
    figures, energy_value = outcome.figures, outcome.energy_value
    current_a = None if car is None else (car.offered_a if car.draws else 0)
    return Change(
        now.isoformat(timespec="seconds"),
        outcome.decision.state.value,
        outcome.decision.reason.why.value,
        current_a,
        reason,
        _rounded(figures.surplus_w),
        _rounded(figures.grid_power_w),
        _rounded(figures.charging_power_w),
        _rounded(figures.soc_pct),
        round(energy_value.value_per_kwh, 3),
        round(energy_value.prices.import_per_kwh, 3),
        _rounded(figures.battery_power_w),
        _rounded(figures.battery_soc_pct),
    )


class DecisionLog:
    """Keeps the changes, the oldest first; as text, a line of JSON each."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=MOST)

    @property
    def last(self) -> Change | None:
        """Is the newest."""
        return self._changes[-1] if self._changes else None

    def recent(self, translator: Translator) -> list[str]:
        """Lists the last ones as a person reads them, the newest first."""
        return [each.line(translator) for each in list(self._changes)[: -SHOWN - 1 : -1]]

    def add(self, change: Change) -> bool:
        """Takes in a beat's decision; returns whether state or current are others than the last."""
        last = self.last
        if last is not None and (last.state, last.current_a) == (change.state, change.current_a):
            return False
        self._changes.append(change)
        oldest = datetime.fromisoformat(change.at) - KEPT
        while datetime.fromisoformat(self._changes[0].at) < oldest:
            self._changes.popleft()
        return True

    def to_lines(self) -> str:
        """Writes all of it."""
        return "".join(f"{json.dumps(each._asdict(), ensure_ascii=False)}\n" for each in self._changes)

    def from_lines(self, lines: Iterable[str]) -> None:
        """Takes up what `to_lines` gave.

        Raises ValueError, TypeError or RecursionError for anything else; then it is empty.
        """
        changes = [Change(**json.loads(line)) for line in lines]
        for each in changes:
            at = datetime.fromisoformat(text(each.at))
            if at.tzinfo is None or at.year not in YEARS[1:]:
                raise ValueError(f"at: must have a time zone, and a year of now, is {each.at}")
            if not all(isinstance(said, str) for said in (each.state, each.kind, each.reason)):
                raise ValueError(f"must have a state, a kind and a reason, is {each}")
        self._changes.extend(changes)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value)
