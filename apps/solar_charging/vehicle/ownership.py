"""Finds out whose a charge is: the app's, a person's, the cable's, or nobody's that was seen.

Two reports of the car say that a charge has begun, or has ended, in between; what else differs between them
says by whom. Where that cannot be told the charge is nobody's: the app ends it if it is dear, says so, and
leaves it to a person if it then begins again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from ..base.reason import Reason, Sign
from ..base.saved import maybe, moment_s, pairs
from ..settings.car import Car as CarSettings
from .car import CarState, ChargingState
from .commands import Verb

AGAIN_S = 900.0
"""A charge that begins again so soon after the app has ended one of nobody's is a person's."""

STOP_RESPECTED_S = 86_400.0
"""For so long a person's stop is respected, if nothing ends that before."""

REACH_S = {Verb.START: 300.0, Verb.STOP: 120.0, Verb.SET_LIMIT: 300.0}
"""A command explains what happens to the car until so long after it, however slow the car is."""

GAP_S = 120.0
"""Between two reports no farther apart nobody unplugs a car, and plugs it in again."""

DRIVEN_KM, SPENT_PCT, RESET_KWH = 0.1, 2.0, 0.05
"""A car that was driven shows at least so many km more, or so many per cent less, and one that was plugged in
anew counts the energy from 0 again.
"""

FASTEST_KW = 22.0
"""No car charges faster from the house."""

NEVER_S = float("-inf")


class Owner(str, Enum):
    """Says who began the running charge: the app, a person, the cable at plug-in, or nobody that was seen."""

    NOBODY = "nobody"
    APP = "app"
    PERSON = "person"
    PLUG_IN = "plug_in"


def replugged(before: CarState, car: CarState) -> bool | None:
    """Says whether the car was unplugged between two of its reports; None where they do not tell."""
    if before.charging is ChargingState.DISCONNECTED or before.driving or before.at_home is False:
        return True
    gap_s = max(car.at_s - before.at_s, 0.0)
    added = before.added_kwh, car.added_kwh
    if added[0] is not None and added[1] is not None:
        if added[1] < added[0] - RESET_KWH:
            return True
        if added[0] > RESET_KWH + FASTEST_KW * gap_s / 3600:
            return False
    if before.odometer_km is not None and car.odometer_km is not None:
        return car.odometer_km - before.odometer_km > DRIVEN_KM
    soc = before.soc_pct, car.soc_pct
    if not before.draws and None not in soc and soc[1] <= soc[0] - SPENT_PCT:  # type: ignore[operator]
        return True
    return False if gap_s <= GAP_S else None


