"""Knows when a car at the plug heats or cools itself for a departure, which is no charge of others'."""

from __future__ import annotations

import math

from ..base.spans import lasts
from ..planning.departures import Departure
from ..vehicle.car import PLUGGED, CarState

NEAR_S = 90 * 60.0
"""A climate that runs for no longer than this, in s, before a departure prepares it."""

LONGEST_S = 45 * 60.0
"""For so long at most, in s, a car prepares one departure; who goes on has other reasons."""


class ClimateHold:
    """Keeps since when the climate runs for a departure; `near` says that it would prepare one now."""

    def __init__(self, wanted: bool) -> None:
        self.near = False
        self._wanted = wanted
        self._for_s: float | None = None
        self._since_s = -math.inf

    def beat(self, now_s: float, car: CarState | None, departure: Departure | None) -> bool:
        """Says whether the car prepares the departure at `now_s` (unix seconds)."""
        self.near = False
        if not self._wanted or departure is None or not now_s < departure.at_s <= now_s + NEAR_S:
            return False
        begun = self._for_s == departure.at_s
        self.near = not begun or lasts(now_s, self._since_s, LONGEST_S)
        at_plug = car is not None and car.charging in PLUGGED and car.at_home is True and not car.asleep
        if car is None or not at_plug or not car.climate:
            return False
        if not begun:
            self._for_s, self._since_s = departure.at_s, now_s
        return self.near
