"""Models the car at the plug: commands that take their time, a battery, a limit, and sleep."""

from __future__ import annotations

import random
from collections import deque
from typing import NamedTuple

from .prices import STEP_S
from .scenario import CarModel

FULL_KWH = 1e-6


class Sent(NamedTuple):
    """Records one request that was sent at a step: `set`, `start`, `stop` or `wake`."""

    step: int
    kind: str


class PluggedCar:
    """Draws the current last commanded, some time after the command.

    `on` and `offered_a` are what was last commanded, `drawn_a` is what the car draws.
    """

    def __init__(self, model: CarModel, stored_kwh: float, seed: int) -> None:
        self.model = model
        self.on = False
        self.offered_a = model.max_a
        self.drawn_a = 0
        self.stored_kwh = stored_kwh
        self.plugged = False
        self.sent: list[Sent] = []
        self.missing_kwh: list[tuple[int, float]] = []
        self._dice = random.Random(seed)
        self._orders: deque[tuple[int, int]] = deque()
        self._limit_kwh = model.limit_kwh - FULL_KWH
        self._gains_kwh = [model.stored_kw(amps) * STEP_S / 3600 for amps in range(model.max_a + 1)]

    @property
    def full(self) -> bool:
        return self.stored_kwh >= self._limit_kwh

    def unplug(self) -> None:
        self.plugged = False
        self._end()

    def plug_in(self) -> None:
        self.plugged = True

    def drive(self, step: int, kwh: float) -> None:
        """Uses up `kwh`; what the battery lacks is booked as missing at `step`."""
        self.stored_kwh -= kwh
        if self.stored_kwh < 0:
            self.missing_kwh.append((step, -self.stored_kwh))
            self.stored_kwh = 0.0

    def told(self, amps: int, step: int, asleep: bool) -> bool:
        """Takes the amps that a law wants at a step; returns True if that took any command.

        Raises `ValueError` for amps that are neither 0 nor within the car's range.
        """
        if amps and not self.model.min_a <= amps <= self.model.max_a:
            raise ValueError(
                f"amps must be 0 or {self.model.min_a} to {self.model.max_a}, is {amps} at step {step}"
            )
        kinds = self._commands(amps)
        if not kinds:
            return False
        delay_s = self._dice.random() * self.model.latency_s
        if "start" in kinds:
            delay_s += self.model.start_latency_s
        if asleep:
            kinds.insert(0, "wake")
            delay_s += self.model.wake_delay_s
        self.sent += [Sent(step, kind) for kind in kinds]
        self.on = amps > 0
        self.offered_a = amps or self.offered_a
        due = step + round(delay_s / STEP_S)
        self._orders.append((max(due, self._orders[-1][0]) if self._orders else due, amps))
        return True

    def _commands(self, amps: int) -> list[str]:
        if not self.plugged or (amps and self.full):
            return []
        if not amps:
            return ["stop"] if self.on else []
        return ["set"] * (amps != self.offered_a) + ["start"] * (not self.on)

    def step(self, step: int) -> int:
        """Lets 10 s pass; returns the amps drawn in them."""
        orders = self._orders
        while orders and orders[0][0] <= step:
            self.drawn_a = orders.popleft()[1]
        drawn_a = self.drawn_a
        if drawn_a:
            self.stored_kwh += self._gains_kwh[drawn_a]
            if self.stored_kwh >= self._limit_kwh:
                self._end()
        return drawn_a

    def _end(self) -> None:
        self.on = False
        self.drawn_a = 0
        self._orders.clear()