class Ownership:
    """Keeps whose the running charge is, since when (unix seconds), and by what sign that is known.

    `stopped_s` is when a person stopped a charge (None: nobody has, or it is over). `ended_s` is when the app
    ended a charge of nobody's, with the sign that it had. `leaving` says that a departure is so near that the
    car may draw power to prepare itself.
    """

    def __init__(self, settings: CarSettings) -> None:
        self.owner = Owner.NOBODY
        self.since_s: float | None = None
        self.sign: Reason[Sign] | None = None
        self.stopped_s: float | None = None
        self.ended_s = NEVER_S
        self.ended_sign: Reason[Sign] | None = None
        self.leaving = False
        self._settings = settings
        self._sent_s = dict.fromkeys(REACH_S, NEVER_S)

    # What the app does

    def sent(self, verb: Verb, at_s: float) -> None:
        """Takes in that a command was sent: what follows is its doing, even if the answer is lost."""
        if verb in self._sent_s:
            self._sent_s[verb] = at_s

    def accepted(self, verb: Verb, at_s: float) -> None:
        """Takes in that the car accepted a start or a stop; a person's wish outlives the app's stop."""
        if verb is Verb.START:
            self.stopped_s, self.ended_s = None, NEVER_S
        elif self.owner is Owner.NOBODY and self.sign is not None:
            self.ended_s, self.ended_sign = at_s, self.sign
        if self.owner is not Owner.PERSON:
            self._is(Owner.APP, at_s, None)

    def not_taken(self, verb: Verb) -> None:
        """Takes in that the car refused a command: it explains nothing."""
        if verb in self._sent_s:
            self._sent_s[verb] = NEVER_S

    # What the car shows

    def began(self, before: CarState, car: CarState, dark: bool = False, started: bool = False) -> None:
        """Takes in that a charge has begun between two reports.

        `dark` says that the house was without power in between, as far as is known, or was not observed,
        `started` that the app has started one, and has not seen yet what came of it.
        """
        self.stopped_s = None
        # A car whose limit is raised may go on by itself.
        asked = (self._sent_s[verb] >= before.at_s - REACH_S[verb] for verb in (Verb.START, Verb.SET_LIMIT))
        if started or any(asked):
            if self.owner is not Owner.PERSON:
                self._is(Owner.APP, car.at_s, None)
            return
        again = before.at_s <= self.ended_s + AGAIN_S
        # A charge somewhere else is none of the app's affair, and begins at that plug.
        plugged_anew = True if car.at_home is False else replugged(before, car)
        if plugged_anew:
            leave = self._settings.at_plug_in == "leave"
            self._is(Owner.PERSON if leave else Owner.PLUG_IN, car.at_s, Reason(Sign.PLUGGED_IN))
        elif before.charging is ChargingState.NO_POWER or dark:
            if self.owner is not Owner.PERSON:
                self._is(Owner.NOBODY, car.at_s, Reason(Sign.POWER_BACK))
        elif before.scheduled:
            self._is(Owner.NOBODY, car.at_s, Reason(Sign.SCHEDULE))
        elif self.leaving and car.climate:
            return  # it takes what it heats or cools with
        elif self._sent_s[Verb.STOP] >= before.at_s - REACH_S[Verb.STOP] and not again:
            return  # it goes on as it was
        elif not self._settings.respect_manual_start:
            self._is(Owner.NOBODY, car.at_s, None)
        elif again:
            self._is(Owner.PERSON, car.at_s, Reason(Sign.AGAIN))
        elif before.charging is ChargingState.COMPLETE or _limit_raised(before, car):
            self._is(Owner.NOBODY, car.at_s, Reason(Sign.LIMIT_RAISED))
        elif plugged_anew is False and before.at_home:
            self._is(Owner.PERSON, car.at_s, Reason(Sign.SEEN))
        else:
            apart = timedelta(seconds=max(car.at_s - before.at_s, 0.0))
            self._is(Owner.NOBODY, car.at_s, Reason(Sign.UNSEEN, {"apart": apart}))

    def ended(self, before: CarState, car: CarState, dark: bool = False, settling: bool = False) -> None:
        """Takes in that a charge has ended between two reports, the cable still in.

        `dark` is as in `began`. `settling` says that a stop, or less current, was asked for, and that what
        came of it is not known.
        """
        if self.owner is Owner.PERSON and car.charging is not ChargingState.NO_POWER:
            self._is(Owner.NOBODY, car.at_s, None)
        full = car.soc_pct is not None and car.charge_limit_pct is not None
        full = full and car.soc_pct >= car.charge_limit_pct  # type: ignore[operator]
        ours = any(sent_s >= before.at_s - REACH_S[Verb.STOP] for sent_s in self._sent_s.values())
        ours = ours or settling
        if (
            self._settings.respect_manual_start
            and car.charging is ChargingState.STOPPED
            and before.at_home
            and not (full or ours or car.scheduled or car.cable_loose)
            and not dark
            and not replugged(before, car)
        ):
            self.stopped_s = car.at_s
            self._is(Owner.NOBODY, car.at_s, None)

    def unplugged(self) -> None:
        """Takes in that the car was unplugged: nobody owns anything any more."""
        self.owner, self.since_s, self.sign = Owner.NOBODY, None, None
        self.stopped_s, self.ended_s = None, NEVER_S

    def forgive(self) -> None:
        """Takes in that a person moved a switch: what was left to a person is the app's again."""
        if self.owner is Owner.PERSON:
            self._is(Owner.NOBODY, None, None)
        self.stopped_s, self.ended_s = None, NEVER_S

    def stop_respected(self, now_s: float) -> bool:
        """Says whether a person has stopped the charge, and that still counts."""
        return self.stopped_s is not None and now_s < self.stopped_s + STOP_RESPECTED_S

    def _is(self, owner: Owner, since_s: float | None, sign: Reason[Sign] | None) -> None:
        self.owner, self.since_s, self.sign = owner, since_s, sign

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns whose the charge is, fit for JSON."""
        return {
            "owner": self.owner.value,
            "since_s": self.since_s,
            "sign": None if self.sign is None else self.sign.why.value,
            "stopped_s": self.stopped_s,
            "sent_s": {verb.value: at_s for verb, at_s in self._sent_s.items() if at_s > NEVER_S},
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        sign = None if saved["sign"] is None else Reason(Sign(saved["sign"]), {"apart": None})
        owner, since_s = Owner(saved["owner"]), maybe(moment_s, saved["since_s"])
        stopped_s = maybe(moment_s, saved["stopped_s"])
        sent_s = {Verb(verb): moment_s(at_s) for verb, at_s in pairs(saved["sent_s"])}
        self._is(owner, since_s, sign)
        self.stopped_s = stopped_s
        self._sent_s.update(sent_s)


def _limit_raised(before: CarState, car: CarState) -> bool:
    """Says whether the battery was at its limit, and that is higher now."""
    limit_pct = before.charge_limit_pct
    if limit_pct is None or before.soc_pct is None or car.charge_limit_pct is None:
        return False
    return before.soc_pct >= limit_pct < car.charge_limit_pct
