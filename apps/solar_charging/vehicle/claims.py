"""Keeps what commands claim of the car: each stands until a report measured after it says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..base.reason import Problem, Reason
from ..base.saved import maybe, moment_s, number, whole
from .car import PLUGGED, CarState, ChargingState
from .commands import Command, Verb

TOLERANCE_A = 1.0
"""A current this near (in A) to the one that was asked for is the one that was asked for."""

UNHEARD_S = 1200.0
"""So long after it has settled a claim stands, if no report comes: no integration asks more rarely."""


@dataclass(frozen=True)
class Claim:
    """Holds one accepted command; the car is to have done it by `settled_s` (unix seconds)."""

    command: Command
    at_s: float
    settled_s: float

    def stands_against(self, car: CarState, now_s: float) -> bool:
        """Says whether a report that contradicts the claim is too old to count."""
        return car.at_s < self.settled_s and self.at_s <= now_s < self.settled_s + UNHEARD_S


class Claims:
    """Keeps the last claim of the switch (start or stop), and of the current, until they are verified."""

    def __init__(self) -> None:
        self.switch: Claim | None = None
        self.current: Claim | None = None

    @property
    def open(self) -> bool:
        """Says whether any claim is not verified yet."""
        return self.switch is not None or self.current is not None

    def settled_s(self) -> float:
        """Returns when all open claims will have settled (unix seconds), minus infinity if none is open."""
        return max((each.settled_s for each in (self.switch, self.current) if each), default=float("-inf"))

    def made(self, claim: Claim) -> None:
        """Takes in that the car accepted a command."""
        if claim.command.verb is Verb.SET_CURRENT:
            self.current = claim
        else:
            self.switch = claim

    def dropped(self) -> None:
        """Takes in that no claim holds any more: the car was unplugged, or sleeps."""
        self.switch = self.current = None

    def heeded(self, before: CarState | None, car: CarState, now_s: float) -> CarState:
        """Returns a report without what a claim still stands against: there it is as the report before."""
        switch, current = self.switch, self.current
        if switch is not None and switch.stands_against(car, now_s) and not _agrees(switch, car):
            car = replace(car, charging=ChargingState.STOPPED if before is None else before.charging)
        if current is not None and current.stands_against(car, now_s):
            car = replace(car, offered_a=None if before is None else before.offered_a)
        return car

    def applied(self, told: CarState) -> CarState:
        """Returns what is believed of a car of which `told` was reported: what is claimed counts more."""
        if self.current is not None:
            told = replace(told, offered_a=self.current.command.current_a)
        if self.switch is None or told.asleep:
            return told
        if self.switch.command.verb is Verb.STOP:
            return replace(told, charging=ChargingState.STOPPED) if told.draws else told
        return told if told.draws else replace(told, charging=ChargingState.STARTING)

    def verified(self, car: CarState, now_s: float) -> tuple[tuple[Command, Reason[Problem] | None], ...]:
        """Takes in a report; returns the commands that it settles, each with what the car does instead."""
        settled = []
        for claim in (self.switch, self.current):
            if claim is None or claim.stands_against(car, now_s):
                continue
            settled.append((claim.command, _fault(claim.command, car)))
            if claim is self.switch:
                self.switch = None
            else:
                self.current = None
        return tuple(settled)

    def to_dict(self) -> list[dict[str, Any]]:
        """Returns the open claims, fit for JSON."""
        claims = [each for each in (self.switch, self.current) if each is not None]
        return [
            {
                "verb": each.command.verb.value,
                "current_a": each.command.current_a,
                "at_s": each.at_s,
                "settled_s": each.settled_s,
            }
            for each in claims
        ]

    def from_dict(self, saved: list[Mapping[str, Any]]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        for each in saved:
            command = Command(Verb(each["verb"]), maybe(whole, each["current_a"]))
            at_s = moment_s(each["at_s"])
            settled_s = number(each["settled_s"], at_s, at_s + UNHEARD_S)
            self.made(Claim(command, at_s, settled_s))


def _agrees(claim: Claim, car: CarState) -> bool:
    """Says whether a report, even an early one, is what the claim says, or an end measured after it."""
    if claim.command.verb is Verb.STOP:
        return not car.draws
    return car.draws or (car.at_s >= claim.at_s and car.charging is not ChargingState.STOPPED)


def _fault(command: Command, car: CarState) -> Reason[Problem] | None:
    """Returns what the car does instead of what it was asked, None when it obeys."""
    if command.verb is Verb.START:
        if car.draws or car.charging is ChargingState.COMPLETE or car.charging not in PLUGGED:
            return None
        return Reason(Problem.WAITS_FOR_SCHEDULE if car.scheduled else Problem.START_IN_VAIN)
    if command.verb is Verb.STOP:
        return Reason(Problem.STOP_IN_VAIN) if car.draws else None
    if not car.draws or car.drawn_a is None or car.drawn_a <= (command.current_a or 0) + TOLERANCE_A:
        # Less than asked for is its own affair: a full battery, a thin cable.
        return None
    return Reason(Problem.DRAWS_TOO_MUCH, {"current_a": command.current_a, "drawn_a": car.drawn_a})
