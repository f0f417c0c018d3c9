"""Keeps what is known of whether the car sleeps: its answers count more than reports of before."""

from __future__ import annotations

import math
from dataclasses import replace

from .car import CarState
from .known import carried_over

NEVER_S = -math.inf


class Slumber:
    """Keeps when the car was last found asleep, and when it was woken up (unix seconds)."""

    def __init__(self) -> None:
        self._asleep_s = self._woken_s = self._awake_by_s = NEVER_S

    def found(self, awake: bool, at_s: float) -> None:
        """Takes in that the car was asked, or commanded, and answered that it sleeps, or did not."""
        self._asleep_s = NEVER_S if awake else at_s

    def woken(self, at_s: float, awake_by_s: float) -> None:
        """Takes in that it was woken up: from `awake_by_s` on it is awake, till a later report denies it."""
        self._woken_s, self._awake_by_s = at_s, awake_by_s

    def applied(self, car: CarState, now_s: float) -> CarState:
        """Returns a report with the car awake or asleep by what was learnt since."""
        asleep = car.asleep or car.at_s < self._asleep_s
        obeyed = self._asleep_s < self._woken_s and car.at_s < self._awake_by_s <= now_s
        if asleep and obeyed:
            asleep = False
        return car if asleep is car.asleep else carried_over(car, replace(car, asleep=asleep))
