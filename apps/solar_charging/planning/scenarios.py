"""Builds what may come: the sun of the last days again, the trips of the last weeks again, and the prices.

Without a plan a kWh in the battery is worth something between what sun and what cheap power would cost in
it, the nearer to the latter the more of the car's energy has to be bought:

    sun   = export_per_kwh * drawn_per_stored(MIDDLING * most_kw)
    grid  = the cheapest import_per_kwh of the next 24 hours * drawn_per_stored(most_kw)
    value = sun + (grid - sun) * min(1, SUN_SHARE + GRID_SHARE * grid_share)

with `drawn_per_stored` of `economics` and `grid_share` of `history`. This is also the value at the end of
the horizon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..base.economics import Charger, Values
from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from .battery_claims import Claims, claims
from .departures import Departure
from .history import History
from .house_battery import Store
from .solar_scenarios import solar_scenarios_kw

HORIZON = 3 * DAY_QUARTERS
"""Quarters of an hour that are planned ahead."""

WEEKS = 4
"""So many of the last weeks are expected to come again, each as a usage of its own."""

MIDDLING = 0.43
"""Share of its greatest power at which a car charges from the sun on average. Set by
`python -m benchmarks --tuning`.
"""

SUN_SHARE, GRID_SHARE = 0.3, 0.5
"""How far from the sun's price to the grid's a kWh is worth with no purchases, and what all of them add. Set
by `python -m benchmarks --tuning`.
"""


USABLE = 0.8
"""Share of a quarter hour's surplus that a charge can follow through clouds and kettles. Set by
`python -m benchmarks --tuning`.
"""


LATER = 0.0005
"""Money per kWh and day by which a later purchase counts as cheaper: of equals, the latest ..."""


GOING_ON = 0.0015
"""... but where a charge is running, by which an earlier one does: a pause costs a start. Set by
`python -m benchmarks --tuning`.
"""


DARK_KW = 0.3
"""A slot with no more usable surplus in any scenario says nothing of the sun. Set by
`python -m benchmarks --tuning`.
"""


@dataclass(frozen=True, eq=False)
class Usage:
    """Holds one course of the car's use, slot by slot.

    `plugged` is the share of the slot that the car is at the plug, `trip_kwh` the kWh that the trip before
    the slot took, `wanted_kwh` the kWh wanted in the battery at its begin (0: none). Each has the shape
    (slots,).
    """

    plugged: Values
    trip_kwh: Values
    wanted_kwh: Values


@dataclass(frozen=True, eq=False)
class Scenarios:
    """Holds what may come, by slots of so many `hours`; the first is what is left of the running one.

    `hours` and the prices per kWh have the shape (slots,), `surplus_kw` (scenarios, slots). Scenario i goes
    with usage i modulo their number. `stored_kwh` is in the battery now, `limit_kwh` at most.
    `final_value_per_kwh` is what a kWh is worth after the last slot; `charging` says whether a charge runs,
    `claims` what a house battery claims of the sun (None: there is none, or nothing is known of it), and
    `for_sale`, of shape (slots,), when anything may be bought (None: always).
    """

    hours: Values
    import_per_kwh: Values
    export_per_kwh: Values
    surplus_kw: NDArray[np.float64]
    usages: Sequence[Usage]
    stored_kwh: float
    limit_kwh: float
    final_value_per_kwh: float
    charging: bool = False
    claims: Claims | None = None
    for_sale: NDArray[np.bool_] | None = None

    def beside(self, store: Store, most_kw: float) -> Scenarios:
        """Returns the same beside a house battery; the car draws `most_kw` at most."""
        plugged = np.array([usage.plugged for usage in self.by_scenario])
        found = claims(
            self.surplus_kw, self.hours, store, most_kw * plugged, self.import_per_kwh, self.export_per_kwh
        )
        return replace(self, claims=found)

    @property
    def by_scenario(self) -> list[Usage]:
        """Returns the usage that goes with each solar scenario."""
        return [self.usages[number % len(self.usages)] for number in range(len(self.surplus_kw))]

    @property
    def counted_import_per_kwh(self) -> Values:
        """Returns the import price as the plan counts it, shape (slots,), with an order for equal prices.

        Of equal prices the later counts as cheaper, by `LATER`; but while a running charge goes on the
        earlier does, by `GOING_ON`. It goes on until the car is wanted, or importing gets cheaper than now.
        """
        until_days = (np.cumsum(self.hours) - self.hours) / 24
        pauses = self._wanted | (self.import_per_kwh < self.import_per_kwh[0])
        going_on = self.charging & (np.cumsum(pauses) == 0)
        counted: Values = self.import_per_kwh + np.where(going_on, GOING_ON, -LATER) * until_days
        return counted

    @property
    def dark_slots(self) -> int:
        """Returns how many slots pass until the sun begins to show what it will do, or the car leaves."""
        light = (self.surplus_kw * USABLE > DARK_KW).any(axis=0)
        after_wanted = np.concatenate([[False], self._wanted[:-1]])
        ends = np.flatnonzero(light | after_wanted)
        return int(ends[0]) if ends.size else len(self.hours)

    @cached_property
    def _wanted(self) -> NDArray[np.bool_]:
        wanted: NDArray[np.bool_] = np.any([usage.wanted_kwh > 0 for usage in self.usages], axis=0)
        return wanted


@dataclass(frozen=True, eq=False)
class Known:
    """Holds what is known of the time ahead.

    Prices are per kWh and quarter of an hour, from the running one on, as far as they are known or forecast:
    shape (quarters,). `departure` is the next one, `forecast_kwh` the forecast of solar energy for today and
    the days after it (empty: none). `told` says how many of the prices are known (None: all), the others are
    forecast.
    """

    import_per_kwh: Values
    export_per_kwh: Values
    departure: Departure | None = None
    forecast_kwh: Sequence[float] = ()
    told: int | None = None


class Battery(NamedTuple):
    """Holds what the battery can hold, holds, and may hold by the car's own limit, and whether it charges."""

    kwh: float
    stored_kwh: float
    limit_kwh: float
    charging: bool = False


