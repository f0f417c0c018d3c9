"""A house, its car and its grid meter around the meter's check alone: steps, readings and beats."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from solar_charging.metering.meter import Reading
from solar_charging.metering.meter_check import MeterCheck

W_PER_A = 230.0
SETTLE_S, OBEYS_S, REPORT_S, BEAT_S = 30.0, 10.0, 60.0, 30.0
HOUSE_W, SUN_W = 431.0, 3000.0


def jitter_w(at_s: float) -> float:
    """A house never draws the same twice, in W."""
    return 15 * math.sin(0.7 * at_s)


@dataclass
class Stepping:
    """Lets time pass for a meter that reports each `every_s`, `lag_s` late, what it makes of grid and car.

    The car takes up to `limit_a`, and draws `factor` times what is reckoned; it `tells` what it draws. The
    sun is `sun_known`, or is not.
    """

    shows: Callable[[float, float], float] = lambda grid_w, _: grid_w
    every_s: float = 10.0
    lag_s: float = 0.0
    load_w: Callable[[float], float] = lambda at_s: HOUSE_W + jitter_w(at_s)
    sun_w: Callable[[float], float] = lambda _: SUN_W
    sun_known: bool = True
    limit_a: float = 32.0
    factor: float = 1.0
    tells: bool = True
    check: MeterCheck = field(default_factory=MeterCheck)
    now_s: float = 0.0

    def __post_init__(self) -> None:
        self.believed_a = 0.0
        self._drawn: list[tuple[float, float]] = [(-math.inf, 0.0)]
        self._settled_s = self._report_s = -math.inf
        self._told_s = self._beat_s = self.now_s

    def car_w(self, at_s: float) -> float:
        """What the car draws at a moment, in W."""
        return next(watts for since_s, watts in reversed(self._drawn) if since_s <= at_s)

    def to(self, current_a: float) -> Stepping:
        """The car is asked for another current."""
        by_w, to_w = W_PER_A * (current_a - self.believed_a), W_PER_A * current_a
        self.check.stepped(self.now_s, SETTLE_S, by_w, to_w, W_PER_A)
        drawn_w = self.factor * W_PER_A * min(current_a, self.limit_a)
        self._drawn.append((self.now_s + OBEYS_S, drawn_w))
        self.believed_a = current_a
        self._settled_s, self._report_s = self.now_s + SETTLE_S, self.now_s + REPORT_S
        return self

    def run(self, seconds: float) -> Stepping:
        """Time passes."""
        until_s = self.now_s + seconds
        tick_s = min(self.every_s, 5.0)
        while self.now_s < until_s:
            self.now_s += tick_s
            if self.now_s >= self._told_s + self.every_s:
                self._told_s = self.now_s
                self._reads()
            if self.tells and self.now_s >= self._report_s:
                self._reports()
            if self.now_s >= self._beat_s + BEAT_S:
                self._beat_s = self.now_s
                self.check.beat(self.now_s)
        return self

    def _reads(self) -> None:
        was_s = self.now_s - self.lag_s
        car_w, sun_w = self.car_w(was_s), self.sun_w(was_s)
        shown_w = round(self.shows(self.load_w(was_s) + car_w - sun_w, car_w), 3)
        settling = self.now_s < self._settled_s + self.check.lag_s
        drawn_w = math.nan if settling else W_PER_A * self.believed_a
        known_w = self.sun_w(self.now_s) if self.sun_known else None
        self.check.reading(Reading(self.now_s, shown_w), known_w, drawn_w)

    def _reports(self) -> None:
        self._report_s = math.inf
        drawn_w = self.car_w(self.now_s) / self.factor
        self.believed_a = drawn_w / W_PER_A
        self.check.car_drew(self.now_s, drawn_w)
