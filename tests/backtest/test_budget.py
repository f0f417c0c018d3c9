"""What a small budget for the car's API does to a commuter's departures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backtest.engine import run
from backtest.laws import LAWS
from backtest.laws.ours import SolarCharging, settings_for
from backtest.scenarios import made_up_window, scenario

pytestmark = pytest.mark.long


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("cap", "missed", "fewest", "most"), [(0.6, 0, 12, 17), (0.4, 2, 4, 9)])
def test_where_the_car_cannot_be_woken_for_each_departure_it_is_charged_while_awake(
    cap: float, missed: int, fewest: int, most: int
) -> None:
    """With the less money only those are missed that are asked of a car which sleeps since an earlier one."""
    house = scenario("night_1ph", made_up_window(seed=2, days=20), warm_up=timedelta())
    settings = settings_for(house.car)
    api = settings.api.model_copy(update={"monthly_cap": cap})
    result = run(house, SolarCharging(house.car, settings.model_copy(update={"api": api})))
    assert result.missed == missed
    assert fewest <= result.wakes <= most
    assert result.api_cost <= cap
    if not missed:
        at_once = run(house, LAWS["at_once"](house.car))
        assert result.net(house.cheapest_stored) < 0.95 * at_once.net(house.cheapest_stored)
