"""Checks the meter at the car's plug by what the car itself says to draw."""

from __future__ import annotations

import math

from .phases import NO_NEUTRAL, THREE

MOVED_W = 500.0
"""By so many W a meter at a plug moves only when a charge begins, ends or changes."""

SETTLED_S = 60.0
"""So long after it has moved the car's own report is of the same moment, in s."""

LEAST_W, SHARE = 600.0, 0.35
"""The two may differ by so many W, and by this share of the larger one."""

NEAR = 0.15
"""So near to a factor of phases, as a share of it, those may be what differs."""

APART_S = 60.0
"""Two misses count where so many s lie between them."""


class PlugCheck:
    """Keeps whether the meter at the plug measures the car; times are unix seconds."""

    def __init__(self) -> None:
        self.wrong = False
        self._power_w, self._moved_s = math.nan, -math.inf
        self._missed_s: float | None = None
        self._agreed_moved_s: float | None = None

    def measured(self, at_s: float, power_w: float) -> None:
        """Takes in what the meter shows."""
        if not abs(power_w - self._power_w) <= MOVED_W:
            self._power_w, self._moved_s = power_w, at_s

    def car_said(self, at_s: float, power_w: float) -> None:
        """Takes in what the car says to have drawn at `at_s`."""
        if math.isnan(self._power_w) or at_s < self._moved_s + SETTLED_S:
            return
        if self._agree(power_w):
            self._missed_s = None
            self.wrong = self.wrong and not self._agrees_again(power_w)
            return
        self._agreed_moved_s = None
        if self._missed_s is None:
            self._missed_s = at_s
        elif at_s >= self._missed_s + APART_S:
            self.wrong = True

    def _agrees_again(self, power_w: float) -> bool:
        """Says whether a charge agrees that did before the meter has moved: that is no chance."""
        if power_w <= LEAST_W:
            return False
        before_s, self._agreed_moved_s = self._agreed_moved_s, self._moved_s
        return before_s is not None and before_s < self._moved_s

    def forgive(self) -> None:
        """Forgets what was held against the meter."""
        self.wrong, self._missed_s = False, None

    def _agree(self, power_w: float) -> bool:
        plug_w = max(self._power_w, 0.0)
        less, more = sorted((power_w, plug_w))
        if more - less <= max(LEAST_W, SHARE * more):
            return True
        return less > 0 and any(abs(more / less / factor - 1) <= NEAR for factor in (NO_NEUTRAL, THREE))