def make_scenarios(
    history: History,
    known: Known,
    charger: Charger,
    battery: Battery,
    now_s: float,
    clock_s: float,
    store: Store | None = None,
) -> Scenarios | None:
    """Returns what may come from `now_s` (unix seconds) on; None when there is no departure to plan for.

    `clock_s` is how far the wall clock is ahead of UTC. Slots are quarters of an hour on the first day, whole
    hours later. Beside a house battery, `store`, it is told what that claims of the sun.
    """
    first = int(now_s // QUARTER_S)
    midnight = int(clock_s // QUARTER_S)
    if known.departure is None:
        return None
    count = HORIZON
    if not history.weeks(now_s):
        # Nothing is known of what comes after.
        count = min(int(known.departure.at_s // QUARTER_S) - first + 1, HORIZON)
    usages = _usages(history, known.departure, battery.kwh, now_s, count)
    hours = np.full(count, QUARTER_S / 3600)
    hours[0] *= 1 - now_s % QUARTER_S / QUARTER_S
    surplus_kw = solar_scenarios_kw(history, known.forecast_kwh, first, count, midnight)
    coming = Scenarios(
        hours=by_hours(hours, np.sum),
        import_per_kwh=by_hours(on_quarters(known.import_per_kwh, count)),
        export_per_kwh=by_hours(on_quarters(known.export_per_kwh, count)),
        surplus_kw=by_hours(surplus_kw),
        usages=usages,
        stored_kwh=battery.stored_kwh,
        limit_kwh=battery.limit_kwh,
        final_value_per_kwh=usual_value_per_kwh(history, known, charger, now_s),
        charging=battery.charging,
    )
    return coming if store is None else coming.beside(store, charger.most_kw)


def usual_value_per_kwh(history: History, known: Known, charger: Charger, now_s: float) -> float:
    """Returns what a kWh in the battery is worth without a plan, see the head of the module.

    It lies between what sun and cheap power would cost, the nearer to the latter the more of the car's energy
    has to be bought.
    """
    cheapest = float(known.import_per_kwh[:DAY_QUARTERS].min())
    sun = float(known.export_per_kwh[0]) * charger.drawn_per_stored(MIDDLING * charger.most_kw)
    grid = cheapest * charger.drawn_per_stored(charger.most_kw)
    return sun + (grid - sun) * min(1.0, SUN_SHARE + GRID_SHARE * history.grid_share(now_s))


def on_quarters(prices: Values, count: int) -> Values:
    """Returns `count` prices; those that are not known yet are those of the day before."""
    if len(prices) >= count:
        return prices[:count]
    day = prices[-DAY_QUARTERS:]
    return np.concatenate([prices, np.resize(day, count - len(prices))])


def by_hours(quarters: Values, reduced: Callable[..., Values] = np.mean) -> Values:
    """Keeps the quarters of an hour of the first day, and reduces what comes later to whole hours.

    Works along the last axis: (..., quarters) becomes (..., slots). Quarters after the last whole hour stay.
    """
    later = quarters[..., DAY_QUARTERS:]
    hours = later[..., : later.shape[-1] // 4 * 4]
    hourly = reduced(hours.reshape(*hours.shape[:-1], -1, 4), axis=-1)
    return np.concatenate([quarters[..., :DAY_QUARTERS], hourly, later[..., hours.shape[-1] :]], axis=-1)


def _usages(
    history: History, departure: Departure, battery_kwh: float, now_s: float, count: int
) -> list[Usage]:
    """Returns usages: the car is at the plug until the departure, then as in one of the last weeks each.

    There is one usage for each week known, `WEEKS` at most; without any, one that ends with the departure.
    """
    wanted_kwh = departure.soc_pct / 100 * battery_kwh
    first_s = now_s // QUARTER_S * QUARTER_S
    weeks = min(history.weeks(now_s), WEEKS)
    if weeks < 1:
        return [_Usage(first_s, count).until(departure.at_s, wanted_kwh).made()]
    found = []
    for week in range(1, weeks + 1):
        usage = _Usage(first_s, count).until(departure.at_s, wanted_kwh)
        # A stay that ends with the running one is its likeness a week ago.
        for stay, used_kwh in history.stays(week, departure.at_s + 3600):
            went = stay.since_s > departure.at_s
            since_s = max(stay.since_s, departure.at_s)
            # Where nobody told it, what is known by now is wanted then, too.
            then_kwh = wanted_kwh if departure.learnt else stay.wanted_kwh
            usage.stay(since_s, stay.until_s, used_kwh if went else 0.0, then_kwh)
        found.append(usage.made())
    return found


class _Usage:
    """Builds a usage: times in unix seconds become slots."""

    def __init__(self, first_s: float, count: int) -> None:
        self._first_s, self._count = first_s, count
        self._plugged, self._trip_kwh, self._wanted_kwh = np.zeros((3, count))

    def until(self, departure_s: float, wanted_kwh: float) -> _Usage:
        self.stay(self._first_s, departure_s, 0.0, wanted_kwh)
        return self

    def stay(self, since_s: float, until_s: float, used_kwh: float, wanted_kwh: float) -> None:
        since, until = ((at_s - self._first_s) / QUARTER_S for at_s in (since_s, until_s))
        if since >= self._count:
            return
        begin, end = int(since), int(until)
        self._trip_kwh[begin] += used_kwh
        slots = np.arange(begin, min(end + 1, self._count))
        share = np.minimum(slots + 1, until) - np.maximum(slots, since)
        self._plugged[slots] = np.clip(self._plugged[slots] + share, 0.0, 1.0)
        if end < self._count:
            self._wanted_kwh[end] = max(self._wanted_kwh[end], wanted_kwh)

    def made(self) -> Usage:
        return Usage(
            by_hours(self._plugged), by_hours(self._trip_kwh, np.sum), by_hours(self._wanted_kwh, np.max)
        )
