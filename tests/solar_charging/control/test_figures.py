"""What a person sees of the house battery: how much of it the car may have."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from solar_charging.base.economics import ETA_OUT
from solar_charging.control.figures import Figures, HouseBatteryFigures, figures
from solar_charging.metering.house_battery import Stored
from solar_charging.metering.house_meters import HouseMeters
from solar_charging.planning.house_battery import Spares, none_spare
from solar_charging.settings.settings import Settings, parse_settings
from tests.situations import ENABLED, ENERGY_VALUE, ENTRY, FOLLOWING, NOW_S

METERS = {"grid_power": "sensor.grid", "solar_power": "sensor.sun", "car_power": "sensor.car"}
BATTERY = {"power": "sensor.battery", "soc": "sensor.battery_soc", "capacity_kwh": 10}
STORED = Stored(kwh=10.0, stored_kwh=6.0, floor_kwh=0.5, takes_w=5000.0, gives_w=5000.0)
SUN, NIGHT = 0.084, ETA_OUT * 0.30
SPARES = Spares(np.array([2.0, 4.0]), np.array([SUN, SUN]), np.array([NIGHT, NIGHT]))
"""Of two days that may come one leaves 2 kWh over, the other 4."""
WORTH = replace(ENERGY_VALUE, spares=SPARES, value_per_kwh=0.18)
"""A kWh in the car is worth 0.18, of which all losses leave 0.168."""


def settings(**battery: Any) -> Settings:
    return parse_settings({**ENTRY, "meters": METERS, "battery": {**BATTERY, **battery}})


def house(its: Settings, **watts: str) -> HouseMeters:
    meters = HouseMeters(its, NOW_S - 60)
    told = {"grid": "-50", "sun": "4000", "car": "2300", "battery": "-900", "battery_soc": "60", **watts}
    for name, state in told.items():
        unit = "%" if name.endswith("soc") else "W"
        meters.update(f"sensor.{name}", {"state": state, "attributes": {"unit_of_measurement": unit}}, NOW_S)
    meters.surplus.car_reported(NOW_S, 2300.0)
    return meters


def seen(its: Settings, meters: HouseMeters | None = None, **differing: Any) -> Figures:
    situation = replace(FOLLOWING, **{"stored": STORED, "energy_value": WORTH, **differing})
    return figures(situation, its, meters or house(its), NOW_S)


def shared(its: Settings, **differing: Any) -> HouseBatteryFigures:
    battery = seen(its, **differing).battery
    assert battery is not None
    return battery


def test_sun_grid_and_battery_are_house_and_car() -> None:
    found = seen(settings())
    assert (found.battery_power_w, found.battery_soc_pct) == (-900, 60)
    assert found.house_load_w == -50 + 4000 - 900 - 2300


def test_without_a_house_battery_there_is_none() -> None:
    without = parse_settings({**ENTRY, "meters": METERS})
    found = figures(FOLLOWING, without, house(without), NOW_S)
    assert found.battery is None
    assert found.house_load_w == -50 + 4000 - 2300


def test_a_battery_that_says_nothing_leaves_the_house_unknown_and_has_no_share() -> None:
    its = settings()
    found = seen(its, house(its, battery="unavailable"), energy_value=ENERGY_VALUE)
    assert found.battery == HouseBatteryFigures(None, 60)
    assert found.house_load_w is None


@pytest.mark.parametrize(
    ("value", "import_per_kwh", "for_car_kwh"),
    [
        # A kWh from the battery costs 0.084 / 0.95 while the sun fills it again, 0.30 when it does not.
        (0.05, 0.30, 0.0),
        (0.12, 0.30, 2.0),
        (0.19, 0.30, 2.0),
        # One of the two days does not.
        (0.25, 0.30, 4.0),
        (0.50, 0.35, 5.5),
        # What is bought for less leaves the battery to the house.
        (0.50, 0.22, 4.0),
        (0.50, 0.07, 0.0),
    ],
)
def test_the_car_may_have_what_is_worth_less_than_to_it_and_than_what_is_bought(
    value: float, import_per_kwh: float, for_car_kwh: float
) -> None:
    prices = WORTH.prices._replace(import_per_kwh=import_per_kwh)
    found = shared(settings(), energy_value=replace(WORTH, value_per_kwh=value, prices=prices))
    assert found.for_car_kwh == pytest.approx(for_car_kwh)
    assert found.for_house_kwh == pytest.approx(5.5 - for_car_kwh)


@pytest.mark.parametrize(
    ("bounds", "may", "for_car_kwh"),
    [
        ({}, True, 2.0),
        ({}, False, 0.0),
        ({"keep_pct": 45}, True, 1.5),
        ({"keep_pct": 60}, True, 0.0),
        ({"keep_pct": 80}, True, 0.0),
    ],
)
def test_a_persons_bounds_hold(bounds: dict[str, Any], may: bool, for_car_kwh: float) -> None:
    found = shared(settings(**bounds), switches=replace(ENABLED, battery=may))
    assert found.for_car_kwh == pytest.approx(for_car_kwh)


def test_what_is_never_missed_is_no_more_than_there_is() -> None:
    all_of_it = Spares(np.array([math.inf]), np.array([SUN]), np.array([NIGHT]))
    found = shared(settings(), energy_value=replace(WORTH, spares=all_of_it))
    assert (found.for_house_kwh, found.for_car_kwh) == pytest.approx((0.0, 5.5))


@pytest.mark.parametrize(
    ("spares", "bounds", "may", "value", "for_car_kwh", "learning"),
    [
        (none_spare(np.array([0.30])), {}, True, 0.18, 0.0, True),
        # Known it is no longer learnt, and what a person bounds is not for want of knowledge.
        (SPARES, {}, True, 0.05, 0.0, False),
        (none_spare(np.array([0.30])), {}, False, 0.18, 0.0, False),
        (none_spare(np.array([0.30])), {"keep_pct": 60}, True, 0.18, 0.0, False),
        (none_spare(np.array([0.30])), {"keep_pct": 59}, True, 0.18, 0.0, True),
        # A need that is dearer than all that the house may miss.
        (none_spare(np.array([0.30])), {}, True, 0.50, 5.5, False),
    ],
)
def test_on_the_first_day_the_car_has_nothing_of_it_and_that_is_said(
    spares: Spares, bounds: dict[str, Any], may: bool, value: float, for_car_kwh: float, learning: bool
) -> None:
    worth = replace(WORTH, spares=spares, value_per_kwh=value)
    found = shared(settings(**bounds), energy_value=worth, switches=replace(ENABLED, battery=may))
    assert (found.for_car_kwh, found.learning) == (pytest.approx(for_car_kwh), learning)
