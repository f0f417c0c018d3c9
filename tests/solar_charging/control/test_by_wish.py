"""What a person wishes by helpers rules what is decided, and what must never happen then."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import Why
from solar_charging.control.decision import decide
from solar_charging.control.situation import Situation, State
from solar_charging.planning.departures import Departure
from solar_charging.vehicle.ownership import Owner
from tests.situations import (
    AT_AN_END,
    CHARGING,
    ENERGY_VALUE,
    EXAMPLES,
    FOLLOWING,
    LATER,
    NIGHT,
    NOW_S,
    PARKED,
    SETTINGS,
    SOON,
    SUN_ONLY,
    WAITING,
    any_situation,
    charging_set,
    steady,
    wishing,
)

BOUGHT = frozenset({State.BUYING, State.DEPARTURE, State.OFF_PEAK})
"""States in which power is bought that no switch and no minimum asks for."""


@given(situation=any_situation, ceiling=st.just(-math.inf) | st.floats(-0.5, 1.0))
def test_nothing_is_bought_above_the_ceiling_nor_at_all_where_only_the_sun_is_wished(
    situation: Situation, ceiling: float
) -> None:
    decision = decide(wishing(situation, sun_only=ceiling == -math.inf), charging_set(price_ceiling=ceiling))
    if situation.energy_value.prices.import_per_kwh > ceiling + 1e-6:
        assert decision.state not in BOUGHT


@given(situation=any_situation)
def test_nothing_is_charged_in_a_pause_and_what_the_app_began_is_ended(situation: Situation) -> None:
    decision = decide(wishing(situation, pause_until=LATER), SETTINGS)
    assert not decision.current_a
    if situation.problem is None and situation.switches.enabled:
        assert decision.state is State.OFF
        ours = situation.commanded and situation.charging and situation.owner is not Owner.PERSON
        if ours and situation.car is not None and situation.car.at_home:
            assert decision.current_a == 0


@given(situation=any_situation, limit_pct=st.floats(1, 100))
def test_the_sun_never_charges_above_its_limit(situation: Situation, limit_pct: float) -> None:
    decision = decide(situation, charging_set(sun_limit_pct=limit_pct))
    leaving, soc_pct = situation.energy_value.departure, situation.soc_pct
    told_pct = 0.0 if leaving is None or leaving.learnt else leaving.soc_pct
    if soc_pct is not None and soc_pct >= max(limit_pct, told_pct):
        assert decision.state not in (State.FOLLOWING_SUN, State.BUYING) or not decision.current_a


@pytest.mark.parametrize("name", ["off_peak", "buying", "departure", "departure_learnt", "departure_awake"])
@pytest.mark.parametrize(("ceiling", "buys"), [(0.31, True), (0.30, True), (0.29, False)])
def test_a_ceiling_holds_for_all_that_is_bought(name: str, ceiling: float, buys: bool) -> None:
    decision = decide(EXAMPLES[name], charging_set(price_ceiling=ceiling))
    assert bool(decision.current_a) is buys
    assert decision.reason.why is (Why(name) if buys else Why.PRICE_CEILING)


@pytest.mark.parametrize("name", ["off_peak", "buying", "departure", "departure_learnt", "waiting_for_sun"])
def test_only_the_sun_buys_nothing_and_says_so(name: str) -> None:
    decision = decide(wishing(EXAMPLES[name], sun_only=True), SUN_ONLY)
    assert (decision.current_a, decision.reason.why) == (0, Why.SUN_ONLY)


@pytest.mark.parametrize("name", ["minimum", "charge_now", "charge_now_until"])
def test_the_minimum_and_charge_now_are_kept_whatever_is_not_bought(name: str) -> None:
    decision = decide(wishing(EXAMPLES[name], sun_only=True), SUN_ONLY)
    assert (decision.current_a, decision.reason.why) == (16, Why(name))


@pytest.mark.parametrize(
    ("surplus_w", "starts"), [(1000.0, False), (1040.0, False), (1100.0, True), (1150.0, True)]
)
def test_only_the_sun_begins_where_it_carries_all_but_a_little(surplus_w: float, starts: bool) -> None:
    idle = replace(WAITING, surplus=steady(surplus_w), waited_cost=AT_AN_END)
    assert bool(decide(wishing(idle, sun_only=True), SUN_ONLY).current_a) is starts


@pytest.mark.parametrize(
    ("soc_pct", "limit_pct", "departure", "state"),
    [
        (69.9, 70, None, State.FOLLOWING_SUN),
        (70, 70, None, State.FULL),
        (75, 70, Departure(NOW_S + 86_400, 75), State.FULL),
        (74.9, 70, Departure(NOW_S + 86_400, 75), State.FOLLOWING_SUN),
        (74.9, 70, Departure(NOW_S + 86_400, 75, learnt=True), State.FULL),
        (79, None, None, State.FOLLOWING_SUN),
    ],
)
def test_the_sun_charges_up_to_its_limit_or_what_a_told_departure_wants(
    soc_pct: float, limit_pct: float | None, departure: Departure | None, state: State
) -> None:
    worth = replace(ENERGY_VALUE, departure=departure)
    situation = replace(FOLLOWING, car=replace(CHARGING, soc_pct=soc_pct), energy_value=worth)
    decision = decide(situation, charging_set(sun_limit_pct=limit_pct))
    assert decision.state is state
    assert bool(decision.current_a) is (state is State.FOLLOWING_SUN)


@pytest.mark.parametrize(
    ("soc_pct", "asleep", "reached"), [(68.5, True, True), (68.5, False, False), (67.9, True, False)]
)
def test_a_sleeping_car_is_not_woken_up_for_a_per_cent_of_the_suns_limit(
    soc_pct: float, asleep: bool, reached: bool
) -> None:
    car = replace(PARKED, soc_pct=soc_pct, asleep=asleep)
    decision = decide(replace(WAITING, car=car), charging_set(sun_limit_pct=70))
    assert (decision.state is State.FULL) is reached


@pytest.mark.parametrize(("minimum_pct", "state"), [(50, State.OFF_PEAK), (51, State.MINIMUM)])
def test_a_minimum_that_is_wished_is_charged_at_once(minimum_pct: float, state: State) -> None:
    assert decide(NIGHT, charging_set(minimum_soc_pct=minimum_pct)).state is state


def test_a_pause_leaves_a_persons_own_charge_alone() -> None:
    by_hand = wishing(EXAMPLES["by_hand"], pause_until=LATER)
    assert decide(by_hand, SETTINGS).current_a is None


def test_a_pause_ends_what_was_bought_though_it_be_cheap() -> None:
    cheap = replace(FOLLOWING, off_peak=True, energy_value=SOON)
    decision = decide(wishing(cheap, pause_until=LATER), SETTINGS)
    assert (decision.current_a, decision.reason.why) == (0, Why.PAUSED_STOPPING)


def test_what_is_switched_off_is_off_in_a_pause_as_well() -> None:
    off = wishing(EXAMPLES["off"], pause_until=LATER)
    assert decide(off, SETTINGS).reason.why is Why.OFF
