"""What is decided, and which rule is stronger than which."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort

from solar_charging.base.economics import Prices
from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.decision import decide
from solar_charging.control.promises import least_current_a, max_current_a
from solar_charging.control.situation import Charge, Situation, State, SwitchPositions
from solar_charging.metering.connection import Bound, Room
from solar_charging.metering.surplus import Surplus
from solar_charging.metering.trust import Trust
from solar_charging.planning.departures import Departure
from solar_charging.settings.settings import Settings, parse_settings
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.ownership import Owner
from tests.situations import (
    AT_AN_END,
    BLIND,
    CHARGING,
    DARK,
    EARLIER,
    ENABLED,
    ENERGY_VALUE,
    ENTRY,
    EXAMPLES,
    FOLLOWING,
    NEVER_SEEN,
    NIGHT,
    NOW_S,
    PARKED,
    SETTINGS,
    SILENT,
    SOON,
    SUNNY,
    WAITING,
    WISHED,
    any_situation,
    behind,
    fused,
    steady,
)

ANSWERS = {
    "setup": (State.SETUP, None),
    "off": (State.OFF, None),
    "off_stopping": (State.OFF, 0),
    "paused": (State.OFF, None),
    "paused_stopping": (State.OFF, 0),
    "unreachable": (State.UNREACHABLE, None),
    "away": (State.AWAY, None),
    "away_by": (State.AWAY, None),
    "position_unknown": (State.AWAY, None),
    "unplugged": (State.UNPLUGGED, None),
    "no_power": (State.UNPLUGGED, None),
    "cable_loose": (State.UNPLUGGED, None),
    "full": (State.FULL, None),
    "limit_too_low": (State.FULL, None),
    "charge_now": (State.CHARGE_NOW, 16),
    "charge_now_until": (State.CHARGE_NOW, 16),
    "by_hand": (State.BY_HAND, None),
    "by_hand_since": (State.BY_HAND, None),
    "stopped_by_hand": (State.STOPPED_BY_HAND, None),
    "ended_nobodys": (State.WAITING_FOR_SUN, 0),
    "look_first": (State.MINIMUM, 16),
    "by_itself_ending": (State.WAITING_FOR_SUN, 0),
    "off_peak": (State.OFF_PEAK, 12),
    "no_reading": (State.NO_READING, 0),
    "meter_unreadable": (State.NO_READING, 0),
    "meter_wrong": (State.METER_WRONG, 0),
    "meter_doubted": (State.WAITING_FOR_SUN, 0),
    "meter_on_trial": (State.FOLLOWING_SUN, 5),
    "measuring_phases": (State.FOLLOWING_SUN, 5),
    "measuring": (State.FOLLOWING_SUN, 10),
    "minimum": (State.MINIMUM, 16),
    "departure": (State.DEPARTURE, 16),
    "departure_learnt": (State.DEPARTURE, 16),
    "climate": (State.DEPARTURE, 5),
    "kept_for_last": (State.WAITING_FOR_SUN, 0),
    "holiday": (State.WAITING_FOR_SUN, 0),
    "departure_awake": (State.DEPARTURE, 16),
    "following_sun": (State.FOLLOWING_SUN, 10),
    "from_battery": (State.FOLLOWING_SUN, 16),
    "battery_first": (State.WAITING_FOR_SUN, 0),
    "battery_untold": (State.FOLLOWING_SUN, 9),
    "battery_untold_waiting": (State.WAITING_FOR_SUN, 0),
    "nothing_pays": (State.WAITING_FOR_SUN, 0),
    "hidden_sun": (State.FOLLOWING_SUN, 5),
    "cloud": (State.FOLLOWING_SUN, 5),
    "too_little_sun": (State.WAITING_FOR_SUN, 0),
    "waiting_for_sun": (State.WAITING_FOR_SUN, 0),
    "gathering": (State.WAITING_FOR_SUN, 0),
    "buying": (State.BUYING, 16),
}


def answer(situation: Situation, settings: Settings = SETTINGS) -> tuple[State, int | None]:
    decision = decide(situation, settings)
    return decision.state, decision.current_a


WISHED_ANSWERS = {
    "sun_limit": (State.FULL, 0),
    "sun_only": (State.WAITING_FOR_SUN, 0),
    "price_ceiling": (State.WAITING_FOR_SUN, 0),
}


@pytest.mark.parametrize("reason", WISHED)
def test_a_wish_decides_for_its_own_reason(reason: str) -> None:
    decision = decide(*WISHED[reason])
    assert decision.reason.why.value == reason
    assert (decision.state, decision.current_a) == WISHED_ANSWERS[reason]


@pytest.mark.parametrize("reason", EXAMPLES)
def test_each_situation_has_its_answer_and_its_reason(reason: str) -> None:
    decision = decide(EXAMPLES[reason], SETTINGS)
    assert decision.reason.why.value == reason
    assert (decision.state, decision.current_a) == ANSWERS[reason]
    assert decision.cap_a is None


SAME_METER = Reason(Problem.SAME_METER, {"entry": "model_3", "entity": "sensor.grid_power"})


@pytest.mark.parametrize(
    ("situation", "problem", "current_a"),
    [
        (FOLLOWING, SAME_METER, 0),
        (replace(FOLLOWING, commanded=False), SAME_METER, None),
        (replace(FOLLOWING, car=replace(CHARGING, at_home=None)), SAME_METER, None),
        (replace(FOLLOWING, car=replace(CHARGING, at_home=False)), SAME_METER, None),
        (WAITING, SAME_METER, None),
        (replace(WAITING, car=None), SAME_METER, None),
        (FOLLOWING, Reason(Problem.SAME_CAR, {"entry": "model_3", "shared": "car.vin"}), None),
    ],
)
def test_who_makes_way_for_another_car_ends_its_own_charge_and_no_other(
    situation: Situation, problem: Reason[Problem], current_a: int | None
) -> None:
    decision = decide(replace(situation, problem=problem), SETTINGS)
    assert (decision.state, decision.current_a) == (State.SETUP, current_a)


WRONG_SETTINGS = Reason(Problem.BY_LAST_SETTINGS, {"problem": Reason(Problem.SETTINGS_WRONG)})
BOUGHT = replace(FOLLOWING, grid_power_w=2300.0, surplus=DARK)


@pytest.mark.parametrize(
    ("situation", "ends"),
    [
        (BOUGHT, True),
        (replace(BOUGHT, grid_power_w=230.1), True),
        (replace(BOUGHT, grid_power_w=230.0), False),
        (replace(BOUGHT, grid_power_w=-50.0), False),
        (replace(BOUGHT, grid_power_w=None), True),
        (replace(BOUGHT, grid_power_w=-50.0, surplus=SILENT), True),
        (replace(BOUGHT, grid_power_w=-50.0, trust=Trust(wrong=BLIND)), True),
        (replace(BOUGHT, off_peak=True), False),
        (replace(BOUGHT, switches=replace(ENABLED, charge_now=True)), False),
        (replace(BOUGHT, commanded=False), False),
        (replace(BOUGHT, charge=Charge(Owner.PERSON)), False),
        (replace(BOUGHT, car=replace(CHARGING, at_home=False)), False),
        (replace(BOUGHT, car=replace(CHARGING, at_home=None)), False),
        (replace(BOUGHT, car=PARKED), False),
        (replace(BOUGHT, car=None), False),
    ],
)
@pytest.mark.parametrize("problem", [WRONG_SETTINGS, Reason(Problem.HELPER_MISSING, {"entity": "x"})])
def test_what_a_person_has_to_mend_ends_a_dear_charge_of_the_apps_own_and_no_other(
    situation: Situation, ends: bool, problem: Reason[Problem]
) -> None:
    decision = decide(replace(situation, problem=problem), SETTINGS)
    assert (decision.state, decision.current_a) == (State.SETUP, 0 if ends else None)


@effort(deadline=None)
@given(any_situation)
def test_with_something_to_mend_nothing_but_an_end_is_ever_asked_for(situation: Situation) -> None:
    decision = decide(replace(situation, problem=WRONG_SETTINGS), SETTINGS)
    assert decision.current_a in (0, None)


EVERYTHING = replace(
    NIGHT,
    problem=Reason(Problem.HELPER_MISSING),
    charge=Charge(Owner.PERSON),
    switches=SwitchPositions(enabled=False, off_peak=True, charge_now=True),
    car=None,
    surplus=SILENT,
    energy_value=SOON,
)
"""A situation to which every rule applies; the changes below take away the strongest, one by one."""

AWAY_AND_ALL = replace(PARKED, at_home=False, charging=ChargingState.DISCONNECTED, soc_pct=85)
PEELED: list[tuple[str, dict[str, Any], State]] = [
    ("what a person has to mend", {}, State.SETUP),
    ("switched off", {"problem": None}, State.OFF),
    ("an unknown car", {"switches": replace(ENABLED, charge_now=True)}, State.UNREACHABLE),
    ("away", {"car": AWAY_AND_ALL}, State.AWAY),
    ("unplugged", {"car": replace(AWAY_AND_ALL, at_home=True)}, State.UNPLUGGED),
    ("full", {"car": replace(PARKED, soc_pct=85)}, State.FULL),
    ("charge now", {"car": replace(PARKED, soc_pct=10)}, State.CHARGE_NOW),
    ("by hand", {"switches": ENABLED}, State.BY_HAND),
    ("the reserve", {"charge": Charge()}, State.MINIMUM),
    ("a departure", {"car": PARKED}, State.DEPARTURE),
    ("off-peak", {"energy_value": ENERGY_VALUE}, State.OFF_PEAK),
    ("no reading", {"off_peak": False}, State.NO_READING),
    ("the sun", {"surplus": DARK}, State.WAITING_FOR_SUN),
]


@pytest.mark.parametrize("depth", range(len(PEELED)), ids=[name for name, _, _ in PEELED])
def test_each_rule_beats_all_below_it(depth: int) -> None:
    situation = EVERYTHING
    for _, changes, _ in PEELED[: depth + 1]:
        situation = replace(situation, **changes)
    assert decide(situation, SETTINGS).state is PEELED[depth][2]


OFF = replace(ENABLED, enabled=False)


@pytest.mark.parametrize(
    ("situation", "current_a"),
    [
        (replace(FOLLOWING, switches=OFF), 0),
        (replace(FOLLOWING, switches=OFF, commanded=False), None),
        (replace(FOLLOWING, switches=OFF, off_peak=True), None),
        (replace(FOLLOWING, switches=OFF, car=PARKED), None),
        (replace(FOLLOWING, switches=OFF, car=replace(CHARGING, at_home=False)), None),
        (replace(FOLLOWING, switches=OFF, car=replace(CHARGING, at_home=None)), None),
        (replace(FOLLOWING, switches=OFF, car=None), None),
    ],
)
def test_switched_off_it_stops_only_a_dear_charge_of_its_own_at_home(
    situation: Situation, current_a: int | None
) -> None:
    assert answer(situation) == (State.OFF, current_a)


@pytest.mark.parametrize(
    ("car", "state"),
    [
        (NEVER_SEEN, State.MINIMUM),
        (replace(NEVER_SEEN, asleep=False), State.AWAY),
        (replace(NEVER_SEEN, at_home=False), State.AWAY),
        (replace(NEVER_SEEN, charging=ChargingState.STOPPED), State.AWAY),
        (replace(PARKED, asleep=True), State.OFF_PEAK),
    ],
)
def test_of_the_cars_whose_position_is_unknown_only_a_sleeping_one_never_seen_is_worth_waking(
    car: CarState, state: State
) -> None:
    assert decide(replace(NIGHT, car=car), SETTINGS).state is state


@pytest.mark.parametrize(
    ("car", "full"),
    [
        (replace(PARKED, soc_pct=79), False),
        (replace(PARKED, soc_pct=80), True),
        (replace(CHARGING, soc_pct=80), False),
        (replace(PARKED, soc_pct=None), False),
        (replace(PARKED, soc_pct=80, charge_limit_pct=None), False),
        (replace(PARKED, soc_pct=None, charging=ChargingState.COMPLETE), True),
        (replace(PARKED, soc_pct=78, charging=ChargingState.COMPLETE), True),
        (replace(PARKED, soc_pct=77, charging=ChargingState.COMPLETE), False),
    ],
)
def test_a_car_is_full_when_it_says_so_or_stands_at_its_limit(car: CarState, full: bool) -> None:
    assert (decide(replace(WAITING, car=car), SETTINGS).state is State.FULL) is full


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (replace(NIGHT, car=replace(PARKED, soc_pct=79.9, charge_limit_pct=90)), (State.OFF_PEAK, 12)),
        (replace(NIGHT, car=replace(PARKED, soc_pct=80, charge_limit_pct=90)), (State.WAITING_FOR_SUN, 0)),
        (
            replace(NIGHT, car=replace(CHARGING, soc_pct=80, charge_limit_pct=90), waited_cost=AT_AN_END),
            (State.WAITING_FOR_SUN, 0),
        ),
        (replace(NIGHT, energy_value=replace(SOON, spare_s=901.0)), (State.WAITING_FOR_SUN, 0)),
        (replace(NIGHT, car=replace(PARKED, soc_pct=None)), (State.OFF_PEAK, 12)),
        (replace(NIGHT, car=replace(PARKED, max_current_a=8)), (State.OFF_PEAK, 8)),
        (replace(NIGHT, switches=replace(ENABLED, off_peak=False)), (State.WAITING_FOR_SUN, 0)),
        (replace(NIGHT, surplus=SILENT), (State.OFF_PEAK, 12)),
        # A battery that says no more how full it is.
        (replace(NIGHT, reckoned_pct=79.9), (State.OFF_PEAK, 12)),
        (replace(NIGHT, reckoned_pct=80.0), (State.WAITING_FOR_SUN, 0)),
        (replace(NIGHT, reckoned_pct=19.9), (State.MINIMUM, 16)),
    ],
)
def test_off_peak_buys_up_to_the_set_state_of_charge(
    situation: Situation, expected: tuple[State, int]
) -> None:
    assert answer(situation) == expected


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (replace(WAITING, energy_value=SOON), (State.DEPARTURE, 16)),
        (replace(WAITING, energy_value=replace(SOON, spare_s=900.1)), (State.WAITING_FOR_SUN, 0)),
        (replace(WAITING, energy_value=replace(SOON, spare_s=-600.0)), (State.DEPARTURE, 16)),
        (replace(WAITING, energy_value=replace(SOON, spare_s=math.inf)), (State.WAITING_FOR_SUN, 0)),
        (replace(WAITING, energy_value=SOON, surplus=SILENT), (State.DEPARTURE, 16)),
        (replace(WAITING, energy_value=SOON, car=replace(PARKED, asleep=True)), (State.DEPARTURE, 16)),
        (
            replace(WAITING, energy_value=SOON, switches=replace(ENABLED, off_peak=False)),
            (State.DEPARTURE, 16),
        ),
    ],
)
def test_what_is_missing_for_a_departure_is_charged_when_it_can_wait_no_longer(
    situation: Situation, expected: tuple[State, int]
) -> None:
    assert answer(situation) == expected


@pytest.mark.parametrize(
    ("spare_s", "rousable", "asleep", "expected"),
    [
        (900.1, False, False, (State.DEPARTURE, 16)),
        (36_000.0, False, False, (State.DEPARTURE, 16)),
        (36_000.0, True, False, (State.WAITING_FOR_SUN, 0)),
        (36_000.0, False, True, (State.WAITING_FOR_SUN, 0)),
        (math.inf, False, False, (State.WAITING_FOR_SUN, 0)),
    ],
)
def test_what_is_missing_is_charged_while_the_car_is_awake_if_it_cannot_be_woken_again(
    spare_s: float, rousable: bool, asleep: bool, expected: tuple[State, int]
) -> None:
    car, energy_value = replace(PARKED, asleep=asleep), replace(SOON, spare_s=spare_s)
    assert answer(replace(WAITING, car=car, energy_value=energy_value, rousable=rousable)) == expected


@pytest.mark.parametrize(
    ("car", "expected"),
    [
        (replace(PARKED, soc_pct=19.9), (State.MINIMUM, 16)),
        (replace(PARKED, soc_pct=20), (State.WAITING_FOR_SUN, 0)),
        (replace(CHARGING, soc_pct=19.9), (State.MINIMUM, 16)),
        (replace(PARKED, soc_pct=19.9, max_current_a=16, charge_limit_pct=15), (State.FULL, None)),
        # A sleeping car may have lost a per cent or two.
        (replace(PARKED, soc_pct=18, asleep=True), (State.WAITING_FOR_SUN, 0)),
        (replace(PARKED, soc_pct=17.9, asleep=True), (State.MINIMUM, 16)),
        # What is not known is not bought.
        (replace(PARKED, soc_pct=None), (State.WAITING_FOR_SUN, 0)),
    ],
)
def test_below_the_reserve_it_charges_at_once(car: CarState, expected: tuple[State, int | None]) -> None:
    assert answer(replace(WAITING, car=car)) == expected


def test_the_reserve_is_no_reason_to_overload_the_fuse() -> None:
    empty = behind(5000, replace(WAITING, car=replace(PARKED, soc_pct=5), grid_power_w=3000.0))
    limits = parse_settings({**ENTRY, "charging": {"minimum_soc_pct": 20, "max_import_w": 5000}})
    assert answer(empty, limits) == (State.MINIMUM, 8)


CEILING = parse_settings({**ENTRY, "charging": {"grid_limit_pct": 70}})
BARGAIN = replace(ENERGY_VALUE, value_per_kwh=0.35, prices=Prices(-0.05, 0.08))


def at(soc_pct: float, car: CarState = PARKED) -> CarState:
    return replace(car, soc_pct=soc_pct)


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (replace(WAITING, car=at(69.9), energy_value=BARGAIN), (State.BUYING, 16)),
        (replace(WAITING, car=at(70), energy_value=BARGAIN), (State.WAITING_FOR_SUN, 0)),
        (replace(NIGHT, car=at(69.9)), (State.OFF_PEAK, 16)),
        (replace(NIGHT, car=at(70)), (State.WAITING_FOR_SUN, 0)),
        (replace(FOLLOWING, car=at(70, CHARGING)), (State.FOLLOWING_SUN, 10)),
        (replace(FOLLOWING, car=at(79.9, CHARGING), energy_value=BARGAIN), (State.FOLLOWING_SUN, 10)),
        (replace(WAITING, car=at(70), switches=replace(ENABLED, charge_now=True)), (State.CHARGE_NOW, 16)),
    ],
)
def test_above_the_grids_limit_only_the_sun_charges(
    situation: Situation, expected: tuple[State, int]
) -> None:
    assert answer(replace(situation, waited_cost=AT_AN_END), CEILING) == expected


@effort(deadline=None)
@given(any_situation)
def test_above_the_grids_limit_nothing_is_begun_without_sun(situation: Situation) -> None:
    car = situation.car
    if car is not None and car.soc_pct is not None and car.soc_pct >= 70 and not car.draws:
        dark = replace(
            situation,
            surplus=steady(0.0),
            switches=ENABLED,
            energy_value=replace(situation.energy_value, departure=None),
        )
        decision = decide(dark, CEILING)
        assert not decision.current_a, decision


BY_ITSELF = replace(FOLLOWING, charge=Charge(Owner.PLUG_IN))


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (BY_ITSELF, (State.FOLLOWING_SUN, 10)),
        (replace(BY_ITSELF, surplus=steady(719.0)), (State.WAITING_FOR_SUN, 0)),
        (replace(BY_ITSELF, surplus=steady(721.0)), (State.FOLLOWING_SUN, 5)),
        (replace(BY_ITSELF, surplus=replace(SUNNY, coverage=0.49)), (State.WAITING_FOR_SUN, 0)),
        (replace(BY_ITSELF, surplus=replace(SUNNY, now_w=None)), (State.WAITING_FOR_SUN, 0)),
        (
            replace(BY_ITSELF, surplus=DARK, energy_value=replace(ENERGY_VALUE, value_per_kwh=0.35)),
            (State.BUYING, 16),
        ),
    ],
)
def test_a_charge_that_the_cable_began_goes_on_only_where_it_earns_something(
    situation: Situation, expected: tuple[State, int]
) -> None:
    assert answer(situation) == expected


@pytest.mark.parametrize(
    ("silent", "grid_power_w", "state"),
    [
        (False, -50.0, State.FOLLOWING_SUN),
        (True, -50.0, State.NO_READING),
        (False, None, State.NO_READING),
    ],
)
def test_a_meter_that_was_never_read_is_waited_for_at_once_and_another_while_its_reading_holds(
    silent: bool, grid_power_w: float | None, state: State
) -> None:
    unreadable = EXAMPLES["meter_unreadable"].unreadable
    surplus = replace(SUNNY, silent=silent)
    situation = replace(FOLLOWING, surplus=surplus, grid_power_w=grid_power_w, unreadable=unreadable)
    assert decide(situation, SETTINGS).state is state


@pytest.mark.parametrize(("silent", "state"), [(False, State.FOLLOWING_SUN), (True, State.NO_READING)])
def test_a_silent_meter_stops_the_charge_by_day(silent: bool, state: State) -> None:
    situation = replace(FOLLOWING, surplus=replace(SUNNY, silent=silent))
    assert answer(situation) == (state, 10 if state is State.FOLLOWING_SUN else 0)


@pytest.mark.parametrize(
    ("reported_a", "most_a"), [(None, 16), (0, 16), (4, 4), (5, 5), (15, 15), (16, 16), (48, 16)]
)
def test_the_greatest_current_is_what_settings_and_car_allow(reported_a: int | None, most_a: int) -> None:
    assert max_current_a(replace(PARKED, max_current_a=reported_a), SETTINGS) == most_a
    assert max_current_a(None, SETTINGS) == 16


@effort(deadline=None)
@given(any_situation)
def test_the_current_is_left_alone_nothing_or_within_the_limits(situation: Situation) -> None:
    current_a = decide(situation, SETTINGS).current_a
    most_a, least_a = max_current_a(situation.car, SETTINGS), least_current_a(situation.car, SETTINGS)
    assert current_a in (None, 0) or least_a <= current_a <= most_a <= 16


@effort(deadline=None)
@given(any_situation)
def test_a_car_that_is_away_unplugged_or_nobody_knows_where_is_left_alone(situation: Situation) -> None:
    car = situation.car
    unseen = car is not None and car.at_home is None and car.asleep and car.charging is ChargingState.UNKNOWN
    here = car is not None and car.at_home and car.charging is not ChargingState.DISCONNECTED
    if not (here or unseen):
        assert decide(situation, SETTINGS).current_a is None


LEAVING = Departure(NOW_S + 36_000, 80)
CHEAP = replace(ENERGY_VALUE, value_per_kwh=0.35)
"""A kWh in the battery is worth more than the grid's."""


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (replace(WAITING, surplus=SILENT), (State.NO_READING, 0)),
        (replace(WAITING, surplus=SILENT, energy_value=CHEAP), (State.BUYING, 16)),
        (replace(FOLLOWING, surplus=SILENT, energy_value=CHEAP), (State.BUYING, 16)),
        (replace(FOLLOWING, surplus=SILENT), (State.NO_READING, 0)),
    ],
)
def test_what_is_bought_at_a_known_price_needs_no_meter(
    situation: Situation, expected: tuple[State, int]
) -> None:
    assert answer(situation) == expected


