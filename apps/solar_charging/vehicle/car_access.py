"""Keeps the way to the car: what is believed of it, when it is looked at, and what failed of late."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..base.reason import Problem, Reason
from ..base.spans import lasts
from ..settings.settings import Settings
from .api_budget import Request
from .backoff import NEVER_S, Backoff
from .car import Asleep, CarState, CommandRefused, Disobeyed, Mute, VehicleError
from .car_belief import CarBelief
from .claims import UNHEARD_S
from .commands import Command, Verb
from .polling import Look, Polling, WakeUps

REFRESH_AFTER_S, REFRESH_EVERY_S, MOST_REFRESHES = 60.0, 120.0, 3
"""What the car made of a command is asked for so long after it should have settled, and so often again, as
long as no newer report has come.
"""

STOP_AGAIN_S = 360.0
"""A stop that the car refuses, or accepts and does not do, is asked for again after so long at most."""

JUMP_S = 600.0
"""For so long after the house has jumped the car is read again, where what it says is older than that."""


class CarAccess:
    """Keeps the belief about the car, its polling, its wake-ups, and a back-off for each thing that can fail.

    Times are unix seconds.
    """

    def __init__(self, settings: Settings, reads_are_free: bool) -> None:
        self._settings = settings.car
        beat_s, long_s = settings.charging.beat_s, settings.car.read_s
        self.belief = CarBelief(settings.car)
        self.polling = Polling(free=reads_are_free)
        self.wake_ups = WakeUps()
        self.reading = Backoff(beat_s, long_s)
        self.commanding = Backoff(beat_s, long_s)
        self.starting = Backoff(beat_s, long_s)
        self.stopping = Backoff(beat_s, STOP_AGAIN_S / 6)
        self.limiting = Backoff(beat_s, STOP_AGAIN_S / 6)
        self._refreshed_s = self._jumped_s = NEVER_S
        self._refreshes, self._wanted = 0, False
        self._mute_s: float | None = None

    @property
    def car(self) -> CarState | None:
        """Returns what is believed of the car, None before it has reported anything."""
        return self.belief.car

    @property
    def at_work(self) -> bool:
        """Says whether the car draws, or has not shown yet what came of a command."""
        return self.belief.draws or self.belief.claims.open

    # What is asked

    def look(self, now_s: float, stretch: float) -> Look:
        """Returns the look that is due, with `stretch` times the usual time between two reads.

        Whether a failure has to be waited out first, `reading` says.
        """
        return self.polling.next(now_s, self._settings, self.belief.draws, stretch)

    def read_soon(self, at_s: float, stretch: float) -> None:
        """Has the car's data read at `at_s`, but not too soon after the last read.

        Between the two are at least a tenth of the usual interval between reads, times `stretch`.
        """
        self.polling.soon(max(at_s, self.polling.read_s + stretch * self._settings.read_s / 10))
        self._wanted, self._jumped_s = True, at_s

    def read_age_s(self, now_s: float) -> float:
        """Returns how many seconds ago the car's data was read; infinite for a clock that was set back."""
        age_s = now_s - self.polling.read_s
        return age_s if age_s >= 0 else math.inf

    def refresh_due(self, now_s: float) -> bool:
        """Says whether newer data is worth asking for: a command does not show, or the house jumped."""
        claims = self.belief.claims
        if self.polling.seldom:
            return False
        overdue = claims.open and now_s >= claims.settled_s() + REFRESH_AFTER_S
        worth = self._wanted or (overdue and self._refreshes < MOST_REFRESHES)
        return worth and not lasts(now_s, self._refreshed_s, REFRESH_EVERY_S)

    @property
    def refresh_requests(self) -> tuple[Request, ...]:
        """Returns what asking for newer data is paid as: nothing, unless it is wanted where it costs."""
        return (Request.REFRESH,) if self.polling.free and self._settings.refresh == "always" else ()

    def refreshed(self, at_s: float) -> None:
        """Takes in that newer data was asked for."""
        self._refreshed_s, self._refreshes, self._wanted = at_s, self._refreshes + 1, False

    # What the car answers

    def found_awake(self, awake: bool, at_s: float) -> None:
        """Takes in the answer to whether the car is awake."""
        self.reading.over()
        self.polling.was_awake(awake, at_s)
        if awake:
            self.belief.awake()
        else:
            self.belief.asleep(at_s)

    def was_read(self, car: CarState, at_s: float, dark_s: float = NEVER_S) -> bool:
        """Takes in the car's data, read at `at_s`; returns whether it is believed.

        What is doubted is read again at once. `dark_s` is when the house was last without power.
        """
        belief, self._mute_s = self.belief, None
        self.reading.over()
        self.polling.was_read(car, at_s, self._settings)
        belief.read(car, at_s, dark_s)
        if belief.doubted:
            self.polling.soon(at_s)
            return False
        self._obeyed(at_s)
        if belief.began_unasked:
            # Its current rises yet.
            self.polling.soon(at_s + self._settings.start_settle_s)
        if car.at_s < self._jumped_s <= at_s < self._jumped_s + JUMP_S:
            # It says what was before the house jumped.
            self.polling.soon(at_s + self._settings.read_s / 10)
        if belief.draws:
            self.wake_ups.charged()
        return True

    def _obeyed(self, at_s: float) -> None:
        """Holds against starts, or stops, what the last read has shown of them."""
        belief, fault = self.belief, self.belief.disobeyed
        if fault is not None:
            blamed = self.stopping if fault.why is Problem.STOP_IN_VAIN else self.starting
            blamed.failed(at_s, Disobeyed(fault))
        elif belief.left or belief.draws:
            self.starting.over()
        if not belief.draws and belief.stopping_until_s is None:
            self.stopping.over()

    @property
    def trouble(self) -> Reason[Problem] | None:
        """Returns why the car cannot be commanded at the moment; None where nothing has failed of late."""
        failed = (self.stopping, self.commanding, self.reading)
        return next((each.problem for each in failed if each.problem is not None), None)

    def look_failed(self, error: VehicleError, at_s: float) -> None:
        """Takes in that the car, or the way to it, did not answer."""
        self.reading.failed(at_s, error)
        if not isinstance(error, Mute):
            self._mute_s = None
        elif self._mute_s is None or at_s < self._mute_s:
            self._mute_s = at_s

    @property
    def limit_problem(self) -> Reason[Problem] | None:
        """Returns why the car did not take a limit; None where it only sleeps."""
        return self.limiting.problem or self.commanding.problem

    def sleeps_by(self, error: VehicleError) -> bool:
        """Says whether a failure shows that the car sleeps: of one that charges only its own word does."""
        return isinstance(error, Asleep) and not self.belief.draws

    def unheard(self, at_s: float) -> None:
        """Takes in that the car is not heard because it sleeps."""
        self.polling.was_awake(False, at_s)
        self.belief.asleep(at_s, answered=False)

    def slept_through(self, at_s: float) -> bool:
        """Says whether a car of which nothing is known sleeps, for otherwise it would have been heard."""
        if self.belief.draws or self._mute_s is None:
            return False
        return self.car is None or at_s >= self._mute_s + UNHEARD_S

    def sent(self, command: Command, at_s: float) -> None:
        """Takes in that a command is about to be sent."""
        self.belief.sent(command, at_s)

    def command_failed(self, command: Command, error: VehicleError, at_s: float) -> None:
        """Takes in that the car did not take a command, or that its answer was lost."""
        if isinstance(error, CommandRefused):
            self.belief.refused(command)
            refused = {Verb.STOP: self.stopping, Verb.SET_LIMIT: self.limiting}
            refused.get(command.verb, self.starting).failed(at_s, error)
            # The car knows better than the app: its data is read again.
            self.polling.soon(at_s)
            return
        self.commanding.failed(at_s, error)
        if isinstance(error, Asleep):
            self.polling.soon(at_s)

    def command_accepted(self, command: Command, now_s: float, switched_off: bool) -> float:
        """Takes in that the car accepted a command; returns in how many seconds it will have settled."""
        self.commanding.over()
        self.reading.shorten()
        self._refreshes, self._wanted = 0, False
        start = command.verb is Verb.START
        settle_s = self._settings.start_settle_s if start else self._settings.settle_s
        self.belief.command_accepted(command, now_s, settle_s, switched_off)
        if command.verb is Verb.SET_LIMIT:
            self.limiting.over()
        if command.verb is not Verb.SET_CURRENT:
            self.polling.soon(now_s + settle_s)
        return settle_s

    def woken(self, now: datetime) -> None:
        """Takes in that a wake-up was sent at `now`, in the house's time zone."""
        self.wake_ups.used(now)
        settle_s = self._settings.start_settle_s
        self.belief.command_accepted(Command(Verb.WAKE_UP), now.timestamp(), settle_s, switched_off=False)

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what is known of the car and of the way to it, fit for JSON."""
        return {
            "belief": self.belief.to_dict(),
            "wake_ups": self.wake_ups.to_dict(),
            "backoffs": {name: backoff.to_dict() for name, backoff in self._backoffs.items()},
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave.

        Raises ValueError, KeyError, TypeError or AttributeError for anything else.
        """
        self.belief.from_dict(saved["belief"])
        self.wake_ups.from_dict(saved["wake_ups"])
        for name, backoff in self._backoffs.items():
            backoff.from_dict(saved["backoffs"].get(name))

    @property
    def _backoffs(self) -> Mapping[str, Backoff]:
        names = ("reading", "commanding", "starting", "stopping", "limiting")
        return {name: getattr(self, name) for name in names}

    # What a person does

    def person_acted(self) -> None:
        """Drops what was left to a person, or held against the car: a switch was moved."""
        self.belief.forgive()
        self.try_again()

    def try_again(self) -> None:
        """Ends all back-offs: something has changed, and whatever failed is worth another try."""
        for backoff in self._backoffs.values():
            backoff.over()
