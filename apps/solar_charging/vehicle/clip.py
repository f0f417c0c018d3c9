"""Learns what the car takes where it takes less than it was asked for: a cable, a wallbox, its own limit."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from .car import CarState, ChargingState
from .known import FLOWS_A

LESS_A = 2.0
"""A car that draws so much less (in A) than it is offered does not merely round."""

SURE_S = 60.0
"""It must still do so so long after it should have done what it was asked last, or in two reports."""

NEAR_FULL_PCT = 3.0
"""So near to its limit a battery takes less by itself."""


class Less(NamedTuple):
    """Holds a report of a car that draws less than it was offered."""

    at_s: float
    drawn_a: float


class Clip:
    """Keeps the greatest current that the car was seen to take (None: all that it was offered).

    It counts until the car says another greatest current, takes more, or is unplugged.
    """

    def __init__(self) -> None:
        self.most_a: int | None = None
        self._said_a: int | None = None
        self._less: Less | None = None

    def asked(self, asked_a: int, told: CarState) -> None:
        """Takes in what the car shows once it has settled: less than was asked is all that it takes."""
        if told.offered_a is not None and told.offered_a < asked_a and told.draws:
            self._takes(told.offered_a, told)

    def told(self, car: CarState, settled_s: float) -> None:
        """Takes in a report; the last command should have been obeyed by `settled_s` (unix seconds)."""
        if self.most_a is not None:
            more = car.drawn_a is not None and car.drawn_a > self.most_a + 1
            if more or car.max_current_a != self._said_a:
                self.forget()
        if car.drawn_a is None or car.charging is not ChargingState.CHARGING or car.at_s < settled_s:
            return
        before, self._less = self._less, None
        if car.offered_a is None or not FLOWS_A <= car.drawn_a <= car.offered_a - LESS_A or _near_full(car):
            return
        again = before is not None and car.at_s > before.at_s and abs(before.drawn_a - car.drawn_a) <= 1
        if again or car.at_s >= settled_s + SURE_S:
            self._takes(round(car.drawn_a), car)
        self._less = before if before is not None and before.at_s == car.at_s else Less(car.at_s, car.drawn_a)

    def applied(self, car: CarState) -> CarState:
        """Returns the car as it can be commanded: what it does not take is not offered."""
        if self.most_a is None:
            return car
        most_a = self.most_a if car.max_current_a is None else min(car.max_current_a, self.most_a)
        offered_a = None if car.offered_a is None else min(car.offered_a, self.most_a)
        return replace(car, max_current_a=most_a, offered_a=offered_a)

    def forget(self) -> None:
        """Takes in that nothing is known any more: the car was unplugged, or says another limit."""
        self.most_a, self._less = None, None

    def _takes(self, most_a: int, car: CarState) -> None:
        self.most_a, self._said_a = most_a, car.max_current_a


def _near_full(car: CarState) -> bool:
    if car.soc_pct is None:
        return False
    limit_pct = 100.0 if car.charge_limit_pct is None else car.charge_limit_pct
    return car.soc_pct >= limit_pct - NEAR_FULL_PCT
