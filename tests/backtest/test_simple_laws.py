"""The plain laws and the app's own, in small houses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from backtest.engine import run
from backtest.laws import LAWS
from backtest.laws.ours import SolarCharging, settings_for
from backtest.laws.simple import AtOnce, Night80, Seed
from backtest.result import Result
from backtest.scenario import CarModel, Scenario, Session
from backtest.scenarios import made_up_window, scenario
from tests.backtest.houses import LOSSLESS, PROMPT, at, house

NONE = timedelta()
COMMUTE = (
    Session(at(0), at(7.5), soc_target_pct=50),
    Session(at(17), at(31.5), soc_target_pct=60, trip_kwh=9),
)


def amps_at(result: Result, hours: float) -> int:
    return int(result.amps[round(hours * 360)])


def test_at_once_charges_from_the_plug_in_to_the_limit() -> None:
    scenario = house(hours=36, sessions=COMMUTE)
    result = run(scenario, AtOnce(scenario.car))
    assert [amps_at(result, hours) for hours in (0, 7.49, 7.5, 17, 18)] == [32, 0, 0, 32, 32]
    assert result.soc_pct[-1] == pytest.approx(80, abs=0.1)
    assert (result.starts, result.commands) == (2, 2)


def test_night_80_waits_for_the_cheap_time() -> None:
    scenario = house(hours=36, sessions=COMMUTE)
    result = run(scenario, Night80(scenario.car))
    assert [amps_at(result, hours) for hours in (0, 17, 21.99, 22, 23)] == [32, 0, 0, 32, 32]
    assert result.soc_pct[-1] == pytest.approx(80, abs=0.1)


def test_night_80_never_charges_by_a_price_that_is_always_the_same() -> None:
    scenario = house(hours=36)
    flat = replace(scenario.prices, import_per_kwh=np.full(scenario.steps, 0.3))
    assert not run(replace(scenario, prices=flat), Night80(scenario.car)).amps.any()


@pytest.mark.parametrize(
    ("surplus_w", "amps"),
    [(1149, 0), (1150, 5), (1379, 5), (1380, 6), (9000, 32), (-500, 0)],
)
def test_the_seed_rounds_down_and_stops_below_the_minimum(surplus_w: float, amps: int) -> None:
    scenario = house(surplus_w=surplus_w)
    assert amps_at(run(scenario, Seed(scenario.car)), 1) == amps


def test_the_seed_averages_three_minutes_and_looks_as_often() -> None:
    # Minutes of 0, 1150 and 3450 W, of which it sees the mean, 1533 W, from its third look on.
    scenario = house(surplus_w=[0.0, 1150.0, 3450.0], hours=6)
    result = run(scenario, Seed(scenario.car))
    changes = np.flatnonzero(np.diff(result.amps)) + 1
    assert all(step % 18 == 0 for step in changes)
    assert amps_at(result, 1) == 6


@pytest.mark.parametrize("name", ["seed", "night_80", "solar_charging"])
def test_a_departure_is_met_in_the_cheap_time_before_it(name: str) -> None:
    scenario = house(hours=36, sessions=COMMUTE)
    result = run(scenario, LAWS[name](scenario.car))
    assert result.missed == 0
    assert result.charging_cost == pytest.approx(result.car_kwh * 0.20, rel=0.02)


@pytest.mark.parametrize(("surplus_w", "amps"), [(0, 0), (500, 0), (1000, 5), (3000, 13), (9000, 32)])
def test_the_app_follows_a_constant_sun(surplus_w: float, amps: int) -> None:
    scenario = house(surplus_w=surplus_w, hours=5)  # at six the car might leave
    result = run(scenario, SolarCharging(scenario.car))
    assert amps_at(result, 2) == amps
    assert result.commands <= 4  # a meter that repeats itself to the watt is tried once


def test_the_app_is_read_and_reads_as_seldom_as_in_a_house() -> None:
    scenario = house(surplus_w=3000, hours=10, soc_start_pct=20)
    result = run(scenario, SolarCharging(scenario.car))
    assert 50 <= result.data_reads <= 75  # every ten minutes while it charges


def test_the_app_takes_its_settings_from_the_car() -> None:
    settings = settings_for(CarModel(phases=3, max_a=16))
    assert (settings.car.phases, settings.car.max_current_a, settings.car.min_current_a) == (3, 16, 5)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["seed", "solar_charging"])
def test_the_same_seed_gives_the_same_bytes(name: str) -> None:
    one: Scenario = scenario("night_1ph", made_up_window(seed=3, days=3), warm_up=NONE)
    first, second = (run(one, LAWS[name](one.car), seed=7) for _ in range(2))
    assert first.amps.tobytes() == second.amps.tobytes()
    assert first.figures() == second.figures()


@pytest.mark.parametrize("name", LAWS)
def test_every_law_bears_the_name_it_is_called_by(name: str) -> None:
    assert LAWS[name](CarModel()).name == name


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", LAWS)
def test_every_law_lives_through_a_day_of_each_life(name: str) -> None:
    car = replace(PROMPT, latency_s=30, **LOSSLESS)
    for kind in ("night_1ph", "shift30_3ph", "spot_1ph"):
        one = scenario(kind, made_up_window(seed=5, days=2), warm_up=NONE)
        result = run(one, LAWS[name](one.car), seed=1)
        assert result.car_kwh >= 0
    assert run(house(car=car, surplus_w=4000), LAWS[name](car)).car_kwh > 10
