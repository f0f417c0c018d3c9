"""The house's meters together: who takes in what, and what is asked of the car for it."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.base.errors import MeterError
from solar_charging.metering.house_meters import HouseMeters
from solar_charging.metering.plug_meter import BEGUN_W
from tests.household import GRID, PLUG, SOLAR, settings

SETTINGS = settings(meters={"car_power": PLUG, "voltage": "sensor.voltage"})


def watts(value: object, unit: str = "W") -> dict[str, Any]:
    return {"state": str(value), "attributes": {"unit_of_measurement": unit}}


def metered() -> HouseMeters:
    return HouseMeters(SETTINGS, started_s=0.0)


@pytest.mark.parametrize(
    ("entity", "state", "taken"),
    [
        (GRID, watts(-1500), True),
        (SOLAR, watts(2000), True),
        ("sensor.voltage", watts(231, "V"), True),
        (PLUG, watts(0), False),
        ("sensor.anything", watts(1), False),
    ],
)
def test_each_meter_is_known_by_its_entity(entity: str, state: dict[str, Any], taken: bool) -> None:
    assert metered().update(entity, state, 10.0) is taken


@pytest.mark.parametrize("broken", [watts(5, "VA"), watts("-1543,5"), watts(1e6)])
def test_what_makes_no_sense_is_no_reading_and_says_why_until_it_is_mended(broken: dict[str, Any]) -> None:
    house = metered()
    house.update(GRID, watts(300), 10.0)
    with pytest.raises(MeterError) as caught:
        house.update(GRID, broken, 20.0)
    house.confirm(110.0)
    assert house.silence_s(110.0) == 100.0, "the value of before is confirmed by nobody"
    assert house.unreadable == caught.value.reason
    house.update(GRID, watts("unavailable"), 115.0)
    assert house.unreadable is None, "that is silence"
    house.update(GRID, watts(310), 120.0)
    assert (house.unreadable, house.silence_s(120.0)) == (None, 0.0)


def test_of_meters_that_are_not_needed_nothing_is_known_where_they_make_no_sense() -> None:
    house = metered()
    for entity, right in ((SOLAR, watts(2000)), ("sensor.voltage", watts(231, "V")), (PLUG, watts(3000))):
        take = house.update if entity != PLUG else lambda *state: house.plug.update(*state, idle=False)
        take(entity, right, 10.0)
        with pytest.raises(MeterError):
            take(entity, watts("n/a"), 20.0)
    assert (house.solar_power_w, house.voltage_v, house.surplus.car.metered) == (None, None, False)
    assert house.unreadable is None


def test_two_roofs_and_three_phases_of_the_car_are_added_up() -> None:
    phases = [f"{PLUG}_{phase}" for phase in (1, 2, 3)]
    house = HouseMeters(settings(meters={"solar_power": [SOLAR, "sensor.barn"], "car_power": phases}), 0.0)
    house.update(SOLAR, watts(-4), 10.0)
    assert house.solar_power_w is None
    house.update("sensor.barn", watts(1.5, "kW"), 10.0)
    assert house.solar_power_w == 1496.0
    for number, phase in enumerate(phases):
        house.plug.update(phase, watts(1000), 10.0 + number / 100, idle=False)
    house.settle(10.5)
    assert not house.surplus.car.metered, "its moment is not over"
    house.settle(11.1)
    assert house.surplus.car.power_w == 3000.0


def test_solar_power_is_never_negative_and_what_is_none_is_not_known() -> None:
    house = metered()
    house.update(SOLAR, watts(-7), 10.0)
    assert house.solar_power_w == 0.0
    house.update(SOLAR, watts("unavailable"), 20.0)
    assert house.solar_power_w is None


@pytest.mark.parametrize(
    ("said", "idle", "read"),
    [
        (BEGUN_W, True, False),
        (BEGUN_W + 1, True, True),
        (BEGUN_W + 1, False, False),
        ("unavailable", True, True),
        ("unavailable", False, True),
    ],
)
def test_the_car_is_read_when_its_plug_falls_silent_or_a_charge_begins(
    said: object, idle: bool, read: bool
) -> None:
    assert metered().plug.update(PLUG, watts(said), 10.0, idle) is read


def test_a_rise_of_the_house_is_told_once() -> None:
    house = metered()
    assert house.rise_w() == 0.0, "nothing was read yet"
    for grid_w, rise_w in [(300, -float("inf")), (300, 0), (2600, 2300), (2600, 0), (300, -2300)]:
        house.update(GRID, watts(grid_w), 10.0)
        assert house.rise_w() == rise_w


def test_a_meter_that_never_spoke_is_silent_since_the_start() -> None:
    house = metered()
    assert house.silence_s(50.0) == 50.0
    house.update(GRID, watts(300), 40.0)
    assert house.silence_s(50.0) == 10.0


@pytest.mark.parametrize("said", [20, 3000, "unavailable", "n/a"])
def test_of_a_plug_that_is_not_the_cars_nothing_takes_away_what_the_car_says(said: object) -> None:
    house = metered()
    house.plug.update(PLUG, watts(0), 0.0, idle=False)
    for at_s in (100.0, 200.0):
        house.plug.car_said(at_s, 3000.0)
        house.surplus.car_reported(at_s, 3000.0)
    assert house.surplus.car.power_w == 3000.0
    if said == "n/a":
        with pytest.raises(MeterError):
            house.plug.update(PLUG, watts(said), 210.0, idle=False)
    else:
        assert not house.plug.update(PLUG, watts(said), 210.0, idle=False), "the car need not be read for it"
    assert (house.surplus.car.power_w, house.surplus.car.metered) == (3000.0, False)
