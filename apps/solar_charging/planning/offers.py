"""Lays out what each slot offers to the battery, and at which price.

A slot offers energy in two steps, the lower convex hull of cost over stored energy. With the usable sun
s = USABLE * max(surplus, 0), the losses of `economics` as kept(P) = eta * P - P0, and h = hours * COUNTED:

    cost(P) = bought * P - (bought - sold) * min(P, s),     sold = export + WEAR
    step 1: to P1 = s, held between P(min_a) and P(max_a): kept(P1) * h kWh at cost(P1) / kept(P1) each
    step 2: from P1 to Pm = P(max_a): (kept(Pm) - kept(P1)) * h kWh at the cost(Pm) - cost(P1) that they add
    one step to Pm, where a kWh is no dearer at Pm than at P1

Beside a house battery there are three, as in `economics`: the sun that it does without, f = USABLE * free,
the rest of the sun at what it is worth to it, and the grid (free and claimed of `battery_claims`):

    cost(P) = bought * P - (bought - claimed) * min(P, s) - (claimed - sold) * min(P, f)

of which again the lower convex hull counts.

Where nothing is for sale a slot ends at the usable sun, and offers nothing below the least current.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..base.economics import Charger, Values
from .battery_claims import Claims
from .scenarios import USABLE, Scenarios

COUNTED = 0.85
"""Share of what a slot offers that is counted on: starts take time, and the latest hours leave none. Set by
`python -m benchmarks --tuning`.
"""


WEAR = 0.01
"""Money that a kWh from the sun costs besides: its share of starts and changes of current. Set by
`python -m benchmarks --tuning`.
"""


MISSING_FACTOR = 1.5
"""How many times the dearest that could be bought a kWh missing at a departure is worth. Set by
`python -m benchmarks --tuning`.
"""


LEAST_STEP_KW = 1e-6
"""A step that stores less offers nothing."""


@dataclass(frozen=True, eq=False)
class Offers:
    """Holds what each slot offers in each scenario: up to `kwh` into the battery, at `price` for each.

    Both have the shape (steps, scenarios, slots): two steps, of which the second is dearer (infinitely so
    where it offers nothing), or three beside a house battery, none cheaper than the one before. Values
    are looked for from `lowest` to `highest`, in money per kWh.
    """

    kwh: NDArray[np.float64]
    price: NDArray[np.float64]
    highest: float
    lowest: float


def make_offers(scenarios: Scenarios, charger: Charger) -> Offers:
    """Lays out what each slot offers to a charge that carries its own overhead.

    The first step goes to the current that makes a kWh cheapest, the second from there to the greatest (the
    lower convex hull of cost over stored energy, see the head of the module).
    """
    bought = scenarios.counted_import_per_kwh
    sold = scenarios.export_per_kwh + WEAR
    sun_kw = np.maximum(scenarios.surplus_kw, 0.0) * USABLE
    if scenarios.claims is not None:
        return _beside_battery(scenarios, charger, scenarios.claims, sun_kw)
    most_kw, least_kw = _most_kw(scenarios, charger, sun_kw), float(charger.drawn_kw[0])
    best_kw = np.minimum(np.clip(sun_kw, least_kw, charger.most_kw), most_kw)
    best_stored, most_stored = charger.stored_kw(best_kw), charger.stored_kw(most_kw)
    best_cost = bought * best_kw - (bought - sold) * np.minimum(best_kw, sun_kw)
    most_cost = bought * most_kw - (bought - sold) * np.minimum(most_kw, sun_kw)
    first, whole = best_cost / best_stored, np.broadcast_to(most_cost / most_stored, best_cost.shape)
    at_once = whole <= first
    more = np.where(at_once, 0.0, most_stored - best_stored)
    second = np.where(more > 1e-6, (most_cost - best_cost) / np.maximum(more, 1e-6), np.inf)
    kwh = np.stack([np.where(at_once, most_stored, best_stored), more]) * scenarios.hours * COUNTED
    kwh *= most_kw > 0
    price = np.stack([np.where(at_once, whole, first), second])
    return _offers(kwh, price, bought, charger)


def _most_kw(scenarios: Scenarios, charger: Charger, sun_kw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns up to which power a charge goes in each slot, 0 where there is nothing to charge from."""
    if scenarios.for_sale is None:
        return np.asarray(charger.most_kw)
    of_sun_kw = np.where(sun_kw >= charger.drawn_kw[0], np.minimum(sun_kw, charger.most_kw), 0.0)
    found: NDArray[np.float64] = np.where(scenarios.for_sale, charger.most_kw, of_sun_kw)
    return found


def _offers(kwh: NDArray[np.float64], price: NDArray[np.float64], bought: Values, charger: Charger) -> Offers:
    dearest = max(float(bought.max()), 0.0) * charger.drawn_per_stored(charger.most_kw)
    highest = MISSING_FACTOR * dearest + 0.05
    return Offers(kwh, price, highest, min(0.0, float(price.min())) - 0.01)


def _beside_battery(
    scenarios: Scenarios, charger: Charger, claims: Claims, sun_kw: NDArray[np.float64]
) -> Offers:
    """Lays out the same in three steps, see the head of the module."""
    bought, sold = scenarios.counted_import_per_kwh, scenarios.export_per_kwh + WEAR
    free_kw, claimed = claims.free_kw * USABLE, np.maximum(claims.per_kwh + WEAR, sold)
    most_kw, least_kw = _most_kw(scenarios, charger, sun_kw), float(charger.drawn_kw[0])
    ends_kw = np.minimum(
        np.stack(
            [
                np.clip(end_kw, least_kw, charger.most_kw)
                for end_kw in (free_kw, sun_kw, np.full_like(sun_kw, np.inf))
            ]
        ),
        most_kw,
    )
    of_sun_kw, of_free_kw = np.minimum(ends_kw, sun_kw), np.minimum(ends_kw, free_kw)
    cost = bought * ends_kw - (bought - claimed) * of_sun_kw - (claimed - sold) * of_free_kw
    stored_kw, price = _convex(charger.stored_kw(ends_kw), cost)
    return _offers(stored_kw * scenarios.hours * COUNTED * (most_kw > 0), price, bought, charger)


def _convex(
    stored: NDArray[np.float64], cost: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns the steps of the lower convex hull from 0 over ends in order: what each stores, and its price.

    The price of a step is the greatest, over where a stretch begins before it, of the least, over where it
    ends behind it, of the mean price of the stretch. Ends have the shape
    (ends, scenarios, slots).
    """
    zero = np.zeros_like(stored[:1])
    stored, cost = np.concatenate([zero, stored]), np.concatenate([zero, cost])

    def mean(begin: int, end: int) -> NDArray[np.float64]:
        more = stored[end] - stored[begin]
        found: NDArray[np.float64] = np.where(
            more > LEAST_STEP_KW, (cost[end] - cost[begin]) / np.maximum(more, LEAST_STEP_KW), np.inf
        )
        return found

    count = len(stored) - 1
    least = {
        (begin, step): np.minimum.reduce([mean(begin, end) for end in range(step + 1, count + 1)])
        for step in range(count)
        for begin in range(step + 1)
    }
    price = [np.maximum.reduce([least[begin, step] for begin in range(step + 1)]) for step in range(count)]
    return np.diff(stored, axis=0), np.stack(price)
