"""Which of the kWh that a house battery gave to the car were dearer than buying them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backtest.engine import run
from backtest.house_battery import BatteryModel
from backtest.prices import STEP_S
from backtest.scenario import Session
from benchmarks.battery.dear import dear_kwh
from tests.backtest.houses import Script, at, house

HOUR = 3600 // STEP_S
NIGHT, DAY = 1, 15
"""Hours at which a kWh costs 0.20 and 0.30."""


def day(hour: int, *then: float, **others: Any) -> float:
    """Has the car charge for an hour with 10 A from the battery; says what was dear after other hours."""
    surplus = np.zeros(24)
    surplus[hour + 1 : hour + 1 + len(then)] = then
    scenario = house(surplus.tolist(), step_s=3600, house_battery=BatteryModel(), **others)
    result = run(scenario, Script({hour * HOUR: 10, (hour + 1) * HOUR: 0}))
    assert result.house is not None
    assert result.house.to_car_kwh == pytest.approx(2.3, abs=0.01)
    return dear_kwh(scenario, result, end_value=0.1)


@pytest.mark.parametrize(
    ("hour", "then", "dear"),
    [
        pytest.param(NIGHT, (0.0,), 0.0, id="nothing misses it"),
        pytest.param(NIGHT, (5000.0,) * 3, 0.0, id="the sun fills the battery, and is fed in"),
        pytest.param(NIGHT, (-5000.0,) * 3, 0.0, id="bought in the same night"),
        pytest.param(NIGHT, (0.0,) * 8 + (-5000.0,) * 3, 2.3, id="bought by day"),
        pytest.param(NIGHT, (0.0,) * 8 + (-1900.0, -1000.0), 0.93, id="part of it is bought by day"),
        pytest.param(NIGHT, (5000.0,) * 3 + (-5000.0,) * 4, 0.0, id="filled before it is empty"),
        pytest.param(DAY, (-5000.0,) * 3, 2.3, id="bought by day, where the night is cheaper"),
    ],
)
def test_a_kwh_was_dear_if_the_house_paid_more_for_it(
    hour: int, then: tuple[float, ...], dear: float
) -> None:
    assert day(hour, *then) == pytest.approx(dear, abs=0.06)


def test_a_car_that_leaves_could_not_have_bought_by_night() -> None:
    sessions = (Session(at(0), at(20)),)
    assert day(DAY, -5000.0, -5000.0, sessions=sessions) == pytest.approx(0, abs=0.01)


def test_only_a_run_with_a_battery_can_be_looked_at() -> None:
    scenario = house(hours=1)
    with pytest.raises(ValueError, match="must be of a house with a battery"):
        dear_kwh(scenario, run(scenario, Script({})), 0.1)
