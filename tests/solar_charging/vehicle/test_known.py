"""What is known of the car from all of its reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.known import DRIFT_M, carried_over, contradiction

PARKED = CarState(
    0,
    at_home=True,
    charging=ChargingState.STOPPED,
    soc_pct=60,
    charge_limit_pct=80,
    offered_a=16,
    max_current_a=16,
    phases=3,
    added_kwh=4.0,
    odometer_km=1000.0,
)
MUTE = CarState(30)
AWAY = replace(PARKED, at_s=30, at_home=False, radius_m=100.0, odometer_km=None, added_kwh=None)


@pytest.mark.parametrize("asleep", [False, True])
def test_what_is_not_told_is_as_it_was_told_last(asleep: bool) -> None:
    known = carried_over(PARKED, replace(MUTE, asleep=asleep))
    assert known == replace(PARKED, at_s=30, asleep=asleep, soc_s=0)


def test_what_is_told_is_news() -> None:
    told = replace(PARKED, at_s=30, soc_pct=0, charge_limit_pct=50, offered_a=0, phases=1, added_kwh=0.0)
    assert carried_over(PARKED, told) == replace(told, soc_s=30)
    assert carried_over(None, MUTE) == MUTE


def test_a_sleeping_car_does_not_charge() -> None:
    charging = replace(PARKED, charging=ChargingState.CHARGING)
    assert carried_over(charging, replace(MUTE, asleep=True)).charging is ChargingState.STOPPED


def test_what_the_car_draws_is_never_guessed_from_before() -> None:
    drawing = replace(PARKED, charging=ChargingState.CHARGING, drawn_a=16.0)
    assert carried_over(drawing, replace(MUTE, charging=ChargingState.CHARGING)).drawn_a is None


@pytest.mark.parametrize(
    ("more", "at_home"),
    [
        ({"distance_m": 100 + DRIFT_M}, True),
        ({"distance_m": 101 + DRIFT_M}, False),
        ({}, False),
        ({"odometer_km": 1000.0, "distance_m": 20_000.0}, True),
        ({"odometer_km": 1012.0, "distance_m": 120.0}, False),
        ({"distance_m": 130.0, "charging": ChargingState.DISCONNECTED}, False),
        ({"distance_m": 130.0, "driving": True}, False),
        ({"distance_m": 130.0, "added_kwh": 0.0}, False),
    ],
)
def test_a_car_that_was_at_the_plug_all_along_is_at_home(more: dict[str, float], at_home: bool) -> None:
    assert carried_over(PARKED, replace(AWAY, **more)).at_home is at_home  # type: ignore[arg-type]


@pytest.mark.parametrize("before", [False, None])
def test_a_car_that_was_not_at_home_is_not_for_being_plugged_in(before: bool | None) -> None:
    away = replace(AWAY, distance_m=130.0)
    assert carried_over(replace(PARKED, at_home=before), away).at_home is False


def test_a_car_that_was_plugged_in_since_must_say_where_it_is() -> None:
    unplugged = replace(PARKED, charging=ChargingState.DISCONNECTED)
    assert carried_over(unplugged, replace(MUTE, charging=ChargingState.STOPPED)).at_home is None


# A wall box that sees a car come and go


def at_the_wall(
    said: str, wall: bool | None, newer: bool, at_wall: bool = False, before: str = "stopped"
) -> CarState:
    """What is known of a car after a report, beside what the wall box sees."""
    known = replace(PARKED, charging=ChargingState(before), at_wall=at_wall)
    report = CarState(30, charging=ChargingState(said), wall_connected=wall, wall_newer=newer)
    return carried_over(known, report)


@pytest.mark.parametrize(
    ("said", "wall", "newer", "at_wall", "known"),
    [
        # They agree, or the car has spoken since.
        ("complete", True, True, False, "complete"),
        ("charging", True, False, False, "charging"),
        ("disconnected", False, True, True, "disconnected"),
        ("disconnected", True, False, False, "disconnected"),
        ("stopped", False, False, True, "stopped"),
        # A car has come since; it may be another.
        ("disconnected", True, True, False, "stopped"),
        # One has gone since: this one only if it was there.
        ("charging", False, True, True, "disconnected"),
        ("stopped", False, True, True, "disconnected"),
        ("stopped", False, True, False, "stopped"),
        # The wall box says nothing.
        ("disconnected", None, True, True, "disconnected"),
        ("stopped", None, True, False, "stopped"),
    ],
)
def test_the_wall_box_counts_where_it_has_seen_more_than_the_car_has_told(
    said: str, wall: bool | None, newer: bool, at_wall: bool, known: str
) -> None:
    assert at_the_wall(said, wall, newer, at_wall).charging.value == known


@pytest.mark.parametrize(
    ("before", "wall", "at_wall", "known"),
    [
        ("complete", True, True, "complete"),
        ("disconnected", True, False, "stopped"),
        ("stopped", False, True, "disconnected"),
        ("stopped", False, False, "stopped"),
        ("stopped", None, True, "stopped"),
        ("unknown", True, False, "stopped"),
        ("unknown", False, False, "unknown"),
    ],
)
@pytest.mark.parametrize("newer", [True, False])
def test_where_the_car_says_nothing_the_wall_box_adds_to_what_was_known(
    before: str, wall: bool | None, at_wall: bool, known: str, newer: bool
) -> None:
    assert at_the_wall("unknown", wall, newer, at_wall, before).charging.value == known


def test_a_car_that_has_left_the_wall_stays_gone_until_it_speaks() -> None:
    told = CarState(30, charging=ChargingState.STOPPED, wall_connected=True)
    car = carried_over(carried_over(None, told), told)
    assert car.at_wall
    for _ in range(3):
        car = carried_over(car, replace(told, wall_connected=False, wall_newer=True))
        assert car.charging is ChargingState.DISCONNECTED
        car = carried_over(car, CarState(30, asleep=True))
    # It was another's cable.
    car = carried_over(car, replace(told, at_s=60, wall_connected=False))
    assert (car.charging, car.at_wall) == (ChargingState.STOPPED, False)
    car = carried_over(car, replace(told, at_s=60, wall_connected=False, wall_newer=True))
    assert car.charging is ChargingState.STOPPED


def test_the_first_report_of_a_car_that_says_nothing_is_what_the_wall_box_sees() -> None:
    for wall, known in (
        (True, ChargingState.STOPPED),
        (False, ChargingState.UNKNOWN),
        (None, ChargingState.UNKNOWN),
    ):
        assert carried_over(None, CarState(0, wall_connected=wall)).charging is known


@pytest.mark.parametrize(("climate", "odd"), [(True, False), (False, True), (None, True)])
def test_a_current_that_heats_the_car_contradicts_nothing(climate: bool | None, odd: bool) -> None:
    warm = CarState(0, charging=ChargingState.STOPPED, drawn_a=16.0, climate=climate)
    assert (contradiction(warm) is not None) is odd