@pytest.mark.parametrize(("cap_a", "current_a"), [(5, 5), (0, 0)])
def test_blind_behind_a_fuse_no_more_is_bought_than_the_least(cap_a: int, current_a: int) -> None:
    blind = replace(FOLLOWING, surplus=SILENT, energy_value=CHEAP, room=Room(cap_a, Bound.UNTOLD))
    assert answer(blind, fused(9000)) == (State.BUYING, current_a)


STOPPED = Charge(stopped=EARLIER, resumes=EARLIER)


@pytest.mark.parametrize(
    ("situation", "state"),
    [
        (replace(WAITING, charge=STOPPED, surplus=SUNNY, waited_cost=1.0), State.STOPPED_BY_HAND),
        (replace(NIGHT, charge=STOPPED), State.STOPPED_BY_HAND),
        (replace(WAITING, charge=STOPPED, car=replace(PARKED, soc_pct=10)), State.STOPPED_BY_HAND),
        (replace(WAITING, charge=STOPPED, energy_value=CHEAP), State.STOPPED_BY_HAND),
        (replace(WAITING, charge=STOPPED, energy_value=replace(CHEAP, departure=LEAVING)), State.BUYING),
        (replace(WAITING, charge=STOPPED, energy_value=SOON), State.DEPARTURE),
        (
            replace(WAITING, charge=STOPPED, switches=replace(ENABLED, charge_now=True)),
            State.CHARGE_NOW,
        ),
    ],
)
def test_a_persons_stop_forbids_all_but_what_a_departure_needs(situation: Situation, state: State) -> None:
    assert answer(situation)[0] is state


