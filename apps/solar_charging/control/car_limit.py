"""Says when the car's own charge limit is to be another one, and when the person's is to be put back.

Of the limit only that is undone which the app has set: the person's own is kept from before the first change
on, and what is neither of both was set by a person, and stays until the next departure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ..base.reason import Aside, Note, Problem, Reason
from ..base.saved import maybe, moment_s, number, whole
from ..base.spans import lasts
from ..planning.departures import Departure
from ..planning.wanted_limit import LEAST_PCT, MOST_PCT, Wants, lowered_limit_pct, wanted_limit_pct
from ..vehicle.car import CarState, ChargingState
from .alerts import Alert
from .lent_limit import Lent, Order, at_hand, limit_of, plugged, trip

DAY_S, CHANGES_A_DAY = 86_400.0, 4
"""In so many seconds it is changed no more often, beside what puts the person's own back: down for the night,
up for the sun, and the same again for a plan that changed.
"""

BEFORE_S, LATE_S = 900.0, 7200.0
"""The person's own is put back so long before a departure, and left for so long after it: many leave late."""

KEPT_S = 7 * DAY_S
"""What a person has set is kept no longer, whenever the next departure may be."""

SETTLES_S, TAKEN_S = 20.0, 900.0
"""What the car says of its limit counts from so long after a command on; it was not taken after so long."""

AGAIN_S, MOST_DOUBLED = 300.0, 6
"""A limit that was put back and does not show is sent again after so long, and twice as long each time."""

REST_S = 3600.0
"""A car that does not take a limit is left alone for so long."""


class Aim(NamedTuple):
    """Holds what the limit is to serve: the app `works`, a charge is wanted now, `wants` says how full.

    `by_hand` says that a person charges.
    """

    works: bool
    charges: bool
    by_hand: bool
    wants: Wants | None


