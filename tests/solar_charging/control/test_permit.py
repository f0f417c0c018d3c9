"""Whether a command may go now."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.api_gate import ApiGate
from solar_charging.control.permit import UNREAD_S, CommandGate, Permit
from solar_charging.control.situation import Decision, State
from solar_charging.vehicle.car import CarState, ChargingState, CommandRefused, RateLimited, Unreachable
from solar_charging.vehicle.car_access import CarAccess
from solar_charging.vehicle.commands import Command, Verb
from tests.situations import CHARGING, NOW_S, PARKED, SETTINGS

NOW = datetime.fromtimestamp(NOW_S, timezone.utc)
UTC = ZoneInfo("UTC")
START, STOP, WAKE_UP = (Command(verb) for verb in (Verb.START, Verb.STOP, Verb.WAKE_UP))
MORE, LESS = Command(Verb.SET_CURRENT, 12), Command(Verb.SET_CURRENT, 8)
INTERVAL_S, READ_S = SETTINGS.charging.command_interval_s, SETTINGS.car.read_s


def decided(state: State = State.FOLLOWING_SUN, current_a: int = 12, **more: object) -> Decision:
    return replace(Decision(state, current_a, Reason(Why.FOLLOWING_SUN)), **more)  # type: ignore[arg-type]


class Gate:
    """A gate before a car that was read just now."""

    def __init__(self, car: CarState = CHARGING) -> None:
        self.access = CarAccess(SETTINGS, reads_are_free=False)
        self.access.was_read(replace(car, at_s=NOW_S), NOW_S)
        self._gate = CommandGate(SETTINGS, UTC, self.access, ApiGate(SETTINGS.api, UTC, False))

    def commanded(self, state: State = State.FOLLOWING_SUN) -> Gate:
        self._gate.commanded(state, NOW_S)
        return self

    def permit(
        self,
        *wanted: Command,
        after_s: float = 0.0,
        decision: Decision | None = None,
        still_draws: bool = False,
    ) -> Permit:
        now = NOW + timedelta(seconds=after_s)
        return self._gate.permit(decision or decided(), wanted, now, still_draws)


def test_nothing_wanted_is_nothing_sent_and_nothing_waits() -> None:
    permit = Gate().permit()
    assert (permit.commands, permit.read_first, permit.free_at_s) == ((), False, math.inf)


@pytest.mark.parametrize(
    ("after_s", "sent"), [(0.0, False), (INTERVAL_S - 1, False), (INTERVAL_S, True), (READ_S, True)]
)
def test_a_current_changes_no_sooner_than_the_interval_allows(after_s: float, sent: bool) -> None:
    permit = Gate().commanded().permit(MORE, after_s=after_s)
    assert permit.commands == ((MORE,) if sent else ())
    assert permit.free_at_s == NOW_S + INTERVAL_S


@pytest.mark.parametrize(
    ("wanted", "decision"),
    [
        ((STOP,), decided(State.WAITING_FOR_SUN, 0)),
        ((MORE, START), decided()),
        ((MORE,), decided(urgent=True)),
        ((LESS,), decided(current_a=8, cap_a=8)),
        ((MORE,), decided(State.DEPARTURE)),
    ],
)
def test_what_keeps_the_house_safe_is_new_or_worth_much_need_not_wait(
    wanted: tuple[Command, ...], decision: Decision
) -> None:
    assert Gate().commanded().permit(*wanted, decision=decision).commands == wanted


@pytest.mark.parametrize(
    ("command", "after_s", "first"),
    [(MORE, READ_S, False), (MORE, READ_S + 1, True), (STOP, READ_S + 1, True), (WAKE_UP, 90_000, False)],
)
def test_a_car_that_may_have_left_is_read_before_it_is_commanded(
    command: Command, after_s: float, first: bool
) -> None:
    permit = Gate().permit(command, after_s=after_s)
    assert permit.read_first is first
    assert permit.commands == (() if first else (command,))


@pytest.mark.parametrize(
    ("command", "after_s", "failing", "still_draws", "sent"),
    [
        (STOP, UNREAD_S, True, True, True),
        (STOP, UNREAD_S + 1, True, True, False),
        (STOP, READ_S + 1, False, True, False),
        (STOP, READ_S + 1, True, False, False),
        (Command(Verb.SET_CURRENT, 9), READ_S + 1, True, True, True),
        (Command(Verb.SET_CURRENT, 10), READ_S + 1, True, True, False),
        (START, READ_S + 1, True, True, False),
    ],
)
def test_a_car_that_cannot_be_read_may_draw_less_where_the_house_has_seen_it_draw(
    command: Command, after_s: float, failing: bool, still_draws: bool, sent: bool
) -> None:
    gate = Gate(replace(CHARGING, offered_a=10))
    if failing:
        gate.access.look_failed(Unreachable(Problem.LATE_ANSWER), NOW_S + 1)
    permit = gate.permit(command, after_s=after_s, still_draws=still_draws)
    assert permit.commands == ((command,) if sent else ())


@pytest.mark.parametrize(("after_s", "state"), [(29, State.UNREACHABLE), (30, State.FOLLOWING_SUN)])
def test_a_failure_is_waited_out_and_named(after_s: float, state: State) -> None:
    gate = Gate()
    gate.access.command_failed(MORE, Unreachable(Problem.LATE_ANSWER), NOW_S)
    permit = gate.permit(MORE, after_s=after_s)
    assert permit.decision.state is state
    assert bool(permit.commands) is (state is not State.UNREACHABLE)
    if state is State.UNREACHABLE:
        assert permit.decision.reason == Reason(Why.BLOCKED, {"problem": Reason(Problem.LATE_ANSWER)})
        assert permit.retry_at_s == NOW_S + 30


def test_a_command_that_is_accepted_shortens_what_a_read_has_to_wait() -> None:
    gate = Gate()
    gate.access.look_failed(RateLimited(86_400), NOW_S)
    assert gate.access.reading.until_s(NOW_S) == NOW_S + 86_400
    gate.access.sent(LESS, NOW_S)
    gate.access.command_accepted(LESS, NOW_S, False)
    assert gate.access.reading.until_s(NOW_S) == NOW_S + READ_S


def test_a_refused_start_blocks_no_stop() -> None:
    gate = Gate()
    gate.access.command_failed(START, CommandRefused("start", "disconnected"), NOW_S)
    assert gate.permit(STOP, decision=decided(State.WAITING_FOR_SUN, 0)).commands == (STOP,)
    assert gate.permit(MORE, START).commands == ()


def test_a_car_that_is_doubted_is_not_commanded() -> None:
    gate = Gate()
    gate.access.was_read(replace(PARKED, at_s=NOW_S, charging=ChargingState.DISCONNECTED), NOW_S)
    assert gate.permit(MORE).commands == ()
