"""Ends a "charge now" where a person said: after minutes or kWh, or at a state of charge."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

import numpy as np

from ..base.economics import Charger, Values
from ..base.saved import flag, moment_s, number
from ..base.time_grid import QUARTER_S
from .hands import NowShown
from .wishes import NowEnds

ENOUGH_KWH, ENOUGH_PCT = 0.005, 0.05
"""What is lacking less has been reached: no counter, and no car, tells as much."""


class _Course(NamedTuple):
    """Holds since when it lasts, until when it is counted (unix seconds), what it drew by then and cost."""

    since_s: float
    counted_s: float
    kwh: float = 0.0
    cost: float = 0.0


@dataclass(frozen=True)
class Going:
    """Holds how a charge goes on: with a power, from and to states of charge; None for what is not known.

    `sun_share` of it is the sun's, and `prices` are what a kWh costs in quarters of an hour from the running
    one on, beside `export_per_kwh` (None: nobody has told).
    """

    charger: Charger
    drawn_kw: float
    battery_kwh: float
    soc_pct: float | None
    limit_pct: float | None
    sun_share: float = 0.0
    prices: Values | None = None
    export_per_kwh: float = 0.0

    @property
    def costs(self) -> Values | None:
        """Returns what a kWh costs in quarters of an hour, as much of it the sun's as now."""
        if self.prices is None:
            return None
        mixed: Values = (1 - self.sun_share) * self.prices + self.sun_share * self.export_per_kwh
        return mixed


class ChargeNow:
    """Knows since when a "charge now" lasts, and whether it is over; both outlive a restart."""

    def __init__(self) -> None:
        self._course: _Course | None = None
        self._cost_per_kwh = 0.0
        self.over = False

    @property
    def begun_s(self) -> float | None:
        """Returns since when there is one that nobody has switched off yet (unix seconds)."""
        return None if self._course is None else self._course.since_s

    def beat(
        self, now_s: float, wanted: bool | None, asked: NowEnds, drawn_w: float, soc_pct: float | None
    ) -> NowEnds:
        """Takes in whether it is `wanted` by its switch (None: not known), and returns what ends it.

        `drawn_w` is what the car draws (NaN: not known). From the moment on that an end is reached it is
        `over`, until it is switched off, whatever is asked then.
        """
        if wanted is None:
            return asked
        if not wanted:
            self._course, self.over = None, False
            return asked
        course = self._course = self._counted(now_s, drawn_w)
        until_s = None if asked.minutes is None else course.since_s + 60 * asked.minutes
        self.over = (
            self.over
            or (until_s is not None and now_s >= until_s)
            or (asked.kwh is not None and course.kwh >= asked.kwh - ENOUGH_KWH)
            or (asked.soc_pct is not None and soc_pct is not None and soc_pct >= asked.soc_pct - ENOUGH_PCT)
        )
        until = None if until_s is None else datetime.fromtimestamp(until_s, timezone.utc)
        return asked._replace(until=until)

    def _counted(self, now_s: float, drawn_w: float) -> _Course:
        """Returns its course up to now; what was drawn while nothing was known, it drew as it does now."""
        if self._course is None:
            return _Course(now_s, now_s)
        since_s, counted_s, kwh, cost = self._course
        if now_s < counted_s:  # a clock that was set back must not make it last
            return _Course(min(since_s, now_s), now_s, kwh, cost)
        if math.isnan(drawn_w):
            return self._course
        more_kwh = drawn_w * (now_s - counted_s) / 3_600_000
        return _Course(since_s, now_s, kwh + more_kwh, cost + more_kwh * self._cost_per_kwh)

    def shown(self, now: datetime, ends: NowEnds, going: Going | None) -> NowShown | None:
        """Returns what it comes to; None while there is none.

        `going` is how the charge goes on (None: it does not).
        """
        if self._course is None:
            return None
        if going is None:
            return NowShown(ends_at=ends.until, until_pct=ends.soc_pct)
        hours, costs = _hours(now, ends, going, self._course.kwh), going.costs
        self._cost_per_kwh = 0.0 if costs is None else float(costs[0])
        if hours is None:
            return NowShown()
        cost = None if costs is None else self._course.cost + _cost(now, hours, going.drawn_kw, costs)
        until_pct = None
        if going.soc_pct is not None:
            stored_kwh = float(going.charger.stored_kw(np.asarray(going.drawn_kw))) * hours
            until_pct = min(going.soc_pct + 100 * stored_kwh / going.battery_kwh, 100.0)
        return NowShown(
            now + timedelta(hours=hours), self._course.kwh + going.drawn_kw * hours, cost, until_pct
        )

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        return {"course": None if self._course is None else list(self._course), "over": self.over}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        over, course = flag(saved["over"]), None
        if saved["course"] is not None:
            since_s, counted_s, kwh, cost = saved["course"]
            course = _Course(moment_s(since_s), moment_s(counted_s), number(kwh, 0.0), number(cost))
        self._course, self.over = course, over


def _hours(now: datetime, ends: NowEnds, going: Going, drawn_kwh: float) -> float | None:
    """Returns how long it goes on, to the first end that is reached; None where none is known."""
    found = [] if ends.until is None else [(ends.until - now).total_seconds() / 3600]
    if ends.kwh is not None:
        found.append((ends.kwh - drawn_kwh) / going.drawn_kw)
    if going.soc_pct is not None:
        stored_kw = float(going.charger.stored_kw(np.asarray(going.drawn_kw)))
        for limit_pct in (ends.soc_pct, going.limit_pct):
            if limit_pct is not None:
                found.append((limit_pct - going.soc_pct) / 100 * going.battery_kwh / stored_kw)
    return max(min(found), 0.0) if found else None


def _cost(now: datetime, hours: float, drawn_kw: float, costs: Values) -> float:
    """Returns what it costs from now on; after the last price that one stays."""
    begins_h = np.arange(len(costs)) * QUARTER_S / 3600 - now.timestamp() % QUARTER_S / 3600
    ends_h = np.append(begins_h[1:], np.inf)
    spans_h = np.clip(np.minimum(ends_h, hours) - np.maximum(begins_h, 0.0), 0.0, None)
    return float(drawn_kw * spans_h @ costs)
