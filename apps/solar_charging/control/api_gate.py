"""Decides what the month's budget carries of what is wanted, and what is done instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..base.local_days import LocalDays
from ..base.reason import Problem, Reason, Why
from ..settings.settings import Api
from ..vehicle.api_budget import ApiBudget, Purpose, Request, paid_as
from ..vehicle.car import CarState
from ..vehicle.commands import Command, Verb
from ..vehicle.polling import Look
from .situation import Decision, State

SUN_STATES = frozenset({State.FOLLOWING_SUN, State.WAITING_FOR_SUN, State.STARTING_UP})

PROMISED = frozenset(
    {
        State.CHARGE_NOW,
        State.OFF_PEAK,
        State.MINIMUM,
        State.DEPARTURE,
        State.BUYING,
        State.UNREACHABLE,
        State.AWAY,
        State.UNPLUGGED,
    }
)
"""States in which a look at the car serves a promise, or is the only way to learn of one to be kept."""

AFTER_WAKE_UP = (Request.READ, Request.COMMAND, Request.COMMAND)
"""Requests that follow a wake-up, without which it would be for nothing."""

STOP, WAKE_UP = (Command(Verb.STOP),), (Command(Verb.WAKE_UP),)


@dataclass(slots=True)
class Costs:
    """Holds what requests to the car have cost since midnight and since the month began, in `currency`.

    `cap` is what the month may cost (None: anything), `scarcity` how many times its price a command is
    valued.
    """

    today: Decimal
    month: Decimal
    midnight: datetime
    month_began: datetime
    cap: float | None
    scarcity: float
    currency: str


class ApiGate:
    """Weighs each request against what was spent; `problem` says why the car was not read."""

    def __init__(self, prices: Api, zone: ZoneInfo, reads_are_free: bool) -> None:
        self.budget = ApiBudget(prices, zone, reads_are_free)
        self.problem: Reason[Problem] | None = None
        self._prices = prices
        self._days = LocalDays(zone)
        self._promised = True
        self._woken = False

    def pay(self, now: datetime, *requests: Request) -> None:
        """Takes in requests just before they are sent, for an answer that is lost costs as much."""
        self.budget.pay(now, *requests)
        if Request.WAKE_UP in requests:
            self._woken = True

    def look(self, look: Look, now: datetime, woke: bool) -> Look:
        """Returns the look that is paid for; where reading is too dear, at least whether the car is awake.

        A car that `woke` may have come with a promise to be kept.
        """
        purpose = Purpose.PROMISE if self._promised or woke else Purpose.WATCH
        if look is not Look.READ or self.budget.allows(purpose, now, Request.READ):
            self.problem = None
            return look
        self.problem = Reason(Problem.BUDGET_SPENT)
        return Look.AWAKE

    def rouses(self, now: datetime) -> bool:
        """Says whether the car could be woken up for a promise, if it slept."""
        return self._fits(Purpose.ROUSE, WAKE_UP, False, now)

    def stretch(self, now: datetime) -> float:
        """Returns how many times as long as usual it is between two reads."""
        return self.budget.read_interval_s(1.0, now)

    def afford(
        self, decision: Decision, wanted: tuple[Command, ...], car: CarState | None, aged: bool, now: datetime
    ) -> tuple[Decision, tuple[Command, ...]]:
        """Returns which of the wanted commands are sent, and the decision that this comes to.

        `aged` says that the car has to be read before. Where a lowering cannot be paid for, the charge
        ends, unless a promise pays for it to go on.
        """
        self._promised = decision.state in PROMISED
        self._woken = self._woken and not (car is not None and car.draws)
        if not wanted:
            return decision, wanted
        purpose = purpose_of(decision, wanted, car)
        if purpose is Purpose.BEGIN and self._woken and Command(Verb.START) in wanted:
            # The dearest part of beginning is paid already.
            purpose = Purpose.FOLLOW
        if self._fits(purpose, wanted, aged, now):
            return decision, wanted
        cap = self._prices.monthly_cap
        assert cap is not None  # without one everything fits
        reason = Reason(Why.BUDGET, {"spent": float(self.budget.month(now)), "cap": cap})
        decision = replace(decision, reason=reason)
        ends = _lowers(wanted, car) and (decision.state in SUN_STATES or decision.cap_a is not None)
        if ends and self._fits(Purpose.STOP, STOP, True, now):
            state = State.WAITING_FOR_SUN if decision.state in SUN_STATES else decision.state
            return replace(decision, state=state, current_a=0), STOP
        if decision.state in SUN_STATES and not (car is not None and car.draws):
            decision = replace(decision, state=State.WAITING_FOR_SUN, current_a=0)
        return decision, ()

    def costs(self, now: datetime) -> Costs:
        """Returns what is shown of the budget."""
        midnight = self._days.midnight(now)
        return Costs(
            today=self.budget.today(now),
            month=self.budget.month(now),
            midnight=midnight,
            month_began=midnight.replace(day=1),
            cap=self._prices.monthly_cap,
            scarcity=self.budget.scarcity(now),
            currency=self._prices.currency,
        )

    def _fits(self, purpose: Purpose, wanted: tuple[Command, ...], aged: bool, now: datetime) -> bool:
        requests = [request for command in wanted for request in paid_as(command)]
        if Request.WAKE_UP in requests:
            requests += AFTER_WAKE_UP
        elif requests and aged:
            requests.append(Request.READ)
        return self.budget.allows(purpose, now, *requests)


def purpose_of(decision: Decision, wanted: tuple[Command, ...], car: CarState | None) -> Purpose:
    """Returns what the wanted commands are for."""
    if STOP[0] in wanted:
        return Purpose.STOP
    draws = car is not None and car.draws
    relieving = decision.cap_a is not None and _lowers(wanted, car)
    if decision.state not in SUN_STATES or relieving:
        return Purpose.ROUSE if WAKE_UP[0] in wanted else Purpose.PROMISE
    return Purpose.FOLLOW if draws else Purpose.BEGIN


def _lowers(wanted: tuple[Command, ...], car: CarState | None) -> bool:
    """Says whether a running charge is to draw less."""
    if car is None or not car.draws or car.offered_a is None:
        return False
    return any(each.current_a is not None and each.current_a < car.offered_a for each in wanted)
