"""The day on which the sun is least steady."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest

from backtest.scenarios import Window, scenario
from benchmarks.measure import cloudiest
from simulator.trace import Trace

MINUTES = 1440


@pytest.mark.parametrize(
    ("kw_by_day", "day", "changed_kw"),
    [
        ([9.0, 1.0, 3.0, 2.0], date(2018, 5, 3), 3.0),  # what is not scored does not count
        ([9.0, 4.0, 3.0, 2.0], date(2018, 5, 2), 4.0),
    ],
)
def test_the_scored_day_on_which_the_roof_s_power_changes_most(
    kw_by_day: list[float], day: date, changed_kw: float
) -> None:
    solar_w = np.zeros(len(kw_by_day) * MINUTES)
    for number, kw in enumerate(kw_by_day):
        noon = number * MINUTES + MINUTES // 2
        solar_w[noon : noon + 10] = 500 * kw  # up, and down again
    trace = Trace(datetime(2018, 5, 1, tzinfo=timezone.utc), 60.0, np.zeros_like(solar_w), solar_w)
    window = Window("some days", trace, np.zeros_like(solar_w))
    found = cloudiest(scenario("night_1ph", window, warm_up=timedelta(days=1)))
    assert (found.day, found.changed_kw) == (day, pytest.approx(changed_kw))
