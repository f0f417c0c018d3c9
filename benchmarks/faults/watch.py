"""Measures what flows, and what is asked of the car in which state."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from simulator.request_log import COMMANDS
from simulator.tesla_terms import PowerState

from .trial import Trial

DEAR_W = 50.0
"""What a charge that is over still seems to draw is no charge."""

CHEAP_FROM_H, CHEAP_UNTIL_H = 22, 6
FREE = frozenset({"summary", "products"})
WAKE_UP, READ = "wake_up", "vehicle_data"


class Condition(NamedTuple):
    """Is how the car was until a moment, in unix seconds."""

    until_s: float
    asleep: bool
    away: bool


class Watch:
    """Follows house and car from now on; `unreachable` says that what is bought now does not count."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self.unreachable = False
        self.dear_kwh = self.counted_kwh = self.dear_s = self.unseen_kwh = 0.0
        self.dear_until_s: float | None = None
        self.drawing: list[tuple[float, bool]] = []
        self._caught: dict[int, int] = {}
        self.conditions: list[Condition] = []
        books = trial.shell.world.books
        self._kwh, self._solar_kwh, self._at_s = books.car_kwh, books.car_solar_kwh, trial.now_s
        trial.shell.world.watchers.append(self._step)

    def _step(self, now_s: float) -> None:
        self._note_caught()
        books, car = self._trial.shell.world.books, self._trial.car
        kwh, solar_kwh = books.car_kwh - self._kwh, books.car_solar_kwh - self._solar_kwh
        hours = (now_s - self._at_s) / 3600
        self._kwh, self._solar_kwh, self._at_s = books.car_kwh, books.car_solar_kwh, now_s
        bought_kwh = kwh - solar_kwh
        if self._trial.dead or self.unreachable:
            self.unseen_kwh += kwh
        if hours > 0 and _dear(now_s) and bought_kwh / hours * 1000 > DEAR_W:
            self.dear_kwh += bought_kwh
            self.dear_s += hours * 3600
            self.counted_kwh += 0.0 if self.unreachable else bought_kwh
            self.dear_until_s = now_s
        self.drawing.append((now_s, car.charging and car.current_a > 1))
        asleep = car.power_state is PowerState.ASLEEP
        self.conditions.append(Condition(now_s, asleep, not car.at_home))

    def _note_caught(self) -> None:
        """Notes what the app's own last resort has caught: each app counts anew."""
        app = self._trial.shell.app
        if app is not None:
            self._caught[id(app)] = app.last_resort.count

    @property
    def escaped(self) -> int:
        """Counts the exceptions that no part of the app was ready for, whoever caught them in the end."""
        self._note_caught()
        return len(self._trial.shell.escaped or ()) + sum(self._caught.values())

    def charges_from_s(self, from_s: float) -> float | None:
        """Returns when the car first draws after a moment, None for never."""
        return next((at_s for at_s, draws in self.drawing if draws and at_s > from_s), None)


class Asked(NamedTuple):
    """Counts requests: all, commands, those that a sleeping car must not get, and those one away must not.

    A summary is free, and wakes no car: `summaries` counts those of a car that sleeps or is away.
    """

    requests: int
    commands: int
    asleep: int
    away: int
    summaries: int


def asked(trial: Trial, watch: Watch) -> Asked:
    """Counts what the app asked of the service, by how the car was at that moment."""
    moments = [each.until_s for each in watch.conditions]
    commands = asleep = away = summaries = 0
    called_until_s = known_away_until_s = 0.0
    entries = trial.api.requests
    for entry in entries:
        at = bisect_left(moments, entry.at_s)
        if at == len(moments):
            at -= 1
        now = watch.conditions[at]
        is_command = entry.kind in COMMANDS
        commands += is_command
        sleeps = now.asleep and entry.at_s >= called_until_s
        summaries += entry.kind in FREE and (sleeps or now.away)
        asleep += sleeps and (is_command or entry.kind == READ)
        knows = now.away and entry.at_s <= known_away_until_s
        away += knows and (is_command or entry.kind == WAKE_UP)
        if entry.kind == WAKE_UP:
            called_until_s = _until(watch, at, lambda each: each.asleep)
        if entry.kind == READ and entry.status == 200 and now.away:
            known_away_until_s = _until(watch, at, lambda each: each.away)
    return Asked(len(entries), commands, asleep, away, summaries)


def _until(watch: Watch, at: int, holds: Callable[[Condition], bool]) -> float:
    """Returns until when something holds of the car without a break from a condition on."""
    return next((each.until_s for each in watch.conditions[at:] if not holds(each)), math.inf)


def _dear(now_s: float) -> bool:
    hour = (now_s - 1.0) % 86_400 / 3600
    return CHEAP_UNTIL_H <= hour < CHEAP_FROM_H
