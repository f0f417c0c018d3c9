"""Remembers the surplus of four weeks, and when the car was there: the plan expects the like of them again.

The surplus is kept as the mean of each quarter of an hour, in a ring of DAYS * 96 places. A quarter counts as
known once `MIN_KNOWN_S` of it were measured:

    surplus_kw[n modulo the length] = sum of surplus_w / 1000 * span_s over quarter n / sum of span_s

The share of the car's energy that was bought, over the last 14 days and today, begins at a half; 4 kWh stand
for what is not known yet:

    grid_share = (bought_kwh + 2) / (drawn_kwh + 4),   bought_kwh += max(car_w - max(surplus_w, 0), 0) * time

    symbol      unit   shape
    surplus_kw  kW     (DAYS * 96,), NaN where not known; read as (count,) or (firsts, count)
    stays       -      a list, the oldest first; at the car's plug, from and until when, with how many kWh
    n           -      number of the quarter of an hour since 1970, in UTC
    day         -      number of the day since 1970

Source: this project's own; the 4 kWh are a prior that weighs like 4 kWh seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..base import saved as read
from ..base.economics import Values
from ..base.time_grid import DAY_QUARTERS, QUARTER_S, WEEK_S

DAYS = 28
"""So many days are remembered."""

MIN_KNOWN_S = 120.0
"""A quarter of an hour of which less was measured is not known."""


DRIVEN_KWH = 1.5
"""A car at the plug that lost more was driven."""


class Stay(NamedTuple):
    """Holds that the car was at the plug from `since_s` to `until_s` (unix seconds), and what it held.

    `came_kwh` and `left_kwh` are what it held first and last, `wanted_kwh` what was wanted of it at the end
    (0: nothing). While the stay lasts, `until_s` is the next departure (0: none).
    """

    since_s: float
    until_s: float
    came_kwh: float
    left_kwh: float
    wanted_kwh: float


class History:
    """Keeps the surplus by quarters of an hour, and the stays, of four weeks; may be saved and restored."""

    def __init__(self) -> None:
        # A ring: the quarter of an hour n since 1970 has its place at n modulo the length.
        self._surplus_kw = np.full(DAYS * DAY_QUARTERS, math.nan)
        self._quarter: int | None = None
        self._sum_kws = 0.0
        self._known_s = 0.0
        self._stays: list[Stay] = []
        self._stay: Stay | None = None
        self._car_kwh: dict[int, tuple[float, float]] = {}
        self._forecast_kwh: dict[int, float] = {}

    # Readings

    def forecast_made(self, day: int, kwh: float) -> None:
        """Takes in the forecast of the solar energy of a day (days since 1970), made in its morning.

        The first one of a day stays.
        """
        self._forecast_kwh.setdefault(day, kwh)

    def measured(self, now_s: float, span_s: float, surplus_w: float, car_w: float) -> None:
        """Takes in that the surplus was `surplus_w` for the last `span_s`, and the car drew `car_w`."""
        self._advance(int(now_s // QUARTER_S))
        self._sum_kws += surplus_w / 1000 * span_s
        self._known_s += span_s
        if car_w > 0:
            day = int(now_s // 86_400)
            bought, drawn = self._car_kwh.get(day, (0.0, 0.0))
            kwh = span_s / 3.6e6
            self._car_kwh[day] = (bought + max(car_w - max(surplus_w, 0.0), 0.0) * kwh, drawn + car_w * kwh)

    def _advance(self, quarter: int) -> None:
        if self._quarter == quarter:
            return
        size = len(self._surplus_kw)
        if self._quarter is not None:
            mean_kw = self._sum_kws / self._known_s if self._known_s >= MIN_KNOWN_S else math.nan
            self._surplus_kw[self._quarter % size] = mean_kw
            missed = np.arange(self._quarter + 1, min(quarter, self._quarter + 1 + size)) % size
            self._surplus_kw[missed] = math.nan
        self._quarter, self._sum_kws, self._known_s = quarter, 0.0, 0.0

    def plugged(self, now_s: float, stored_kwh: float, ready: tuple[float, float] | None) -> None:
        """Takes in that the car is at the plug at home with `stored_kwh`.

        `ready` is when it is wanted (unix seconds) with how many kWh; None for no departure. A stay that
        lasts beyond a departure becomes two.
        """
        stay = self._stay
        if stay is not None and 0 < stay.until_s <= now_s:
            self._end(stay)
            stay = None
        elif stay is not None and stored_kwh < stay.left_kwh - DRIVEN_KWH:
            # It was away, and nobody noticed.
            self._end(stay._replace(until_s=now_s))
            stay = None
        if stay is None:
            stay = Stay(now_s, 0.0, stored_kwh, stored_kwh, 0.0)
        until_s, wanted_kwh = ready or (0.0, 0.0)
        self._stay = Stay(stay.since_s, until_s, stay.came_kwh, stored_kwh, wanted_kwh)

    def unplugged(self, now_s: float) -> None:
        """Takes in that the car is not at the plug."""
        if self._stay is not None:
            self._end(self._stay._replace(until_s=now_s))

    def _end(self, stay: Stay) -> None:
        since_s = stay.until_s - DAYS * 86_400
        self._stays = [each for each in self._stays if each.until_s > since_s] + [stay]
        self._stay = None
        oldest = int(since_s // 86_400)
        self._car_kwh = {day: kwh for day, kwh in self._car_kwh.items() if day >= oldest}
        self._forecast_kwh = {day: kwh for day, kwh in self._forecast_kwh.items() if day >= oldest}

    def recall(self, past: History) -> None:
        """Takes up of another past what is not known here; what is known stays."""
        newest = [each for each in (self._quarter, past._quarter) if each is not None]
        if newest:
            self._advance(max(newest))
            size = len(self._surplus_kw)
            first = max(newest) - size + 1
            own_kw, past_kw = self.surplus_kw(first, size), past.surplus_kw(first, size)
            places = (first + np.arange(size)) % size
            self._surplus_kw[places] = np.where(np.isnan(own_kw), past_kw, own_kw)
        self._car_kwh = {**past._car_kwh, **self._car_kwh}
        self._forecast_kwh = {**past._forecast_kwh, **self._forecast_kwh}
        own = [*self._stays, *([] if self._stay is None else [self._stay])]
        first_s = own[0].since_s if own else math.inf
        running = past._stay
        if running is not None and (not own or (own == [self._stay] and running.since_s < first_s)):
            # The car has been there since before anybody here looked.
            now = self._stay or running
            self._stay = now._replace(since_s=running.since_s, came_kwh=running.came_kwh)
        self._stays = [each for each in past._stays if each.until_s <= first_s] + self._stays

    # Answers

    def grid_share(self, now_s: float) -> float:
        """Returns the share of the car's energy of two weeks that was bought; 0.5 before any is known."""
        today = int(now_s // 86_400)
        recent = [kwh for day, kwh in self._car_kwh.items() if today - 14 <= day <= today]
        bought, drawn = (sum(column) for column in zip(*recent, strict=True)) if recent else (0.0, 0.0)
        return (bought + 2) / (drawn + 4)

    def forecast_kwh(self, day: int) -> float | None:
        """Returns the kWh that had been forecast for a day (days since 1970); None where nothing was."""
        return self._forecast_kwh.get(day)

    def surplus_kw(self, first: int | NDArray[np.int64], count: int) -> Values:
        """Returns the mean surplus of `count` quarters from number `first` (since 1970) on; NaN: not known.

        The shape is (count,) for one first, (firsts, count) for several.
        """
        quarters = np.expand_dims(np.asarray(first), -1) + np.arange(count)
        size = len(self._surplus_kw)
        newest = -1 if self._quarter is None else self._quarter - 1
        known = (quarters <= newest) & (quarters > newest - size + 1)
        return np.where(known, self._surplus_kw[quarters % size], math.nan)

    def stays(self, weeks: int, ending_after_s: float = -math.inf) -> Iterator[tuple[Stay, float]]:
        """Yields the stays moved `weeks` weeks later, each with the kWh that were used before it.

        Leaves out what, moved, ends at `ending_after_s` (unix seconds) or before.
        """
        later_s = weeks * WEEK_S
        for before, stay in zip([None, *self._stays], self._stays, strict=False):
            if stay.until_s + later_s <= ending_after_s:
                continue
            used_kwh = max(before.left_kwh - stay.came_kwh, 0.0) if before is not None else 0.0
            moved = stay._replace(since_s=stay.since_s + later_s, until_s=stay.until_s + later_s)
            yield moved, used_kwh

    def weeks(self, now_s: float) -> int:
        """Returns how many whole weeks of stays there are."""
        return max(int((now_s + 3600 - self._stays[0].since_s) // WEEK_S), 0) if self._stays else 0

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns all that is remembered, fit for JSON."""
        ring = [None if math.isnan(kw) else round(kw, 3) for kw in self._surplus_kw.tolist()]
        return {
            "quarter": self._quarter,
            "surplus_kw": ring,
            "stays": [list(stay) for stay in self._stays],
            "stay": None if self._stay is None else list(self._stay),
            "forecast_kwh": {str(day): kwh for day, kwh in self._forecast_kwh.items()},
            "car_kwh": {str(day): list(kwh) for day, kwh in self._car_kwh.items()},
        }

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> History:
        """Restores what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        history = cls()
        ring = np.array([math.nan if kw is None else read.number(kw) for kw in saved["surplus_kw"]])
        if ring.shape != history._surplus_kw.shape:
            raise ValueError(f"surplus_kw: must have {history._surplus_kw.size} values, has {ring.size}")
        history._surplus_kw = ring
        history._quarter = read.maybe(read.whole, saved["quarter"])
        history._stays = [_stay(values) for values in saved["stays"]]
        history._stay = read.maybe(_stay, saved["stay"])
        history._car_kwh = {
            int(day): (read.number(bought, 0.0), read.number(drawn, 0.0))
            for day, (bought, drawn) in saved["car_kwh"].items()
        }
        history._forecast_kwh = {int(day): read.number(kwh) for day, kwh in saved["forecast_kwh"].items()}
        return history


def _stay(values: Sequence[Any]) -> Stay:
    since_s, until_s, *kwh = values
    return Stay(read.moment_s(since_s), read.moment_s(until_s), *map(read.number, kwh))