class CarLimit:
    """Keeps what was set as the car's limit, and by what it says what to send. Times are unix seconds.

    `lent` is what the app has set (None: the limit is the person's own), `problem` why the own one could not
    be put back.
    """

    def __init__(self, manages: bool) -> None:
        self.manages = manages
        self.lent: Lent | None = None
        self.problem: Reason[Problem] | None = None
        self._told_pct: int | None = None
        self._kept_until_s = self._rests_until_s = -math.inf
        self._changed_s: list[float] = []
        self._ending = self._away = self._goes = False

    # What the car shows

    def looked(self, now_s: float, car: CarState, leaving: Departure | None) -> None:
        """Takes in what is believed of the car at a beat, and when it leaves next."""
        self._away = car.at_home is False or car.driving
        leaves_s = math.inf if leaving is None else leaving.at_s
        if car.at_home is False:
            self._kept_until_s = -math.inf
        if 0 <= leaves_s - now_s <= BEFORE_S:
            self._rests_until_s = leaves_s + LATE_S
        pct = limit_of(car)
        if pct is None or car.asleep:
            return
        if self.lent is not None:
            self._compare(now_s, self.lent, car.at_s, pct, leaves_s)
        elif self._told_pct not in (None, pct):
            self._kept_until_s = min(leaves_s, now_s + KEPT_S)
        self._told_pct = pct

    def _compare(self, now_s: float, lent: Lent, at_s: float, pct: int, leaves_s: float) -> None:
        """Finds out whether the car shows what it was sent, or what a person has set."""
        lent.sent_s = min(lent.sent_s, now_s)
        lent.back_s = None if lent.back_s is None else min(lent.back_s, now_s)
        sent_s = lent.sent_s if lent.back_s is None else lent.back_s
        if at_s < sent_s + SETTLES_S:
            return
        if lent.back_s is not None and pct == lent.own_pct:
            self._over()
        elif pct == lent.pct:
            lent.accepted, lent.seen, lent.former_pct = True, True, pct
            lent.denied = lent.back_s is not None and lent.taken and now_s - lent.back_s >= AGAIN_S
            if lent.denied:
                self.problem = Reason(Problem.LIMIT_NOT_TAKEN)
        elif lent.seen or pct != lent.former_pct:
            self._over()
            self._kept_until_s = min(leaves_s, now_s + KEPT_S)
        elif now_s - lent.sent_s >= TAKEN_S:
            self._rests_until_s = now_s + REST_S
            lent.pct = pct
            if pct == lent.own_pct:
                self._over()

    def _over(self) -> None:
        self.lent, self.problem, self._ending = None, None, False

    def for_plan(
        self, now_s: float, car: CarState | None, leaving: Departure | None, works: bool
    ) -> CarState | None:
        """Returns the car with the limit that is the person's, or may be raised for a trip.

        What the app has lowered is no wish of anybody's; `works` says that the app may set the limit.
        """
        pct = None if car is None else limit_of(car)
        if car is None or pct is None:
            return car
        if self.lent is not None and self.problem is None:
            pct = self.lent.own_pct
        trip_pct = trip(now_s, pct, leaving) if works and self._may(now_s) else None
        wanted_pct = pct if trip_pct is None else math.ceil(trip_pct)
        return car if car.charge_limit_pct == wanted_pct else replace(car, charge_limit_pct=wanted_pct)

    @property
    def own_pct(self) -> int | None:
        """Returns the person's own limit; None where it is not known."""
        return self._told_pct if self.lent is None else self.lent.own_pct

    def _may(self, now_s: float) -> bool:
        """Says whether the limit may be raised beyond the person's own, as far as is known."""
        raised = self.lent is not None and self.lent.raised
        return self.manages and self.problem is None and (raised or self._free(now_s))

    def _free(self, now_s: float) -> bool:
        # A clock that was set back must not give more of them, nor make anybody wait for ever.
        self._changed_s = [each for each in self._changed_s if abs(now_s - each) < DAY_S]
        kept = now_s < self._kept_until_s <= now_s + KEPT_S
        return len(self._changed_s) < CHANGES_A_DAY and not self._rests(now_s) and not kept

    def _rests(self, now_s: float) -> bool:
        return now_s < self._rests_until_s <= now_s + BEFORE_S + LATE_S

    # What the car is to be sent

    def order(self, now_s: float, car: CarState | None, aim: Aim) -> Order | None:
        """Returns what is to be sent now; None where that is nothing, or the car must not be commanded."""
        pct = None if car is None else limit_of(car)
        if car is None or pct is None:
            return None
        self._goes = self.lent is not None and self._goes_back(now_s, car, aim)
        self.problem = self.problem if self._goes else None
        if not at_hand(car):
            return None
        if self._goes:
            return self._back(now_s, pct)
        if not self.manages or not aim.works or aim.wants is None or not plugged(car) or aim.by_hand:
            return None
        if self._rests(now_s) or self._unknown(now_s):
            return None
        wanted_pct, own_pct = wanted_limit_pct(aim.wants), aim.wants.own_pct
        if car.charging is ChargingState.COMPLETE and wanted_pct > pct and not aim.charges:
            return None  # it would begin to charge by that
        if self.lent is not None and (wanted_pct == own_pct or (wanted_pct > pct and not self._free(now_s))):
            return self._back(now_s, pct)
        if not self._free(now_s):
            return None
        if wanted_pct > pct:
            # What is in the battery already needs no higher limit.
            return Order(wanted_pct, back=False, raises=True) if wanted_pct > aim.wants.soc_pct else None
        lowered_pct = lowered_limit_pct(aim.wants, pct)
        return None if lowered_pct is None else Order(lowered_pct, back=False, raises=False)

    def _unknown(self, now_s: float) -> bool:
        """Says whether it is not known yet if the car has taken what it was sent."""
        lent = self.lent
        if lent is None:
            return False
        return lent.back_s is not None or (not lent.seen and lasts(now_s, lent.sent_s, TAKEN_S))

    def _goes_back(self, now_s: float, car: CarState, aim: Aim) -> bool:
        assert self.lent is not None
        if self._ending or not self.manages or not aim.works or not plugged(car):
            return True
        return not self.lent.raised and (aim.by_hand or self._rests(now_s))

    def _back(self, now_s: float, pct: int) -> Order | None:
        lent = self.lent
        assert lent is not None
        pause_s = AGAIN_S * 2 ** min(max(lent.tries - 1, 0), MOST_DOUBLED)
        if lent.back_s is not None and lent.taken and (not lent.denied or lasts(now_s, lent.back_s, pause_s)):
            return None  # it is taken, or not known yet to be not
        return Order(lent.own_pct, True, lent.own_pct > pct)

    def begin(self, now_s: float, order: Order) -> None:
        """Takes in what is about to be sent: that counts, whatever comes of it."""
        lent = self.lent
        if order.back:
            assert lent is not None
            lent.back_s, lent.taken, lent.denied = now_s, False, False
            return
        assert self._told_pct is not None  # nothing is set instead of a limit that is not known
        self._changed_s.append(now_s)
        own_pct = self._told_pct if lent is None else lent.own_pct
        former_pct = self._told_pct if lent is None else lent.pct
        self.lent = Lent(own_pct, order.pct, former_pct, now_s)

    def drop(self, order: Order) -> None:
        """Takes in that what was about to be set was not sent at all."""
        lent = self.lent
        if order.back or lent is None:
            return
        self._changed_s.pop()
        if lent.former_pct == lent.own_pct:
            self.lent = None
        else:
            lent.pct, lent.accepted, lent.seen = lent.former_pct, True, True

    def taken(self, order: Order) -> None:
        """Takes in that the car has accepted it."""
        self._told_pct = order.pct
        if self.lent is not None and not order.back:
            self.lent.accepted = True
        elif self.lent is not None:
            self.lent.taken, self.lent.tries = True, self.lent.tries + 1
            self.problem = None if self.lent.tries == 1 else self.problem

    def failed(self, order: Order, problem: Reason[Problem] | None) -> None:
        """Takes in that it may not have been sent, and why; None where the car sleeps, which is no fault."""
        if order.back and problem is not None and (self._goes or self._ending):
            self.problem = problem

    def end(self) -> None:
        """Takes in that the person's own is to be put back from now on: the app ends, or has ended."""
        self._ending = self.lent is not None

    # What a person is told

    @property
    def alert(self) -> Alert | None:
        """Returns what a person has to know at once: the own limit is not back; None where it is."""
        lent = self.lent
        if lent is None or not lent.accepted:
            return None
        if self._away and not lent.taken and not lent.raised:  # on a trip more than usual is missed by nobody
            return lent.alert(Note.LIMIT_LEFT)
        return None if self.problem is None else lent.alert(Note.LIMIT_STUCK, problem=self.problem)

    @property
    def aside(self) -> Reason[Aside] | None:
        """Returns what is said beside the reason for the charge; None where the limit is the own one."""
        lent = self.lent
        if lent is None or lent.taken or not lent.accepted:
            return None
        if self._goes:
            return Reason(Aside.LIMIT_GOING_BACK, lent.values)
        return Reason(Aside.LIMIT_RAISED if lent.raised else Aside.LIMIT_LOWERED, lent.values)

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        return {
            "lent": None if self.lent is None else self.lent.to_dict(),
            "told_pct": self._told_pct,
            "kept_until_s": self._kept_until_s if math.isfinite(self._kept_until_s) else None,
            "changed_s": list(self._changed_s),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave; a limit that was lowered is to be put back.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        lent = maybe(Lent.from_dict, saved["lent"])
        told_pct = maybe(lambda value: whole(value, LEAST_PCT, MOST_PCT), saved["told_pct"])
        kept_until_s = maybe(number, saved["kept_until_s"])
        changed_s = [moment_s(each) for each in saved["changed_s"]][-CHANGES_A_DAY:]
        self.lent, self._told_pct, self._changed_s = lent, told_pct, changed_s
        self._kept_until_s = -math.inf if kept_until_s is None else kept_until_s
        self._ending = lent is not None and not lent.raised
