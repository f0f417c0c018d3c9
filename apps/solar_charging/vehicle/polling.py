"""Decides when the car is asked: looks that let it sleep, few wake-ups, patience after failures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from ..base import saved as read
from ..settings.car import Car
from .backoff import NEVER_S
from .car import CarState

APPROACH_M_PER_S = 30.0
"""No car comes home faster (m/s)."""


MOST_IN_VAIN = 10

SURE_S = 15.0
"""For so many s after it has said so a car is awake: only then is its data read."""


class Look(str, Enum):
    """Says how to look at the car: not at all, whether it is awake (free), or at all its data (dear)."""

    NOT = "not"
    AWAKE = "awake"
    READ = "read"


@dataclass
class Polling:
    """Keeps when the car was looked at, and when that is due again; all times in unix seconds.

    `woke` says that its data was not read since it woke up, `awake_s` when it last said that it is awake.
    `seldom` says that nothing is worth more than a read each `idle_read_s`.
    """

    free: bool = False
    asleep: bool | None = None
    read_s: float = NEVER_S
    awake_s: float = NEVER_S
    due_s: float = math.inf
    woke: bool = True
    seldom: bool = False

    def was_awake(self, awake: bool, at_s: float) -> None:
        """Takes in whether the car is awake.

        One that has just woken up may have come home, or be leaving, so its data is wanted.
        """
        if awake and self.asleep is not False:
            self.woke = True
            self.soon(at_s)
        self.asleep = not awake
        if awake:
            self.awake_s = at_s

    def was_read(self, car: CarState, at_s: float, settings: Car) -> None:
        """Takes in that the data was read; a car on its way is due again when it could be home."""
        self.asleep, self.read_s, self.due_s, self.woke = car.asleep, at_s, math.inf, False
        if car.driving:
            way_s = math.inf if car.distance_m is None else car.distance_m / APPROACH_M_PER_S
            self.due_s = at_s + min(max(way_s, settings.read_s / 10), settings.read_s)

    def soon(self, at_s: float) -> None:
        """Has the data read at `at_s` or before."""
        self.due_s = min(self.due_s, at_s)

    def next(self, now_s: float, settings: Car, charging: bool, stretch: float = 1.0) -> Look:
        """Returns the look that is worth its price at `now_s`.

        Between two reads is `stretch` times the usual time. A charging car is awake anyhow and is read
        rarely. Any other is asked whether it is awake, which costs nothing; its data is read when it has just
        woken up, and then so seldom that it can sleep. Where reading is `free`, it is always read, else only
        when the car is `sure` to be awake.
        """
        if self.free:
            return Look.READ
        pause_s = stretch * (settings.read_s if charging and not self.seldom else settings.idle_read_s)
        soon = now_s >= self.due_s and not self.seldom
        # A clock that was set back knows no more.
        due = soon or not self.read_s <= now_s < self.read_s + pause_s
        if charging and not due and self.asleep is False:
            return Look.NOT
        return Look.READ if due and self.sure(now_s) else Look.AWAKE

    def sure(self, now_s: float) -> bool:
        """Says whether the car has just said that it is awake, or need not."""
        return self.free or (self.asleep is False and 0 <= now_s - self.awake_s < SURE_S)


class WakeUps:
    """Says when the car may be woken, for wake-ups are dear.

    For the sun there are so many a day, so far apart. A promise must not fail by that, and only waits the
    longer the more of the last ones were in vain: the car did not wake up, or there was no charge after it.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._count = 0
        self._last_s = NEVER_S
        self._in_vain = 0

    def next_s(self, now: datetime, settings: Car, promised: bool) -> float:
        """Returns the earliest moment of the next one (unix seconds), infinite when today's are used up."""
        if now.timestamp() < self._last_s:
            self._last_s = NEVER_S  # the clock was set back
        if promised:
            pause_s = math.ldexp(settings.start_settle_s, self._in_vain)
            return self._last_s + min(pause_s, settings.wake_up_interval_s)
        if self._day == now.date() and self._count >= settings.wake_ups_per_day:
            return math.inf
        return self._last_s + settings.wake_up_interval_s if settings.wake_ups_per_day else math.inf

    def used(self, now: datetime) -> None:
        """Takes in that one was sent at `now` (in the house's time zone, whose days count)."""
        if self._day != now.date():
            self._day, self._count = now.date(), 0
        self._count += 1
        self._last_s = now.timestamp()
        self._in_vain = min(self._in_vain + 1, MOST_IN_VAIN)

    def charged(self) -> None:
        """Takes in that a charge runs: the last wake-up was not for nothing."""
        self._in_vain = 0

    def to_dict(self) -> dict[str, Any]:
        """Returns how many were sent, fit for JSON."""
        return {
            "day": self._day.isoformat() if self._day is not None else None,
            "count": self._count,
            "last_s": self._last_s if math.isfinite(self._last_s) else None,
            "in_vain": self._in_vain,
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        day, last_s = read.maybe(read.day, saved["day"]), read.maybe(read.moment_s, saved["last_s"])
        count, in_vain = read.whole(saved["count"]), read.whole(saved["in_vain"])
        self._day, self._count, self._in_vain = day, count, min(in_vain, MOST_IN_VAIN)
        self._last_s = NEVER_S if last_s is None else last_s
