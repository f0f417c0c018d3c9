"""The requests between what the car does and what was decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.reason import Reason, Why
from solar_charging.control.decision import decide
from solar_charging.control.difference import difference
from solar_charging.control.promises import max_current_a
from solar_charging.control.situation import Decision, Situation, State
from solar_charging.vehicle.api_budget import Request, paid_as
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.commands import Command, Verb
from tests.situations import CHARGING, NEVER_SEEN, PARKED, SETTINGS, any_situation

START, STOP, WAKE_UP = Command(Verb.START), Command(Verb.STOP), Command(Verb.WAKE_UP)
MOST_A = 16
ASLEEP = replace(PARKED, asleep=True)
STARTING = replace(PARKED, charging=ChargingState.STARTING, offered_a=10)


def amps(current_a: int) -> Command:
    return Command(Verb.SET_CURRENT, current_a)


def wanted(current_a: int | None) -> Decision:
    return Decision(State.FOLLOWING_SUN, current_a, Reason(Why.FOLLOWING_SUN))


SWITCHED_OFF = Decision(State.OFF, None, Reason(Why.OFF))


@pytest.mark.parametrize(
    ("car", "current_a", "commands"),
    [
        (PARKED, 10, (amps(10), START)),
        (PARKED, 16, (START,)),
        (replace(PARKED, offered_a=None), 16, (amps(16), START)),
        (PARKED, 0, ()),
        (PARKED, None, ()),
        (CHARGING, 10, ()),
        (CHARGING, 11, (amps(11),)),
        (CHARGING, 0, (STOP,)),
        (CHARGING, None, ()),
        (STARTING, 10, ()),
        (STARTING, 0, (STOP,)),
        (replace(PARKED, charging=ChargingState.COMPLETE), 0, ()),
        (None, 10, ()),
        (None, 0, ()),
    ],
)
def test_only_what_differs_is_asked_for(
    car: CarState | None, current_a: int | None, commands: tuple[Command, ...]
) -> None:
    assert difference(wanted(current_a), car, commanded=True, most_a=MOST_A) == commands


@pytest.mark.parametrize("car", [ASLEEP, NEVER_SEEN, replace(CHARGING, asleep=True)])
@pytest.mark.parametrize(("current_a", "commands"), [(10, (WAKE_UP,)), (0, ()), (None, ())])
def test_a_sleeping_car_is_at_most_woken_up(
    car: CarState, current_a: int | None, commands: tuple[Command, ...]
) -> None:
    assert difference(wanted(current_a), car, commanded=True, most_a=MOST_A) == commands


@pytest.mark.parametrize(
    ("car", "commanded", "commands"),
    [
        (replace(PARKED, offered_a=6), True, (amps(16),)),
        (replace(PARKED, offered_a=6), False, ()),
        (PARKED, True, ()),
        (CHARGING, True, ()),
        (replace(ASLEEP, offered_a=6), True, ()),
        (replace(PARKED, offered_a=6, at_home=False), True, ()),
        (replace(PARKED, offered_a=6, at_home=None), True, ()),
        (replace(PARKED, offered_a=6, charging=ChargingState.DISCONNECTED), True, ()),
        (None, True, ()),
    ],
)
def test_a_car_that_is_handed_back_gets_its_greatest_current(
    car: CarState | None, commanded: bool, commands: tuple[Command, ...]
) -> None:
    assert difference(SWITCHED_OFF, car, commanded, MOST_A) == commands


def test_a_car_is_handed_back_only_when_switched_off() -> None:
    away = Decision(State.AWAY, None, Reason(Why.AWAY))
    assert difference(away, replace(PARKED, offered_a=6), commanded=True, most_a=MOST_A) == ()


def obeyed(car: CarState, commands: tuple[Command, ...]) -> CarState:
    for command in commands:
        if command.verb is Verb.SET_CURRENT:
            car = replace(car, offered_a=command.current_a)
        elif command.verb is Verb.START:
            car = replace(car, charging=ChargingState.CHARGING)
        elif command.verb is Verb.STOP:
            car = replace(car, charging=ChargingState.STOPPED)
    return car


@effort(deadline=None)
@given(any_situation, st.booleans())
def test_a_car_that_obeyed_is_asked_for_nothing_more(situation: Situation, commanded: bool) -> None:
    decision, car = decide(situation, SETTINGS), situation.car
    most_a = max_current_a(car, SETTINGS)
    commands = difference(decision, car, commanded, most_a)
    if car is not None and commands != (WAKE_UP,):
        assert difference(decision, obeyed(car, commands), commanded, most_a) == ()


@effort(deadline=None)
@given(any_situation, st.booleans())
def test_a_charge_is_never_started_before_its_current_is_right(situation: Situation, commanded: bool) -> None:
    decision, car = decide(situation, SETTINGS), situation.car
    commands = difference(decision, car, commanded, max_current_a(car, SETTINGS))
    if car is not None and START in commands:
        assert commands[-1] == START
        assert obeyed(car, commands[:-1]).offered_a == decision.current_a


@pytest.mark.parametrize(
    ("command", "requests"),
    [
        (WAKE_UP, [Request.WAKE_UP]),
        (START, [Request.COMMAND]),
        (STOP, [Request.COMMAND]),
        (amps(5), [Request.COMMAND]),
        (amps(4), [Request.COMMAND, Request.COMMAND]),
    ],
)
def test_a_command_is_paid_as_the_requests_that_it_takes(command: Command, requests: list[Request]) -> None:
    assert list(paid_as(command)) == requests