NO_RESERVE = parse_settings({**ENTRY, "charging": {"minimum_soc_pct": 0}})
LEAVES = replace(ENERGY_VALUE, departure=LEAVING)


@pytest.mark.parametrize(
    ("situation", "woken"),
    [
        (replace(WAITING, car=NEVER_SEEN), False),
        (replace(WAITING, car=NEVER_SEEN, energy_value=LEAVES, empty_spare_s=900.0), True),
        (replace(WAITING, car=NEVER_SEEN, energy_value=LEAVES, empty_spare_s=901.0), False),
        (replace(NIGHT, car=NEVER_SEEN, energy_value=LEAVES, empty_spare_s=9000.0), True),
        (
            replace(
                WAITING,
                car=NEVER_SEEN,
                energy_value=replace(CHEAP, departure=LEAVING),
                empty_spare_s=9000.0,
            ),
            True,
        ),
        (
            replace(WAITING, car=replace(NEVER_SEEN, at_home=False), energy_value=LEAVES, empty_spare_s=0.0),
            False,
        ),
        (
            replace(
                WAITING,
                car=replace(PARKED, asleep=True, soc_pct=None),
                energy_value=LEAVES,
                empty_spare_s=0.0,
            ),
            False,
        ),
    ],
)
def test_a_sleeping_car_is_looked_at_only_for_a_promise_and_if_it_was_never_heard(
    situation: Situation, woken: bool
) -> None:
    why = decide(situation, NO_RESERVE).reason.why
    assert (why is Why.LOOK_FIRST) is woken


