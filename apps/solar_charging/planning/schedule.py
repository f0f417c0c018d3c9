"""Says for a person what a plan is about to do: what is bought when, and what is left to the sun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from ..base.economics import Charger, Values
from .departures import Departure
from .offers import COUNTED
from .plan import Plan
from .scenarios import USABLE, Scenarios

LEAST_KWH = 0.05
"""A purchase of less is not worth showing."""

SURELY = 0.001
"""A price so far from the value that bisection found, in money per kWh, is surely another one."""


class Purchase(NamedTuple):
    """Holds a purchase: `kwh` that reach the battery from `begin` to `end`.

    `price_per_kwh` is what a kWh from the grid costs then, and `cost` what all of it does, with what is lost
    on the way (None: not known).
    """

    begin: datetime
    end: datetime
    kwh: float
    price_per_kwh: float
    cost: float | None = None


@dataclass(frozen=True)
class Schedule:
    """Holds what a plan comes to until the departure. All kWh are such that reach the battery.

    `soc_pct` is what is wanted then, the car's own limit at most. `purchases` are decided until the next
    sunrise; those after it are what would be bought if the sun brought its mean. `sun_expected_kwh` is what
    a charge would take of the sun until the departure, where it pays, in the mean of the solar scenarios and
    were there room for it. `sun_counted_kwh` is how much of that the plan relies on: what the departure lacks
    and is not bought. `missing_kwh` is what cannot be had by then. `saved` is how much more the same energy
    would cost at once, at the greatest current (None: not known). `sun_line` has what the sun is expected to
    bring, added up, in kWh by the unix seconds until which that is; `sun_kwh` has it by slots.
    """

    departure: datetime
    soc_pct: float
    purchases: tuple[Purchase, ...]
    sun_expected_kwh: float
    sun_counted_kwh: float
    missing_kwh: float
    saved: float | None = None
    sun_line: tuple[tuple[float, float], ...] = ()
    sun_kwh: Values = field(default_factory=lambda: np.zeros(0), compare=False, repr=False)

    def priced(self, told: bool) -> Schedule:
        """Returns the same; without sums of money where nobody has told what power costs."""
        if told:
            return self
        return replace(self, purchases=tuple(each._replace(cost=None) for each in self.purchases), saved=None)


def make_schedule(
    scenarios: Scenarios,
    made: Plan,
    charger: Charger,
    departure: Departure,
    wanted_kwh: float,
    most_kwh: float,
    now: datetime,
) -> Schedule:
    """Returns what `made`, the plan for `scenarios`, comes to; times are in the zone of `now` (aware).

    `wanted_kwh` is what the departure wants in the battery, `most_kwh` how much may be bought at most. Pure:
    the same plan has the same schedule.
    """
    ahead = _Ahead(scenarios, charger, made, now, departure.at_s)
    soc_pct = departure.soc_pct
    if wanted_kwh > scenarios.limit_kwh:
        soc_pct *= scenarios.limit_kwh / wanted_kwh
        wanted_kwh = scenarios.limit_kwh
    by_slot_kwh = ahead.sun_kwh()
    expected_kwh = float(by_slot_kwh.sum())
    bought_kwh = ahead.bought_kwh(expected_kwh, wanted_kwh, most_kwh)
    all_bought_kwh = float(bought_kwh.sum())
    lacking_kwh = max(wanted_kwh - scenarios.stored_kwh, 0.0)
    counted_kwh = min(max(lacking_kwh - all_bought_kwh, 0.0), expected_kwh)
    return Schedule(
        departure=datetime.fromtimestamp(departure.at_s, now.tzinfo),
        soc_pct=soc_pct,
        purchases=tuple(ahead.purchases(bought_kwh)),
        sun_expected_kwh=expected_kwh,
        sun_counted_kwh=counted_kwh,
        # At a pinch all is taken that a slot offers.
        missing_kwh=max(lacking_kwh - counted_kwh - all_bought_kwh / COUNTED, 0.0),
        saved=ahead.saved(bought_kwh, by_slot_kwh, counted_kwh),
        sun_line=ahead.line(by_slot_kwh),
        sun_kwh=by_slot_kwh,
    )


class _Ahead:
    """Looks at the slots until the departure."""

    def __init__(
        self, scenarios: Scenarios, charger: Charger, made: Plan, now: datetime, departure_s: float
    ) -> None:
        self._scenarios, self._charger, self._made = scenarios, charger, made
        self._zone, self._departure_s = now.tzinfo, departure_s
        ends_h = np.cumsum(scenarios.hours)
        self._ends_s = now.timestamp() + 3600 * ends_h
        self._begins_s = self._ends_s - 3600 * scenarios.hours
        before = np.clip((departure_s - self._begins_s) / (3600 * scenarios.hours), 0.0, 1.0)
        self._counted_h = scenarios.hours * before * COUNTED
        self._bought_price = scenarios.counted_import_per_kwh
        self._surplus_kw = np.maximum(scenarios.surplus_kw, 0.0) * USABLE

    def sun_kwh(self) -> Values:
        """Returns the kWh that a charge would take of the sun, in the mean of the scenarios, shape (slots,).

        Counts the slots where charging pays at what a kWh is worth now, or at the end of the horizon where
        that is more.
        """
        scenarios, charger = self._scenarios, self._charger
        drawn_kw = np.clip(self._surplus_kw, float(charger.drawn_kw[0]), charger.most_kw)
        of_sun_kw = np.minimum(self._surplus_kw, drawn_kw)
        stored_kw = charger.stored_kw(drawn_kw)
        cost = scenarios.export_per_kwh * of_sun_kw + scenarios.import_per_kwh * (drawn_kw - of_sun_kw)
        if scenarios.claims is not None:
            of_free_kw = np.minimum(scenarios.claims.free_kw * USABLE, drawn_kw)
            dearer = np.maximum(scenarios.claims.per_kwh - scenarios.export_per_kwh, 0.0)
            cost = cost + dearer * (of_sun_kw - of_free_kw)
        pays = cost < max(self._made.value_per_kwh, scenarios.final_value_per_kwh) * stored_kw
        if scenarios.for_sale is not None:
            pays &= scenarios.for_sale | (self._surplus_kw >= charger.drawn_kw[0])
        kwh = pays * stored_kw * of_sun_kw / drawn_kw * self._counted_h
        mean_kwh: Values = kwh.mean(axis=0)
        return mean_kwh

    def line(self, by_slot_kwh: Values) -> tuple[tuple[float, float], ...]:
        """Returns what the sun brings, added up, by the ends of the slots in which it brings anything."""
        sunny = by_slot_kwh > 0
        added = np.cumsum(by_slot_kwh)[sunny]
        return tuple(zip(self._ends_s[sunny].tolist(), added.tolist(), strict=True))

    def saved(self, bought_kwh: Values, by_slot_kwh: Values, counted_kwh: float) -> float:
        """Returns how much less the plan costs than the same energy at once, at the greatest current.

        A kWh of sun costs what feeding it in would have brought, in either case.
        """
        charger, scenarios = self._charger, self._scenarios
        drawn_per_stored = charger.drawn_per_stored(charger.most_kw)
        expected_kwh = float(by_slot_kwh.sum())
        of_sun = by_slot_kwh * (counted_kwh / expected_kwh if expected_kwh > 0 else 0.0)
        planned = scenarios.import_per_kwh @ bought_kwh + scenarios.export_per_kwh @ of_sun
        # What is left of the running slot is a slot of its own.
        whole_kwh = charger.most_stored_kw * scenarios.hours
        before_kwh = np.cumsum(whole_kwh) - whole_kwh
        taken_kwh = np.clip(float(bought_kwh.sum()) + counted_kwh - before_kwh, 0.0, whole_kwh)
        sun_share = np.minimum(self._surplus_kw, charger.most_kw).mean(axis=0) / charger.most_kw
        price = sun_share * scenarios.export_per_kwh + (1 - sun_share) * scenarios.import_per_kwh
        return float(price @ taken_kwh - planned) * drawn_per_stored

    def bought_kwh(self, expected_kwh: float, wanted_kwh: float, most_kwh: float) -> Values:
        """Returns the kWh bought in each slot, shape (slots,), `most_kwh` in all at most.

        Until the sunrise that is what is planned; then what is worth it at any rate, and what the departure
        lacks, the cheapest first.
        """
        charger, scenarios, night = self._charger, self._scenarios, len(self._made.night_kwh)
        taken_kwh = np.zeros(len(self._counted_h))
        taken_kwh[:night] = np.where(self._counted_h[:night] > 0, self._made.night_kwh, 0.0)
        price = self._bought_price * charger.drawn_per_stored(charger.most_kw)
        of_grid = 1 - np.minimum(self._surplus_kw, charger.most_kw).mean(axis=0) / charger.most_kw
        offered_kwh = charger.most_stored_kw * of_grid * self._counted_h
        if scenarios.for_sale is not None:
            offered_kwh = offered_kwh * scenarios.for_sale
        # What costs just the value fills the battery, where that bounds it, or else what is lacking.
        fills = self._made.value_per_kwh < scenarios.final_value_per_kwh
        worth_it = self._made.value_per_kwh + (SURELY if fills else -SURELY)
        held_kwh = scenarios.stored_kwh + expected_kwh + float(taken_kwh.sum())
        for slot in night + np.argsort(price[night:], kind="stable"):
            pays = price[slot] < worth_it and held_kwh < scenarios.limit_kwh
            if pays or held_kwh < wanted_kwh - LEAST_KWH:
                taken_kwh[slot] = offered_kwh[slot]
                held_kwh += taken_kwh[slot]
        before_kwh = np.cumsum(taken_kwh) - taken_kwh
        may_kwh: Values = np.clip(most_kwh - before_kwh, 0.0, taken_kwh)
        return may_kwh

    def purchases(self, bought_kwh: Values) -> Iterator[Purchase]:
        """Yields the purchases; slots that follow each other are one."""
        bought = np.concatenate([[False], bought_kwh > 0, [False]])
        (edges,) = np.nonzero(bought[1:] != bought[:-1])
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            span = slice(first, last)
            kwh = float(bought_kwh[span].sum())
            if kwh >= LEAST_KWH:
                end_s = min(float(self._ends_s[last - 1]), self._departure_s)
                paid = float(self._scenarios.import_per_kwh[span] @ bought_kwh[span])
                yield Purchase(
                    begin=datetime.fromtimestamp(float(self._begins_s[first]), self._zone),
                    end=datetime.fromtimestamp(end_s, self._zone),
                    kwh=kwh,
                    price_per_kwh=paid / kwh,
                    cost=paid * self._charger.drawn_per_stored(self._charger.most_kw),
                )
