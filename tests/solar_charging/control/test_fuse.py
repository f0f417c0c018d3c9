"""The main fuse has the last word."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.decision import decide
from solar_charging.control.fuse import notice
from solar_charging.control.situation import Charge, Decision, Situation, State
from solar_charging.metering.connection import Bound, Room
from solar_charging.vehicle.ownership import Owner
from tests.situations import (
    CHARGING,
    ENABLED,
    FOLLOWING,
    SETTINGS,
    SILENT,
    WAITING,
    any_situation,
    behind,
    fused,
    steady,
)

CHARGE_NOW = replace(WAITING, switches=replace(ENABLED, charge_now=True))
BY_HAND = replace(CHARGE_NOW, car=CHARGING, switches=ENABLED, charge=Charge(Owner.PERSON))
UNKNOWN = Reason(Problem.PEAK_UNKNOWN)
DEAF = Reason(Problem.METER_SILENT, {"entity": "sensor.grid_power"})


@pytest.mark.parametrize(
    ("situation", "current_a", "cap_a"),
    [
        (replace(CHARGE_NOW, grid_power_w=1320.0), 16, None),
        (replace(CHARGE_NOW, grid_power_w=1320.1), 15, 15),
        (replace(CHARGE_NOW, grid_power_w=5000.0 - 5 * 230), 5, 5),
        (replace(CHARGE_NOW, grid_power_w=5000.1 - 5 * 230), 0, 0),
        (replace(CHARGE_NOW, grid_power_w=9000.0), 0, 0),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=5000.0), 10, 10),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=5000.1), 9, 9),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=6150.0), 5, 5),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=6150.1), 0, 0),
        # Blind, it is as little as the car can do, or nothing where nobody knows what the house may draw.
        (replace(CHARGE_NOW, grid_power_w=None, surplus=SILENT), 0, 0),
        (replace(CHARGE_NOW, surplus=SILENT), 0, 0),
        (replace(BY_HAND, surplus=SILENT), 0, 0),
        (replace(FOLLOWING, surplus=steady(700.0), grid_power_w=6100.0), 5, None),
        # Of phases that are not known for sure three count for more, one for less.
        (replace(CHARGE_NOW, most_watts_per_amp=690.0, grid_power_w=5000.0 - 5 * 690), 5, 5),
        (replace(CHARGE_NOW, most_watts_per_amp=690.0, grid_power_w=5000.1 - 5 * 690), 0, 0),
        (replace(CHARGE_NOW, car=CHARGING, most_watts_per_amp=690.0, grid_power_w=5000.1), 9, 9),
    ],
)
def test_the_main_fuse_has_the_last_word(situation: Situation, current_a: int, cap_a: int | None) -> None:
    decision = decide(behind(5000, situation), fused(5000))
    assert (decision.current_a, decision.cap_a) == (current_a, cap_a)
    assert decision.reason.why.value.startswith("fuse") is (cap_a is not None)


@pytest.mark.parametrize(("sure", "current_a"), [(False, 5), (True, 0)])
def test_a_single_reading_lowers_a_charge_and_does_not_end_it(sure: bool, current_a: int) -> None:
    overloaded = replace(CHARGE_NOW, car=CHARGING, grid_power_w=9000.0)
    assert decide(behind(5000, overloaded, sure), fused(5000)).current_a == current_a


def test_a_charge_that_the_fuse_ends_is_given_with_the_fuse_s_own_current() -> None:
    decision = decide(behind(5000, replace(CHARGE_NOW, grid_power_w=3000.0)), fused(5000))
    assert decision == Decision(
        State.CHARGE_NOW,
        8,
        Reason(Why.FUSE, {"current_a": 8, "least_a": 5, "max_import_w": 5000.0, "house_w": 3000.0}),
        cap_a=8,
    )


@pytest.mark.parametrize(
    ("room", "why", "said"),
    [
        (Room(5, Bound.UNTOLD, 0, 4000.0), Why.FUSE_BLIND, {"problem": DEAF}),
        (
            Room(5, Bound.UNTOLD, 0, 4000.0, heard=True),
            Why.FUSE_BLIND,
            {"problem": Reason(Problem.METER_BACK, {"entity": "sensor.grid_power"})},
        ),
        (Room(0, Bound.UNTOLD), Why.FUSE_BLIND_ENDING, {"problem": DEAF, "cause": UNKNOWN}),
        (
            Room(0, Bound.UNTOLD, 0, 4100.0),
            Why.FUSE_BLIND_ENDING,
            {"problem": DEAF, "cause": Reason(Problem.PEAK_OF_HOUSE, {"peak_w": 4100.0})},
        ),
        (
            Room(0, Bound.UNTOLD, 2, 21.0),
            Why.FUSE_BLIND_ENDING,
            {"cause": Reason(Problem.PEAK_OF_PHASE, {"phase": "L2", "peak_a": 21.0})},
        ),
        (Room(8, Bound.PHASE, 3, house=16.4), Why.FUSE_PHASE, {"phase": "L3", "house_a": 16.4}),
        (Room(4, Bound.PHASE, 3, house=20.4), Why.FUSE_PHASE_ENDING, {"phase": "L3", "house_a": 20.4}),
        (Room(8, Bound.PHASE, 1, house=-0.1), Why.FUSE_PHASE, {"house_a": 0.0}),
        (Room(8, Bound.SUM, house=3100.0), Why.FUSE, {"house_w": 3100.0}),
        (Room(0, Bound.SUM, house=5100.0), Why.FUSE_ENDING, {"house_w": 5100.0}),
    ],
)
@pytest.mark.parametrize("situation", [replace(CHARGE_NOW, car=CHARGING), BY_HAND])
def test_the_reason_says_what_limits(
    situation: Situation, room: Room, why: Why, said: dict[str, object]
) -> None:
    reason = decide(replace(situation, room=room), fused(5000)).reason
    assert reason.why is why
    assert said.items() <= reason.values.items()


@pytest.mark.parametrize(("cap_a", "current_a"), [(11, 10), (12, 12), (16, 16)])
def test_a_charge_that_is_held_back_is_not_raised_by_an_ampere(cap_a: int, current_a: int) -> None:
    held = replace(CHARGE_NOW, car=CHARGING, room=Room(cap_a, Bound.SUM))
    assert decide(held, fused(5000)).current_a == current_a


def test_a_person_is_told_of_a_silent_meter_where_the_fuse_holds_something_back() -> None:
    blind, settings = Room(5, Bound.UNTOLD, 0, 3000.0), fused(5000)
    wants, idle = replace(CHARGE_NOW, room=blind), replace(WAITING, surplus=SILENT, room=blind)
    told = Reason(Problem.FUSE_BLIND, {"problem": DEAF, "current_a": 5})
    assert notice(decide(wants, settings), wants, settings) == told
    assert notice(decide(idle, settings), idle, settings) is None
    back = replace(CHARGE_NOW, room=replace(blind, heard=True))
    assert notice(decide(back, settings), back, settings) is None
    free = replace(CHARGE_NOW, room=Room(5, Bound.SUM))
    assert notice(decide(free, settings), free, settings) is None


@effort(deadline=None)
@given(any_situation, st.floats(500, 20_000))
def test_the_fuse_is_never_asked_for_more_than_it_carries(situation: Situation, fuse_w: float) -> None:
    decision = decide(behind(fuse_w, situation), fused(fuse_w))
    grid_w = situation.grid_power_w
    known = not situation.surplus.silent and situation.trust.wrong is None and grid_w is not None
    offered_a = situation.car.offered_a or 0 if situation.car and situation.charging else 0
    if decision.current_a and known and grid_w is not None:
        more_a = decision.current_a - offered_a
        per_amp = situation.most_watts_per_amp if more_a > 0 else situation.least_watts_per_amp
        assert grid_w + more_a * per_amp <= fuse_w + 1e-6
    elif decision.current_a and situation.surplus.silent:
        raise AssertionError("blind, and nobody knows what the house draws")


@effort(deadline=None)
@given(any_situation, st.floats(500, 20_000))
def test_the_fuse_only_ever_takes_back(situation: Situation, fuse_w: float) -> None:
    free, bound = decide(situation, SETTINGS), decide(behind(fuse_w, situation), fused(fuse_w))
    assert bound.state is free.state
    # What is left as it is flows on with what it was told.
    left_a = situation.car.offered_a if situation.car is not None and free.current_a is None else None
    assert bound.current_a == free.current_a or (bound.current_a or 0) < (free.current_a or left_a or 0)


@given(any_situation)
def test_without_a_fuse_nothing_is_taken_back(situation: Situation) -> None:
    assert decide(situation, SETTINGS).cap_a is None
    assert math.isinf(Room(5, Bound.SUM).again_s)
