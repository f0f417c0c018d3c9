"""Holds a house's past as Home Assistant kept it, neutral, and makes of it a history to plan by."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..base.time_grid import QUARTER_S
from .history import History
from .past_car import CarSeen
from .past_house import PastSpan

DAY_S = 86_400

JUST_BEFORE_S = 1.0
"""What was measured up to a boundary belongs before it."""

Ready = Callable[[float], "tuple[float, float] | None"]
"""Says when after a moment (unix seconds) the car was wanted, with how many kWh; None: never."""


@dataclass(frozen=True)
class Past:
    """Holds what was taken from Home Assistant, the oldest first, up to `until_s` (unix seconds).

    `forecast_kwh` is what had been forecast of the sun, by the day since 1970, and `sun` how many kW it made
    at which moments.
    """

    spans: Sequence[PastSpan]
    car: Sequence[CarSeen]
    forecast_kwh: Mapping[int, float]
    sun: Sequence[tuple[float, float]]
    until_s: float

    @property
    def days(self) -> float:
        """Returns how many days of surplus there are."""
        return sum(span.span_s for span in self.spans) / DAY_S

    @property
    def coarse_days(self) -> float:
        """Returns how many days of those are known by means of whole hours only."""
        return sum(span.span_s for span in self.spans if span.coarse) / DAY_S

    @property
    def stays(self) -> int:
        """Returns how often the car was at the plug."""
        told = [each.at_plug for each in self.car if each.at_plug is not None]
        return sum(now and not before for before, now in zip([False, *told], told, strict=False))

    def history(self, battery_kwh: float, ready: Ready) -> History:
        """Returns all of it as it would have been remembered.

        An hour's mean stands for each of its quarters. The car's battery holds `battery_kwh`; it was wanted
        as `ready` says.
        """
        history = History()
        for span in self.spans:
            end_s = span.begin_s + span.span_s
            for number in range(math.ceil(span.span_s / QUARTER_S)):
                begin_s = span.begin_s + number * QUARTER_S
                until_s = min(begin_s + QUARTER_S, end_s)
                history.measured(until_s - JUST_BEFORE_S, until_s - begin_s, span.surplus_w, span.car_w)
        for day, kwh in self.forecast_kwh.items():
            history.forecast_made(day, kwh)
        self._stays(history, battery_kwh, ready)
        return history

    def _stays(self, history: History, battery_kwh: float, ready: Ready) -> None:
        """Has the history take in when the car came and left, each quarter of an hour and whenever it did."""
        if not self.car:
            return
        at_s = [each.at_s for each in self.car]
        first, last = math.ceil(at_s[0] / QUARTER_S), math.floor(self.until_s / QUARTER_S)
        quarters_s = [float(number * QUARTER_S) for number in range(first, last + 1)]
        soc_pct: float | None = None
        for now_s in sorted({*at_s, *quarters_s}):
            car = self.car[bisect_right(at_s, now_s) - 1]
            soc_pct = soc_pct if car.soc_pct is None else car.soc_pct
            if car.at_plug and soc_pct is not None:
                history.plugged(now_s, soc_pct / 100 * battery_kwh, ready(now_s))
            elif car.at_plug is False:
                history.unplugged(now_s)
