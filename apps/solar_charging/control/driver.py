"""Carries out at the car what was decided, and reports to the controller what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from ..vehicle.api_budget import Request, paid_as
from ..vehicle.car import HomeZone, Vehicle, VehicleError
from ..vehicle.commands import Command, send
from ..vehicle.polling import Look
from .controller import Controller
from .situation import State

CAR, COMMANDS = "the car", "its commands"
"""Names of what may fail, for a person who reads the log."""


class Driver:
    """Stands between one controller and one vehicle.

    `guard` is held while the controller is called, never while the car is asked. `now` is the clock, `home`
    says where home is, `stopped` whether to leave off. `tell` takes the name of what may fail, and its error
    or None, and `paying` is called just before anything is sent that may cost.
    """

    def __init__(
        self,
        controller: Controller,
        vehicle: Vehicle,
        guard: AbstractContextManager[Any],
        now: Callable[[], datetime],
        home: Callable[[], HomeZone | None],
        stopped: Callable[[], bool],
        tell: Callable[[str, VehicleError | None], None],
        paying: Callable[[], None],
    ) -> None:
        self._controller = controller
        self._vehicle = vehicle
        self._guard = guard
        self._now = now
        self._home = home
        self._stopped = stopped
        self._tell = tell
        self._paying = paying

    def look_if_due(self) -> None:
        """Looks at the car as far as the controller thinks it worth its price."""
        self._refresh_if_due()
        self._look(self._controller.look(self._now().timestamp()))

    def _refresh_if_due(self) -> None:
        """Asks for newer data where a command should long have shown, and has not."""
        with self._guard:
            due = self._controller.refresh_due(self._now())
        if not due:
            return
        self._paying()
        with self._guard:
            self._controller.refreshing(self._now())
        try:
            self._vehicle.refresh()
        except VehicleError as error:
            self._tell(CAR, error)

    def read(self, last: bool = False) -> None:
        """Reads the car's data; as the `last` thing that an app does that ends."""
        self._look(Look.READ, last)

    def send(self, commands: Iterable[Command], state: State) -> list[Command]:
        """Sends commands given in `state` until one fails; returns those that the car accepted."""
        accepted = []
        for command in commands:
            if self._stopped() or not self.send_one(command, state):
                break
            accepted.append(command)
        return accepted

    def _look(self, look: Look, last: bool = False) -> None:
        if look is Look.NOT:
            return
        polling = self._controller.access.polling
        try:
            if look is Look.AWAKE or not polling.sure(self._now().timestamp()):
                awake = self._vehicle.awake()
                with self._guard:
                    self._controller.car_awake(awake, self._now().timestamp())
                    if look is Look.AWAKE or not awake:
                        look = self._controller.look(self._now().timestamp())
            if look is Look.READ and (last or not self._stopped()):
                home = self._home()
                self._pay(Request.READ, free=self._vehicle.reads_are_free)
                car = self._vehicle.read(home)
                with self._guard:
                    self._controller.car_read(car, self._now().timestamp())
        except VehicleError as error:
            with self._guard:
                self._controller.look_failed(error, self._now().timestamp())
            self._tell(CAR, error)
        else:
            self._tell(CAR, None)

    @property
    def stopped(self) -> bool:
        """Says whether the app has ended."""
        return self._stopped()

    def send_one(self, command: Command, state: State) -> bool:
        """Sends a command given in `state`, even of an app that ends; returns whether the car accepted it."""
        self._pay(*paid_as(command))
        with self._guard:
            self._controller.command_sent(command, self._now().timestamp())
        try:
            send(command, self._vehicle)
        except VehicleError as error:
            with self._guard:
                self._controller.command_failed(command, error, self._now().timestamp())
            self._tell(COMMANDS, error)
            return False
        self._tell(COMMANDS, None)
        with self._guard:
            self._controller.command_accepted(command, state, self._now())
        return True

    def _pay(self, *requests: Request, free: bool = False) -> None:
        if not free:
            self._paying()
        with self._guard:
            self._controller.pay(self._now(), *requests)
