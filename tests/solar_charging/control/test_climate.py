"""A car at the plug that heats or cools itself for a departure is held up; at other times it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort

from solar_charging.base.reason import Why
from solar_charging.control.climate import LONGEST_S, NEAR_S, ClimateHold
from solar_charging.control.decision import decide
from solar_charging.control.situation import Situation, State
from solar_charging.planning.departures import Departure
from solar_charging.vehicle.car import CarState, ChargingState
from tests.situations import (
    ENERGY_VALUE,
    EXAMPLES,
    FOLLOWING,
    NIGHT,
    NOW_S,
    PARKED,
    SETTINGS,
    SILENT,
    WAITING,
    any_situation,
    behind,
    fused,
    steady,
)

WARMING = replace(PARKED, climate=True)
LEAVES = Departure(NOW_S + NEAR_S, 50)


@pytest.mark.parametrize(
    ("car", "holds"),
    [
        (WARMING, True),
        (replace(WARMING, charging=ChargingState.CHARGING), True),
        (replace(WARMING, charging=ChargingState.COMPLETE), True),
        (replace(WARMING, climate=False), False),
        (replace(WARMING, climate=None), False),
        (replace(WARMING, asleep=True), False),
        (replace(WARMING, charging=ChargingState.DISCONNECTED), False),
        (replace(WARMING, charging=ChargingState.UNKNOWN), False),
        (replace(WARMING, at_home=False), False),
        (replace(WARMING, at_home=None), False),
        (None, False),
    ],
)
def test_a_car_at_the_plug_at_home_that_says_so_prepares(car: CarState | None, holds: bool) -> None:
    assert ClimateHold(True).beat(NOW_S, car, LEAVES) is holds
    assert not ClimateHold(False).beat(NOW_S, car, LEAVES)


@pytest.mark.parametrize(
    ("before_s", "learnt", "holds"),
    [
        (NEAR_S + 1, False, False),
        (NEAR_S, False, True),
        (NEAR_S, True, True),
        (1, False, True),
        (0, False, False),
        (-60, False, False),
    ],
)
def test_it_does_within_an_hour_and_a_half_before_a_departure(
    before_s: float, learnt: bool, holds: bool
) -> None:
    hold = ClimateHold(True)
    assert hold.beat(NOW_S, WARMING, Departure(NOW_S + before_s, 50, learnt)) is holds
    assert hold.near is holds
    assert not hold.beat(NOW_S, WARMING, None)


def test_it_does_for_three_quarters_of_an_hour_at_most_and_then_for_the_next_departure() -> None:
    hold = ClimateHold(True)
    assert hold.beat(NOW_S, WARMING, LEAVES)
    assert hold.beat(NOW_S + LONGEST_S - 1, WARMING, LEAVES)
    assert not hold.beat(NOW_S + LONGEST_S, WARMING, LEAVES)
    assert not hold.near
    tomorrow = LEAVES._replace(at_s=LEAVES.at_s + 86_400)
    assert hold.beat(NOW_S + 86_400, WARMING, tomorrow)


def test_who_turns_it_off_and_on_again_gets_no_more_of_it() -> None:
    hold = ClimateHold(True)
    assert hold.beat(NOW_S, WARMING, LEAVES)
    assert not hold.beat(NOW_S + 600, PARKED, LEAVES)
    assert hold.beat(NOW_S + LONGEST_S - 1, WARMING, LEAVES)
    assert not hold.beat(NOW_S + LONGEST_S, WARMING, LEAVES)


PREPARES = replace(WAITING, energy_value=replace(ENERGY_VALUE, departure=LEAVES), prepares=True)


@pytest.mark.parametrize(
    ("situation", "state", "current_a"),
    [
        (PREPARES, State.DEPARTURE, 5),
        (replace(PREPARES, prepares=False), State.WAITING_FOR_SUN, 0),
        (replace(PREPARES, car=replace(PARKED, max_current_a=3)), State.DEPARTURE, 3),
        (replace(PREPARES, surplus=replace(steady(0), coverage=0.0)), State.DEPARTURE, 5),
        # The sun and cheap power give it more, and a promise does.
        (replace(FOLLOWING, energy_value=PREPARES.energy_value, prepares=True), State.FOLLOWING_SUN, 10),
        (
            replace(
                PREPARES, waited_cost=1.0, energy_value=replace(PREPARES.energy_value, value_per_kwh=0.4)
            ),
            State.BUYING,
            16,
        ),
        (replace(PREPARES, energy_value=replace(PREPARES.energy_value, spare_s=900.0)), State.DEPARTURE, 16),
        # It is no reason to go by a meter that fails, nor against a person, nor at another plug.
        (replace(PREPARES, surplus=SILENT), State.NO_READING, 0),
        (replace(PREPARES, trust=EXAMPLES["meter_wrong"].trust), State.METER_WRONG, 0),
        (replace(PREPARES, trust=EXAMPLES["meter_doubted"].trust), State.WAITING_FOR_SUN, 0),
        (replace(EXAMPLES["stopped_by_hand"], prepares=True), State.STOPPED_BY_HAND, None),
        (replace(EXAMPLES["by_hand"], prepares=True), State.BY_HAND, None),
        (replace(EXAMPLES["off"], prepares=True), State.OFF, None),
        (replace(EXAMPLES["away"], prepares=True), State.AWAY, None),
        (replace(EXAMPLES["full"], prepares=True), State.FULL, None),
    ],
)
def test_it_holds_the_least_current_where_nothing_else_gives_more(
    situation: Situation, state: State, current_a: int | None
) -> None:
    decision = decide(situation, SETTINGS)
    assert (decision.state, decision.current_a) == (state, current_a)


@pytest.mark.parametrize(("fuse_w", "current_a"), [(1600, 5), (1500, 0)])
def test_the_fuse_has_the_last_word(fuse_w: float, current_a: int) -> None:
    assert decide(behind(fuse_w, PREPARES), fused(fuse_w)).current_a == current_a


HOLIDAY = EXAMPLES["holiday"]
BUYS = frozenset({State.BUYING, State.OFF_PEAK})


@pytest.mark.parametrize("situation", [NIGHT, EXAMPLES["buying"], EXAMPLES["off_peak"]])
def test_on_a_holiday_what_would_be_bought_is_not(situation: Situation) -> None:
    assert decide(situation, SETTINGS).state in BUYS
    pause = HOLIDAY.energy_value.pause
    decision = decide(replace(situation, energy_value=replace(situation.energy_value, pause=pause)), SETTINGS)
    assert (decision.current_a, decision.reason.why) == (0, Why.HOLIDAY)


@pytest.mark.parametrize(("surplus_w", "current_a"), [(2400.0, 10), (1200.0, 5), (800.0, 0)])
def test_on_a_holiday_the_sun_goes_on_and_only_that(surplus_w: float, current_a: int) -> None:
    worth = replace(ENERGY_VALUE, pause=HOLIDAY.energy_value.pause)
    sunny = replace(WAITING, surplus=steady(surplus_w), waited_cost=1.0, energy_value=worth)
    assert decide(sunny, SETTINGS).current_a == current_a


@pytest.mark.parametrize("key", ["charge_now", "minimum"])
def test_what_a_person_asks_for_whatever_it_costs_is_given_on_a_holiday_too(key: str) -> None:
    paused = replace(EXAMPLES[key].energy_value, pause=HOLIDAY.energy_value.pause)
    assert decide(replace(EXAMPLES[key], energy_value=paused), SETTINGS).current_a == 16


@effort(deadline=None)
@given(any_situation)
def test_nothing_is_bought_on_a_holiday_nor_while_it_is_kept(situation: Situation) -> None:
    worth = situation.energy_value
    if not worth.buys:
        assert decide(situation, SETTINGS).state not in BUYS
