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
from simulator.house_battery import HouseBattery
from simulator.position import Position
from simulator.trace import Trace
from simulator.world import WAVERS_W, Meters, World

MIDNIGHT = datetime(2026, 6, 15, tzinfo=timezone.utc)
NOW_S = MIDNIGHT.timestamp()
AT_ONCE = CarSettings(starting_s=0, reaction_s=0, rise_a_per_s=1e9, fall_a_per_s=1e9)


def house(load_w: list[float], solar_w: list[float]) -> Trace:
    """A day in equal parts."""
    return Trace(MIDNIGHT, 86_400 / len(load_w), np.array(load_w, float), np.array(solar_w, float))


def charging_world(trace: Trace, amps: int = 10, battery: HouseBattery | None = None) -> World:
    """A world whose car has begun to charge at midnight, without a ramp."""
    car = SimulatedCar(AT_ONCE, NOW_S)
    car.set_charging_amps(amps, NOW_S)
    car.charge_start(NOW_S)
    return World(trace, car, NOW_S, battery)


@pytest.mark.parametrize(
    ("load_w", "solar_w", "grid_w"), [(500, 0, 2800), (500, 2800, 0), (500, 5000, -2200), (0, 0, 2300)]
)
def test_the_grid_covers_what_the_roof_does_not(load_w: float, solar_w: float, grid_w: float) -> None:
    world = charging_world(house([load_w], [solar_w]))
    assert world.meters(NOW_S + 60) == Meters(grid_w, solar_w, load_w, 2300)


def test_a_car_that_charges_elsewhere_is_not_on_this_meter() -> None:
    car = SimulatedCar(AT_ONCE, NOW_S)
    world = World(house([500], [0]), car, NOW_S)
    car.drive_to(Position(0, 0), NOW_S)
    car.plug_in(NOW_S)
    assert world.meters(NOW_S + 3600).grid_power_w == 500
    assert car.drawn_kwh > 3
    assert world.books.car_kwh == 0


@pytest.mark.parametrize(
    ("limit_w", "amps", "solar_w", "shown"),
    [
        (0, 10, 5000, (0, 2800)),
        (0, 10, 2700, (100, 2700)),
        (600, 10, 5000, (-600, 3400)),
        (3000, 10, 5000, (-2200, 5000)),
    ],
)
def test_an_inverter_with_a_limit_makes_no_more_than_is_taken(
    limit_w: float, amps: int, solar_w: float, shown: tuple[float, float]
) -> None:
    car = SimulatedCar(AT_ONCE, NOW_S)
    car.set_charging_amps(amps, NOW_S)
    car.charge_start(NOW_S)
    world = World(house([500], [solar_w]), car, NOW_S, export_limit_w=limit_w)
    meters = world.meters(NOW_S + 3600)
    grid_w, made_w = shown
    assert meters.grid_power_w == pytest.approx(grid_w, abs=WAVERS_W)
    assert meters.solar_power_w == pytest.approx(made_w, abs=WAVERS_W)
    assert world.books.solar_kwh == pytest.approx(made_w / 1000)
    assert world.books.grid_export_kwh == pytest.approx(max(-grid_w, 0) / 1000)
    assert world.books.car_solar_kwh == pytest.approx(min(230 * amps, made_w - 500) / 1000)


def test_a_battery_takes_the_sun_before_any_is_thrown_away() -> None:
    half_full = World(
        house([500], [5000]), SimulatedCar(now_s=NOW_S), NOW_S, HouseBattery(), export_limit_w=0
    ).meters(NOW_S)
    assert half_full.solar_power_w == 5000
    full = World(
        house([500], [5000]), SimulatedCar(now_s=NOW_S), NOW_S, HouseBattery(soc_pct=100), export_limit_w=0
    ).meters(NOW_S)
    assert full.solar_power_w == pytest.approx(500, abs=WAVERS_W)


def test_there_is_no_sun_while_it_is_overcast() -> None:
    world = charging_world(house([500], [5000]))
    world.overcast = True
    assert world.meters(NOW_S + 3600) == Meters(2800, 0, 500, 2300)
    assert world.books.car_solar_kwh == 0
    world.overcast = False
    assert world.meters(NOW_S + 3600) == Meters(-2200, 5000, 500, 2300)


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


@pytest.mark.parametrize(
    ("solar_w", "soc_pct", "given_w", "grid_w"),
    [
        (0, 50, 2800, 0),
        (0, 5, 0, 2800),
        (2800, 50, 0, 0),
        (5000, 50, -2200, 0),
        (9000, 50, -5000, -1200),
        (5000, 100, 0, -2200),
    ],
)
def test_a_house_battery_holds_the_grid_at_nothing_as_far_as_it_can(
    solar_w: float, soc_pct: float, given_w: float, grid_w: float
) -> None:
    world = charging_world(house([500], [solar_w]), battery=HouseBattery(soc_pct=soc_pct))
    seen = world.meters(NOW_S + 60)
    assert (seen.solar_power_w, seen.load_w, seen.car_power_w) == (solar_w, 500, 2300)
    assert (seen.grid_power_w, seen.battery_power_w) == pytest.approx((grid_w, given_w), abs=WAVERS_W)
    assert seen.battery_soc_pct == pytest.approx(soc_pct, abs=1)


def test_the_grid_that_a_battery_holds_at_nothing_wavers_as_a_real_one() -> None:
    world = charging_world(house([500], [0]), battery=HouseBattery(soc_pct=50))
    told = [world.meters(NOW_S + 60 + second) for second in range(20)]
    assert len({round(each.grid_power_w) for each in told}) > 5
    assert max(abs(each.grid_power_w) for each in told) <= WAVERS_W
    for each in told:
        given_w = each.battery_power_w or 0.0
        assert each.grid_power_w + given_w == pytest.approx(each.load_w + each.car_power_w)


@pytest.mark.parametrize(
    ("hours", "solar_w", "books"),
    [
        (1, 0, {"battery_given_kwh": 2.8, "car_battery_kwh": 2.3, "grid_import_kwh": 0}),
        # 4.5 kWh lie above its floor, of which the losses leave 4.275.
        (2, 0, {"battery_given_kwh": 4.275, "car_battery_kwh": 4.275 * 2.3 / 2.8, "grid_import_kwh": 1.325}),
        (1, 1800, {"battery_given_kwh": 1.0, "car_battery_kwh": 1.0, "car_solar_kwh": 1.3}),
        (1, 5000, {"battery_taken_kwh": 2.2, "car_battery_kwh": 0, "grid_export_kwh": 0}),
    ],
)
def test_the_books_know_what_the_house_battery_gave_and_to_whom(
    hours: float, solar_w: float, books: dict[str, float]
) -> None:
    world = charging_world(house([500], [solar_w]), battery=HouseBattery(soc_pct=50))
    world.advance(NOW_S + hours * 3600)
    found = vars(world.books)
    assert {name: found[name] for name in books} == pytest.approx(books, abs=0.01)


def test_the_report_has_a_house_battery_where_there_is_one() -> None:
    trace = house([500], [0])
    with_one = World(trace, SimulatedCar(now_s=NOW_S), NOW_S, HouseBattery()).report(NOW_S)
    without = World(trace, SimulatedCar(now_s=NOW_S), NOW_S).report(NOW_S)
    house_of = with_one["house"]
    assert isinstance(house_of, dict)
    assert house_of["battery_soc_pct"] == 50
    assert house_of["battery_power_w"] == pytest.approx(500, abs=WAVERS_W)
    assert "battery" not in str(without["house"])


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
