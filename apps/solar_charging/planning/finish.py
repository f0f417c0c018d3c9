"""Keeps the last part of a charge for the time just before a departure, so that the battery is warm then.

What is kept is bought when it cannot wait any longer, `GUARD_S` before it would be too late. That goes by
the price: with p_now and the mean price p_last of the time that it is kept for, nothing is kept where

    p_last > p_now + extra * |p_now|
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from ..base.economics import Charger
from ..base.time_grid import QUARTER_S
from ..settings.charging import Charging
from .departures import GUARD_S, Departure
from .scenarios import Known, on_quarters
from .schedule import LEAST_KWH, Purchase, Schedule

ROUNDING = 1e-9
"""A price that is higher by no more is the same."""


class Kept(NamedTuple):
    """Holds how many kWh are kept for the end, and from when on they are charged (unix seconds)."""

    kwh: float
    from_s: float


class Finish:
    """Knows what is kept of a charge, by the price of the time just before the departure."""

    def __init__(self, settings: Charging) -> None:
        self._span_s = 60.0 * (settings.finish_by or 0)
        self._extra = settings.finish_extra_pct / 100
        self._last: tuple[Departure, float] | None = None

    def planned(self, known: Known, now_s: float) -> None:
        """Takes in what is known of the departure, and of the prices until then, as of `now_s`."""
        departure, self._last = known.departure, None
        if self._span_s and departure is not None and departure.at_s > now_s:
            first = now_s // QUARTER_S
            begin = max(int((departure.at_s - self._span_s - GUARD_S) // QUARTER_S - first), 0)
            end = max(math.ceil(departure.at_s / QUARTER_S - first), begin + 1)
            self._last = departure, float(on_quarters(known.import_per_kwh, end)[begin:].mean())

    def kept(
        self, departure: Departure | None, spare_s: float, charger: Charger, now_s: float, price: float
    ) -> Kept | None:
        """Returns what is kept now, with power at `price` a kWh; None where nothing is.

        `spare_s` is how long what is missing for the departure can wait.
        """
        if self._last is None or departure != self._last[0] or not GUARD_S < spare_s < math.inf:
            return None
        missing_s = self._last[0].at_s - now_s - spare_s
        if missing_s > self._span_s or not self._worth_it(price):
            return None
        return Kept(missing_s / 3600 * charger.most_stored_kw, now_s + spare_s - GUARD_S)

    def _worth_it(self, price: float) -> bool:
        return self._last is not None and self._last[1] <= price + self._extra * abs(price) + ROUNDING

    def moved(self, schedule: Schedule, charger: Charger) -> Schedule:
        """Returns a schedule in which the last part is bought just before the departure."""
        if self._last is None:
            return schedule
        last_s = self._span_s + GUARD_S
        begin = schedule.departure - timedelta(seconds=last_s)
        left_kwh = self._span_s / 3600 * charger.most_stored_kw
        bought: list[Purchase] = []
        for each in reversed(schedule.purchases):
            moves = each.begin < begin and self._worth_it(each.price_per_kwh)
            kwh = min(each.kwh, left_kwh) if moves else 0.0
            left_kwh -= kwh
            rest_kwh = each.kwh - kwh
            if rest_kwh >= LEAST_KWH:
                end = each.begin + rest_kwh / each.kwh * (each.end - each.begin)
                cost = None if each.cost is None else each.cost * rest_kwh / each.kwh
                bought.insert(0, each._replace(kwh=rest_kwh, end=end, cost=cost))
        moved_kwh = sum(each.kwh for each in schedule.purchases) - sum(each.kwh for each in bought)
        if moved_kwh < LEAST_KWH:
            return schedule
        purchases = (*bought, self._at_the_end(schedule.departure, moved_kwh, charger))
        dearer = _cost(purchases) - _cost(schedule.purchases)
        saved = None if schedule.saved is None else schedule.saved - dearer
        return replace(schedule, purchases=purchases, saved=saved)

    def _at_the_end(self, departure: datetime, kwh: float, charger: Charger) -> Purchase:
        assert self._last is not None
        end, price = departure - timedelta(seconds=GUARD_S), self._last[1]
        cost = kwh * price * charger.drawn_per_stored(charger.most_kw)
        return Purchase(end - timedelta(hours=kwh / charger.most_stored_kw), end, kwh, price, cost)


def _cost(purchases: Sequence[Purchase]) -> float:
    return sum(each.cost or 0.0 for each in purchases)
