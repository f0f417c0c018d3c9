"""A house whose inverter throws sun away: what its meters show, and what is billed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backtest.engine import run
from backtest.export_limit import WAVERS_W, ExportLimit
from backtest.house_battery import BatteryModel
from backtest.scenario import Scenario
from tests.backtest.houses import Script, house

SUNNY = replace(house(5000.0, hours=2), export_limit=ExportLimit())
PAID, FREE = np.array([0.08, 0.0, -0.05]), float("inf")


@pytest.mark.parametrize(
    ("limit", "limits_w"),
    [
        (ExportLimit(), (0, 0, 0)),
        (ExportLimit(600.0), (600, 600, 600)),
        (ExportLimit(0.0, unpaid=True), (FREE, 0, 0)),
    ],
)
def test_a_limit_holds_always_or_while_export_brings_nothing(
    limit: ExportLimit, limits_w: tuple[float, ...]
) -> None:
    assert tuple(limit.limits_w(PAID)) == limits_w


@pytest.mark.parametrize("watts", [-1.0, float("inf"), float("nan")])
def test_what_is_no_limit_is_refused(watts: float) -> None:
    with pytest.raises(ValueError, match="watts: must be 0 or more"):
        ExportLimit(watts)


def seen(scenario: Scenario, amps: int) -> tuple[float, float]:
    """What a law sees of grid and sun at the end, while the car draws so many amperes."""
    law = Script({0: amps}, look=lambda view: (view.grid_w, view.solar_w))
    run(scenario, law)
    grid_w, solar_w = law.seen[-1]
    return grid_w, solar_w


@pytest.mark.parametrize(
    ("limit_w", "amps", "shown"),
    [
        (0.0, 0, (0, 0)),
        (0.0, 10, (0, 2300)),
        (0.0, 32, (2360, 5000)),
        (600.0, 10, (-600, 2900)),
        (4900.0, 0, (-4900, 4900)),
        (6000.0, 0, (-5000, 5000)),
    ],
)
def test_the_meters_show_what_is_let_out(limit_w: float, amps: int, shown: tuple[float, float]) -> None:
    scenario = replace(SUNNY, export_limit=ExportLimit(limit_w), soc_start_pct=0.0)
    assert seen(scenario, amps) == pytest.approx(shown, abs=WAVERS_W)


def test_a_battery_takes_the_sun_before_any_is_thrown_away() -> None:
    with_battery = replace(SUNNY, house_battery=BatteryModel(100.0, 3.0, 3.0))
    assert seen(with_battery, 0) == pytest.approx((0, 3000), abs=WAVERS_W)


def test_what_is_thrown_away_brings_nothing_and_is_still_sun_for_the_car() -> None:
    law = {0: 10}
    free = run(replace(SUNNY, export_limit=None), Script(law))
    limited = run(SUNNY, Script(law))
    assert limited.car_solar_kwh == free.car_solar_kwh == pytest.approx(free.car_kwh)
    assert free.charging_cost == pytest.approx(0.08 * free.car_kwh)
    assert limited.charging_cost == limited.baseline_cost == limited.net_cost == 0
    assert limited.self_consumption == pytest.approx(free.self_consumption)


def test_what_the_limit_lets_out_is_sold() -> None:
    half = replace(SUNNY, export_limit=ExportLimit(2500.0))
    assert run(half, Script({})).net_cost == pytest.approx(-0.08 * 5.0)
    # The car has what was thrown away.
    assert run(half, Script({0: 10})).charging_cost == pytest.approx(0.0, abs=1e-9)
