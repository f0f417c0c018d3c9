"""The house's meters together: who takes in what, and what is asked of the car for it."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.base.errors import MeterError
from solar_charging.metering.house_meters import BEGUN_W, HouseMeters
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


def test_what_measures_something_else_is_refused() -> None:
    with pytest.raises(MeterError):
        metered().update(GRID, watts(5, "kWh"), 10.0)


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
    assert metered().update_plug(PLUG, watts(said), 10.0, idle) is read


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
