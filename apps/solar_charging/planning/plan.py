"""What a kWh in the battery is worth now, and by that whether to buy: one price in which all plans meet.

Suppose the sun of the days to come were known. Then the cheapest way to fill every need is to take all
that costs less than a certain price, and that price is what one more kWh in the battery is worth: it rises
while a wish would be missed, and falls while the battery would be full. It is found by bisection. Nobody
knows the sun, so the same is asked for each of the suns of the last days, each with the trips of one of the
last weeks, and the answers are averaged. Until the next sunrise or departure nothing can be learnt: what is
bought until then is the same for all suns, and is worth its price as long as the average is above it.

The law that follows the sun takes this price as the value of a kWh, and so buys when that is cheaper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..base.economics import Charger, Values

USABLE = 0.8
"""The share of a quarter hour's surplus that a charge can follow through clouds and kettles."""

COUNTED = 0.85
"""The share of what a slot offers that is counted on: starts take time, and the latest hours leave none."""

WEAR = 0.01
"""Money that a kWh from the sun costs besides: its share of starts and changes of current."""

LATER = 0.0005
"""Money per kWh and day by which a later purchase counts as cheaper: of equals, the latest ..."""

GOING_ON = 0.0015
"""... but where a charge is running, by which an earlier one does: a pause costs a start."""

DARK_KW = 0.3
"""Less surplus says nothing of the sun."""

MISSING_FACTOR = 1.5
"""A kWh missing at a departure is worth more than the dearest that could be bought."""

ROUNDS = 11
"""Of bisection: the price to a thousandth of its range."""


@dataclass(frozen=True, eq=False)
class Usage:
    """When the car is at the plug: per slot the share of it, the kWh that the trip before the slot took, and
    the kWh wanted at its begin (0: none).
    """

    plugged: Values
    trip_kwh: Values
    wanted_kwh: Values


@dataclass(frozen=True, eq=False)
class Scenarios:
    """What may come, by slots of so many `hours`, what is left of the running one first.

    `surplus_kw` has a row for each sun and a column for each slot; prices are per kWh. `final_value_per_kwh`
    is what a kWh is worth at the end of it all. `charging` tells whether a charge is running.
    """

    hours: Values
    import_per_kwh: Values
    export_per_kwh: Values
    surplus_kw: NDArray[np.float64]
    usages: Sequence[Usage]
    stored_kwh: float
    limit_kwh: float
    final_value_per_kwh: float
    charging: bool = False

    @property
    def counted_import_per_kwh(self) -> Values:
        """What importing costs as a plan counts it, which has an order for equal prices.

        A running charge goes on until the car is wanted, or importing gets cheaper than it is.
        """
        until_days = (np.cumsum(self.hours) - self.hours) / 24
        pauses = self._wanted | (self.import_per_kwh < self.import_per_kwh[0])
        going_on = self.charging & (np.cumsum(pauses) == 0)
        counted: Values = self.import_per_kwh + np.where(going_on, GOING_ON, -LATER) * until_days
        return counted

    @property
    def dark_slots(self) -> int:
        """How many slots pass until the sun begins to tell what it will do, or the car leaves."""
        light = (self.surplus_kw * USABLE > DARK_KW).any(axis=0)
        after_wanted = np.concatenate([[False], self._wanted[:-1]])
        ends = np.flatnonzero(light | after_wanted)
        return int(ends[0]) if ends.size else len(self.hours)

    @cached_property
    def _wanted(self) -> NDArray[np.bool_]:
        wanted: NDArray[np.bool_] = np.any([usage.wanted_kwh > 0 for usage in self.usages], axis=0)
        return wanted


@dataclass(frozen=True, eq=False)
class Plan:
    """`value_per_kwh` is what a kWh in the battery is worth, `values_per_kwh` what it would be worth under
    each sun.

    `night_kwh` is what is to be bought in each slot until the next sunrise or departure; by day it is empty.
    """

    value_per_kwh: float
    values_per_kwh: Values
    night_kwh: Values

    @cached_property
    def bought_kwh(self) -> float:
        """What is to be bought until the next sunrise or departure."""
        return float(self.night_kwh.sum())


def plan(scenarios: Scenarios, charger: Charger) -> Plan:
    """The price at which supply meets what is wanted. Pure: the same scenarios give the same plan."""
    offers = _offers(scenarios, charger)
    dark = scenarios.dark_slots
    later = _Stage(offers, scenarios, dark)
    if dark == 0:
        values = later.values(scenarios.stored_kwh)
        return Plan(float(values.mean()), values, np.zeros(0))
    return _Night(offers, scenarios, dark, later).plan()


@dataclass(frozen=True, eq=False)
class _Offers:
    """What each slot offers under each sun: up to `kwh` into the battery at `price` for each, in two steps,
    of which the second is dearer.
    """

    kwh: NDArray[np.float64]
    price: NDArray[np.float64]
    highest: float
    lowest: float


