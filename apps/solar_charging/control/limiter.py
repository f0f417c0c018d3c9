"""Sets the car's own charge limit, and puts the person's back, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from ..base.reason import Note, Problem, Reason
from ..vehicle.car import CarState, ChargingState
from ..vehicle.commands import Command, Verb
from .alerts import Alert
from .controller import Controller
from .driver import Driver
from .lent_limit import Order
from .outcome import Outcome
from .promises import least_current_a, max_current_a
from .situation import State

FULL = ChargingState.COMPLETE

LIMIT = "the car's charge limit"
"""Names what may fail, for a person who reads the log."""


class Limiter:
    """Stands between one controller's limit and the `driver` of its car.

    `guard` is held while the limit is changed, never while the car is asked; `busy`, which may be taken
    twice, is held all the time, for the end of the app comes on another thread than the beat. `now` is the
    clock; `save` saves what outlives a restart, and says whether that was done. `tell` takes the name of what
    may fail, and what is wrong with it or None. `sent` is what the car took at the last beat.
    """

    def __init__(
        self,
        controller: Controller,
        driver: Driver,
        guard: AbstractContextManager[Any],
        busy: AbstractContextManager[Any],
        now: Callable[[], datetime],
        save: Callable[[], bool],
        tell: Callable[[str, Reason[Problem] | None], None],
    ) -> None:
        self._controller = controller
        self._limit = controller.limit
        self._driver = driver
        self._guard = guard
        self._busy = busy
        self._now = now
        self._save = save
        self._tell = tell
        self.sent: tuple[Command, ...] = ()

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Returns what a person should hear of a limit that could not be put back."""
        alert = self._limit.alert
        return () if alert is None else (alert,)

    def beat(self, outcome: Outcome) -> tuple[Command, ...]:
        """Sets the limit where it is to be another; returns the commands that may go by it.

        None starts a charge above a limit that is still to be raised.
        """
        order, self.sent = outcome.limit, ()
        if order is None:
            return _no_start(outcome.commands) if self._full_by_ours else outcome.commands
        with self._busy:
            if order.read_first:
                self._driver.read()
            elif self._set(order, outcome.decision.state, outcome.decision.current_a):
                return outcome.commands
        return _no_start(outcome.commands) if order.raises else outcome.commands

    @property
    def _full_by_ours(self) -> bool:
        """Says whether the battery is full by a limit that the app has set: a start would be in vain."""
        car, lent = self._controller.car, self._limit.lent
        return lent is not None and not lent.taken and car is not None and car.charging is FULL

    def close(self, told: Callable[[Alert | None], None]) -> None:
        """Puts the person's own limit back as the app ends; `told` takes what a person has to know of it.

        A car that goes on to charge by that is told to stop: nobody will look after it.
        """
        with self._busy:
            self._close()
        told(self._left_behind)
        self._save()

    def _close(self) -> None:
        order = self._last_order()
        if order is not None and order.read_first:
            self._driver.read(last=True)
            order = self._last_order()
        if order is None or order.read_first:
            return
        car = self._controller.car
        if self._set(order, State.OFF, 0, last=True) and car is not None and _begins(order, car):
            self._driver.send_one(Command(Verb.STOP), State.OFF)
            if car.offered_a is not None:
                most_a = max_current_a(car, self._controller.settings)
                self._driver.send_one(Command(Verb.SET_CURRENT, min(car.offered_a, most_a)), State.OFF)

    def _last_order(self) -> Order | None:
        with self._guard:
            return self._controller.keeper.last_order(self._now())

    @property
    def _left_behind(self) -> Alert | None:
        lent = self._limit.lent
        if lent is None or lent.taken or not lent.accepted:
            return None
        return lent.alert(Note.LIMIT_STAYS)

    def _set(self, order: Order, state: State, current_a: int | None, last: bool = False) -> bool:
        """Sends a limit, once it is on the disk what is to be put back; returns whether the car took it.

        Where the car begins to charge by that, it does so with `current_a` or the least there is: nobody has
        asked yet what the house can bear.
        """
        now_s, car = self._now().timestamp(), self._controller.car
        if car is not None and _begins(order, car):
            gentle_a = current_a or least_current_a(car, self._controller.settings)
            current = Command(Verb.SET_CURRENT, gentle_a)
            if car.offered_a != gentle_a and not self._send(current, state, last):
                return False
        with self._guard:
            self._limit.begin(now_s, order)
        if not order.back and not self._save():
            # After a restart nobody would know the person's own.
            with self._guard:
                self._limit.drop(order)
            self._tell(LIMIT, Reason(Problem.LIMIT_UNSAVED))
            return False
        command = Command(Verb.SET_LIMIT, limit_pct=order.pct)
        accepted = self._send(command, state, last)
        with self._guard:
            if accepted:
                self._limit.taken(order)
            else:
                self._limit.failed(order, self._controller.access.limit_problem)
        if accepted:
            self.sent = (command,)
            self._tell(LIMIT, None)
        return accepted

    def _send(self, command: Command, state: State, last: bool) -> bool:
        return (last or not self._driver.stopped) and self._driver.send_one(command, state)


def _no_start(commands: tuple[Command, ...]) -> tuple[Command, ...]:
    return tuple(each for each in commands if each.verb is not Verb.START)


def _begins(order: Order, car: CarState) -> bool:
    """Says whether a car that is full by its limit will go on to charge when that is raised."""
    return order.raises and car.charging is FULL and not car.asleep
