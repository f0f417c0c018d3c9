"""The app's ledger beside the engine's own sums."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backtest.engine import run
from backtest.laws.ours import SolarCharging
from backtest.scenarios import made_up_window, scenario

pytestmark = pytest.mark.long

LIVES = ("night_1ph", "ch_3ph", "shift30_1ph", "spot_1ph")


@pytest.mark.timeout(300)
def test_the_ledger_agrees_with_the_engine() -> None:
    """They differ in what each may know. The engine knows each step; the ledger has the car's current from a
    look every ten minutes, so that of a charge that ends in between it guesses the half, and the surplus of
    before while a command settles. Over some lives that evens out.
    """
    window = made_up_window(seed=2, days=6)
    engine, ledger = [], []
    for name in LIVES:
        house = scenario(name, window, warm_up=timedelta())
        law = SolarCharging(house.car)
        result = run(house, law)
        assert law.sums is not None
        total = law.sums.total
        engine.append((result.car_solar_kwh, result.car_kwh, result.charging_cost))
        ledger.append((total.solar_kwh, total.kwh, total.cost))
        assert ledger[-1] == pytest.approx(engine[-1], rel=0.03), name
    sums = [[sum(column) for column in zip(*rows, strict=True)] for rows in (ledger, engine)]
    assert sums[0] == pytest.approx(sums[1], rel=0.01)
    assert sums[1][1] > 100
