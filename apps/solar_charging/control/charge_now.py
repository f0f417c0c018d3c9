"""Ends a "charge now" where a person said: after minutes or kWh, or at a state of charge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

import numpy as np

from ..accounting.bill import Bill
from ..base.economics import Charger, Values
from ..base.saved import flag, moment_s, number
from ..base.time_grid import QUARTER_S
from .hands import NowShown
from .wishes import NowEnds

ENOUGH_KWH, ENOUGH_PCT = 0.005, 0.05
"""What is lacking less has been reached: no counter, and no car, tells as much."""


class _Begun(NamedTuple):
    """Holds when it began (unix seconds), and what the car had drawn and cost until then."""

    at_s: float
    kwh: float
    cost: float


@dataclass(frozen=True)
class Going:
    """Holds how a charge goes on: with a power, from and to states of charge; None for what is not known."""

    charger: Charger
    drawn_kw: float
    battery_kwh: float
    soc_pct: float | None
    limit_pct: float | None


class ChargeNow:
    """Knows since when a "charge now" lasts, and whether it is over; both outlive a restart."""

    def __init__(self) -> None:
        self._begun: _Begun | None = None
        self.over = False

    @property
    def begun(self) -> bool:
        """Says whether one is known that nobody has switched off yet."""
        return self._begun is not None

    def beat(
        self, now_s: float, wanted: bool | None, asked: NowEnds, total: Bill, soc_pct: float | None
    ) -> NowEnds:
        """Takes in whether it is `wanted` by its switch (None: not known), and returns what ends it.

        `total` is all that the car ever drew. From the moment on that an end is reached it is `over`, until
        it is switched off, whatever is asked then.
        """
        if wanted is None:
            return asked
        if not wanted:
            self._begun, self.over = None, False
            return asked
        if self._begun is None:
            self._begun = _Begun(now_s, total.kwh, total.cost)
        # A clock that was set back, or books that were lost, must not make it last.
        at_s, kwh, cost = self._begun
        began = self._begun = _Begun(min(at_s, now_s), min(kwh, total.kwh), cost)
        until_s = None if asked.minutes is None else began.at_s + 60 * asked.minutes
        self.over = (
            self.over
            or (until_s is not None and now_s >= until_s)
            or (asked.kwh is not None and total.kwh - began.kwh >= asked.kwh - ENOUGH_KWH)
            or (asked.soc_pct is not None and soc_pct is not None and soc_pct >= asked.soc_pct - ENOUGH_PCT)
        )
        until = None if until_s is None else datetime.fromtimestamp(until_s, timezone.utc)
        return asked._replace(until=until)

    def shown(
        self, now: datetime, ends: NowEnds, total: Bill, going: Going | None, prices: Values | None
    ) -> NowShown | None:
        """Returns what it comes to; None while there is none.

        `going` is how the charge goes on (None: it does not), `prices` what a kWh costs in quarters of an
        hour from the running one on (None: nobody has told).
        """
        if self._begun is None:
            return None
        if going is None:
            return NowShown(ends_at=ends.until, until_pct=ends.soc_pct)
        drawn_kwh = max(total.kwh - self._begun.kwh, 0.0)
        hours = _hours(now, ends, going, drawn_kwh)
        if hours is None:
            return NowShown()
        cost = None
        if prices is not None:
            cost = max(total.cost - self._begun.cost, 0.0) + _cost(now, hours, going.drawn_kw, prices)
        stored_kw = float(going.charger.stored_kw(np.asarray(going.drawn_kw)))
        until_pct = None
        if going.soc_pct is not None:
            until_pct = min(going.soc_pct + 100 * stored_kw * hours / going.battery_kwh, 100.0)
        return NowShown(now + timedelta(hours=hours), drawn_kwh + going.drawn_kw * hours, cost, until_pct)

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        return {"begun": None if self._begun is None else list(self._begun), "over": self.over}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        over, begun = flag(saved["over"]), None
        if saved["begun"] is not None:
            at_s, kwh, cost = saved["begun"]
            begun = _Begun(moment_s(at_s), number(kwh, 0.0), number(cost))
        self._begun, self.over = begun, over


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


def _cost(now: datetime, hours: float, drawn_kw: float, prices: Values) -> float:
    """Returns what it costs from now on, were all of it bought; after the last price that one stays."""
    begins_h = np.arange(len(prices)) * QUARTER_S / 3600 - now.timestamp() % QUARTER_S / 3600
    ends_h = np.append(begins_h[1:], np.inf)
    spans_h = np.clip(np.minimum(ends_h, hours) - np.maximum(begins_h, 0.0), 0.0, None)
    return float(drawn_kw * spans_h @ prices)