def _offers(scenarios: Scenarios, charger: Charger) -> _Offers:
    """A charge that carries its own overhead: the first step goes to the current that makes a kWh
    cheapest, the second from there to the greatest (the lower convex hull of cost over stored energy).
    """
    bought = scenarios.counted_import_per_kwh
    sold = scenarios.export_per_kwh + WEAR
    sun_kw = np.maximum(scenarios.surplus_kw, 0.0) * USABLE
    most_kw, least_kw = charger.most_kw, float(charger.drawn_kw[0])
    best_kw = np.clip(sun_kw, least_kw, most_kw)
    best_stored, most_stored = charger.stored_kw(best_kw), charger.most_stored_kw
    best_cost = bought * best_kw - (bought - sold) * np.minimum(best_kw, sun_kw)
    most_cost = bought * most_kw - (bought - sold) * np.minimum(most_kw, sun_kw)
    first, whole = best_cost / best_stored, np.broadcast_to(most_cost / most_stored, best_cost.shape)
    at_once = whole <= first
    more = np.where(at_once, 0.0, most_stored - best_stored)
    second = np.where(more > 1e-6, (most_cost - best_cost) / np.maximum(more, 1e-6), np.inf)
    kwh = np.stack([np.where(at_once, most_stored, best_stored), more]) * scenarios.hours * COUNTED
    price = np.stack([np.where(at_once, whole, first), second])
    highest = MISSING_FACTOR * max(float(bought.max()), 0.0) * charger.drawn_per_stored(most_kw) + 0.05
    return _Offers(kwh, price, highest, min(0.0, float(price.min())) - 0.01)


class _Stage:
    """The slots from `first` on, under each sun with one of the usages."""

    def __init__(self, offers: _Offers, scenarios: Scenarios, first: int, last: int | None = None) -> None:
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
        """What a kWh is worth under each sun to one who begins with `stored_kwh`."""
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
        """Whether who takes all that is cheaper is full before a wish is missed."""
        taken = self._taken(value[:, None])
        full, short = self._first_binding(stored_kwh, taken)
        dear: NDArray[np.bool_] = (full < short) | ((full == short) & (value > self._final_value))
        return dear

    def _taken(self, value: float | Values) -> Values:
        """The kWh of each slot that cost less."""
        (first_kwh, second_kwh), (first, second) = self._kwh, self._price
        taken: Values = first_kwh * (first < value)
        taken += second_kwh * (second < value)
        return taken

    def _first_binding(self, stored_kwh: float, taken: Values) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The slots at which the battery would first be too full, or have less than wanted."""
        held = stored_kwh + np.cumsum(taken, axis=1) - self._trips_kwh
        full, short = held > self._most_kwh, held < self._least_kwh
        never = held.shape[1]
        return (
            np.where(full.any(axis=1), full.argmax(axis=1), never),
            np.where(short.any(axis=1), short.argmax(axis=1), never),
        )

    def binding(self, stored_kwh: float, value: float) -> tuple[Values, int]:
        """All that costs less than `value` is taken under every sun: the kWh of each slot under the first
        one, and what binds first: 1 the battery's limit, -1 a wish, 0 nothing.
        """
        taken = self._taken(value)
        full, short = (int(slots.min()) for slots in self._first_binding(stored_kwh, taken))
        return taken[0], (full < short) - (short < full)


class _Night:
    """The slots before the sun tells anything: what is bought there is bought under every sun."""

    def __init__(self, offers: _Offers, scenarios: Scenarios, dark: int, later: _Stage) -> None:
        self._stage = _Stage(offers, scenarios, 0, dark)
        self._later = later
        self._stored_kwh = scenarios.stored_kwh
        self._range = offers.lowest, offers.highest
        price, kwh = offers.price[:, 0, :dark], offers.kwh[:, 0, :dark]
        self._running = float(price[0, 0])
        self._prices = np.unique(price[(kwh > 0) & np.isfinite(price)])
        self._mornings: dict[int, tuple[Values, Values]] = {}

    def plan(self) -> Plan:
        """Bisect for the number of offers that are worth taking, the cheapest first."""
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
        """What a kWh is worth in the morning after the cheapest `count` offers were taken, and their kWh."""
        if count not in self._mornings:
            self._mornings[count] = self._morning(count)
        return self._mornings[count]

    def _morning(self, count: int) -> tuple[Values, Values]:
        bound = self._prices[count] if count < len(self._prices) else np.inf
        night_kwh, binds = self._stage.binding(self._stored_kwh, float(bound))
        if binds:
            return np.array([self._range[0] if binds > 0 else self._range[1]]), night_kwh
        return self._later.values(self._stored_kwh + float(night_kwh.sum())), night_kwh
