"""Lays out for a person's eyes what the next two days may bring, in quarters of an hour.

What is not known is NaN. Of the sun's scenarios the mean, and the spread from p10 to p90:

    sun    = mean of max(surplus_i, 0),  low, high = 10th and 90th percentile of the same
    soc    = 100 / kwh * min(stored + sum of (bought + charged) until the end of the quarter, limit)

until the departure, at which the course ends with no less than the plan promises, `wanted - missing`: where
at a pinch more is taken of the hours that are bought than is counted on, each of them is shown with more.

    symbol          name                            unit            shape
    surplus_i       of solar_scenarios_kw           kW              (scenarios, quarters)
    sun, low, high  Sun                             kW              (quarters,)
    bought          Course.bought_kwh               kWh in battery  (quarters,)
    charged         Course.sun_kwh                  kWh in battery  (quarters,)
    soc             Outlook.soc_pct                 %               (quarters,)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import NamedTuple

import numpy as np

from ..base.economics import Charger, Values
from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from .departures import Departure
from .history import History
from .scenarios import Battery, Known, Scenarios
from .schedule import Purchase, Schedule
from .solar_scenarios import solar_scenarios_kw

QUARTERS = 2 * DAY_QUARTERS
"""Quarters of an hour that are shown."""

SPREAD_PCT = (10, 90)
"""The percentiles between which the sun is expected."""

CHEAP_SHARE, CHEAP_LEAST = 1 / 3, 0.05
"""Cheap is what lies in so much of the way from the cheapest price to the dearest, where that way is more
than a share of the dearest.
"""


class Sun(NamedTuple):
    """Holds the surplus in kW that is expected, and its spread; each of the shape (quarters,)."""

    mean_kw: Values
    low_kw: Values
    high_kw: Values

    @staticmethod
    def expected(
        history: History, forecast_kwh: Sequence[float], now: datetime, clock_s: float
    ) -> Sun | None:
        """Returns what the scenarios of the sun come to; None before a day of the house is known."""
        first, midnight = int(now.timestamp() // QUARTER_S), int(clock_s // QUARTER_S)
        surplus_kw = solar_scenarios_kw(history, forecast_kwh, first, QUARTERS, midnight)
        if not surplus_kw.any():
            return None
        sun_kw = np.maximum(surplus_kw, 0.0)
        low_kw, high_kw = np.percentile(sun_kw, SPREAD_PCT, axis=0)
        return Sun(sun_kw.mean(axis=0), low_kw, high_kw)


class Course(NamedTuple):
    """Holds what a plan comes to in each quarter until the departure: kWh that reach the battery.

    `drawn_per_stored` is how many kWh the grid gives for one of them.
    """

    battery: Battery
    schedule: Schedule
    bought_kwh: Values
    sun_kwh: Values
    drawn_per_stored: float


class Bought(NamedTuple):
    """Holds a purchase with what it costs in money; None where nobody has told what electricity costs."""

    purchase: Purchase
    cost: float | None


@dataclass(frozen=True, eq=False)
class Outlook:
    """Holds what is shown of the time from `begin` on, by quarters of an hour; NaN where it is not known.

    `made` is when it was reckoned, `prices` per kWh from the grid; those from number `told` on are guessed,
    and where it is not `priced` nobody has told any: then only which are cheap is known. `cheap` is the price
    up to which an hour is (None: all cost alike). `soc_pct` is that of the end of each quarter, or of the
    departure in it, `soc_now_pct` that of `made`. `sun_kwh` is what the car is expected to take of the sun,
    `purchases` what is bought. All kWh are such that reach the battery.
    """

    made: datetime
    begin: datetime
    prices: Values
    told: int
    priced: bool
    cheap: float | None
    sun: Sun | None
    sun_kwh: Values
    soc_pct: Values
    soc_now_pct: float | None
    purchases: tuple[Bought, ...]
    departures: tuple[Departure, ...]
    missing_kwh: float | None

    @property
    def bought_kwh(self) -> float | None:
        """Returns the kWh that are bought; None where there is no plan."""
        return None if self.missing_kwh is None else math.fsum(each.purchase.kwh for each in self.purchases)

    @property
    def cost(self) -> float | None:
        """Returns what all purchases cost; None where there is no plan, or it is not `priced`."""
        costs = [each.cost for each in self.purchases if each.cost is not None]
        known = self.missing_kwh is not None and len(costs) == len(self.purchases)
        return math.fsum(costs) if known else None


def make_outlook(
    now: datetime,
    known: Known | None,
    sun: Sun | None,
    departures: Sequence[Departure],
    course: Course | None,
    priced: bool = True,
) -> Outlook:
    """Returns the outlook at `now` (aware) of what is known; None is what is not. Pure.

    `known` has the prices, which somebody told where it is `priced`; `departures` are the next one and those
    after it, `course` is what the plan comes to.
    """
    begin_s = now.timestamp() // QUARTER_S * QUARTER_S
    prices, told = np.full(QUARTERS, math.nan), 0
    if known is not None:
        prices = _filled(known.import_per_kwh)
        told = QUARTERS if known.told is None else min(max(known.told, 1), QUARTERS)
    soc_pct, sun_kwh = np.full((2, QUARTERS), math.nan) if course is None else _levels(course, begin_s)
    return Outlook(
        made=now,
        begin=datetime.fromtimestamp(begin_s, timezone.utc),
        prices=prices,
        told=told,
        priced=priced and known is not None,
        cheap=_cheap(prices),
        sun=sun,
        sun_kwh=sun_kwh if sun is not None else np.full(QUARTERS, math.nan),
        soc_pct=soc_pct,
        soc_now_pct=None if course is None else _per_cent(course.battery.stored_kwh, course.battery),
        purchases=() if course is None else tuple(_paid(course, priced and known is not None)),
        departures=tuple(each for each in departures if each.at_s <= begin_s + QUARTERS * QUARTER_S),
        missing_kwh=None if course is None else course.schedule.missing_kwh,
    )


def course_of(
    coming: Scenarios, schedule: Schedule, charger: Charger, battery: Battery, now: datetime
) -> Course:
    """Returns what the plan at `now` (aware) for `coming`, told by `schedule`, comes to."""
    # The slots are quarters of an hour on the first day, whole hours later.
    quarters = np.where(coming.hours > QUARTER_S / 3600, 3600 // QUARTER_S, 1)
    return Course(
        battery=battery,
        schedule=schedule,
        bought_kwh=_by_quarters(schedule.purchases, now.timestamp() // QUARTER_S * QUARTER_S),
        sun_kwh=_filled(np.repeat(schedule.sun_kwh / quarters, quarters), 0.0),
        drawn_per_stored=charger.drawn_per_stored(charger.most_kw),
    )


def _by_quarters(purchases: Sequence[Purchase], begin_s: float) -> Values:
    """Returns the kWh of purchases by quarters, as if each were bought evenly."""
    begins_s = begin_s + QUARTER_S * np.arange(float(QUARTERS))
    bought_kwh = np.zeros(QUARTERS)
    for each in purchases:
        since_s, until_s = each.begin.timestamp(), each.end.timestamp()
        span_s = np.minimum(begins_s + QUARTER_S, until_s) - np.maximum(begins_s, since_s)
        bought_kwh += each.kwh * np.maximum(span_s, 0.0) / max(until_s - since_s, 1.0)
    return bought_kwh


def _levels(course: Course, begin_s: float) -> tuple[Values, Values]:
    """Returns the state of charge, and what of the sun there is room for; see the head of the module."""
    battery, schedule, at_s = course.battery, course.schedule, course.schedule.departure.timestamp()
    ends = min(max(math.ceil((at_s - begin_s) / QUARTER_S), 0), QUARTERS)
    bought_kwh, sun_kwh = course.bought_kwh, course.sun_kwh
    promised_kwh = schedule.soc_pct / 100 * battery.kwh - schedule.missing_kwh
    all_kwh = float(bought_kwh.sum())
    short_kwh = promised_kwh - battery.stored_kwh - float(sun_kwh[:ends].sum()) - all_kwh
    if at_s <= begin_s + QUARTERS * QUARTER_S and short_kwh > 0 and all_kwh > 0:
        bought_kwh = bought_kwh * (1 + short_kwh / all_kwh)
    # A car that somebody filled beyond its limit stays so.
    limit_kwh = max(battery.limit_kwh, battery.stored_kwh)
    held_kwh = np.minimum(battery.stored_kwh + np.cumsum(bought_kwh + sun_kwh), limit_kwh)
    taken_kwh = np.diff(held_kwh, prepend=battery.stored_kwh)
    sun_kwh = np.clip(taken_kwh - bought_kwh, 0.0, sun_kwh)
    soc_pct = _per_cent(1.0, battery) * held_kwh
    soc_pct[ends:] = sun_kwh[ends:] = math.nan
    return soc_pct, sun_kwh


def _per_cent(kwh: float, battery: Battery) -> float:
    return 100 * kwh / battery.kwh


def _paid(course: Course, priced: bool) -> list[Bought]:
    return [
        Bought(each, each.kwh * course.drawn_per_stored * each.price_per_kwh if priced else None)
        for each in course.schedule.purchases
    ]


def _filled(values: Values, rest: float = math.nan) -> Values:
    """Returns QUARTERS values, `rest` where there are no more."""
    return np.concatenate([values[:QUARTERS], np.full(max(QUARTERS - len(values), 0), rest)])


def _cheap(prices: Values) -> float | None:
    """Returns the price up to which an hour is cheap; None where all cost about the same, or none is told."""
    known = prices[~np.isnan(prices)]
    if not known.size:
        return None
    least, most = float(known.min()), float(known.max())
    if most - least <= CHEAP_LEAST * abs(most):
        return None
    return least + CHEAP_SHARE * (most - least)
