"""Keeps what the car says to draw, and tells by it whether it has done what was asked."""

from __future__ import annotations

import math

from .misses import NONE
from .steps import CLEAR, Step

SAID_S = 1200.0
"""What the car has said counts for so many s: it may have ended its charge since."""


class SaidByCar:
    """Keeps the newest power that the car, or a meter at its plug, says to draw; times are unix seconds."""

    def __init__(self) -> None:
        self._said: tuple[float, float] = -math.inf, 0.0

    def draws(self, at_s: float, power_w: float) -> None:
        """Takes in what it says at `at_s`."""
        self._said = at_s, power_w

    def since(self, at_s: float) -> bool:
        """Says whether it has said anything since."""
        return at_s <= self._said[0] > -math.inf

    def drawing(self, at_s: float) -> bool:
        """Says whether it said not long before `at_s` that it draws."""
        said_s, power_w = self._said
        return power_w > 0 and at_s < said_s + SAID_S

    def obeyed(self, step: Step) -> bool:
        """Says whether it is known to have done what was asked; an end is granted until it denies it."""
        said_s, power_w = self._said
        if not step.sure or step.to_w <= 0:
            return step.sure and not (said_s >= step.settled_s and power_w > -NONE * step.by_w)
        # A car that draws 10 A and takes no more has not gone to 13.
        done = (power_w - step.from_w) / step.by_w
        return said_s >= step.at_s and CLEAR[0] <= done <= CLEAR[1]
