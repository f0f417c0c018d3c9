"""How a car's reports are spoiled, and how Tesla's service tells them by its habits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.habits import Habits, Past
from simulator.position import HOME, Position
from simulator.tesla_api import TeslaApi
from simulator.tesla_json import charge_state, vehicle_state
from simulator.tokens import FIRST_REFRESH_TOKEN
from tests.simulator.conftest import Time
from tests.simulator.teslapy_client import Client


@contextmanager
def service(time: Time, habits: Habits) -> Iterator[Client]:
    clock = Clock(real_s=time)
    with TeslaApi(SimulatedCar(now_s=clock.now_s()), clock, habits=habits) as api, Client(api) as client:
        client.refresh_token(refresh_token=FIRST_REFRESH_TOKEN)
        yield client


def data(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.ask("VEHICLE_DATA", endpoints="charge_state;drive_state;location_data")
    return found


def test_without_habits_all_is_told() -> None:
    section = charge_state(SimulatedCar())
    assert Habits().told(section) == section


@pytest.mark.parametrize(
    ("role", "field"), [("drawn", "charger_actual_current"), ("max", "charge_current_request_max")]
)
def test_what_is_untold_is_empty(role: str, field: str) -> None:
    told = Habits(untold=frozenset({role})).told(charge_state(SimulatedCar()))
    assert [name for name, value in told.items() if value != charge_state(SimulatedCar())[name]] == [field]
    assert told[field] is None


def test_a_wrong_word_stands_in_for_the_value() -> None:
    told = Habits(wrong_words={"charging": "Lädt"}).told(charge_state(SimulatedCar()))
    assert told["charging_state"] == "Lädt"


def test_the_past_is_as_old_as_is_wanted_and_no_older() -> None:
    past: Past[str] = Past(60)
    for at_s, word in ((0, "zero"), (30, "half"), (60, "one"), (120, "two")):
        past.note(at_s, word)
    assert [past.at(at_s) for at_s in (120, 119, 60, 10)] == ["two", "one", "one", "one"]


def test_old_content_over_http_says_so_by_its_time(real_time: Time) -> None:
    with service(real_time, Habits(cache_s=60)) as client:
        began_ms = data(client)["charge_state"]["timestamp"]
        client.ask("START_CHARGE")
        real_time.now_s += 30
        assert data(client)["charge_state"]["charging_state"] == "Stopped"
        real_time.now_s += 60
        seen = data(client)["charge_state"]
    assert seen["charging_state"] == "Charging"
    assert began_ms <= seen["timestamp"] <= (real_time.now_s - 60) * 1000


def test_nobody_learns_over_http_what_is_untold(real_time: Time) -> None:
    with service(real_time, Habits(untold=frozenset({"location", "soc"}))) as client:
        seen = data(client)
    assert seen["drive_state"]["latitude"] is None
    assert seen["charge_state"]["battery_level"] is None
    assert seen["charge_state"]["charging_state"] == "Stopped"


def test_the_odometer_counts_the_way_in_miles() -> None:
    car = SimulatedCar()
    before = vehicle_state(car)["odometer"]
    car.drive_to(Position(HOME.latitude + 1, HOME.longitude), 0)
    car.drive_to(HOME, 60)
    assert vehicle_state(car)["odometer"] - before == pytest.approx(2 * 111.195 / 1.609344, abs=0.01)


@pytest.mark.parametrize(("shows", "asked", "says", "greatest"), [(True, 16, 6, 6), (False, 16, 16, 16)])
def test_a_thin_cable_is_obeyed_and_shows_or_not(shows: bool, asked: int, says: int, greatest: int) -> None:
    car = SimulatedCar()
    car.cable_a, car.cable_shows = 6, shows
    car.set_charging_amps(asked, 0)
    car.charge_start(0)
    car.advance(60)
    data = charge_state(car)
    assert data["charger_actual_current"] == 6
    assert (data["charge_current_request"], data["charge_current_request_max"]) == (says, greatest)
