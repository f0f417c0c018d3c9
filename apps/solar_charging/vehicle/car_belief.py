"""What is believed of the car: what it said, changed by what it was told since; and whose its charge is."""

from __future__ import annotations

import math
from dataclasses import replace

from ..settings.settings import Car as CarSettings
from .car import PLUGGED, CarState, ChargingState
from .commands import Command, Verb

TOLERANCE_A = 1.0
"""A current this near to the one that was asked for is the one that was asked for."""


class CarBelief:
    """The car and its charge.

    `ours` tells that the app rules the charge, `by_hand` that a person began it in the car or its app and
    it is to be left alone until the car is unplugged, `by_itself` that it began when the cable was
    plugged in, as cars do. `left` is set when the car is unplugged, for whoever takes notice.
    `disobeyed` says in words that the last read has shown a command to be accepted twice and not carried out,
    `start_in_vain` that it has shown a start to be so, if only once.
    """

    def __init__(self, settings: CarSettings, by_hand: bool = False) -> None:
        self.car: CarState | None = None
        self.ours = False
        self.by_hand = by_hand
        self.by_itself = False
        self.left = False
        self.doubted = False
        self.disobeyed: str | None = None
        self.start_in_vain = False
        self._settings = settings
        self._commanded: Command | None = None
        self._settled_s = -math.inf
        self._misses = 0
        self._maybe_started = False

    def asleep(self, at_s: float) -> None:
        """It sleeps: it does not charge, and is otherwise as it was."""
        if self.car is None or not self.car.asleep:
            self.car = replace(self.car or CarState(at_s), asleep=True)

    def read(self, car: CarState) -> None:
        """Take in what the car says; one that says "unplugged" once is asked again before it is believed."""
        before, self.disobeyed, self.start_in_vain = self.car, None, False
        unplugged = car.charging is ChargingState.DISCONNECTED
        if unplugged and not self.doubted and before is not None and before.charging in PLUGGED:
            self.doubted = True
            return
        self.doubted = False
        if unplugged:
            self.left = before is not None and before.charging in PLUGGED
            self.ours = self.by_hand = self.by_itself = False
            self._commanded, self._misses = None, 0
        elif before is not None and car.draws and not before.draws:
            self._began(before)
        self.car = car
        self._verify(car)

    def _began(self, before: CarState) -> None:
        """A charge runs that was not told to, as far as we know: whose is it?"""
        if self._maybe_started:
            self._maybe_started = False
        elif before.charging is ChargingState.DISCONNECTED:
            self.by_itself = self._settings.at_plug_in != "leave"
            self.by_hand = not self.by_itself
        elif before.charging is ChargingState.STOPPED and before.at_home:
            self.by_hand = self._settings.respect_manual_start and not self._stopping()

    def _stopping(self) -> bool:
        return self._commanded is not None and self._commanded.verb is Verb.STOP

    def _verify(self, car: CarState) -> None:
        """Success is what the car does, not what it answered."""
        if self._commanded is None or car.at_s < self._settled_s:
            return
        command, self._commanded = self._commanded, None
        fault = _fault(command, car)
        if fault is None:
            self._misses = 0
            return
        self._misses += 1
        self.start_in_vain = command.verb is Verb.START
        if self._misses > 1:
            self.disobeyed = fault
        if command.verb is Verb.SET_CURRENT:
            # It says that it was told so; only forgetting that has it told again.
            self.car = replace(car, offered_a=None)

    @property
    def missed(self) -> bool:
        """Whether the car has not done what it was last told."""
        return self._misses > 0

    @property
    def to_be_repeated(self) -> bool:
        """Whether a command was missed for the first time: worth repeating at once."""
        return self._misses == 1

    def command_accepted(self, command: Command, at_s: float, settle_s: float) -> None:
        """The car accepted a command: believe that it obeys, and look again once it has settled."""
        assert self.car is not None  # nothing is asked of a car that was never seen
        if command.verb is Verb.SET_CURRENT:
            self.car = replace(self.car, offered_a=command.current_a)
        elif command.verb is Verb.START:
            self.car = replace(self.car, charging=ChargingState.STARTING)
            self._maybe_started = False
        elif command.verb is Verb.STOP:
            self.car = replace(self.car, charging=ChargingState.STOPPED)
            self.by_itself = False
        if command.verb is not Verb.SET_CURRENT or self.car.draws:
            self._commanded, self._settled_s = command, at_s + settle_s

    def maybe_started(self) -> None:
        """A start may have reached the car, though its answer did not reach us."""
        self._maybe_started = True

    def forgive(self) -> None:
        """A person moved a switch: what was held against the car, or left to a person, is over."""
        self.by_hand = False
        self._misses = 0


def _fault(command: Command, car: CarState) -> str | None:
    """What the car does instead of what it was told; None when it obeys."""
    if command.verb is Verb.START:
        if car.draws or car.charging is ChargingState.COMPLETE:
            return None
        if car.scheduled:
            return "it waits for the charge that is scheduled in the car itself"
        return "it accepted the start and does not charge"
    if command.verb is Verb.STOP:
        return "it accepted the stop and charges on" if car.draws else None
    if not car.draws or car.drawn_a is None or car.drawn_a <= (command.current_a or 0) + TOLERANCE_A:
        # Less than asked for is its own affair: a full battery, a thin cable.
        return None
    return f"it was asked to draw {command.current_a} A and draws {car.drawn_a:.0f} A"
