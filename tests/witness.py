"""A witness of what the app asks of a car and what it is told: it knows nothing that the app does not say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from solar_charging.control.outcome import Outcome
from solar_charging.settings.settings import Settings
from solar_charging.vehicle.car import FLOOR_A, CarState, ChargingState, CommandRefused, HomeZone, Vehicle
from solar_charging.vehicle.commands import Command, Verb


@dataclass(frozen=True)
class Asked:
    """Is one request to the car: when, what, what was decided, and what was known then.

    `told` is the last report of the car, `seen` says whether any has told what its charge port does. The grid
    meter had last said `grid_w`, at `grid_s`, and the phases `phases_a`. At `switched_s` a person had moved a
    switch. The car's limit was really `limit_pct`, its battery at `soc_pct`, what the next day was learnt to
    need `need_pct`; a person had set one of `own_limits`.
    `taken` says that the car has taken the request.
    """

    at_s: float
    command: Command
    outcome: Outcome
    told: CarState | None
    seen: bool
    grid_w: float | None = None
    grid_s: float = -math.inf
    phases_a: tuple[float, ...] | None = None
    switched_s: float = -math.inf
    limit_pct: int = 0
    soc_pct: float = 0.0
    need_pct: float = 0.0
    own_limits: frozenset[int] = frozenset()
    taken: bool = False


class Life(Protocol):
    """Is what laws are about: an app that has lived for a while with its house and car."""

    settings: Settings
    zone_info: ZoneInfo
    asked: list[Asked]
    outcomes: list[tuple[datetime, Outcome]]
    spending: Spending

    def witnessed(self, command: Command, told: CarState | None, seen: bool) -> Asked:
        """What is to be noted of a request at this moment."""


class Spending:
    """What the requests have cost, by the months of the app's clock: one that is set back ends none."""

    def __init__(self, settings: Settings, zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        self._prices, self._zone, self._now = settings.api, zone, now
        self.months: dict[tuple[int, int], float] = {}

    def pays(self, price: str, times: int = 1) -> None:
        """Adds one of the prices, so many times."""
        local = self._now().astimezone(self._zone)
        month = max([(local.year, local.month), *self.months])
        self.months[month] = self.months.get(month, 0.0) + times * getattr(self._prices, price)


class Watched:
    """Is a car of which a witness notes what it is asked and what it reports; it may refuse all commands."""

    def __init__(self, vehicle: Vehicle, life: Life, adjusted: Callable[[CarState], CarState]) -> None:
        self.real, self._life, self._adjusted = vehicle, life, adjusted
        self.told: CarState | None = None
        self.seen = self.refuses = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def read(self, home: HomeZone | None) -> CarState:
        """Reads it, which may cost something."""
        if not self.real.reads_are_free:
            self._life.spending.pays("read_price")
        self.told = self._adjusted(self.real.read(home))
        self.seen = self.seen or self.told.charging is not ChargingState.UNKNOWN
        return self.told

    def wake_up(self) -> None:
        """Notes it."""
        self._asked(Command(Verb.WAKE_UP), self.real.wake_up)

    def start(self) -> None:
        """Notes it."""
        self._asked(Command(Verb.START), self.real.start)

    def stop(self) -> None:
        """Notes it."""
        self._asked(Command(Verb.STOP), self.real.stop)

    def set_current(self, current_a: int) -> None:
        """Notes it."""
        self._asked(Command(Verb.SET_CURRENT, current_a), lambda: self.real.set_current(current_a))

    def set_limit(self, limit_pct: int) -> None:
        """Notes it."""
        command = Command(Verb.SET_LIMIT, limit_pct=limit_pct)
        self._asked(command, lambda: self.real.set_limit(limit_pct))

    def _asked(self, command: Command, send: Callable[[], None]) -> None:
        wakes = command.verb is Verb.WAKE_UP
        twice = command.current_a is not None and command.current_a < FLOOR_A
        self._life.spending.pays("wake_up_price" if wakes else "command_price", 2 if twice else 1)
        self._life.asked.append(self._life.witnessed(command, self.told, self.seen))
        if self.refuses and not wakes:
            raise CommandRefused(command.verb.value, "busy")
        send()
        self._life.asked[-1] = replace(self._life.asked[-1], taken=True)
