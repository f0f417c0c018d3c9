"""Lays out what each slot offers to the battery, and at which price.

A slot offers energy in two steps, the lower convex hull of cost over stored energy. With the usable sun
s = USABLE * max(surplus, 0), the losses of `economics` as kept(P) = eta * P - P0, and h = hours * COUNTED:

    cost(P) = bought * P - (bought - sold) * min(P, s),     sold = export + WEAR
    step 1: to P1 = s, held between P(min_a) and P(max_a): kept(P1) * h kWh at cost(P1) / kept(P1) each
    step 2: from P1 to Pm = P(max_a): (kept(Pm) - kept(P1)) * h kWh at the cost(Pm) - cost(P1) that they add
    one step to Pm, where a kWh is no dearer at Pm than at P1
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..base.economics import Charger
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


@dataclass(frozen=True, eq=False)
class Offers:
    """Holds what each slot offers in each scenario: up to `kwh` into the battery, at `price` for each.

    Both have the shape (2, scenarios, slots): two steps, of which the second is dearer (infinitely so where
    it offers nothing). Values are looked for from `lowest` to `highest`, in money per kWh.
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
    return Offers(kwh, price, highest, min(0.0, float(price.min())) - 0.01)
