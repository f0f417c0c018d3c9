"""The house battery in a replay: what it covers and takes, what the meters show, and what comes of it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backtest.engine import run
from backtest.house_battery import BatteryModel, HouseBattery
from backtest.law import View
from backtest.prices import Prices
from backtest.scenario import Scenario
from tests.backtest.houses import PROMPT, Script, house

HOUR = 360  # steps
PLAIN = BatteryModel(efficiency_in=1.0, efficiency_out=1.0)
FLAT = Prices(np.full(8640, 0.30), np.full(8640, 0.08))


def battery(soc_pct: float, limit_w: float = math.inf, **described: float) -> HouseBattery:
    found = HouseBattery(BatteryModel(start_pct=soc_pct, **described))
    found.limit_w = limit_w
    return found


@pytest.mark.parametrize(
    ("soc_pct", "limit_w", "net_w", "power_w"),
    [
        pytest.param(50, math.inf, 0.0, 0.0, id="nothing to do"),
        pytest.param(50, math.inf, 1234.0, 1234.0, id="covers what the house lacks"),
        pytest.param(50, math.inf, -1234.0, -1234.0, id="takes what the sun leaves"),
        pytest.param(50, math.inf, 7000.0, 5000.0, id="gives no more than it can"),
        pytest.param(50, math.inf, -7000.0, -5000.0, id="takes no more than it can"),
        pytest.param(100, math.inf, -1234.0, 0.0, id="full"),
        pytest.param(5, math.inf, 1234.0, 0.0, id="at its floor"),
        pytest.param(50, 0.0, 1234.0, 0.0, id="held"),
        pytest.param(50, 0.0, -1234.0, -1234.0, id="held, it still takes the sun"),
        pytest.param(50, 400.0, 1234.0, 400.0, id="limited to what the house needs"),
    ],
)
def test_it_keeps_the_meter_at_zero_within_its_bounds(
    soc_pct: float, limit_w: float, net_w: float, power_w: float
) -> None:
    assert battery(soc_pct, limit_w).answer_w(net_w) == power_w


def test_its_losses_stay_out_of_the_house() -> None:
    filled, emptied = battery(50), battery(50)
    for _ in range(HOUR):
        filled.step(-1000.0)
        emptied.step(1000.0)
    assert filled.stored_kwh == pytest.approx(5 + 0.95)
    assert emptied.stored_kwh == pytest.approx(5 - 1 / 0.95)


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"capacity_kwh": 0.0}, "capacity_kwh: must be more than 0, is 0"),
        ({"max_charge_kw": -1.0}, "max_charge_kw: must be more than 0, is -1"),
        ({"max_discharge_kw": math.inf}, "max_discharge_kw: must be more than 0, is inf"),
        ({"efficiency_out": 1.2}, "efficiency_out: must be more than 0 and at most 1, is 1.2"),
        ({"floor_pct": 100.0}, "floor_pct: must be from 0 to below 100, is 100"),
        ({"start_pct": 4.0}, r"start_pct: must be from floor_pct \(5\) to 100, is 4"),
    ],
)
def test_what_no_battery_can_be_is_refused(described: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        BatteryModel(**described)


def seen_by(view: View) -> tuple[float, float]:
    return round(view.grid_w), round(view.battery_w)


def test_the_meters_show_the_house_late_the_car_at_once_and_both_in_step() -> None:
    law = Script({8: 10}, look=seen_by)
    run(house([-100.0 * minute for minute in range(1, 61)], hours=1, house_battery=BatteryModel()), law)
    assert law.seen[5:15] == [(0, 100)] * 4 + [(0, 2400)] * 3 + [(0, 2500)] * 3


def test_beyond_its_power_the_grid_gives_the_rest() -> None:
    law = Script({0: 32}, look=seen_by)
    run(house(hours=1, house_battery=BatteryModel()), law)
    assert law.seen[1] == (7360 - 5000, 5000)


def test_without_one_a_law_is_told_of_none() -> None:
    law = Script({}, look=lambda view: (view.battery_soc_pct, view.battery_w, view.house_battery))
    result = run(house(hours=1), law)
    assert set(law.seen) == {(None, 0.0, None)}
    assert result.house is None


def hold(view: View) -> float | None:
    view.battery_limit_w = 0.0 if view.now_s % 3600 < 1800 else math.inf
    return view.battery_soc_pct


def test_energy_and_money_of_a_car_that_empties_it() -> None:
    """Two hours at 2.3 kW out of 4.5 kWh that are left above the floor, one of them in the scored half."""
    result = run(house(hours=24, prices=FLAT, house_battery=PLAIN), Script({0: 10, 2 * HOUR: 0}))
    assert result.house is not None
    assert result.car_kwh == pytest.approx(4.6)
    assert result.house.to_car_kwh == pytest.approx(4.5)
    assert (result.house.import_kwh, result.car_grid_kwh) == pytest.approx((0.1, 0.1))
    assert result.house.import_without_car_kwh == 0
    assert result.house.gained_kwh == pytest.approx(-4.5)
    assert result.charging_cost == pytest.approx(0.1 * 0.30)
    assert result.gross(0.0, house_price=0.2) == pytest.approx(0.1 * 0.30 + 4.5 * 0.2)
    assert result.house.soc_pct[[0, -1]].tolist() == pytest.approx([50 - 2.3 / 36, 5])


def test_the_baseline_is_the_house_with_its_battery() -> None:
    result = run(house(-500.0, prices=FLAT, house_battery=PLAIN), Script({}))
    assert result.house is not None
    assert result.baseline_cost == pytest.approx((12 - 4.5) * 0.30)
    assert (result.charging_cost, result.house.gained_kwh, result.house.to_car_kwh) == (0, 0, 0)
    assert result.house.import_kwh == result.house.import_without_car_kwh == pytest.approx(7.5)


def test_what_the_house_takes_is_not_the_cars() -> None:
    result = run(house(-1000.0, hours=1, house_battery=PLAIN), Script({0: 10}))
    assert result.house is not None
    assert result.house.to_car_kwh == pytest.approx(2.3)


def test_a_law_may_hold_it_and_release_it() -> None:
    law = Script({0: 10}, look=hold)
    result = run(house(hours=2, house_battery=PLAIN), law)
    assert result.house is not None
    assert result.house.holds == 2
    assert result.house.to_car_kwh == pytest.approx(2.3)
    assert result.car_grid_kwh == pytest.approx(2.3)
    assert law.seen[HOUR // 2] == 50


@st.composite
def houses(draw: st.DrawFn) -> Scenario:
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    return house(
        dice.normal(1000, 3000, 120).tolist(),
        hours=2,
        car=replace(PROMPT, latency_s=30.0),
        house_battery=BatteryModel(capacity_kwh=1.0, start_pct=draw(st.sampled_from([5.0, 50.0, 100.0]))),
    )


WISHES = st.dictionaries(st.integers(0, 719), st.sampled_from([0, 5, 9, 16, 32]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(scenario=houses(), wishes=WISHES, holds=st.booleans())
def test_energy_is_neither_lost_nor_found(scenario: Scenario, wishes: dict[int, int], holds: bool) -> None:
    result = run(scenario, Script(wishes, look=hold if holds else None))
    side, model = result.house, scenario.house_battery
    assert side is not None
    assert model is not None
    assert 5 - 1e-9 <= side.soc_pct.min() <= side.soc_pct.max() <= 100 + 1e-9
    assert -5000 <= side.power_w.min() <= side.power_w.max() <= 5000
    taken_kwh, given_kwh = (np.maximum(sign * side.power_w, 0.0).sum() / 360_000 for sign in (-1, 1))
    gain = taken_kwh * model.efficiency_in - given_kwh / model.efficiency_out
    assert side.soc_pct[-1] / 100 == pytest.approx(model.start_kwh + gain)
    net_w = scenario.load_w - scenario.solar_w + result.amps * 230
    # It neither charges from the grid nor discharges into it.
    assert (side.power_w * net_w >= 0).all()
    assert (np.abs(side.power_w) <= np.abs(net_w)).all()
    assert result.car_kwh == pytest.approx(result.car_grid_kwh + result.car_solar_kwh + side.to_car_kwh)