def test_an_awake_car_that_does_not_say_whether_it_charges_is_left_alone() -> None:
    mute = replace(PARKED, charging=ChargingState.UNKNOWN)
    decision = decide(replace(NIGHT, car=mute), SETTINGS)
    assert (decision.state, decision.current_a) == (State.UNREACHABLE, None)
    assert decision.reason.values["problem"] == Reason(Problem.CHARGING_UNTOLD)


@pytest.mark.parametrize(
    ("since_start_s", "surplus", "expected"),
    [
        (599.0, replace(SUNNY, coverage=0.4), State.STARTING_UP),
        (600.0, replace(SUNNY, coverage=0.4), State.FOLLOWING_SUN),
        (599.0, SUNNY, State.FOLLOWING_SUN),
        (20.0, replace(DARK, coverage=0.1, held_s=np.array([19.9])), State.STARTING_UP),
        (20.0, replace(DARK, coverage=0.1, held_s=np.array([20.0])), State.WAITING_FOR_SUN),
    ],
)
def test_the_app_starts_up_until_it_knows_enough(
    since_start_s: float, surplus: Surplus, expected: State
) -> None:
    assert answer(replace(FOLLOWING, since_start_s=since_start_s, surplus=surplus))[0] is expected


LEARNT = Departure(NOW_S + 7200, 70, learnt=True)


