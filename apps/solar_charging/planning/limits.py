"""Holds how far a person lets the battery be filled from the grid and from the sun, and at which price."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..settings.charging import Charging
from .departures import Departure
from .scenarios import Scenarios

SAME_PRICE = 1e-9
"""Prices that differ by less, in money per kWh, are the same: a sum of two of them is seldom exact."""


class Limits(NamedTuple):
    """Bounds what is bought and what the sun charges; None for no bound.

    From `grid_limit_pct` on nothing is bought, from `sun_limit_pct` on the sun does not charge either, and
    nothing is bought above `price_ceiling`, in money per kWh: at minus infinity nothing at all. Until
    `paused_until_s` (unix seconds) the car is left alone.
    """

    grid_limit_pct: float | None = None
    sun_limit_pct: float | None = None
    price_ceiling: float | None = None
    paused_until_s: float | None = None

    @staticmethod
    def of(charging: Charging) -> Limits:
        """Returns the limits that the settings in force have."""
        return Limits(charging.grid_limit_pct, charging.sun_limit_pct, charging.price_ceiling)

    def sells(self, price_per_kwh: float) -> bool:
        """Says whether a kWh may be bought at a price."""
        return self.price_ceiling is None or price_per_kwh <= self.price_ceiling + SAME_PRICE

    def sunny_pct(self, departure: Departure | None) -> float | None:
        """Returns up to which state of charge the sun charges: what a person wants by a departure it may."""
        if self.sun_limit_pct is None:
            return None
        told = departure is not None and not departure.learnt
        return max(self.sun_limit_pct, departure.soc_pct) if told and departure else self.sun_limit_pct

    def bound(self, scenarios: Scenarios, now_s: float) -> Scenarios:
        """Returns the same scenarios as from `now_s` on (unix seconds), without what may not be had.

        Nothing is for sale that is too dear, and in a pause there is not even the sun.
        """
        if self.price_ceiling is None and self.paused_until_s is None:
            return scenarios
        ceiling = math.inf if self.price_ceiling is None else self.price_ceiling
        for_sale: NDArray[np.bool_] = scenarios.import_per_kwh <= ceiling + SAME_PRICE
        begins_s = now_s + 3600 * (np.cumsum(scenarios.hours) - scenarios.hours)
        paused = begins_s < (now_s if self.paused_until_s is None else self.paused_until_s)
        surplus_kw = np.where(paused, np.minimum(scenarios.surplus_kw, 0.0), scenarios.surplus_kw)
        return replace(scenarios, for_sale=for_sale & ~paused, surplus_kw=surplus_kw)


NO_LIMITS = Limits()
