"""Learns what the battery holds, and what of a charge reaches it, from the charges that were seen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from ..base.saved import maybe, number
from ..settings.car import Car as CarSettings
from ..vehicle.car import PLUGGED, CarState, ChargingState

LEAST_PCT = 10.0
"""A charge of less says little: a car reports its state of charge in whole per cent."""

LEAST_CHARGES = 3
"""So many charges are needed before their median is believed."""

LAST = 10
"""So many of the newest charges are looked at."""

SIZES = (0.6, 1.7)
"""Between these shares of the setting any battery lies: with the default from 36 to 102 kWh."""

EFFICIENCIES = (0.8, 1.0)
"""Between these any efficiency lies."""


class Seen(NamedTuple):
    """Holds what one charge says: kWh that the whole battery holds, and the efficiency.

    The efficiency is None where the car does not say what was added.
    """

    battery_kwh: float
    efficiency: float | None


class BatteryEstimate(NamedTuple):
    """Holds what is reckoned with, and what was learnt from how many charges (None: nothing yet)."""

    battery_kwh: float
    efficiency: float
    learnt_battery_kwh: float | None
    learnt_efficiency: float | None
    charges: int


class _Mark(NamedTuple):
    """Holds one look at the car during a charge.

    `added_kwh` is what the car says was added (None: nothing); `drawn_kwh` is what it had drawn by then, in
    so many `hours`.
    """

    soc_pct: float
    added_kwh: float | None
    drawn_kwh: float
    hours: float


class BatteryEstimator:
    """Learns from what the car draws at each beat, and from what it says at each look.

    What the settings name counts more than what was learnt. A charge of which some was not measured, was
    measured wrongly, or went into the climate, ends there. `estimate` changes when the car leaves: at the
    plug another size would look like a trip.
    """

    def __init__(self, settings: CarSettings, longest_beat_s: float) -> None:
        self._settings = settings
        self._longest_beat_s = longest_beat_s
        self._updated_s: float | None = None
        self._drawn_kwh = self._hours = 0.0
        self._soc_pct: float | None = None
        self._first: _Mark | None = None
        self._last: _Mark | None = None
        self._charges: list[Seen] = []
        self._new: list[Seen] = []
        self._believe()

    # Readings

    def beat(self, now_s: float, drawn_w: float) -> None:
        """Takes in the power in W that the car draws (NaN: not known)."""
        span_s = 0.0 if self._updated_s is None else now_s - self._updated_s
        self._updated_s = now_s
        if math.isnan(drawn_w) or not 0 <= span_s <= self._longest_beat_s:
            self._end()
        elif self._settings.efficiency * drawn_w > self._settings.overhead_w:
            self._drawn_kwh += drawn_w * span_s / 3.6e6
            self._hours += span_s / 3600

    def looked(self, car: CarState, as_believed: bool | None) -> None:
        """Takes in what the car says, and whether it draws what it was believed to.

        `as_believed` is None where that cannot be said yet.
        """
        if car.charging not in PLUGGED or car.at_home is False or car.soc_pct is None:
            self._end()
            if car.charging is ChargingState.DISCONNECTED or car.at_home is False:
                self._believe()
        elif as_believed is not None:
            before_pct = self._soc_pct
            if not as_believed or car.climate or before_pct is None or car.soc_pct < before_pct:
                self._end()
            elif car.soc_pct > before_pct:
                # Only where it rises is it known to better than a per cent, and not to be an old one.
                mark = _Mark(car.soc_pct, car.added_kwh, self._drawn_kwh, self._hours)
                self._first, self._last = self._first or mark, mark
            self._soc_pct = car.soc_pct

    def _end(self) -> None:
        """Ends a charge, and keeps what is to be learnt from it until the car leaves.

        With what was drawn, added and lost between the first and the last rise of the state of charge:
        battery_kwh = 100 * added / (last_pct - first_pct), efficiency = (added + lost) / drawn. Where the
        car does not say what was added, it is taken to be efficiency * drawn - lost.
        """
        first, last = self._first, self._last
        self._soc_pct = self._first = self._last = None
        self._drawn_kwh = self._hours = 0.0
        if first is None or last is None or last.soc_pct - first.soc_pct < LEAST_PCT:
            return
        drawn_kwh, lost_kwh = last.drawn_kwh - first.drawn_kwh, self._lost_kwh(last.hours - first.hours)
        if drawn_kwh <= 0:
            return
        added_kwh, efficiency = self.estimate.efficiency * drawn_kwh - lost_kwh, None
        if first.added_kwh is not None and last.added_kwh is not None and first.added_kwh < last.added_kwh:
            added_kwh = last.added_kwh - first.added_kwh
            efficiency = (added_kwh + lost_kwh) / drawn_kwh
        if added_kwh <= 0:
            # Less was measured than the car uses up itself.
            return
        self._new.append(Seen(100 * added_kwh / (last.soc_pct - first.soc_pct), efficiency))

    def _lost_kwh(self, hours: float) -> float:
        return self._settings.overhead_w / 1000 * hours

    def _believe(self) -> None:
        self._charges, self._new = [*self._charges, *self._new][-LAST:], []
        settings, charges = self._settings, self._charges
        low, high = (share * settings.battery_kwh for share in SIZES)
        battery_kwh = _median([each.battery_kwh for each in charges], low, high)
        efficiency = _median(
            [each.efficiency for each in charges if each.efficiency is not None], *EFFICIENCIES
        )
        given = settings.model_fields_set
        self.estimate = BatteryEstimate(
            settings.battery_kwh if battery_kwh is None or "battery_kwh" in given else battery_kwh,
            settings.efficiency if efficiency is None or "efficiency" in given else efficiency,
            battery_kwh,
            efficiency,
            len(charges),
        )

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns the charges that are believed, fit for JSON."""
        return {"charges": [list(each) for each in self._charges]}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        self._charges, self._new = [_seen(values) for values in saved["charges"]], []
        self._believe()


def _median(values: Sequence[float], low: float, high: float) -> float | None:
    """Returns the median of enough values, within bounds; None for fewer than `LEAST_CHARGES`."""
    return min(max(median(values), low), high) if len(values) >= LEAST_CHARGES else None


def _seen(values: Sequence[Any]) -> Seen:
    battery_kwh, efficiency = values
    seen = Seen(number(battery_kwh), maybe(number, efficiency))
    if not all(value > 0 for value in seen if value is not None):
        raise ValueError(f"charge: must have a size and an efficiency above 0, is {list(values)}")
    return seen
