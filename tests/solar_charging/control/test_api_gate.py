"""What the budget carries of a wish: each purpose on both sides of its limit, and what is done instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.reason import Reason, Why
from solar_charging.control.api_gate import ApiGate, purpose_of
from solar_charging.control.situation import Decision, State
from solar_charging.settings.settings import Api
from solar_charging.vehicle.api_budget import Purpose, Request
from solar_charging.vehicle.car import CarState
from solar_charging.vehicle.commands import Command, Verb
from solar_charging.vehicle.polling import Look
from tests.situations import CHARGING, PARKED

LAST_DAY = datetime(2026, 6, 30, 12, tzinfo=timezone.utc)
ASLEEP = replace(PARKED, asleep=True)
START, STOP, WAKE_UP = (Command(verb) for verb in (Verb.START, Verb.STOP, Verb.WAKE_UP))
LESS, MORE = (Command(Verb.SET_CURRENT, amps) for amps in (8, 12))

# What is kept on the month's last day: for a stop 1 command and 1 read, for a promise 2 and 2, for rousing
# the car a wake-up, for looking 6 reads, and for following the sun 10 commands.
FOR_STOP, FOR_PROMISE, FOR_ROUSING, FOR_LOOKS = map(Decimal, ("0.003", "0.006", "0.020", "0.012"))
FOR_FOLLOWING = Decimal("0.010")


def decided(state: State, current_a: int | None = 10, cap_a: int | None = None) -> Decision:
    return Decision(state, current_a, Reason(Why.FOLLOWING_SUN), cap_a)


FOLLOWING, WAITING, BUYING = map(decided, (State.FOLLOWING_SUN, State.WAITING_FOR_SUN, State.BUYING))


def purse(left: Decimal | float, at: datetime = LAST_DAY, **prices: float) -> ApiGate:
    """A purse on the last day of its month with so much left of 100."""
    made = ApiGate(Api(monthly_cap=100.0, **prices), ZoneInfo("UTC"), reads_are_free=False)
    spent = {"today": "0", "month": str(100 - Decimal(str(left)))}
    made.budget.from_dict({**spent, "at": (at - timedelta(days=1)).isoformat()})
    return made


@pytest.mark.parametrize(
    ("decision", "wanted", "car", "purpose"),
    [
        (decided(State.NO_READING, 0), [STOP], CHARGING, Purpose.STOP),
        (WAITING, [STOP], CHARGING, Purpose.STOP),
        (decided(State.OFF_PEAK), [MORE, START], PARKED, Purpose.PROMISE),
        (decided(State.DEPARTURE), [WAKE_UP], ASLEEP, Purpose.ROUSE),
        (decided(State.CHARGE_NOW), [MORE], CHARGING, Purpose.PROMISE),
        (BUYING, [START], PARKED, Purpose.PROMISE),
        (FOLLOWING, [MORE], CHARGING, Purpose.FOLLOW),
        (FOLLOWING, [LESS], CHARGING, Purpose.FOLLOW),
        (decided(State.FOLLOWING_SUN, 8, cap_a=8), [LESS], CHARGING, Purpose.PROMISE),
        (decided(State.FOLLOWING_SUN, 12, cap_a=12), [MORE], CHARGING, Purpose.FOLLOW),
        (FOLLOWING, [MORE, START], PARKED, Purpose.BEGIN),
        (FOLLOWING, [WAKE_UP], ASLEEP, Purpose.BEGIN),
    ],
)
def test_a_wish_has_the_purpose_of_its_situation(
    decision: Decision, wanted: Sequence[Command], car: CarState, purpose: Purpose
) -> None:
    assert purpose_of(decision, tuple(wanted), car) is purpose


COMMAND, READ = Decimal("0.001"), Decimal("0.002")


@pytest.mark.parametrize(
    ("decision", "wanted", "car", "aged", "needed"),
    [
        (WAITING, [STOP], CHARGING, False, COMMAND),
        (WAITING, [STOP], CHARGING, True, COMMAND + READ),
        (decided(State.OFF_PEAK), [START], PARKED, False, COMMAND + FOR_STOP),
        (decided(State.OFF_PEAK), [MORE, START], PARKED, True, 2 * COMMAND + READ + FOR_STOP),
        (decided(State.OFF_PEAK), [WAKE_UP], ASLEEP, False, Decimal("0.024") + FOR_PROMISE + FOR_STOP),
        (FOLLOWING, [MORE], CHARGING, False, COMMAND + FOR_STOP + FOR_PROMISE + FOR_ROUSING + FOR_LOOKS),
    ],
)
def test_a_wish_is_carried_if_what_matters_more_can_still_be_paid(
    decision: Decision, wanted: Sequence[Command], car: CarState, aged: bool, needed: Decimal
) -> None:
    assert purse(needed).afford(decision, tuple(wanted), car, aged, LAST_DAY) == (decision, tuple(wanted))
    other, sent = purse(needed - Decimal("0.001")).afford(decision, tuple(wanted), car, aged, LAST_DAY)
    assert other.reason.why is Why.BUDGET
    assert set(sent) <= {STOP}


@pytest.mark.parametrize(("left", "rouses"), [("0.033", True), ("0.032", False)])
def test_a_sleeping_car_can_be_woken_while_promises_to_one_awake_can_be_paid(left: str, rouses: bool) -> None:
    assert purse(Decimal(left)).rouses(LAST_DAY) is rouses


@pytest.mark.parametrize(
    "made",
    [
        ApiGate(Api(), ZoneInfo("UTC"), reads_are_free=False),
        ApiGate(
            Api(monthly_cap=0.0, command_price=0.0, wake_up_price=0.0), ZoneInfo("UTC"), reads_are_free=True
        ),
    ],
    ids=["no cap", "no price"],
)
def test_a_car_can_always_be_woken_where_it_costs_nothing_or_may_cost_anything(made: ApiGate) -> None:
    assert made.rouses(LAST_DAY)


def test_less_than_5_a_is_paid_twice() -> None:
    trickle = (Command(Verb.SET_CURRENT, 3),)
    decision = decided(State.CHARGE_NOW, 3)
    assert purse(2 * COMMAND + FOR_STOP).afford(decision, trickle, CHARGING, False, LAST_DAY)[1] == trickle
    assert not purse(COMMAND + FOR_STOP).afford(decision, trickle, CHARGING, False, LAST_DAY)[1]


@pytest.mark.parametrize(
    ("decision", "wanted", "left", "state", "sent"),
    [
        (FOLLOWING, LESS, 0.02, State.WAITING_FOR_SUN, (STOP,)),
        (FOLLOWING, LESS, 0.002, State.FOLLOWING_SUN, ()),
        (FOLLOWING, MORE, 0.02, State.FOLLOWING_SUN, ()),
        (decided(State.OFF_PEAK, 8), LESS, 0.003, State.OFF_PEAK, ()),
        (decided(State.OFF_PEAK, 8, cap_a=8), LESS, 0.003, State.OFF_PEAK, (STOP,)),
    ],
    ids=["the sun", "nothing left", "a raise", "a promise", "a promise beyond the fuse"],
)
def test_a_current_that_cannot_be_lowered_any_more_ends_the_charge(
    decision: Decision, wanted: Command, left: float, state: State, sent: tuple[Command, ...]
) -> None:
    other, done = purse(left).afford(decision, (wanted,), CHARGING, False, LAST_DAY)
    assert (other.state, other.reason.why, done) == (state, Why.BUDGET, sent)
    assert other.current_a == (0 if sent else decision.current_a)


def test_a_charge_that_does_not_begin_is_said_to_wait() -> None:
    other, sent = purse(0.02).afford(FOLLOWING, (MORE, START), PARKED, False, LAST_DAY)
    assert (other.state, other.current_a, sent) == (State.WAITING_FOR_SUN, 0, ())
    assert other.reason.values == {"spent": 99.98, "cap": 100.0}


def test_what_a_car_was_woken_for_is_not_given_up_for_the_price_of_waking_it() -> None:
    scarce = purse(1.0, at=LAST_DAY - timedelta(days=15))
    now = LAST_DAY - timedelta(days=15)
    assert scarce.budget.scarcity(now) > 5
    start = (MORE, START)
    assert scarce.afford(FOLLOWING, start, PARKED, False, now)[1] == ()
    scarce.pay(now, Request.WAKE_UP)
    assert scarce.afford(FOLLOWING, start, PARKED, False, now)[1] == start
    scarce.afford(FOLLOWING, (), CHARGING, False, now)
    assert scarce.afford(FOLLOWING, start, PARKED, False, now)[1] == (), "once"


@pytest.mark.parametrize(
    ("state", "woke", "needed"),
    [
        (State.WAITING_FOR_SUN, False, READ + FOR_STOP + FOR_PROMISE + FOR_ROUSING),
        (State.FULL, False, READ + FOR_STOP + FOR_PROMISE + FOR_ROUSING),
        (State.OFF_PEAK, False, READ + FOR_STOP),
        (State.DEPARTURE, False, READ + FOR_STOP),
        (State.AWAY, False, READ + FOR_STOP),
        # It may have come home, or be leaving.
        (State.WAITING_FOR_SUN, True, READ + FOR_STOP),
    ],
)
def test_a_look_is_worth_more_where_a_promise_hangs_on_it(state: State, woke: bool, needed: Decimal) -> None:
    for left, look in ((needed, Look.READ), (needed - Decimal("0.001"), Look.AWAKE)):
        looking = purse(left)
        looking.afford(decided(state, None), (), PARKED, False, LAST_DAY)
        assert looking.look(Look.READ, LAST_DAY, woke) is look
        assert (looking.problem is None) is (look is Look.READ)


@pytest.mark.parametrize("look", [Look.NOT, Look.AWAKE])
def test_what_costs_nothing_is_not_denied(look: Look) -> None:
    assert purse(0).look(look, LAST_DAY, woke=False) is look


def test_where_reads_are_free_they_are_never_denied_nor_paid() -> None:
    free = ApiGate(Api(monthly_cap=0.0), ZoneInfo("UTC"), reads_are_free=True)
    free.pay(LAST_DAY, Request.READ)
    assert free.look(Look.READ, LAST_DAY, woke=False) is Look.READ
    assert free.costs(LAST_DAY).month == 0


def test_the_costs_are_those_since_midnight_and_the_first_in_the_house() -> None:
    zurich = ZoneInfo("Europe/Zurich")
    made = ApiGate(Api(monthly_cap=8.0, currency="CHF"), zurich, reads_are_free=False)
    made.pay(datetime(2026, 10, 24, 12, tzinfo=timezone.utc), Request.WAKE_UP)
    made.pay(datetime(2026, 10, 25, 12, tzinfo=timezone.utc), Request.READ)
    costs = made.costs(datetime(2026, 10, 25, 20, tzinfo=timezone.utc))
    assert (costs.today, costs.month) == (Decimal("0.002"), Decimal("0.022"))
    assert costs.midnight.isoformat() == "2026-10-25T00:00:00+02:00"  # the clock was put back since
    assert costs.month_began.isoformat() == "2026-10-01T00:00:00+02:00"
    assert (costs.cap, costs.currency, costs.scarcity) == (8.0, "CHF", 1.0)
