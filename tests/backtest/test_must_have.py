"""The plan that buys what a departure needs: when it buys, and that no departure is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backtest.engine import run
from backtest.laws.must_have import MustHave
from backtest.laws.simple import Seed
from backtest.prices import Prices
from backtest.scenario import Session
from tests.backtest.houses import LOSSLESS, PROMPT, at, house, view_at

CAR = replace(PROMPT, **LOSSLESS)  # 7.36 kW: 25 minutes for 5 % of 60 kWh, 50 for 10 %
FLAT = Prices(np.full(8640, 0.3), np.full(8640, 0.08))


def wants(
    moment: datetime, target_pct: float = 60.0, soc_pct: float = 50.0, prices: Prices | None = None
) -> int | None:
    scenario = house(car=CAR, prices=prices)
    leaves_s = at(8).timestamp()
    view = view_at(scenario, moment, departure_s=leaves_s, soc_target_pct=target_pct, soc_pct=soc_pct)
    return MustHave(CAR).wants(view)


@pytest.mark.parametrize(
    ("hours", "wanted"),
    [
        pytest.param(0, None, id="midnight is cheap, but so is five"),
        pytest.param(4.99, None, id="just before the last cheap hour"),
        pytest.param(5, 32, id="the last cheap hour"),
        pytest.param(5.99, 32, id="to its end"),
        pytest.param(6, None, id="dear again"),
    ],
)
def test_it_buys_in_the_last_of_the_cheap_time(hours: float, wanted: int | None) -> None:
    assert wants(at(hours)) == wanted


@pytest.mark.parametrize(("minutes", "wanted"), [(415, None), (416, 32), (479, 32)])
def test_with_no_time_left_it_charges_whatever_it_costs(minutes: int, wanted: int | None) -> None:
    assert wants(at(minutes / 60), prices=FLAT) == wanted


@pytest.mark.parametrize(("soc_pct", "wanted"), [(59.9, 32), (60.1, None)])
def test_it_buys_no_more_than_is_wanted(soc_pct: float, wanted: int | None) -> None:
    assert wants(at(5.9), soc_pct=soc_pct) == wanted


def test_nothing_is_bought_for_nobody() -> None:
    view = view_at(house(car=CAR), at(5.9), soc_pct=10.0)
    assert MustHave(CAR).wants(view) is None


def test_a_target_beyond_the_limit_is_the_limit() -> None:
    assert wants(at(5.9), target_pct=100, soc_pct=80) is None


@pytest.mark.parametrize(("hour", "wanted"), [(1, None), (2, 32), (3, None)])
def test_it_takes_the_cheapest_hour_of_a_spot_market(hour: int, wanted: int | None) -> None:
    spot = np.full(8640, 0.3)
    spot[2 * 360 : 3 * 360] = 0.1
    assert wants(at(hour), prices=Prices(spot, spot, 13)) == wanted


def test_hours_of_which_the_price_is_not_known_count_as_usual() -> None:
    """Tonight costs 0.1 until one, 0.3 until midnight; the morning after may be anything."""
    spot = np.full(2 * 8640, 0.3)
    spot[: 8 * 360] = 0.1
    scenario = house(hours=48, car=CAR, prices=Prices(spot, spot, 13))
    view = view_at(scenario, at(7.9), departure_s=at(32).timestamp(), soc_target_pct=60.0, soc_pct=50.0)
    assert MustHave(CAR).wants(view) == 32


@settings(max_examples=40, deadline=None)
@given(
    prices=st.lists(st.floats(-0.05, 0.6), min_size=24, max_size=24),
    soc_pct=st.floats(5, 70),
    target_pct=st.floats(5, 80),
    leaves_h=st.integers(2, 24),
    phases=st.sampled_from([1, 3]),
    surplus_w=st.integers(-500, 4000),
    seed=st.integers(0, 9),
)
def test_no_departure_is_missed_that_could_be_met(
    prices: list[float],
    soc_pct: float,
    target_pct: float,
    leaves_h: int,
    phases: int,
    surplus_w: int,
    seed: int,
) -> None:
    car = replace(PROMPT, phases=phases, max_a=32 if phases == 1 else 16, latency_s=30, start_latency_s=20)
    assume((target_pct - soc_pct) * 0.6 <= car.stored_kw(car.max_a) * (leaves_h - 0.1))
    bought = np.repeat(prices, 360)
    scenario = house(
        surplus_w=float(surplus_w),
        sessions=(Session(at(0), at(leaves_h), soc_target_pct=target_pct),),
        prices=Prices(bought, np.full(8640, 0.05)),
        car=car,
        soc_start_pct=soc_pct,
    )
    result = run(scenario, Seed(car), seed)
    assert result.missed == 0
