"""Says what electricity costs and earns.

The curve of an entity counts first, then the colour of the day, then the windows of the settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import takewhile
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from ..base.economics import Prices, Values
from ..base.local_days import LocalDays
from ..base.reason import Problem, Reason
from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from ..settings.tariff import Tariff
from .likely_prices import LikelyPrices
from .price_curve import PriceCurve
from .price_scale import UnitByHand
from .price_source import PriceSource
from .timetable import Rate
from .usual_rates import UsualRates

ENOUGH_QUARTERS = 3 * DAY_QUARTERS // 4
"""How much of a day has to be known by its hours until the cheapest of them can be named."""


class Coming(NamedTuple):
    """Is the next change of a price as far as is known: when (UTC), and what electricity costs then."""

    at: datetime
    rate: Rate


class Listed(NamedTuple):
    """Is what an entity lists: until when, and how many prices of the last day, the least and the most."""

    until: datetime
    prices: int
    least_per_kwh: float
    most_per_kwh: float


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

    def __init__(self, tariff: Tariff, zone: ZoneInfo, currency: str = "") -> None:
        self._tariff = tariff
        self._zone = zone
        self._usual = UsualRates(tariff, zone)
        self._likely = LikelyPrices(tariff, currency, zone)
        unit = UnitByHand(tariff.price_unit, tariff.price_unit_forced)
        self._bought = PriceSource(tariff.price_entity, True, unit, zone, self._likely)
        self._sold = PriceSource(tariff.export_price_entity, False, unit, zone, self._likely)
        self._present: _Present | None = None
        self._days = LocalDays(zone)
        self._cheap: dict[date, float | None] = {}

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities to listen to."""
        return (*self._bought.entities, *self._sold.entities, *self._usual.entities)

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state of one of the entities.

        Raises MeterError where it is of no use, or a part of it is not: what was known before still counts,
        and so does the rest.
        """
        self._forget()
        if entity in self._bought.entities:
            self._bought.update(entity, state, at_s)
        if entity in self._sold.entities:
            self._sold.update(entity, state, at_s)
        if entity in self._usual.entities:
            self._usual.update(entity, state, at_s)

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
        sold = self._sold.ahead(at_s, now.timestamp())
        bought = self._bought.ahead(at_s, now.timestamp())
        unknown = np.isnan(bought)
        bought = self._tariff.price_factor * (bought + self._tariff.price_adder)
        if unknown.any():
            bought[unknown] = self._usual.ahead(at_s, now)[unknown]
        return bought, np.where(np.isnan(sold), self._tariff.export_price, sold)

    def listed(self, now: datetime) -> Listed | None:
        """Returns what an entity lists beyond `now` (aware); None where none lists anything."""
        steps = self._bought.curve.steps
        if not steps or steps[-1].end_s <= now.timestamp():
            return None
        last = datetime.fromtimestamp(steps[-1].begin_s, timezone.utc)
        midnight_s = self._days.midnight(last).timestamp()
        prices = [
            self._paid(each.price_per_kwh)
            for each in takewhile(lambda each: each.begin_s >= midnight_s, reversed(steps))
        ]
        return Listed(
            datetime.fromtimestamp(steps[-1].end_s, timezone.utc), len(prices), min(prices), max(prices)
        )

    def told(self, now: datetime) -> int | None:
        """Returns for how many quarters from `now` (aware) on an entity tells prices; None without one."""
        if not self._tariff.price_entity:
            return None
        steps = self._bought.curve.steps
        ahead_s = steps[-1].end_s - now.timestamp() // QUARTER_S * QUARTER_S if steps else 0.0
        return max(int(ahead_s // QUARTER_S), 0)

    def missing(self, now: datetime) -> Reason[Problem] | None:
        """Returns what of the prices is not known at `now` (aware), or odd in the settings; else None."""
        named = ", ".join(self._tariff.price_entity)
        if named and self._bought.at(now.timestamp()) is None:
            return Reason(Problem.PRICE_OF_NOW_UNKNOWN, {"entity": named})
        entity = self._usual.entity
        return (None if entity is None else entity.missing(now)) or self._likely.settings()

    def silent_entities(self, now: datetime) -> list[str]:
        """Returns the entities whose price of now was told long ago: Home Assistant tells changes only."""
        found = (source.silent_entity(now.timestamp()) for source in (self._bought, self._sold))
        return [entity for entity in found if entity is not None]

    def repeated(self, entity: str, at_s: float) -> None:
        """Takes in that an entity told the same price of now again at `at_s`."""
        self._forget()
        self._bought.repeated(entity, at_s)
        self._sold.repeated(entity, at_s)

    def to_dict(self) -> dict[str, Any]:
        """Returns the curves, what is known of now, and what was learnt, fit for JSON."""
        entity = self._usual.entity
        return {
            "bought": self._bought.curve.steps,
            "sold": self._sold.curve.steps,
            "bought_now": self._bought.to_dict(),
            "sold_now": self._sold.to_dict(),
            **({} if entity is None else {"off_peak": entity.to_dict()}),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Restores what `to_dict` returned.

        Raises ValueError, KeyError, TypeError or AttributeError for anything else.
        """
        bought, sold = (PriceCurve.from_steps(saved[name]) for name in ("bought", "sold"))
        self._forget()
        self._bought.restore(bought, saved.get("bought_now", {}))
        self._sold.restore(sold, saved.get("sold_now", {}))
        if self._usual.entity is not None and "off_peak" in saved:
            self._usual.entity.from_dict(saved["off_peak"])

    def _forget(self) -> None:
        """Forgets what was derived from the curves so far."""
        self._present = None
        self._cheap.clear()

    def _at(self, now: datetime) -> _Present:
        """Returns the prices at `now`, derived anew when they have changed, and once a day."""
        found = self._present
        if found is None or not found.since <= now < found.until:
            change = self._change(now)
            until = min((each for each in (change, *self._ends(now)) if each is not None), default=now + DAY)
            coming = None if change is None else Coming(change, self._rate(change, now))
            found = _Present(now, min(until, now + DAY), *self._both(now, now), coming)
            self._present = found
        return found

    def _ends(self, now: datetime) -> Iterator[datetime]:
        """Yields until when prices of now are believed that nobody has repeated."""
        for source in (self._bought, self._sold):
            if now.timestamp() < source.holds_until_s:
                yield datetime.fromtimestamp(source.holds_until_s, timezone.utc)

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
            return self._usual.rate(at, now)
        price, most = self._paid(spot), self._cheap_until(at, now)
        cheap = self._usual.rate(at, now).off_peak if most is None else spot <= most
        return Rate(price, price < self._tariff.peak_price and cheap)

    def _cheap_until(self, at: datetime, now: datetime) -> float | None:
        """Returns the greatest of the entity's prices in the cheapest hours of the day of `at`.

        None where only prices of now are told, and too little of such a day was learnt by them.
        """
        day = self._days.date(at)
        if day not in self._cheap:
            midnight = self._days.midnight(at)
            quarters_s = np.arange(midnight.timestamp(), (midnight + DAY).timestamp(), QUARTER_S)
            learns = self._bought.tells_now_only
            source = self._bought
            prices = source.ahead(quarters_s, now.timestamp()) if learns else source.curve.at_each(quarters_s)
            known = np.sort(prices[~np.isnan(prices)])
            cheapest = known[: round(self._tariff.cheap_hours * HOUR_QUARTERS)]
            too_few = learns and len(known) < ENOUGH_QUARTERS
            self._cheap[day] = None if too_few else float(cheapest.max(initial=-np.inf))
        return self._cheap[day]

    def _paid(self, spot: float) -> float:
        return self._tariff.price_factor * (spot + self._tariff.price_adder)

    def _edges(self, after: datetime) -> Iterator[datetime]:
        """Yields the instants (UTC) of the next week at which a price may change."""
        yield from self._usual.edges(after)
        after_s = after.timestamp()
        for source in (self._bought, self._sold):
            edges_s = (at_s for step in source.curve.steps for at_s in step[:2])
            yield from (datetime.fromtimestamp(at_s, timezone.utc) for at_s in edges_s if at_s > after_s)
