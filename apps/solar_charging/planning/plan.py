"""Plans purchases by the shadow price of stored energy: takes every offer that costs less.

Suppose the sun of the days to come were known. Then the cheapest way to fill every need is to take all
that costs less than a certain price, and that price is what one more kWh in the battery is worth: it rises
while a departure would lack energy, and falls while the battery would be full. For scenario i it is the
v_i at which the following changes from "too low" to "too high", found by bisection:

    taken_t(v) = plugged_t * sum of kwh[j, i, t] over the steps j with price[j, i, t] < v
    held_t(v)  = stored + sum of (taken_u(v) - trip_u) over u <= t
    full       = first t with held_t > limit
    short      = first t with held_t < min(wanted_t, limit)
    v is too high if full comes before short, or if neither comes and v > final

What the slots offer, `offers` says: up to kwh[j, i, t] at price[j, i, t] for each.

Nobody knows the sun, so v_i is asked for each solar scenario, each with the trips of one of the last weeks,
and lam = mean of v_i over i. Until the next sunrise or departure (the `dark_slots`) nothing can be learnt:
what is bought until then is the same in all scenarios, and is worth its price as long as the mean is above
it. With the prices p_1 < p_2 < ... offered in these slots (those of the first scenario), and m_k = the mean
of v_i after all that costs at most p_k was taken,

    k   = the least with m_k <= p_(k+1)
    lam = m_0 for k = 0, else max(m_k, p_k + 1e-6)
    lam = max(lam, min(p_(k+1), m_(k-1))) where p_k is the price of the running slot: now or never

where p_(k+1) is infinite after the last price, and m_k the bottom of the range if the battery gets too full
in the dark, its top if a departure lacks energy there. The solar law takes lam as the value of a kWh, and
so buys when that is cheaper.

    symbol          name                             unit            shape
    hours           Scenarios.hours                  h               (slots,)
    bought, export  counted_import_, export_per_kwh  money per kWh   (slots,)
    surplus         Scenarios.surplus_kw             kW              (scenarios, slots)
    kwh, price      Offers                           kWh, per kWh    (steps, scenarios, slots)
    trip, wanted    Usage                            kWh             (slots,), of usage i modulo their number
    plugged         Usage.plugged                    1               (slots,)
    stored, limit   stored_kwh, limit_kwh            kWh             scalars
    final           final_value_per_kwh              money per kWh   scalar
    v_i             Plan.values_per_kwh              money per kWh   (scenarios,)
    lam             Plan.value_per_kwh               money per kWh   scalar
    -               Plan.night_kwh                   kWh             (dark slots,)

Sources: v_i is the shadow price of a storage, known as the water value of a reservoir (T. C. Koopmans,
"Water storage policy in a simplified hydroelectric system", 1957; F. R. Førsund, "Hydropower Economics",
2015). That what is decided before the sun is known is the same in all scenarios is two-stage stochastic
programming (J. R. Birge and F. Louveaux, "Introduction to Stochastic Programming", 2011). The tests compare
lam with what a linear program finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..base.economics import Charger, Values
from .offers import Offers, make_offers
from .scenarios import Scenarios

ROUNDS = 11
"""Rounds of bisection, which find a price to better than a thousandth of its range."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Holds what a kWh in the battery is worth, and what to buy before the sun shows more.

    `value_per_kwh` is that value; `values_per_kwh`, of shape (scenarios,), what it would be worth in each
    scenario after the purchases (one value where the battery is full or lacks energy before the sun shows
    more). `night_kwh`, of shape (dark slots,), is what is to be bought in each slot until the next sunrise
    or departure; by day it is empty.
    """

    value_per_kwh: float
    values_per_kwh: Values
    night_kwh: Values

    @cached_property
    def bought_kwh(self) -> float:
        """Returns the kWh to be bought until the next sunrise or departure."""
        return float(self.night_kwh.sum())


def plan(scenarios: Scenarios, charger: Charger) -> Plan:
    """Finds the price at which supply meets what is wanted. Pure: the same scenarios give the same plan."""
    offers = make_offers(scenarios, charger)
    dark = scenarios.dark_slots
    later = _Stage(offers, scenarios, dark)
    if dark == 0:
        values = later.values(scenarios.stored_kwh)
        return Plan(float(values.mean()), values, np.zeros(0))
    return _Night(offers, scenarios, dark, later).plan()


class _Stage:
    """Values energy over the slots from `first` until `last`, in each scenario with one of the usages."""

    def __init__(self, offers: Offers, scenarios: Scenarios, first: int, last: int | None = None) -> None:
        count, usages = len(scenarios.surplus_kw), scenarios.usages
        turn = [usages[number % len(usages)] for number in range(count)]
        span = slice(first, last)
        plugged = np.array([usage.plugged for usage in turn])
        self._kwh = (offers.kwh * plugged)[:, :, span]
        self._price = offers.price[:, :, span]
        trips = np.cumsum([usage.trip_kwh for usage in turn], axis=1)
        self._trips_kwh = trips[:, span]
        self._least_kwh = (
            np.minimum([usage.wanted_kwh for usage in turn], scenarios.limit_kwh)[:, span] - 1e-6
        )
        self._most_kwh = scenarios.limit_kwh + 1e-6
        self._range = offers.lowest, offers.highest
        self._final_value = scenarios.final_value_per_kwh
        self.empty = self._kwh.shape[2] == 0

    def values(self, stored_kwh: float) -> Values:
        """Returns what a kWh is worth in each scenario with `stored_kwh` at the begin, shape (scenarios,)."""
        count = self._kwh.shape[1]
        if self.empty:
            return np.full(count, self._final_value)
        low, high = (np.full(count, bound) for bound in self._range)
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            dear = self._too_dear(stored_kwh, middle)
            high, low = np.where(dear, middle, high), np.where(dear, low, middle)
        return (low + high) / 2

    def _too_dear(self, stored_kwh: float, value: Values) -> NDArray[np.bool_]:
        """Says where taking all that is cheaper fills the battery before a departure lacks energy.

        `value` and the answer have the shape (scenarios,). Where neither happens, `value` is too dear when
        above the final value.
        """
        taken = self._taken(value[:, None])
        full, short = self._first_binding(stored_kwh, taken)
        dear: NDArray[np.bool_] = (full < short) | ((full == short) & (value > self._final_value))
        return dear

    def _taken(self, value: float | Values) -> Values:
        """Returns the kWh of each slot that cost less than `value`, shape (scenarios, slots).

        `value` is one for all scenarios, or of shape (scenarios, 1).
        """
        steps = zip(self._kwh, self._price, strict=True)
        first_kwh, first = next(steps)
        taken: Values = first_kwh * (first < value)
        for kwh, price in steps:
            taken += kwh * (price < value)
        return taken

    def _first_binding(self, stored_kwh: float, taken: Values) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Returns the slots at which the battery is first too full, and first has less than wanted.

        `taken` has the shape (scenarios, slots), each answer (scenarios,); the number of slots means never.
        """
        held = stored_kwh + np.cumsum(taken, axis=1) - self._trips_kwh
        full, short = held > self._most_kwh, held < self._least_kwh
        never = held.shape[1]
        return (
            np.where(full.any(axis=1), full.argmax(axis=1), never),
            np.where(short.any(axis=1), short.argmax(axis=1), never),
        )

    def binding(self, stored_kwh: float, value: float) -> tuple[Values, int]:
        """Takes all that costs less than `value` in every scenario.

        Returns the kWh of each slot in the first one, shape (slots,), and what binds first in any of them:
        1 the battery's limit, -1 the energy wanted at a departure, 0 nothing.
        """
        taken = self._taken(value)
        full, short = (int(slots.min()) for slots in self._first_binding(stored_kwh, taken))
        return taken[0], (full < short) - (short < full)


