"""Keeps what flows in one line of the house's connection, and what it leaves to the car.

A line is the sum of what the house draws, in W, or one of its phases, in A; what an ampere of charging
current adds to it, `per_amp`, is watts or 1. The car's part counts as far as it is sure to be in it:

    not over   cap_a = car_a + (limit - value) / most_per_amp      car_a: the least that the car draws
    over       cap_a = car_a - (value - limit) / least_per_amp     car_a: the most, while a lowering settles

Times are unix seconds.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from .lateness import Lateness
from .risk_account import RiskAccount

OBEYS_S = 8.0
"""A car that is asked for less draws less within so many s."""

MOMENT_S = 1.0
"""Readings nearer to each other, in s, are one."""

TINY = 1e-9
"""So much of an ampere is lost in reckoning."""


class Change(NamedTuple):
    """Holds that the car was asked for `after_a` instead of `before_a`, and will have by `settled_s`.

    At that moment the line showed `value`.
    """

    at_s: float
    settled_s: float
    before_a: float
    after_a: float
    value: float


class Line:
    """Keeps the newest reading of a line that carries `limit`, and the change of the car's that is under way.

    An overload of a `patient` line is borne for as long as its fuse bears it. `lag_s` is how late its meter
    is, `every_s` how often it speaks, `least_per_amp` and `most_per_amp` are what an ampere of the car's may
    add to it. Before it is known what the car draws, as after a restart, it may be all of `offered_a`.
    """

    def __init__(self, limit: float, patient: bool) -> None:
        self.limit = limit
        self.value: float | None = None
        self.at_s = -math.inf
        self.lag_s = self.every_s = 0.0
        self.least_per_amp = self.most_per_amp = 1.0
        self.offered_a = 0.0
        self._patient = patient
        self._account = RiskAccount()
        self._settled_a: float | None = None
        self._change: Change | None = None
        self._lateness = Lateness()
        self._tight_s: float | None = None
        self._sure = False

    # What is taken in

    def read(self, at_s: float, value: float, sure: bool = False) -> None:
        """Takes in a reading; a `sure` one says what the one before it said."""
        self.value, self.at_s, self._sure = value, at_s, sure
        if self._patient:
            self._account.reading(at_s, (value - self.limit) / self.limit, self.every_s)
        self._lateness.read(at_s, value)
        if value <= self.limit:
            self._tight_s = None

    def changing(self, at_s: float, settled_s: float, before_a: float, after_a: float) -> None:
        """Takes in that the car was asked for another current; one that still settles goes on from there."""
        if self._change is not None and self.value is not None:
            before_a = self._most_a()
        value = math.nan if self.value is None else self.value
        self._change = Change(at_s, settled_s, before_a, after_a, value)
        if after_a < before_a:
            self._lateness.lowered(at_s, value, (before_a - after_a) * self.least_per_amp)
        else:
            self._lateness.raised()

    def drawn(self, drawn_a: float) -> None:
        """Takes in what the car draws, as far as the line shows by now what it was asked for."""
        if self._change is None or self.at_s >= self._change.settled_s + self.lag_s:
            self._settled_a, self._change = drawn_a, None

    # What comes of it

    @property
    def over(self) -> bool:
        """Says whether more flows than the line carries."""
        return self.value is not None and self.value > self.limit

    @property
    def late_s(self) -> float:
        """Returns how many s late the line shows what the car does, as far as that is known."""
        return max(self.lag_s, self._lateness.usual_s)

    def due_in_s(self, now_s: float) -> float:
        """Returns in how many s an overload has to be acted upon; infinite where there is none."""
        if not self.over:
            return math.inf
        if not self._patient:
            return 0.0
        return self._account.due_in_s(now_s, self._hidden_s + self.every_s)

    def cap_a(self) -> int | None:
        """Returns the greatest current that the line leaves to the car, in A; None before any reading."""
        if self.value is None:
            return None
        room = self.limit - self.value
        if room >= 0:
            return math.floor(self._least_a() + room / self.most_per_amp + TINY)
        return math.floor(self._most_a() + room / self.least_per_amp + TINY)

    def house(self) -> float:
        """Returns what the house draws from the line without the car, as the newest reading is understood."""
        if self.value is None:
            return 0.0
        car_a = self._most_a() if self.over else self._least_a()
        return self.value - car_a * self.least_per_amp

    def tight(self, now_s: float, wait_s: float) -> bool:
        """Says whether a second reading shows that there is no room for the car, as the newest one does.

        Where none has followed the first for `wait_s`, that one counts.
        """
        if self._tight_s is None:
            self._tight_s = self.at_s
        return self._sure or self.at_s >= self._tight_s + MOMENT_S or now_s >= self._tight_s + wait_s

    def tight_until_s(self, wait_s: float) -> float:
        """Returns when a single reading without room counts (unix seconds); infinite where there is none."""
        return math.inf if self._tight_s is None else self._tight_s + wait_s

    def _least_a(self) -> float:
        """Returns what of the newest reading is the car's for sure, in A."""
        change = self._change
        if change is None:
            return self._settled_a or 0.0
        if change.after_a <= change.before_a:
            return change.after_a
        return self._risen_a(change)

    def _most_a(self) -> float:
        """Returns what of the newest reading may be the car's, in A: it may not show a lowering yet."""
        change = self._change
        if change is None:
            return self.offered_a if self._settled_a is None else self._settled_a
        if change.after_a > change.before_a:
            return self._risen_a(change)
        hidden = self._lateness.waiting and self.at_s - change.at_s < self._hidden_s
        return change.before_a if hidden else change.after_a

    @property
    def _hidden_s(self) -> float:
        """Returns for how many s a lowering may not show, in readings that are made after it."""
        return max(OBEYS_S, self.late_s)

    def _risen_a(self, change: Change) -> float:
        """Returns the car's part while it rises: what the line shows more than before is the car's."""
        assert self.value is not None
        shown_a = (self.value - change.value) / self.most_per_amp
        most_a = change.after_a - change.before_a
        return change.before_a + (min(max(shown_a, 0.0), most_a) if math.isfinite(shown_a) else 0.0)
