"""Ends a charge of the app's where nothing else works: by what is known of the car, and no law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from ..vehicle.api_budget import Request
from ..vehicle.car import HomeZone, Vehicle, VehicleError
from ..vehicle.car_access import CarAccess
from ..vehicle.commands import Command, Verb
from ..vehicle.ownership import Owner
from .controller import Controller
from .permit import END_AGAIN_S
from .situation import State

IMPORT_W = 500.0
"""What the house may import while its car charges, before that is called dear."""

STOP = Command(Verb.STOP)


class Emergency:
    """Ends the running charge in steps that do not need one another: any of them may fail.

    `guard` is held while the controller is called. `now` is the clock, `home` says where home is, `wanted`
    whether a person wants the car to be charged now, whatever that costs. `let_go` ends a hold of the house
    battery.
    """

    def __init__(
        self,
        controller: Controller,
        vehicle: Vehicle,
        guard: AbstractContextManager[Any],
        now: Callable[[], datetime],
        home: Callable[[], HomeZone | None],
        wanted: Callable[[], bool],
        let_go: Callable[[], None],
    ) -> None:
        self._controller = controller
        self._vehicle = vehicle
        self._guard = guard
        self._now = now
        self._home = home
        self._wanted = wanted
        self._let_go = let_go
        self._ends = self._cheap = self._by_hand = False

    def steps(self) -> Iterator[Callable[[], None]]:
        """Yields the steps, each to be called whether those before it have failed or not."""
        self._ends = self._cheap = self._by_hand = False
        yield self._ask_price
        yield self._ask_person
        yield self._look
        yield self._announce
        yield self._end
        yield self._let_go

    def _ask_price(self) -> None:
        with self._guard:
            self._cheap = self._controller.inputs.rates.off_peak(self._now())

    def _ask_person(self) -> None:
        self._by_hand = self._wanted()

    def _look(self) -> None:
        """Finds out whether there is a dear charge of ours at home, by a fresh report."""
        now_s, access = self._now().timestamp(), self._controller.access
        with self._guard:
            guarded = ours(access) and not self._cheap and not self._by_hand and self._dear(now_s)
        if not guarded or now_s < access.commanding.until_s(now_s, END_AGAIN_S):
            return
        if 0 <= access.read_age_s(now_s) <= self._controller.settings.car.read_s:
            self._ends = access.car is not None and access.car.at_home is True
            return
        home = self._home()
        self._controller.pay(self._now(), Request.READ)
        try:
            car = self._vehicle.read(home)
        except VehicleError as error:
            access.commanding.failed(now_s, error)
        else:
            self._ends = car.at_home is True and car.draws

    def _dear(self, now_s: float) -> bool:
        """Says whether the house imports, or is not known not to."""
        house = self._controller.house
        grid = house.grid
        fresh = grid is not None and 0 <= now_s - grid.at_s <= house.stale_s
        return grid is None or not fresh or house.check.wrong is not None or grid.power_w > IMPORT_W

    def _announce(self) -> None:
        if self._ends:
            with self._guard:
                self._controller.pay(self._now(), Request.COMMAND)
                self._controller.command_sent(STOP, self._now().timestamp())

    def _end(self) -> None:
        if not self._ends:
            return
        try:
            self._vehicle.stop()
        except VehicleError as error:
            with self._guard:
                self._controller.command_failed(STOP, error, self._now().timestamp())
        else:
            with self._guard:
                self._controller.command_accepted(STOP, State.WAITING_FOR_SUN, self._now())


def ours(access: CarAccess) -> bool:
    """Says whether a charge runs that the app has commanded, and nobody has taken over."""
    belief = access.belief
    return belief.commanded and belief.draws and belief.owner is not Owner.PERSON
