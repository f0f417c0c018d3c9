"""Keeps what is believed of the car: its reports, changed by later commands; and whose its charge is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ..base.reason import Problem, Reason
from ..settings.car import Car as CarSettings
from .car import PLUGGED, CarState, ChargingState
from .claims import UNHEARD_S, Claim, Claims
from .clip import Clip
from .commands import Command, Verb
from .known import as_told, carried_over, contradiction, untold
from .ownership import Owner, Ownership

DOUBT_S = 60.0
"""A charge that has ended without a command is believed to have when that is still so after this time."""

CONTRADICTED_S = 120.0
"""For so long a car may call itself idle while a current flows: one value comes later than another."""


class CarBelief:
    """Keeps the last known state of the car, and whose its charge is.

    `car` is what is believed: the reports, put together, and what later commands claim. `ownership` says
    whose the charge is. `commanded` says that the app has commanded the car since it was plugged in: switched
    off, it owes the car an end of that charge and its full current. `doubted` says that the car's last report
    is not believed before it is repeated. `disobeyed` says that the last read has shown a command to be
    accepted twice and not carried out, `start_in_vain` that it has shown a start to be so, if only once, and
    `began_unasked` that it has shown a charge that has just begun without a start of the app.
    """

    def __init__(self, settings: CarSettings) -> None:
        self.car: CarState | None = None
        self.ownership = Ownership(settings)
        self.commanded = False
        self.doubted = False
        self.disobeyed: Reason[Problem] | None = None
        self.start_in_vain = self.began_unasked = False
        self.claims = Claims()
        self._told: CarState | None = None
        self._clip = Clip()
        self._left = False
        self._untold: tuple[Reason[Problem], ...] = ()
        self._misses: dict[Verb, int] = {}
        self._asleep_s = self._woken_s = self._awake_by_s = self._lowered_s = self._settled_s = -math.inf
        self._settle_s = self._doubted_s = 0.0
        self._contradicted_s: float | None = None
        self._read_s = -math.inf
        self._restored = False

    @property
    def owner(self) -> Owner:
        """Returns whose the running charge is."""
        return self.ownership.owner

    @property
    def unclear(self) -> tuple[Reason[Problem], ...]:
        """Lists what the car says that makes no sense, or leaves out and is missed."""
        said = () if self.car is None else self.car.unclear
        return (*said, *self._untold)

    @property
    def draws(self) -> bool:
        """Says whether a charge is running, as far as is known."""
        return self.car is not None and self.car.draws

    @property
    def missed(self) -> bool:
        """Says whether the car has not done what it was last asked."""
        return bool(self._misses)

    @property
    def to_be_repeated(self) -> bool:
        """Says whether a command was missed for the first time, which is worth repeating at once."""
        return 1 in self._misses.values()

    @property
    def left(self) -> bool:
        """Says whether the car was unplugged, and nobody has taken notice yet."""
        return self._left

    def take_left(self) -> bool:
        """Returns `left`, of which notice is taken by that."""
        left, self._left = self._left, False
        return left

    # What the car says

    def awake(self) -> None:
        """Takes in that the car was asked just now, and is awake."""
        self._asleep_s = -math.inf

    def asleep(self, at_s: float) -> None:
        """Takes in that the car sleeps at `at_s`: it does not charge, and is otherwise as it was."""
        self._asleep_s = at_s
        self.claims.dropped()
        if self._told is None or not self._told.asleep:
            self._told = carried_over(self._told, CarState(at_s, asleep=True))
        if self.car is None or not self.car.asleep:
            self.car = self._clip.applied(self._told)

    def read(self, report: CarState, now_s: float, dark_s: float = -math.inf) -> None:
        """Takes in what the car reports.

        One that reports "unplugged" for the first time is asked again before it is believed. `dark_s` is when
        the house was last without power, or not observed (unix seconds).
        """
        before, self.disobeyed, self.start_in_vain, self.began_unasked = self._told, None, False, False
        if before is not None and report.at_s < min(before.at_s, now_s):
            return  # older than what is known
        car = carried_over(before, _measured(before, report))
        if report.offered_a is None and self.claims.current is not None:
            car = replace(car, offered_a=self.claims.current.command.current_a)
        car = self._settled(before, self._woken(car, now_s), now_s)
        told = self.claims.heeded(before, car, now_s)
        if self._doubts(before, told, now_s):
            return
        if told.charging is ChargingState.DISCONNECTED:
            self._unplugged(before)
        elif before is not None and told.draws and not before.draws:
            started = self._claims(Verb.START)
            self.began_unasked = not started
            self.ownership.began(before, as_told(told, report), self._dark(before, dark_s), started)
        elif before is not None and before.draws and not told.draws and not told.asleep:
            settling = self._claims(Verb.STOP) or self._lowered_s >= told.at_s - self._settle_s
            self.ownership.ended(before, as_told(told, report), self._dark(before, dark_s), settling)
        self._told, self._read_s = told, now_s
        if report.charging is ChargingState.CHARGING and not self.claims.open:
            self._untold = untold(report)
        if not told.asleep:
            self._verify(car, now_s)
        self._restored = False
        self.car = self._clip.applied(self.claims.applied(self._told))

    def _woken(self, car: CarState, now_s: float) -> CarState:
        """Returns the car awake or asleep by what was learnt since: an answer counts more than a report."""
        asleep = car.asleep or car.at_s < self._asleep_s
        obeyed = self._asleep_s < self._woken_s and car.at_s < self._awake_by_s <= now_s
        if asleep and obeyed:
            asleep = False
        return car if asleep is car.asleep else carried_over(car, replace(car, asleep=asleep))

    def _settled(self, before: CarState | None, car: CarState, now_s: float) -> CarState:
        """Returns the car without what it says against itself: in the end the current counts, not words."""
        odd = contradiction(car)
        if odd is None or self.claims.switch is not None:
            self._contradicted_s = None
            return car
        since_s = self._contradicted_s = now_s if self._contradicted_s is None else self._contradicted_s
        if now_s < since_s + CONTRADICTED_S and before is not None:
            return replace(car, charging=before.charging)
        return replace(car, charging=ChargingState.CHARGING, unclear=(*car.unclear, odd))

    def _doubts(self, before: CarState | None, told: CarState, now_s: float) -> bool:
        """Says whether a report is so surprising that it has to be repeated."""
        unplugged = told.charging is ChargingState.DISCONNECTED
        surprising = before is not None and (
            (unplugged and before.charging in PLUGGED)
            or (
                before.draws
                and told.charging is ChargingState.STOPPED
                and not told.asleep
                and not self._claims(Verb.STOP)
            )
        )
        if not surprising:
            self.doubted = False
            return False
        if not self.doubted:
            self.doubted, self._doubted_s = True, now_s
            return True
        self.doubted = not unplugged and now_s < self._doubted_s + DOUBT_S
        return self.doubted

    def _dark(self, before: CarState, dark_s: float) -> bool:
        """Says whether the house was without power, or the app did not run, since the report before.

        That is at least as new as the slowest integration makes it, even where nothing tells its time.
        """
        return self._restored or dark_s > max(before.at_s, self._read_s - UNHEARD_S)

    def _claims(self, verb: Verb) -> bool:
        """Says whether a start, or a stop, is not verified yet."""
        return self.claims.switch is not None and self.claims.switch.command.verb is verb

    def _unplugged(self, before: CarState | None) -> None:
        self._left = self._left or (before is not None and before.charging in PLUGGED)
        self.ownership.unplugged()
        self.commanded = False
        self.claims.dropped()
        self._clip.forget()
        self._misses.clear()

    def _verify(self, car: CarState, now_s: float) -> None:
        """Compares what the car does with what it was asked: only that is success, not what it answered."""
        for command, fault in self.claims.verified(car, now_s):
            if command.verb is Verb.SET_CURRENT and command.current_a is not None and fault is None:
                self._clip.asked(command.current_a, car)
            if fault is None:
                self._misses.pop(command.verb, None)
                continue
            misses = self._misses[command.verb] = self._misses.get(command.verb, 0) + 1
            self.start_in_vain = command.verb is Verb.START
            if misses > 1:
                self.disobeyed = fault
            if command.verb is Verb.SET_CURRENT and self._told is not None:
                # It reports this current as asked for; only forgetting that has it asked again.
                self._told = replace(self._told, offered_a=None)
        self._clip.told(car, self._settled_s)

    # What the car is asked

    def sent(self, command: Command, at_s: float) -> None:
        """Takes in that a command is sent: what the car does from now on may be its doing."""
        self.ownership.sent(command.verb, at_s)
        offered_a = None if self.car is None else self.car.offered_a
        if command.current_a is not None and offered_a is not None and command.current_a < offered_a:
            self._lowered_s = at_s

    def refused(self, command: Command) -> None:
        """Takes in that the car refused a command, which therefore changes nothing."""
        self.ownership.not_taken(command.verb)

    def command_accepted(self, command: Command, at_s: float, settle_s: float, switched_off: bool) -> None:
        """Takes in an accepted command: the car is believed to obey, until it is read once it has settled.

        The app that is `switched_off` commands only to hand the car back.
        """
        if command.verb is Verb.WAKE_UP:
            self._woken_s, self._awake_by_s = at_s, at_s + settle_s
            return
        self._settle_s = settle_s
        assert self._told is not None  # nothing is asked of a car that was never seen
        self.commanded = not switched_off or command.verb is Verb.STOP
        if command.verb is not Verb.SET_CURRENT:
            self.ownership.accepted(command.verb, at_s)
        self._settled_s = at_s + settle_s
        self.claims.made(Claim(command, at_s, self._settled_s))
        self.car = self._clip.applied(self.claims.applied(self._told))

    def rule(self) -> None:
        """Takes in that the app rules the running charge from now on, whoever began it."""
        self.commanded = True

    def forgive(self) -> None:
        """Drops what was held against the car, or left to a person: a person moved a switch."""
        self.ownership.forgive()
        self._misses.clear()

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what is known of the car, fit for JSON."""
        told = None if self._told is None else {**asdict(self._told), "unclear": ()}
        return {
            "told": told,
            "owner": self.ownership.to_dict(),
            "commanded": self.commanded,
            "claims": self.claims.to_dict(),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        told = saved["told"]
        if told is not None:
            self._restored = True
            self._told = CarState(**{**told, "charging": ChargingState(told["charging"]), "unclear": ()})
        self.ownership.from_dict(saved["owner"])
        self.commanded = bool(saved["commanded"])
        self.claims.from_dict(saved["claims"])
        self.car = None if self._told is None else self.claims.applied(self._told)


def _measured(before: CarState | None, report: CarState) -> CarState:
    """Returns the report with its time: one that says nothing of the charge was not measured anew."""
    if before is None or report.asleep or report.charging is not ChargingState.UNKNOWN:
        return report
    return replace(report, at_s=before.at_s)
