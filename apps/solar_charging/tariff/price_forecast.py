"""Forecasts what a kWh costs at the hours for which no price is published yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from ..base.economics import Values
from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from .price_curve import DAY_S, KEPT_DAYS, PriceCurve

LASTING = 0.6
"""Of how much dearer than usual the last known day is, the share that is left a day later. Set by
`python -m benchmarks --tuning`.
"""

SATURDAY = 5


def forecast_prices(curve: PriceCurve, at_s: Values, zone: ZoneInfo) -> Values:
    """Returns the prices of a curve at moments (unix seconds), and forecasts where it has none.

    An exchange's workdays are alike, and so are its weekends: a forecast is the mean of the same quarter of
    an hour, by the wall clock, on the days of its kind in the last two weeks (of any day, where there were
    none), plus what lasts of how much dearer than that the last known day is. NaN where no day has a price.
    The result has the shape of `at_s`, (n,).
    """
    prices = curve.at_each(at_s)
    missing = np.isnan(prices)
    if not missing.any() or not curve.steps:
        return prices
    end_s = curve.steps[-1].end_s
    usual = Habit(curve, zone)
    last_day_s: Values = end_s - np.arange(QUARTER_S, DAY_S + 1.0, QUARTER_S)
    dearer = curve.at_each(last_day_s) - usual.at(last_day_s)
    dearer = dearer[~np.isnan(dearer)]
    days_later = np.maximum((at_s[missing] - end_s) // DAY_S + 1, 0)
    lasting = LASTING**days_later * (dearer.mean() if dearer.size else 0.0)
    prices[missing] = usual.at(at_s[missing]) + lasting
    return prices


class Habit:
    """Keeps the mean day of each kind, workday and weekend, of the two weeks before a curve's end."""

    def __init__(self, curve: PriceCurve, zone: ZoneInfo) -> None:
        self._zone = zone
        end_s = curve.steps[-1].end_s if curve.steps else DAY_S
        last = datetime.fromtimestamp(end_s - 1, zone).date()
        days = [last - timedelta(days=back) for back in range(KEPT_DAYS)]
        known = curve.at_each(np.concatenate([_quarters_s(day, zone) for day in days]))
        known = known.reshape(KEPT_DAYS, DAY_QUARTERS)
        kinds = np.array([_at_weekend(day) for day in days])
        any_day = _mean(known)
        means = [_mean(known[kinds == kind]) for kind in (False, True)]
        self._kinds: Sequence[Values] = [np.where(np.isnan(mean), any_day, mean) for mean in means]

    def at(self, at_s: Values) -> Values:
        """Returns the usual prices at moments (unix seconds), NaN where no day has a price; shape (n,)."""
        walls = [datetime.fromtimestamp(each, self._zone) for each in at_s]
        return np.array([self._kinds[_at_weekend(wall)][_quarter(wall)] for wall in walls])


@lru_cache(maxsize=2 * KEPT_DAYS)
def _quarters_s(day: date, zone: ZoneInfo) -> Values:
    """Returns the begins of a day's 96 quarters of an hour by the wall clock, in unix seconds."""
    midnight = datetime.combine(day, time(), zone)
    walls = (midnight + timedelta(seconds=QUARTER_S * number) for number in range(DAY_QUARTERS))
    return np.array([wall.timestamp() for wall in walls])


def _at_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _quarter(wall: datetime) -> int:
    return wall.hour * 4 + wall.minute // 15


def _mean(days: NDArray[np.float64]) -> Values:
    """Returns the mean of what is known in each column, NaN where nothing is."""
    known = ~np.isnan(days)
    counts = known.sum(axis=0)
    mean: Values = np.full(days.shape[1], np.nan)
    np.divide(np.where(known, days, 0.0).sum(axis=0), counts, out=mean, where=counts > 0)
    return mean
