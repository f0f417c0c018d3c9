"""The planners of other projects: which quarters of an hour they buy in."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from backtest.laws.evcc import EvccPlan
from backtest.laws.teslasolarcharger import CheapSchedule, cheapest
from backtest.prices import Prices
from tests.backtest.houses import PROMPT, at, house, view_at

PLAN_NEED_S = 6 / 0.85 / 7.36 * 3600


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        pytest.param(at(2), None, id="cheap, but later is as cheap"),
        pytest.param(at(6) - timedelta(seconds=PLAN_NEED_S + 1), None, id="just before"),
        pytest.param(
            at(6) - timedelta(seconds=PLAN_NEED_S - 1), 32, id="the end of the cheap time, not more"
        ),
        pytest.param(at(6), None, id="dear again"),
        pytest.param(at(8) - timedelta(seconds=PLAN_NEED_S + 1), None, id="there is still time"),
        pytest.param(at(8) - timedelta(seconds=PLAN_NEED_S - 1), 32, id="no time left"),
    ],
)
def test_evcc_plans_the_last_of_the_cheapest_quarters(moment: datetime, wanted: int | None) -> None:
    view = view_at(house(), moment, departure_s=at(8).timestamp(), soc_target_pct=60.0, soc_pct=50.0)
    assert EvccPlan(PROMPT).wants(view) == wanted


def test_evcc_does_not_begin_a_plan_of_some_minutes_and_does_not_drop_one() -> None:
    view = view_at(house(), at(5.8), departure_s=at(8).timestamp(), soc_target_pct=60.0, soc_pct=59.0)
    begun = EvccPlan(PROMPT)
    begun.wants(view_at(house(), at(5.8), departure_s=view.departure_s, soc_target_pct=60.0, soc_pct=56.0))
    view.now_s = at(5.95).timestamp()
    assert (EvccPlan(PROMPT).wants(view), begun.wants(view)) == (None, 32)


@pytest.mark.parametrize("planner", [EvccPlan, CheapSchedule])
@pytest.mark.parametrize(("hour", "wanted"), [(12.75, None), (13.25, 32)])
def test_a_plan_waits_for_prices_that_are_not_out_yet(
    planner: type[EvccPlan | CheapSchedule], hour: float, wanted: int | None
) -> None:
    scenario = house(hours=48)
    # Cheap until two; that nothing cheaper follows is known once the prices up to the departure are out.
    step = np.arange(scenario.steps)
    bought = np.where(step // 360 <= 13, 0.1, 0.3)
    prices = Prices(bought, np.full(scenario.steps, 0.08), published_hour=13)
    leaves_s = at(31).timestamp()
    view = view_at(
        house(hours=48, prices=prices), at(hour), departure_s=leaves_s, soc_target_pct=60.0, soc_pct=50.0
    )
    assert planner(PROMPT).wants(view) == wanted


@pytest.mark.parametrize(
    ("prices", "charges", "chosen"),
    [
        pytest.param([0.3, 0.2, 0.2, 0.3], False, [1, 2], id="the cheapest together"),
        pytest.param([0.2, 0.3, 0.2], False, [0, 2], id="apart, where that saves more than a switch"),
        pytest.param([0.2, 0.22, 0.2], False, [0, 1], id="together, where it does not"),
        pytest.param([0.21, 0.2, 0.2], False, [1, 2], id="later, where it is cheaper"),
        pytest.param([0.21, 0.2, 0.2], True, [0, 1], id="on at once, where it charges already"),
        pytest.param([0.3, 0.3], False, [0, 1], id="all, where all are needed"),
    ],
)
def test_teslasolarcharger_weighs_a_switch_against_the_price(
    prices: list[float], charges: bool, chosen: list[int]
) -> None:
    assert np.flatnonzero(cheapest(np.array(prices), 2, 7.36, charges)).tolist() == chosen
