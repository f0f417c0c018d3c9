"""What a kWh will probably cost at the hours for which no price is published yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from .economics import Values
from .price_curve import DAY_S, PriceCurve

WEEK_DAYS = 7
MOST_DAYS_BACK = 3
"""Within the plan's horizon there is always a day before that is known, if today is."""

LASTING = 0.7
"""Of how much dearer the last day is than the same day a week ago, what lasts."""

LEVEL_STEP_S = 900


def guessed(curve: PriceCurve, at_s: Values, zone: ZoneInfo) -> Values:
    """Prices of a curve at some moments (unix seconds); where it has none, what they will probably be.

    An exchange's prices follow the week, so those of a week before count, moved by what has lasted of the
    difference between the last day known and its likeness then. Where those are not known, the prices of
    the days before count; NaN where nothing is known.
    """
    prices = curve.at_each(at_s)
    missing = np.isnan(prices)
    if not missing.any() or not curve.steps:
        return prices
    last_day_s: Values = curve.steps[-1].end_s - np.arange(LEVEL_STEP_S, DAY_S + 1.0, LEVEL_STEP_S)
    risen = curve.at_each(last_day_s) - curve.at_each(_days_before(last_day_s, WEEK_DAYS, zone))
    prices[missing] = curve.at_each(_days_before(at_s[missing], WEEK_DAYS, zone)) + LASTING * risen.mean()
    for days in range(1, MOST_DAYS_BACK + 1):
        missing = np.isnan(prices)
        if missing.any():
            prices[missing] = curve.at_each(_days_before(at_s[missing], days, zone))
    return prices


def _days_before(at_s: Values, days: int, zone: ZoneInfo) -> Values:
    """The same times of the wall clock, for by it people live, so many days before."""
    walls = (datetime.fromtimestamp(each, zone) for each in at_s)
    return np.array([(wall - timedelta(days=days)).timestamp() for wall in walls])