def test_a_departure_that_was_only_learnt_does_not_undo_what_a_person_has_done() -> None:
    near = replace(WAITING, charge=STOPPED, energy_value=SOON)
    assert decide(near, SETTINGS).state is State.DEPARTURE
    learnt = replace(near, energy_value=replace(SOON, departure=LEARNT))
    assert decide(learnt, SETTINGS).state is State.STOPPED_BY_HAND


@pytest.mark.parametrize(
    ("departure", "ready", "switched_on", "soc_pct", "buys"),
    [
        (LEARNT, True, True, 50, True),
        (LEARNT, True, False, 50, False),
        (LEARNT, False, True, 50, False),
        (LEARNT, False, True, None, True),  # nothing can be planned of a car that does not say how full it is
        (LEARNT, False, False, None, False),
        (LEARNT._replace(learnt=False), True, True, 50, False),
        (LEARNT, True, True, 80, False),
    ],
)
def test_cheap_power_fills_who_is_always_to_be_ready_and_who_does_not_say_how_full_it_is(
    departure: Departure, ready: bool, switched_on: bool, soc_pct: float | None, buys: bool
) -> None:
    settings = parse_settings({**ENTRY, "charging": {"always_ready": ready}})
    situation = replace(
        NIGHT,
        car=replace(PARKED, soc_pct=soc_pct),
        switches=replace(ENABLED, off_peak=switched_on),
        energy_value=replace(ENERGY_VALUE, departure=departure),
    )
    assert (decide(situation, settings).state is State.OFF_PEAK) is buys
