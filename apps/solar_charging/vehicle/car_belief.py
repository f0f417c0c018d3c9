"""Keeps what is believed of the car: its reports, changed by later commands; and whose its charge is."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum

from ..base.reason import Problem, Reason
from ..settings.car import Car as CarSettings
from .car import PLUGGED, CarState, ChargingState
from .commands import Command, Verb

TOLERANCE_A = 1.0
"""A current this near (in A) to the one that was asked for is the one that was asked for."""


class Owner(str, Enum):
    """Says who began the running charge: the app, a person, the cable at plug-in, or nobody that was seen."""

    NOBODY = "nobody"
    APP = "app"
    PERSON = "person"
    PLUG_IN = "plug_in"


class CarBelief:
    """Keeps the last known state of the car, and whose its charge is.

    A charge that belongs to a person is to be left alone until the car is unplugged. `commanded` says that
    the app has commanded the car since it was plugged in: switched off, it owes the car an end of that charge
    and its full current. `doubted` says that the car's last report is not believed before it is repeated.
    `disobeyed` says that the last read has shown a command to be accepted twice and not carried out,
    `start_in_vain` that it has shown a start to be so, if only once.
    """

    def __init__(self, settings: CarSettings, owner: Owner = Owner.NOBODY) -> None:
        self.car: CarState | None = None
        self.owner = owner
        self.commanded = False
        self.doubted = False
        self.disobeyed: Reason[Problem] | None = None
        self.start_in_vain = False
        self._settings = settings
        self._left = False
        self._awaited: Command | None = None
        self._settled_s = -math.inf
        self._misses = 0
        self._maybe_started = False

    @property
    def draws(self) -> bool:
        """Says whether a charge is running, as far as is known."""
        return self.car is not None and self.car.draws

    @property
    def missed(self) -> bool:
        """Says whether the car has not done what it was last asked."""
        return self._misses > 0

    @property
    def to_be_repeated(self) -> bool:
        """Says whether a command was missed for the first time, which is worth repeating at once."""
        return self._misses == 1

    @property
    def left(self) -> bool:
        """Says whether the car was unplugged, and nobody has taken notice yet."""
        return self._left

    def take_left(self) -> bool:
        """Returns `left`, of which notice is taken by that."""
        left, self._left = self._left, False
        return left

    def asleep(self, at_s: float) -> None:
        """Takes in that the car sleeps: it does not charge, and is otherwise as it was."""
        if self.car is None or not self.car.asleep:
            self.car = replace(self.car or CarState(at_s), asleep=True)

    def read(self, car: CarState) -> None:
        """Takes in what the car reports.

        One that reports "unplugged" for the first time is asked again before it is believed.
        """
        before, self.disobeyed, self.start_in_vain = self.car, None, False
        unplugged = car.charging is ChargingState.DISCONNECTED
        if unplugged and not self.doubted and before is not None and before.charging in PLUGGED:
            self.doubted = True
            return
        self.doubted = False
        if unplugged:
            self._left = before is not None and before.charging in PLUGGED
            self.owner, self.commanded = Owner.NOBODY, False
            self._awaited, self._misses = None, 0
        elif before is not None and car.draws and not before.draws:
            self._began(before)
        self.car = car
        self._verify(car)

    def _began(self, before: CarState) -> None:
        """Finds out whose a charge is that was not asked for, as far as is known."""
        if self._maybe_started:
            self._maybe_started = False
        elif before.charging is ChargingState.DISCONNECTED:
            self.owner = Owner.PERSON if self._settings.at_plug_in == "leave" else Owner.PLUG_IN
        elif before.charging is ChargingState.STOPPED and before.at_home:
            if self._settings.respect_manual_start and not self._stopping():
                self.owner = Owner.PERSON
            elif self.owner is Owner.PERSON:
                self.owner = Owner.NOBODY

    def _stopping(self) -> bool:
        return self._awaited is not None and self._awaited.verb is Verb.STOP

    def _verify(self, car: CarState) -> None:
        """Compares what the car does with what it was asked.

        Only that is success, not what it answered.
        """
        if self._awaited is None or car.at_s < self._settled_s:
            return
        command, self._awaited = self._awaited, None
        fault = _fault(command, car)
        if fault is None:
            self._misses = 0
            return
        self._misses += 1
        self.start_in_vain = command.verb is Verb.START
        if self._misses > 1:
            self.disobeyed = fault
        if command.verb is Verb.SET_CURRENT:
            # It reports this current as asked for; only forgetting that has it asked again.
            self.car = replace(car, offered_a=None)

    def command_accepted(self, command: Command, at_s: float, settle_s: float, switched_off: bool) -> None:
        """Takes in an accepted command: the car is believed to obey, until it is read once it has settled.

        The app that is `switched_off` commands only to hand the car back.
        """
        assert self.car is not None  # nothing is asked of a car that was never seen
        self.commanded = not switched_off or command.verb is Verb.STOP
        if command.verb is Verb.SET_CURRENT:
            self.car = replace(self.car, offered_a=command.current_a)
        elif command.verb is Verb.START:
            self.car = replace(self.car, charging=ChargingState.STARTING)
            self._maybe_started = False
        elif command.verb is Verb.STOP:
            self.car = replace(self.car, charging=ChargingState.STOPPED)
        if command.verb is not Verb.SET_CURRENT:
            self._begun_or_ended()
        if command.verb is not Verb.SET_CURRENT or self.car.draws:
            self._awaited, self._settled_s = command, at_s + settle_s

    def _begun_or_ended(self) -> None:
        """Makes the app own a charge that it started or stopped; a person's wish outlives that."""
        if self.owner is not Owner.PERSON:
            self.owner = Owner.APP

    def rule(self) -> None:
        """Takes in that the app rules the running charge from now on, whoever began it."""
        self.commanded = True

    def maybe_started(self) -> None:
        """Takes in that a start may have reached the car, though its answer was lost."""
        self._maybe_started = True

    def forgive(self) -> None:
        """Drops what was held against the car, or left to a person: a person moved a switch."""
        if self.owner is Owner.PERSON:
            self.owner = Owner.NOBODY
        self._misses = 0


def _fault(command: Command, car: CarState) -> Reason[Problem] | None:
    """Returns what the car does instead of what it was asked, None when it obeys."""
    if command.verb is Verb.START:
        if car.draws or car.charging is ChargingState.COMPLETE:
            return None
        return Reason(Problem.WAITS_FOR_SCHEDULE if car.scheduled else Problem.START_IN_VAIN)
    if command.verb is Verb.STOP:
        return Reason(Problem.STOP_IN_VAIN) if car.draws else None
    if not car.draws or car.drawn_a is None or car.drawn_a <= (command.current_a or 0) + TOLERANCE_A:
        # Less than asked for is its own affair: a full battery, a thin cable.
        return None
    return Reason(Problem.DRAWS_TOO_MUCH, {"current_a": command.current_a, "drawn_a": car.drawn_a})
