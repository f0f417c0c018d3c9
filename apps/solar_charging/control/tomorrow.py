"""Tells in the evening what tomorrow's departure will be, so that a person can answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..base.reason import Note, Reason, Value
from ..base.saved import maybe, moment_s, number, text
from ..planning.departures import Departure
from ..planning.planner import EnergyValue
from ..planning.wish import wish
from .alert import Alert
from .situation import NOT_OURS, State

EVENING_H = 19
"""People are home then, the car mostly too, and the prices of tomorrow are known."""

SAME_PCT = 0.5
"""A wish that differs by less is the same."""


class Tomorrow:
    """Tells of the first departure until the end of tomorrow, from the evening on until it has passed.

    It is said anew where what is wanted is another: then an answer has come through.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._told: Alert | None = None
        self._wanted_pct = math.nan

    def beat(
        self, now_s: float, state: State, energy_value: EnergyValue, soc_pct: float | None
    ) -> Alert | None:
        """Returns what is told at `now_s` (unix seconds), None where there is nothing to tell."""
        departure = energy_value.departure
        if departure is None or state in NOT_OURS or now_s >= departure.at_s:
            self._told = None
        elif self._told is None or self._told.key != departure.at_s:
            self._told = self._tell(departure, energy_value, soc_pct) if self._due(now_s, departure) else None
        elif abs(departure.soc_pct - self._wanted_pct) > SAME_PCT:
            self._told = self._tell(departure, energy_value, soc_pct)
        return self._told

    def _due(self, now_s: float, departure: Departure) -> bool:
        """Says whether it is evening, and the departure is tomorrow's or still to come in the night."""
        now = datetime.fromtimestamp(now_s, self._zone)
        leaves = datetime.fromtimestamp(departure.at_s, self._zone)
        return now.hour >= EVENING_H and leaves.date() <= now.date() + timedelta(days=1)

    def _tell(self, departure: Departure, energy_value: EnergyValue, soc_pct: float | None) -> Alert:
        self._wanted_pct = departure.soc_pct
        values: dict[str, Value] = {
            "wish": wish(energy_value),
            "wanted_pct": departure.soc_pct,
            "soc_pct": math.nan if soc_pct is None else soc_pct,
        }
        plan = energy_value.schedule
        if plan is None:
            return Alert("tomorrow", departure.at_s, Reason(Note.TOMORROW_ONLY, values))
        if not plan.purchases:
            return Alert("tomorrow", departure.at_s, Reason(Note.TOMORROW_FREE, values))
        values["kwh"] = sum(each.kwh for each in plan.purchases)
        values["begin"] = plan.purchases[0].begin
        costs = [each.cost for each in plan.purchases if each.cost is not None]
        if not costs:
            return Alert("tomorrow", departure.at_s, Reason(Note.TOMORROW_BUYING, values))
        return Alert("tomorrow", departure.at_s, Reason(Note.TOMORROW_PAYING, {**values, "cost": sum(costs)}))

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        if self._told is None:
            return {"told": None}
        return {"told": [self._told.key, self._told.text.why.value, self._wanted_pct]}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        told = maybe(_read, saved["told"])
        self._told, self._wanted_pct = (None, math.nan) if told is None else told


def _read(saved: Any) -> tuple[Alert, float]:
    key, name, wanted_pct = saved
    return Alert("tomorrow", moment_s(key), Reason(Note(text(name)))), number(wanted_pct, 0.0, 100.0)
