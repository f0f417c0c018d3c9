"""Remembers what the sun has made at each quarter of an hour of two weeks: what it may make now.

    seen(q)     = the second best of the days d of made_w(d, q); of fewer than three days the best
    told(q)     = forecast_kwh * 4000 * arch(q) / sum of arch
    arch(q)     = sin(pi * (i + 0.5) / n) ^ STEEP, 0 where it is dark
    expected(q) = max(seen(q) * min(1, forecast_kwh / seen_kwh), told(q))

Where an inverter throws sun away, what was seen is too little; the forecast, spread over the lit quarters,
makes up for that. Dawn and dusk show even there, for then the house takes all that there is.

    symbol      unit   shape
    made_w      W      (DAYS, 96), the mean of each quarter of an hour, NaN where not known
    seen, told  W      (96,), by the quarter of the day in UTC
    i of n      -      number of a quarter among those that are lit, LIT_W or more
    seen_kwh    kWh    scalar, the sum of seen over the day

Source: this project's own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..base import saved as read
from ..base.economics import Values
from ..base.time_grid import DAY_QUARTERS, QUARTER_S

DAYS = 14
"""So many days are remembered."""

LIT_W = 50.0
"""From so much sun on, in W, a quarter of an hour is lit."""

STEEP = 1.5
"""A clear day is steeper than half a wave, for which this were 1."""

MIN_KNOWN_S = 300.0
"""A quarter of an hour of which less was measured is not known."""

MIN_QUARTERS = 64
"""From fewer quarters of the day nothing is known of its length."""

LARGEST_W = 1e6
"""No roof of a house makes more."""


class SolarProfile:
    """Keeps what the sun made by quarters of an hour, and says what it may make; times are unix seconds."""

    def __init__(self) -> None:
        # A ring: the quarter of an hour n since 1970 has its place at n modulo the length.
        self._made_w = np.full(DAYS * DAY_QUARTERS, math.nan)
        self._quarter: int | None = None
        self._sum_ws = self._known_s = 0.0
        self._curves: dict[float | None, Values | None] = {}
        self._arch = np.zeros(DAY_QUARTERS)

    def measured(self, now_s: float, span_s: float, solar_w: float) -> None:
        """Takes in that the sun has made `solar_w` for the last `span_s`."""
        self._advance(int(now_s // QUARTER_S))
        self._sum_ws += solar_w * span_s
        self._known_s += span_s

    def _advance(self, quarter: int) -> None:
        if self._quarter == quarter:
            return
        size = len(self._made_w)
        if self._quarter is not None:
            known = self._known_s >= MIN_KNOWN_S
            self._made_w[self._quarter % size] = self._sum_ws / self._known_s if known else math.nan
            missed = np.arange(self._quarter + 1, min(quarter, self._quarter + 1 + size)) % size
            self._made_w[missed] = math.nan
        self._quarter, self._sum_ws, self._known_s = quarter, 0.0, 0.0
        self._curves.clear()

    def expected_w(self, at_s: float, forecast_kwh: float | None) -> float | None:
        """Returns what the sun may make at a moment; None before a day is known."""
        curve_w = self._renewed(forecast_kwh)
        return None if curve_w is None else _at(at_s, curve_w)

    def height(self, at_s: float) -> float | None:
        """Returns how high a day's usual sun stands at a moment, from 0 to 1; None before a day is known."""
        return None if self._renewed(None) is None else _at(at_s, self._arch)

    def _renewed(self, forecast_kwh: float | None) -> Values | None:
        if forecast_kwh not in self._curves:
            self._curves[forecast_kwh] = self._curve(forecast_kwh)
        return self._curves[forecast_kwh]

    def _curve(self, forecast_kwh: float | None) -> Values | None:
        """Returns what is expected of each quarter of the day."""
        seen_w = self._seen_w()
        if seen_w is None:
            return None
        arch = self._arch = _arch(np.flatnonzero(seen_w >= LIT_W))
        if forecast_kwh is None or not arch.any():
            return seen_w
        seen_kwh = float(seen_w.sum()) / 4000
        told_w = forecast_kwh * 4000 * arch / arch.sum()
        curve: Values = np.maximum(seen_w * min(1.0, forecast_kwh / seen_kwh), told_w)
        return curve

    def _seen_w(self) -> Values | None:
        """Returns the second best of each quarter of the day, 0 where none is known."""
        days = np.where(np.isnan(self._made_w), -1.0, self._made_w).reshape(DAYS, DAY_QUARTERS)
        ranked = np.sort(days, axis=0)
        known = int((ranked[-1] >= 0).sum())
        if known < MIN_QUARTERS:
            return None
        seen_w: Values = np.maximum(np.where(ranked[-3] >= 0, ranked[-2], ranked[-1]), 0.0)
        return seen_w

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what is remembered, fit for JSON."""
        made = [None if math.isnan(each) else round(each) for each in self._made_w.tolist()]
        return {"quarter": self._quarter, "made_w": made}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        made = [read.maybe(lambda each: read.number(each, 0.0, LARGEST_W), each) for each in saved["made_w"]]
        if len(made) != len(self._made_w):
            raise ValueError(f"made_w: must have {len(self._made_w)} values, has {len(made)}")
        quarter = read.maybe(read.whole, saved["quarter"])
        self._made_w = np.array([math.nan if each is None else each for each in made])
        self._quarter, self._sum_ws, self._known_s = quarter, 0.0, 0.0
        self._curves.clear()


def _at(at_s: float, curve: Values) -> float:
    """Returns the value at a moment of a curve of the day's quarters."""
    at = at_s / QUARTER_S - 0.5
    first = math.floor(at)
    before, after = (float(curve[number % DAY_QUARTERS]) for number in (first, first + 1))
    return before + (at - first) * (after - before)


def _arch(lit: NDArray[np.intp]) -> Values:
    """Returns the arch of a day of which these quarters are lit."""
    arch = np.zeros(DAY_QUARTERS)
    if not lit.size:
        return arch
    # In UTC a day may begin in the middle of the light: it is the longest darkness that parts two.
    gaps = np.diff(lit, append=lit[0] + DAY_QUARTERS)
    longest = int(gaps.argmax())
    begin, count = int(lit[(longest + 1) % lit.size]), DAY_QUARTERS - int(gaps[longest]) + 1
    wave = np.sin(np.pi * (np.arange(count) + 0.5) / count) ** STEEP
    arch[(begin + np.arange(count)) % DAY_QUARTERS] = wave
    return arch
