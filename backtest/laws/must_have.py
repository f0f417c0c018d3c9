"""Buys what is missing for the next departure, in the cheapest time before it."""

from __future__ import annotations

import math

import numpy as np

from backtest.law import SLOT_S, View
from backtest.scenario import CarModel

GUARD_S = 900.0
"""Spare time up to which the car charges whatever it costs."""

SPARE_KWH = 0.05
"""Energy bought beyond what is missing, so that no departure fails by a rounding."""


class MustHave:
    """Buys what is missing for the wanted state of charge at the departure, and nothing more.

    It charges at full power, in the cheapest quarters of an hour before the departure, the latest of equals;
    with no time left, at once. Quarters whose price is not known yet count as the mean of the known ones.
    """

    def __init__(self, car: CarModel) -> None:
        self._car = car
        self._kw = car.stored_kw(car.max_a)
        self._decided: tuple[int, float] | None = None
        self._buys = False

    def wants(self, view: View) -> int | None:
        """Returns the full current if now is a time to buy, else None; may be asked at any time."""
        if view.departure_s is None:
            return None
        need_kwh = view.soc_target_pct / 100 * self._car.battery_kwh + SPARE_KWH
        need_kwh = min(need_kwh, self._car.limit_kwh) - view.soc_pct / 100 * self._car.battery_kwh
        if need_kwh <= 0:
            self._decided = None
            return None
        need_s = need_kwh / self._kw * 3600
        if view.departure_s - view.now_s <= need_s + GUARD_S:
            return self._car.max_a
        now = (int(view.now_s // SLOT_S), view.departure_s)
        if now != self._decided:
            self._decided = now
            self._buys = self._now_is_cheap(view, view.departure_s, need_s)
        return self._car.max_a if self._buys else None

    def _now_is_cheap(self, view: View, departure_s: float, need_s: float) -> bool:
        slots = int(departure_s // SLOT_S - view.now_s // SLOT_S)
        known, _ = view.prices_ahead(slots * SLOT_S / 3600)
        prices = np.full(slots, known.mean())
        prices[: len(known)] = known[:slots]
        # Sorted by price, the latest first: the sort is stable and looks from the end.
        order = slots - 1 - np.argsort(prices[::-1], kind="stable")
        return bool(0 in order[: math.ceil(need_s / SLOT_S)])
