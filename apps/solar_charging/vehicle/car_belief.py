"""Keeps what is believed of the car: its reports, changed by later commands; and whose its charge is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ..base.reason import Problem, Reason
from ..base.saved import flag, maybe
from ..settings.car import Car as CarSettings
from .car import PLUGGED, CarState, ChargingState
from .claims import UNHEARD_S, Claim, Claims
from .clip import Clip
from .commands import Command, Verb
from .doubts import Doubts
from .known import as_told, carried_over, untold
from .ownership import Owner, Ownership
from .saved_car import car_from_dict
from .slumber import Slumber


class CarBelief:
    """Keeps the last known state of the car, and whose its charge is.

    `car` is what is believed: the reports, put together, and what later commands claim. `ownership` says
    whose the charge is. `commanded` says that the app has commanded the car since it was plugged in: switched
    off, it owes the car an end of that charge and its full current. `disobeyed` says that the last read has
    shown a command to be accepted twice and not carried out, `start_in_vain` that it has shown a start to be
    so, if only once, and `began_unasked` that it has shown a charge to have just begun without a start of the
    app.
    """

    def __init__(self, settings: CarSettings) -> None:
        self.car: CarState | None = None
        self.ownership = Ownership(settings)
        self.commanded = False
        self.disobeyed: Reason[Problem] | None = None
        self.start_in_vain = self.began_unasked = False
        self.claims = Claims()
        self._told: CarState | None = None
        self._clip = Clip()
        self._slumber = Slumber()
        self._doubts = Doubts()
        self._left = False
        self._untold: tuple[Reason[Problem], ...] = ()
        self._misses: dict[Verb, int] = {}
        self._lowered_s = self._settled_s = -math.inf
        self._settle_s = 0.0
        self._read_s = self._began_s = -math.inf
        self._drew: CarState | None = None
        self._restored = False

    @property
    def doubted(self) -> bool:
        """Says whether the car's last report is not believed before it is repeated."""
        return self._doubts.doubted

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
        self._slumber.found(True, -math.inf)

    def asleep(self, at_s: float, answered: bool = True) -> None:
        """Takes in that the car sleeps at `at_s`: it does not charge, and is otherwise as it was.

        It was asked, and has `answered` so, or else nothing is heard of it.
        """
        if answered:
            self._slumber.found(False, at_s)
        self.claims.dropped()
        if self._told is None or not self._told.asleep:
            self._drew = self._told if self._told is not None and self._told.draws else None
            # An answer, no report: those of before are still the last ones.
            told_s = at_s if self._told is None else self._told.at_s
            self._told = carried_over(self._told, CarState(told_s, asleep=True))
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
        car = self._slumber.applied(car, now_s)
        car = self._doubts.resolved(before, car, now_s, self.claims.switch is not None)
        told = self.claims.heeded(before, car, now_s)
        if self._doubts.surprised(before, told, now_s, self._claims(Verb.STOP)):
            return
        if told.charging is ChargingState.DISCONNECTED:
            self._unplugged(before)
        elif before is not None and not told.asleep:
            self._began_or_ended(self._drew or before, told, as_told(told, report), now_s, dark_s)
        if told.asleep and before is not None and before.draws:
            self._drew = before
        elif not told.asleep:
            self._drew = None
        self._told, self._read_s = self._since_the_begin(told), now_s
        if report.charging is ChargingState.CHARGING and not self.claims.open:
            self._untold = untold(report)
        if not told.asleep:
            self._verify(car, now_s)
        self._restored = False
        self.car = self._clip.applied(self.claims.applied(self._told))

    def _began_or_ended(
        self, before: CarState, told: CarState, signs: CarState, now_s: float, dark_s: float
    ) -> None:
        """Finds out who began or ended a charge, if one did between two reports of an awake car."""
        dark = self._restored or self._dark(before, dark_s)
        if told.draws and not before.draws:
            started = self._claims(Verb.START)
            self.began_unasked, self._began_s = not started, min(told.at_s, now_s)
            self.ownership.began(before, signs, dark, started)
        elif before.draws and not told.draws:
            settling = self._claims(Verb.STOP) or self._lowered_s >= told.at_s - self._settle_s
            self.ownership.ended(before, signs, dark, settling)

    def seen_stopped(self, at_s: float) -> None:
        """Takes in that the meter has shown at `at_s` that the stop was obeyed, before the car said so."""
        if self._told is not None and self._claims(Verb.STOP):
            self._told = replace(self._told, charging=ChargingState.STOPPED, at_s=max(at_s, self._told.at_s))
            self.claims.switch = None
            self.ownership.not_taken(Verb.STOP)  # it explains nothing that comes after it

    @property
    def stopping_until_s(self) -> float | None:
        """Returns when a stop that is not verified yet will have settled (unix seconds); None without one."""
        switch = self.claims.switch
        return switch.settled_s if switch is not None and self._claims(Verb.STOP) else None

    def _since_the_begin(self, told: CarState) -> CarState:
        """Returns the car whose state of charge, told before the charge began, was right until then."""
        if told.soc_s is None or told.soc_s >= self._began_s:
            return told
        return replace(told, soc_s=self._began_s)

    def _dark(self, before: CarState, dark_s: float) -> bool:
        """Says whether the house was without power since the report before.

        That is at least as new as the slowest integration makes it, even where nothing tells its time.
        """
        return dark_s > max(before.at_s, self._read_s - UNHEARD_S)

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
            self._slumber.woken(at_s, at_s + settle_s)
            return
        assert self._told is not None  # nothing is asked of a car that was never seen
        if command.verb is Verb.SET_LIMIT:
            self._limited(command)
            return
        self._settle_s = settle_s
        self.commanded = not switched_off or command.verb is Verb.STOP
        if command.verb is not Verb.SET_CURRENT:
            self.ownership.accepted(command.verb, at_s)
        if command.verb is Verb.START:
            self._began_s = at_s
        self._settled_s = at_s + settle_s
        self.claims.made(Claim(command, at_s, self._settled_s))
        self.car = self._clip.applied(self.claims.applied(self._told))

    def _limited(self, command: Command) -> None:
        """Takes in that the car's limit is another one: one that was full may go on, which the app began."""
        assert self._told is not None
        self.commanded = self.commanded or self._told.charging is ChargingState.COMPLETE
        self._told = replace(self._told, charge_limit_pct=command.limit_pct)
        self.car = self._clip.applied(self.claims.applied(self._told))

    def rule(self) -> None:
        """Takes in that the app rules the running charge from now on, whoever began it."""
        self.commanded = True

    def handed_back(self) -> None:
        """Takes in that the car is as a person wants to find it, once that is sure."""
        self.commanded = self.commanded and self.claims.open

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
        told, commanded = maybe(car_from_dict, saved["told"]), flag(saved["commanded"])
        claims = Claims()
        claims.from_dict(saved["claims"])
        self.ownership.from_dict(saved["owner"])
        self._told, self._restored = told, told is not None
        self.commanded, self.claims = commanded, claims
        self.car = None if self._told is None else self.claims.applied(self._told)


def _measured(before: CarState | None, report: CarState) -> CarState:
    """Returns the report with its time: one that says nothing of the charge was not measured anew."""
    if before is None or report.asleep or report.charging is not ChargingState.UNKNOWN:
        return report
    return replace(report, at_s=before.at_s)
