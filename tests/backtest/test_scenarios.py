"""The twelve scenarios, and the houses they are played in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from backtest.prices import Prices
from backtest.scenario import ScenarioError, Session, on_grid
from backtest.scenarios import (
    NAMES,
    REPORTING,
    SHARED,
    TUNING,
    Window,
    made_up_window,
    read_windows,
    scenario,
    with_made_up_spot,
)
from simulator.trace import Trace
from tests.backtest.houses import MIDNIGHT, at, house

HOUR = 360


@pytest.fixture(scope="module")
def window() -> Window:
    return made_up_window(seed=1)


def test_there_are_twelve() -> None:
    assert len(NAMES) == len(set(NAMES)) == 12


@pytest.mark.parametrize("name", NAMES)
def test_each_is_scored_after_its_warm_up(window: Window, name: str) -> None:
    one = scenario(name, window)
    assert one.days == 7
    assert one.first_scored == 14 * 8640
    assert one.car.phases == int(name[-3])
    assert one.sessions[-1].plug_out == one.trace.start + timedelta(days=21)


def test_a_scenario_that_is_none_is_told() -> None:
    with pytest.raises(KeyError, match="no scenario night_2ph: one of night_1ph, night_3ph"):
        scenario("night_2ph", made_up_window(seed=1, days=1))


@pytest.mark.parametrize(
    ("name", "limit_pct", "power_kw", "prices"),
    [
        ("night_1ph", 80, 7.36, {0.2, 0.3}),
        ("ch_3ph", 80, 11.04, {0.28, 0.36}),
        ("shift30_1ph", 50, 7.36, {0.2, 0.3}),
        ("shift48_3ph", 80, 11.04, {0.2, 0.3}),
    ],
)
def test_car_and_tariff_are_the_ones_of_the_name(
    window: Window, name: str, limit_pct: float, power_kw: float, prices: set[float]
) -> None:
    one = scenario(name, window)
    assert (one.car.limit_pct, one.car.drawn_kw(one.car.max_a)) == (limit_pct, power_kw)
    assert set(one.import_price) == prices


def test_a_cheap_weekend_lasts_from_friday_night_to_monday_morning(window: Window) -> None:
    one = scenario("weekend_1ph", window)
    week = {(one.time_of(step).weekday(), one.time_of(step).hour): one.import_price[step]
            for step in range(0, 7 * 8640, HOUR)}  # fmt: skip
    cheap = {when for when, price in week.items() if price == 0.2}
    assert {(4, 22), (5, 12), (6, 23), (0, 5)} <= cheap
    assert not {(4, 21), (0, 6), (2, 12)} & cheap


def test_a_spot_market_changes_by_the_hour_and_is_known_a_day_ahead(window: Window) -> None:
    one = scenario("spot_1ph", window)
    assert one.prices.published_hour == 13
    assert np.all(one.import_price[:HOUR] == one.import_price[0])
    assert one.import_price[0] == pytest.approx(window.spot[0] * 1.2 + 0.14)


def test_the_same_window_is_made_up_twice_and_another_is_another() -> None:
    one, same, other = (made_up_window(seed, days=2).trace for seed in (4, 4, 5))
    assert np.array_equal(one.load_w, same.load_w)
    assert not np.array_equal(one.load_w, other.load_w)


def test_a_made_up_house_is_like_a_house() -> None:
    trace = made_up_window(seed=2, days=30).trace
    load_kwh, solar_kwh = (values.mean() * 24 / 1000 for values in (trace.load_w, trace.solar_w))
    assert 5 < load_kwh < 15
    assert 15 < solar_kwh < 45
    assert trace.solar_w.reshape(30, -1)[:, :HOUR].max() == 0  # at midnight
    assert trace.load_w.min() >= 50


@pytest.mark.parametrize("step_s", [5.0, 60.0, 1800.0])
def test_the_made_up_exchange_is_the_same_at_any_step(step_s: float) -> None:
    nothing = np.zeros(round(1.5 * 86_400 / step_s))
    found = with_made_up_spot("any", Trace(MIDNIGHT, step_s, nothing, nothing), seed=1).spot
    assert (
        found[:: round(3600 / step_s)].tolist()
        == made_up_window(seed=1, days=2).spot[: 36 * HOUR : HOUR].tolist()
    )


def test_no_window_is_both_tuned_and_reported_on() -> None:
    assert not set(TUNING) & set(REPORTING)


def test_without_the_recorded_file_there_are_no_windows(tmp_path: Path) -> None:
    assert read_windows(tmp_path) == {}


@pytest.mark.skipif(not read_windows(SHARED), reason="the recorded windows are not here")
def test_the_recorded_windows_have_35_whole_days() -> None:
    windows = read_windows()
    assert set(windows) == {*TUNING, *REPORTING}
    for window in windows.values():
        assert len(window.trace.load_w) == 35 * 1440
        assert window.trace.solar_w.max() <= 7000
        assert np.isfinite(window.trace.solar_w).all()


@pytest.mark.parametrize(
    ("step_s", "values", "grid"),
    [
        (30, [1.0, 2.0], [1, 1, 1, 2, 2, 2]),
        (10, [1.0, 2.0], [1, 2]),
        (5, [1.0, 2.0, 3.0, 4.0], [1.5, 3.5]),
    ],
)
def test_any_step_is_brought_to_ten_seconds(step_s: float, values: list[float], grid: list[float]) -> None:
    assert on_grid(np.array(values), step_s).tolist() == grid


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"step_s": 15}, "step must be a multiple or a whole part of 10 s, is 15 s"),
        ({"step_s": 4}, "step must be a multiple or a whole part of 10 s, is 4 s"),
        (
            {"prices": Prices(np.zeros(3), np.zeros(3))},
            "import_per_kwh: must have one price for each of the 8640",
        ),
        ({"sessions": (Session(at(2), at(2)),)}, "session 1: plug_out must be later than plug_in"),
        ({"sessions": (Session(at(1), at(3)), Session(at(2), at(4)))}, "session 2: must not begin before"),
        ({"netting_s": 0.0}, "netting_s: must be a multiple of 10, is 0"),
        ({"netting_s": 15.0}, "netting_s: must be a multiple of 10, is 15"),
        ({"score_from": at(24)}, "score_from: must lie before the trace's end"),
    ],
)
def test_what_cannot_be_replayed_is_told(changed: dict[str, object], told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        house(**changed)  # type: ignore[arg-type]