class _Night:
    """Plans the slots before the sun shows anything: what is bought there is bought in every scenario."""

    def __init__(self, offers: Offers, scenarios: Scenarios, dark: int, later: _Stage) -> None:
        self._stage = _Stage(offers, scenarios, 0, dark)
        self._later = later
        self._stored_kwh = scenarios.stored_kwh
        self._range = offers.lowest, offers.highest
        price, kwh = offers.price[:, 0, :dark], offers.kwh[:, 0, :dark]
        self._running = float(price[0, 0])
        self._prices = np.unique(price[(kwh > 0) & np.isfinite(price)])
        self._mornings: dict[int, tuple[Values, Values]] = {}

    def plan(self) -> Plan:
        """Finds by bisection how many of the prices offered are worth paying, the cheapest first."""
        low, high = 0, len(self._prices)
        while low < high:
            middle = (low + high) // 2
            if float(self._after(middle)[0].mean()) > self._prices[middle]:
                low = middle + 1
            else:
                high = middle
        values, night_kwh = self._after(low)
        value = float(values.mean())
        if low:
            # What the last one that is worth taking costs is what a kWh is worth until it is taken ...
            value = max(value, float(self._prices[low - 1]) + 1e-6)
            if self._running == self._prices[low - 1]:
                # ... and what doing without it would cost, where that is the running one: now or never.
                instead = float(self._prices[low]) if low < len(self._prices) else np.inf
                value = max(value, min(instead, float(self._after(low - 1)[0].mean())))
        return Plan(value, values, night_kwh)

    def _after(self, count: int) -> tuple[Values, Values]:
        """Returns what a kWh is worth after the `count` cheapest prices were paid, and each slot's kWh.

        The values have the shape (scenarios,), or (1,) where a limit or a departure binds before; the kWh
        have the shape (dark slots,).
        """
        if count not in self._mornings:
            self._mornings[count] = self._morning(count)
        return self._mornings[count]

    def _morning(self, count: int) -> tuple[Values, Values]:
        bound = self._prices[count] if count < len(self._prices) else np.inf
        night_kwh, binds = self._stage.binding(self._stored_kwh, float(bound))
        if binds:
            return np.array([self._range[0] if binds > 0 else self._range[1]]), night_kwh
        return self._later.values(self._stored_kwh + float(night_kwh.sum())), night_kwh
