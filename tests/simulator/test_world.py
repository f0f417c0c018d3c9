"""House and car at one grid connection."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.car import SimulatedCar
from simulator.car_settings import CarSettings
from simulator.clock import Clock
from simulator.position import Position
from simulator.trace import Trace
from simulator.world import World

MIDNIGHT = datetime(2026, 6, 15, tzinfo=timezone.utc)
NOW_S = MIDNIGHT.timestamp()
AT_ONCE = CarSettings(starting_s=0, reaction_s=0, rise_a_per_s=1e9, fall_a_per_s=1e9)


def house(load_w: list[float], solar_w: list[float]) -> Trace:
    """A day in equal parts."""
    return Trace(MIDNIGHT, 86_400 / len(load_w), np.array(load_w, float), np.array(solar_w, float))


def charging_world(trace: Trace, amps: int = 10) -> World:
    """A world whose car has begun to charge at midnight, without a ramp."""
    car = SimulatedCar(AT_ONCE, NOW_S)
    car.set_charging_amps(amps, NOW_S)
    car.charge_start(NOW_S)
    return World(trace, car, NOW_S)


@pytest.mark.parametrize(
    ("load_w", "solar_w", "grid_w"), [(500, 0, 2800), (500, 2800, 0), (500, 5000, -2200), (0, 0, 2300)]
)
def test_the_grid_covers_what_the_roof_does_not(load_w: float, solar_w: float, grid_w: float) -> None:
    world = charging_world(house([load_w], [solar_w]))
    assert world.meters(NOW_S + 60) == (grid_w, solar_w, load_w, 2300)


def test_a_car_that_charges_elsewhere_is_not_on_this_meter() -> None:
    car = SimulatedCar(AT_ONCE, NOW_S)
    world = World(house([500], [0]), car, NOW_S)
    car.drive_to(Position(0, 0), NOW_S)
    car.plug_in(NOW_S)
    assert world.meters(NOW_S + 3600).grid_power_w == 500
    assert car.drawn_kwh > 3
    assert world.books.car_kwh == 0


def test_there_is_no_sun_while_it_is_overcast() -> None:
    world = charging_world(house([500], [5000]))
    world.overcast = True
    assert world.meters(NOW_S + 3600) == (2800, 0, 500, 2300)
    assert world.books.car_solar_kwh == 0
    world.overcast = False
    assert world.meters(NOW_S + 3600) == (-2200, 5000, 500, 2300)


def test_only_what_the_house_leaves_over_counts_as_the_cars_sun() -> None:
    world = charging_world(house([500], [1800]))
    world.advance(NOW_S + 3600)
    assert world.books.car_kwh == pytest.approx(2.3)
    assert world.books.car_solar_kwh == pytest.approx(1.3)
    assert world.books.grid_import_kwh == pytest.approx(1.0)
    assert world.books.grid_export_kwh == 0


def test_each_interval_of_the_trace_is_booked_at_its_own_power() -> None:
    world = World(house([100, 200], [0, 1200]), SimulatedCar(now_s=NOW_S), NOW_S)
    world.advance(NOW_S + 86_400)
    assert world.books.grid_import_kwh == pytest.approx(1.2)
    assert world.books.grid_export_kwh == pytest.approx(12)


def test_import_and_export_are_not_netted_over_time() -> None:
    world = World(house([0, 1000] * 720, [1000, 0] * 720), SimulatedCar(now_s=NOW_S), NOW_S)
    world.advance(NOW_S + 3600)
    assert world.books.grid_import_kwh == pytest.approx(0.5)
    assert world.books.grid_export_kwh == pytest.approx(0.5)


def test_the_traces_day_is_laid_over_any_date() -> None:
    november = datetime(2026, 11, 23, 11, 59, 59, tzinfo=timezone.utc).timestamp()
    world = World(house([100, 200], [0, 0]), SimulatedCar(now_s=november), november)
    assert world.meters(november).load_w == 100
    assert world.meters(november + 1).load_w == 200


def test_the_report_can_be_read_by_people() -> None:
    report = charging_world(house([500], [1800])).report(NOW_S + 3600)
    assert report["now"] == "2026-06-15T01:00:00.000+00:00"
    assert report["house"] == {
        "grid_power_w": 1000,
        "solar_power_w": 1800,
        "load_w": 500,
        "car_power_w": 2300,
    }
    car = report["car"]
    assert isinstance(car, dict)
    assert (car["charging_state"], car["current_a"], car["power_w"]) == ("Charging", 10, 2300)


power = st.floats(0, 12_000)
deeds = st.sampled_from(["start", "stop", "6 A", "16 A", "unplug", "plug in", "leave", "look"])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(power, power), min_size=24, max_size=24),
    st.lists(st.tuples(deeds, st.floats(0.1, 4000)), max_size=12),
)
def test_energy_is_conserved_whatever_happens(
    powers: list[tuple[float, float]], story: list[tuple[str, float]]
) -> None:
    car = SimulatedCar(CarSettings(sleep_after_s=1e9), NOW_S)
    world = World(house([load for load, _ in powers], [sun for _, sun in powers]), car, NOW_S)
    now_s = NOW_S
    for deed, seconds in story:
        do(deed, car, now_s)
        now_s += seconds
        meters = world.meters(now_s)
        assert meters.grid_power_w == pytest.approx(meters.load_w + meters.car_power_w - meters.solar_power_w)
    books = world.books
    assert books.grid_import_kwh - books.grid_export_kwh == pytest.approx(
        books.load_kwh + books.car_kwh - books.solar_kwh, abs=1e-9
    )
    assert 0 <= books.car_solar_kwh <= books.car_kwh + 1e-12
    assert books.car_kwh <= car.drawn_kwh + 1e-12
    assert car.settings.battery_kwh * (car.soc_pct - 50) / 100 <= car.drawn_kwh


def do(deed: str, car: SimulatedCar, now_s: float) -> None:
    if deed == "start":
        car.charge_start(now_s)
    elif deed == "stop":
        car.charge_stop(now_s)
    elif deed.endswith(" A"):
        car.set_charging_amps(int(deed.split()[0]), now_s)
    elif deed == "unplug":
        car.unplug(now_s)
    elif deed == "plug in":
        car.plug_in(now_s)
    elif deed == "leave":
        car.drive_to(Position(0, 0), now_s)


def test_a_clock_runs_at_its_speed_from_its_start() -> None:
    real_s = [1000.0]
    clock = Clock(MIDNIGHT, 60, real_s=lambda: real_s[0])
    assert clock.now() == MIDNIGHT
    real_s[0] += 2.5
    assert clock.now_s() == NOW_S + 150


def test_a_clock_without_a_start_is_the_real_one() -> None:
    real_s = [1000.0]
    clock = Clock(real_s=lambda: real_s[0])
    real_s[0] += 7
    assert clock.now_s() == 1007
