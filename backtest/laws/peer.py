"""Provides what the laws of other projects have in common: a beat, a planner, and the sun in between."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Protocol

from backtest.law import View
from backtest.scenario import CarModel

from .must_have import MustHave


class Planner(Protocol):
    """Buys what a departure needs."""

    def wants(self, view: View) -> int | None:
        """Returns the current if now is a time to buy, else None."""


class Peer(ABC):
    """Looks at the world every `BEAT_S`: buys when its planner says so, else follows the sun.

    `buys` says that its planner has it buy. When a purchase ends and the surplus does not carry the least
    current, the charge ends with it; no law's timers are held against it then. What the projects read of the
    car's data is not counted, and the least current is the car's 5 A wherever theirs is a setting: both to
    their advantage.
    """

    name: str
    BEAT_S = 30.0

    def __init__(self, car: CarModel, planner: Planner | None = None) -> None:
        self.car = car
        self.least_a = car.min_a
        self._planner = planner or MustHave(car)
        self._beat_s = -math.inf
        self.buys = False
        self._plugged = False

    @property
    def least_w(self) -> float:
        """Returns the power of the least current."""
        return self.least_a * self.car.watts_per_amp

    def decide(self, view: View) -> int | None:
        if view.now_s < self._beat_s:
            return None
        self._beat_s = view.now_s + self.BEAT_S
        self.watch(view)
        if view.plugged and not self._plugged:
            self.fresh(view)
        self._plugged = view.plugged
        wanted_a = self._charge(view) if view.plugged else None
        view.battery_limit_w = self.battery_limit_w(view)
        return wanted_a

    def _charge(self, view: View) -> int | None:
        bought_a = self._planner.wants(view)
        ended = self.buys and bought_a is None
        self.buys = bought_a is not None
        if bought_a is not None:
            return bought_a
        if ended and self.surplus_w(view) < self.least_w:
            return 0
        if ended:
            self.fresh(view)
        return self.follow(view)

    def watch(self, view: View) -> None:  # noqa: B027 - most need no history
        """Takes in the meter readings of this beat, whether the car is plugged in or not."""

    def fresh(self, view: View) -> None:  # noqa: B027 - most do not care
        """Forgets what was timed before, for the cable was just plugged in, or a purchase ended."""

    def surplus_w(self, view: View) -> float:
        """Returns what the law takes for the power that the car may draw.

        By the grid meter alone, unless it knows of a house battery.
        """
        return view.surplus_w

    def battery_limit_w(self, view: View) -> float:
        """Returns the most that the house battery may give; infinity where the law does not steer it."""
        del view
        return math.inf

    @abstractmethod
    def follow(self, view: View) -> int | None:
        """Returns the current that the sun allows, 0 for a stop, None to change nothing."""

    def carried_a(self, power_w: float) -> int:
        """Returns the whole amps that a power carries, between the least and the greatest current."""
        return self.bounded(math.floor(power_w / self.car.watts_per_amp))

    def bounded(self, amps: int) -> int:
        return max(self.least_a, min(amps, self.car.max_a))


class Timer:
    """Says whether something has held without a break for long enough."""

    def __init__(self) -> None:
        self._since_s = math.inf

    def lasted(self, holds: bool, now_s: float, delay_s: float) -> bool:
        self._since_s = min(self._since_s, now_s) if holds else math.inf
        return now_s - self._since_s >= delay_s

    def elapse(self) -> None:
        """Lets what holds from now on count as having held for ever."""
        self._since_s = -math.inf

    def reset(self) -> None:
        self._since_s = math.inf
