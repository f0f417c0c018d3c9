"""Whatever the house, the car and its service say: it is taken for what it is, or for not told."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import fields
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.tesla_json import vehicle_data
from solar_charging.base.errors import MeterError
from solar_charging.vehicle.car import CarState, HomeZone, VehicleError
from solar_charging.vehicle.entities.found import Wanted, find
from solar_charging.vehicle.entities.patterns import Role
from solar_charging.vehicle.entities.readings import Readings
from solar_charging.vehicle.spans import RADIUS_M
from solar_charging.vehicle.tesla.vehicle_data import car_state
from tests.anything import ANYTHING, SOMETHING, Path, somewhere, with_it
from tests.household import GRID, MORNING, SOLAR, ZONE, Household, constant_day, settings

SPOT, EXPORT, LINKY, TODAY, TOMORROW = "sensor.spot", "sensor.sold", "sensor.linky", "sensor.t0", "sensor.t1"
TIME, SOC, VOLTAGE, PLUG = "input_datetime.ready", "input_number.soc", "sensor.voltage", "sensor.plug"
SETTINGS = settings(
    meters={"voltage": VOLTAGE, "car_power": PLUG, "forecast_today": TODAY, "forecast_tomorrow": TOMORROW},
    tariff={
        "price_entity": SPOT,
        "export_price_entity": EXPORT,
        "off_peak_entity": LINKY,
        "off_peak_states": ["HC"],
    },
    departure_helpers={"time": TIME, "soc": SOC},
)
NOW_S = MORNING.timestamp()
ANSWER = vehicle_data(
    Household().car, NOW_S, ["charge_state", "drive_state", "location_data", "vehicle_state"]
)


def charging() -> Household:
    """A household whose car charges from the sun."""
    home = Household(settings=SETTINGS, trace=constant_day(5000)).run(minutes=6)
    assert home.car.charging
    return home


def sensible(car: CarState) -> None:
    """No field holds what no car is."""
    for field in fields(CarState):
        value = getattr(car, field.name)
        if isinstance(value, float):
            assert math.isfinite(value), field.name
    assert car.at_s <= NOW_S
    assert car.soc_pct is None or 0 <= car.soc_pct <= 100
    assert car.offered_a is None or isinstance(car.offered_a, int)


@effort(max_examples=300)
@given(somewhere(ANSWER), SOMETHING)
@example(("charge_state", "battery_level"), "80")
@example(("charge_state", "charge_current_request_max"), 1e308)
@example(("charge_state", "battery_level"), 10**400)
@example(("charge_state", "timestamp"), 1_781_514_000_000_000)
@example(("charge_state", "timestamp"), -5)
@example(("drive_state", "latitude"), float("inf"))
def test_whatever_a_service_says_of_the_car_is_a_car_or_not_told(path: Path, value: Any) -> None:
    car = car_state(with_it(ANSWER, path, value), ZONE, NOW_S)
    sensible(car)
    home = Household(settings=SETTINGS, trace=constant_day(5000)).run(seconds=10)
    home.controller.car_read(car, home.now.timestamp())
    home.run(minutes=2)


@effort(max_examples=100)
@given(st.dictionaries(st.sampled_from(sorted(ANSWER)), ANYTHING) | st.dictionaries(st.text(), ANYTHING))
def test_an_answer_of_another_shape_is_a_car_of_which_nothing_is_told(data: dict[str, Any]) -> None:
    sensible(car_state(data, ZONE, NOW_S))


def shown() -> dict[str, Any]:
    """The entities of a car by their roles, as an integration shows them."""
    shown = SimulatedEntities(Household().car, "model_y", Habits(), NOW_S)
    roles = find(Wanted("model_y"), shown.ids.values()).roles
    return {role.value: shown.state(entity) for role, entity in roles.items()}


SHOWN = shown()


@effort(max_examples=300)
@given(somewhere(SHOWN), SOMETHING)
def test_whatever_entities_say_of_the_car_is_a_car_or_not_told(path: Path, value: Any) -> None:
    states = with_it(SHOWN, path, value)
    known = {Role(role): state for role, state in states.items() if isinstance(state, dict)}
    try:
        car = Readings(known).car_state(ZONE, NOW_S, NOW_S - 5)
    except VehicleError:
        return
    sensible(car)


PRICES = {
    "state": "0.2",
    "attributes": {
        "unit_of_measurement": "EUR/kWh",
        "raw_today": [
            {"start": f"2026-06-15T{hour:02}:00:00+02:00", "end": f"2026-06-15T{hour + 1:02}:00:00+02:00",
             "value": hour / 100}
            for hour in range(3)
        ],
        "today": [0.1] * 24,
    },
    "last_changed": "2026-06-15T08:00:00+00:00",
    "last_updated": "2026-06-15T08:00:00+00:00",
}  # fmt: skip
NUMBER = {"state": "1", "attributes": {"unit_of_measurement": "kW"}}
SAID: dict[str, Any] = {
    **dict.fromkeys((GRID, SOLAR, VOLTAGE, PLUG, TODAY, TOMORROW, SOC), NUMBER),
    **dict.fromkeys((SPOT, EXPORT), PRICES),
    LINKY: {"state": "HC", "attributes": {}, "last_changed": "2026-06-15T08:00:00+00:00"},
    TIME: {"state": "2026-06-16 05:30:00", "attributes": {"has_date": True}},
}


@effort(max_examples=600)
@given(st.sampled_from(sorted(SAID)), st.data())
def test_whatever_an_entity_says_is_a_reading_or_named(entity: str, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from((SAID[entity], PRICES)))
    said = with_it(whole, data.draw(somewhere(whole)), data.draw(SOMETHING))
    home = charging_once()
    with suppress(MeterError):
        home.controller.meter(entity, said, home.now.timestamp())
    home.now += timedelta(seconds=30)
    home.beat()
    home.controller.saved_state.to_dict(home.now)


@lru_cache
def charging_once() -> Household:
    return charging()


@effort(max_examples=200)
@given(ANYTHING | st.fixed_dictionaries({"attributes": st.fixed_dictionaries(
    {"latitude": ANYTHING, "longitude": st.just(5) | ANYTHING, "radius": st.just(100) | ANYTHING}
)}))  # fmt: skip
def test_home_is_a_circle_or_not_known(state: Any) -> None:
    zone = HomeZone.of_state(state if isinstance(state, dict) else None)
    if zone is not None:
        assert 0 <= zone.distance_m(48.0, 11.0) < 21e6
        assert RADIUS_M.number(zone.radius_m)


@pytest.mark.parametrize(
    ("latitude", "longitude", "radius"),
    [(91, 0, 100), (48, 181, 100), (48, 11, 0), (48, 11, -5), (0, 0, 100), (float("nan"), 11, 100)],
)
def test_a_circle_that_is_none_is_not_home(latitude: float, longitude: float, radius: float) -> None:
    attributes = {"latitude": latitude, "longitude": longitude, "radius": radius}
    assert HomeZone.of_state({"attributes": attributes}) is None
