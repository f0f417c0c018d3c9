"""Says what electricity costs and earns.

The curve of an entity counts first, then the colour of the day, then the windows of the settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from statistics import median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from ..base.economics import Prices, Values
from ..base.errors import MeterError
from ..base.local_days import LocalDays
from ..base.reason import Problem, Reason
from ..base.time_grid import QUARTER_S
from ..settings.tariff import Tariff
from .day_colours import DayColours
from .price_curve import PriceCurve
from .price_forecast import forecast_prices
from .price_lists import read_curve
from .timetable import Rate, Timetable, wall_edges

UNLIKELY_HIGH, UNLIKELY_LOW = 20, 1 / 50
"""Factors of `peak_price`: where half of a list is above the first, or all of it below the second, it is
likely to be in another unit.
"""


class Coming(NamedTuple):
    """Is the next change of a price as far as is known: when (UTC), and what electricity costs then."""

    at: datetime
    rate: Rate


@dataclass(frozen=True)
class _Present:
    """Holds the prices from `since` until `until`; `coming` is the next change."""

    since: datetime
    until: datetime
    rate: Rate
    sold: float
    coming: Coming | None


DAY = timedelta(days=1)

HOUR_QUARTERS = 3600 // QUARTER_S


class Rates:
    """Takes in what the tariff's entities report; returns prices of any moment, as known by then."""

    def __init__(self, tariff: Tariff, zone: ZoneInfo) -> None:
        self._tariff = tariff
        self._zone = zone
        self._timetable = Timetable(tariff, zone)
        self._colours = None if tariff.colours is None else DayColours(tariff.colours, zone)
        self._bought = PriceCurve()
        self._sold = PriceCurve()
        self._present: _Present | None = None
        self._days = LocalDays(zone)
        self._cheap: dict[date, float] = {}

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities to listen to."""
        colours = () if self._colours is None else self._colours.entities
        return (*self._tariff.price_entity, *self._tariff.export_price_entity, *colours)

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state of one of the entities.

        Raises MeterError where it is of no use; then the last curve still counts. Raises MeterError too for
        prices that are taken in though they are hardly possible.
        """
        tariff = self._tariff
        self._forget()
        if self._colours is not None and entity in self._colours.entities:
            self._colours.update(entity, state)
            return
        curve = read_curve(entity, state, tariff.price_unit, self._zone, at_s)
        if curve is not None and entity in tariff.price_entity:
            self._bought = self._bought.renewed(curve)
            self._doubt(entity, curve)
        elif curve is not None:
            self._sold = self._sold.renewed(curve)

    def _doubt(self, entity: str, curve: PriceCurve) -> None:
        """Checks that the prices of a curve are likely.

        Raises MeterError for prices by which the car would charge at any hour, or at none.
        """
        paid = [self._paid(step.price_per_kwh) for step in curve.steps]
        peak, highest, middle = self._tariff.peak_price, max(map(abs, paid)), median(paid)
        if peak > 0 and (middle > UNLIKELY_HIGH * peak or 0 < highest < UNLIKELY_LOW * peak):
            raise MeterError(
                Problem.PRICES_OUT_OF_ORDER, entity=entity, peak=f"{peak:g}", middle=f"{middle:.3g}"
            )

    def prices(self, now: datetime) -> Prices:
        """Returns what a kWh costs and earns at `now` (aware)."""
        present = self._at(now)
        return Prices(present.rate.price_per_kwh, present.sold)

    def off_peak(self, now: datetime) -> bool:
        """Says whether electricity is cheap at `now` (aware)."""
        return self._at(now).rate.off_peak

    def next_change(self, now: datetime) -> datetime | None:
        """Returns the first instant (UTC) after `now` (aware) at which a price changes, as far as is known.

        None where none does within the next week.
        """
        coming = self.coming(now)
        return None if coming is None else coming.at

    def coming(self, now: datetime) -> Coming | None:
        """Returns the same change with what electricity costs then, None where there is none."""
        return self._at(now).coming

    def ahead(self, now: datetime, count: int) -> tuple[Values, Values]:
        """Returns what a kWh costs and earns in quarters of an hour, from the one of `now` (aware) on.

        Both arrays have shape (count,). Where a curve ends, its prices are forecast.
        """
        at_s = now.timestamp() // QUARTER_S * QUARTER_S + QUARTER_S * np.arange(float(count))
        sold = self._continued(self._sold, at_s, now)
        bought = self._continued(self._bought, at_s, now)
        unknown = np.isnan(bought)
        bought = self._tariff.price_factor * (bought + self._tariff.price_adder)
        if unknown.any():
            bought[unknown] = self._usual_ahead(at_s, now)[unknown]
        return bought, np.where(np.isnan(sold), self._tariff.export_price, sold)

    def missing(self, now: datetime) -> Reason[Problem] | None:
        """Returns the problem where no entity says what electricity costs at `now` (aware), None if none."""
        named = ", ".join(self._tariff.price_entity)
        if not named or self._bought.at(now.timestamp()) is not None:
            return None
        return Reason(Problem.PRICE_OF_NOW_UNKNOWN, {"entity": named})

    def to_dict(self) -> dict[str, Any]:
        """Returns the curves, fit for JSON."""
        return {"bought": self._bought.steps, "sold": self._sold.steps}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Restores what `to_dict` returned.

        Raises ValueError, KeyError, TypeError or AttributeError for anything else.
        """
        bought, sold = (PriceCurve.from_steps(saved[name]) for name in ("bought", "sold"))
        self._forget()
        if self._tariff.price_entity:
            self._bought = bought
        if self._tariff.export_price_entity:
            self._sold = sold

    def _forget(self) -> None:
        """Forgets what was derived from the curves so far."""
        self._present = None
        self._cheap.clear()

    def _at(self, now: datetime) -> _Present:
        """Returns the prices at `now`, derived anew when they have changed, and once a day."""
        found = self._present
        if found is None or not found.since <= now < found.until:
            change = self._change(now)
            until = now + DAY if change is None else min(change, now + DAY)
            coming = None if change is None else Coming(change, self._rate(change, now))
            found = _Present(now, until, *self._both(now, now), coming)
            self._present = found
        return found

    def _change(self, now: datetime) -> datetime | None:
        for instant in sorted(set(self._edges(now))):
            before = instant - timedelta(microseconds=1)
            if instant > now and self._both(instant, now) != self._both(before, now):
                return instant
        return None

    def _both(self, at: datetime, now: datetime) -> tuple[Rate, float]:
        sold = self._sold.at(at.timestamp())
        return self._rate(at, now), self._tariff.export_price if sold is None else sold

    def _rate(self, at: datetime, now: datetime) -> Rate:
        spot = self._bought.at(at.timestamp())
        if spot is None:
            return self._usual(at, now)
        price = self._paid(spot)
        return Rate(price, price < self._tariff.peak_price and spot <= self._cheap_until(at))

    def _cheap_until(self, at: datetime) -> float:
        """Returns the greatest of the entity's prices in the cheapest hours of the day of `at`."""
        day = self._days.date(at)
        if day not in self._cheap:
            midnight = self._days.midnight(at)
            quarters_s = np.arange(midnight.timestamp(), (midnight + DAY).timestamp(), QUARTER_S)
            prices = self._bought.at_each(quarters_s)
            cheapest = np.sort(prices[~np.isnan(prices)])[: round(self._tariff.cheap_hours * HOUR_QUARTERS)]
            self._cheap[day] = float(cheapest.max(initial=-np.inf))
        return self._cheap[day]

    def _paid(self, spot: float) -> float:
        return self._tariff.price_factor * (spot + self._tariff.price_adder)

    def _usual(self, at: datetime, now: datetime) -> Rate:
        """Returns the price at `at` without any curve, as known at `now`."""
        window = self._timetable.window(at)
        if self._colours is None or (window is not None and window.price is not None):
            return self._timetable.rate(window)
        return self._colours.rate(at, now, window is not None)

    def _edges(self, after: datetime) -> Iterator[datetime]:
        """Yields the instants (UTC) of the next week at which a price may change."""
        yield from self._usual_edges(after)
        after_s = after.timestamp()
        for curve in (self._bought, self._sold):
            edges_s = (at_s for step in curve.steps for at_s in step[:2])
            yield from (datetime.fromtimestamp(at_s, timezone.utc) for at_s in edges_s if at_s > after_s)

    def _usual_edges(self, after: datetime) -> Iterator[datetime]:
        clocks = set(self._timetable.clocks)
        if self._tariff.colours is not None:
            clocks.add(self._tariff.colours.day_start)
        return wall_edges(clocks, self._zone, after)

    def _usual_ahead(self, at_s: Values, now: datetime) -> Values:
        """Returns prices without any curve at moments (unix seconds) that are in order; shape (n,)."""
        first = datetime.fromtimestamp(at_s[0], timezone.utc)
        edges = (edge for edge in self._usual_edges(first) if first < edge and edge.timestamp() <= at_s[-1])
        begins = [first, *sorted(set(edges))]
        prices = np.array([self._usual(begin, now).price_per_kwh for begin in begins])
        begins_s = [begin.timestamp() for begin in begins]
        return prices[np.searchsorted(begins_s, at_s, side="right") - 1]

    def _continued(self, curve: PriceCurve, at_s: Values, now: datetime) -> Values:
        """Returns the prices of a curve at moments (unix seconds); shape (n,).

        Where it has none, they are forecast if the curve covers `now`, else NaN.
        """
        if curve.at(now.timestamp()) is None:
            return curve.at_each(at_s)
        return forecast_prices(curve, at_s, self._zone)
