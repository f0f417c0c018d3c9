"""Guesses the sun of a house that is not known yet: what a clear sky brings at its place and season.

    G     = 2 * pi * (day of the year - 1) / 365
    delta = 0.006918 - 0.399912 cos G + 0.070257 sin G - 0.006758 cos 2G + 0.000907 sin 2G
            - 0.002697 cos 3G + 0.00148 sin 3G
    eot   = 229.18 * (0.000075 + 0.001868 cos G - 0.032077 sin G - 0.014615 cos 2G - 0.040849 sin 2G)
    h     = pi / 12 * (hour in UTC + longitude / 15 + eot / 60 - 12)
    cos z = sin(latitude) sin(delta) + cos(latitude) cos(delta) cos(h)
    clear = 1.098 * cos z * exp(-0.059 / cos z), 0 where the sun is below the horizon
    roof  = the greatest of (kW seen / clear) where clear is LEAST_CLEAR or more
    guess = roof * sum of clear over the quarters to come * 0.25 h

    symbol   unit              shape
    clear    kW per m2         (quarters,), on level ground
    delta, h radians           (quarters,), the sun's declination and hour angle
    eot      min               (quarters,)
    roof     m2 that count     scalar
    guess    kWh               scalar

It is shown, and no more: nothing is bought less for it, for whoever leaves needs more than a guess.

Sources: B. Haurwitz, "Insolation in relation to cloudiness and cloud density", Journal of Meteorology 2,
1945; J. W. Spencer, "Fourier series representation of the position of the sun", Search 2, 1971.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..base.economics import Values
from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from .history import History
from .solar_scenarios import MIN_KNOWN_SHARE, SCENARIOS

DAY_S, YEAR_S = 86_400.0, 365.25 * 86_400.0

LEAST_CLEAR = 0.1
"""With less sun, in kW per m2, what a roof makes says little of it."""


class Guess(NamedTuple):
    """Holds what the sun may bring in kWh under a clear sky; None where nothing is known of the roof."""

    kwh: float | None


def clear_kw_per_m2(at_s: Values, latitude: float, longitude: float) -> Values:
    """Returns what falls on level ground under a clear sky; times in unix seconds, the place in degrees.

    Both have the shape (n,).
    """
    angle = 2 * math.pi * (at_s % YEAR_S) / (365 * DAY_S)
    cos, sin = np.cos, np.sin
    declination = (
        0.006918 - 0.399912 * cos(angle) + 0.070257 * sin(angle) - 0.006758 * cos(2 * angle)
        + 0.000907 * sin(2 * angle) - 0.002697 * cos(3 * angle) + 0.00148 * sin(3 * angle)
    )  # fmt: skip
    minutes = 229.18 * (
        0.000075 + 0.001868 * cos(angle) - 0.032077 * sin(angle)
        - 0.014615 * cos(2 * angle) - 0.040849 * sin(2 * angle)
    )  # fmt: skip
    hour_angle = math.pi / 12 * (at_s % DAY_S / 3600 + longitude / 15 + minutes / 60 - 12)
    phi = math.radians(latitude)
    cos_zenith = math.sin(phi) * sin(declination) + math.cos(phi) * cos(declination) * cos(hour_angle)
    high = np.maximum(cos_zenith, 1e-3)
    clear: Values = np.where(cos_zenith > 0, 1.098 * high * np.exp(-0.059 / high), 0.0)
    return clear


class ClearSky:
    """Guesses by the place of the house, as soon as that is known, and the most that its sun has made."""

    def __init__(self) -> None:
        self._place: tuple[float, float] | None = None
        self._roof = 0.0

    def over(self, latitude: float, longitude: float) -> None:
        """Takes in where the house stands, in degrees."""
        self._place = latitude, longitude

    def seen(self, sun: Iterable[tuple[float, float]]) -> None:
        """Takes in what the sun has made: moments in unix seconds, and kW."""
        told = np.array(list(sun), dtype=float).reshape(-1, 2)
        self._roof = max(self._roof, self._roof_of(told[:, 0], told[:, 1]))

    def _roof_of(self, at_s: Values, kw: Values) -> float:
        if self._place is None or not at_s.size:
            return 0.0
        clear = clear_kw_per_m2(at_s, *self._place)
        told = (clear >= LEAST_CLEAR) & ~np.isnan(kw)
        return float(np.maximum.reduce(kw[told] / clear[told], initial=0.0))

    def guess(self, history: History, now_s: float, until_s: float) -> Guess | None:
        """Returns what the sun may bring from now on; None where the house's own sun is known.

        `until_s` is a day ahead at most. Times are unix seconds.
        """
        first = int(now_s // QUARTER_S)
        days = np.arange(1, SCENARIOS + 1) * DAY_QUARTERS
        known = ~np.isnan(history.surplus_kw(first - days, DAY_QUARTERS))
        if (known.mean(axis=1) >= MIN_KNOWN_SHARE).any():
            return None
        before = first - DAY_QUARTERS
        middles_s = _middles_s(before, DAY_QUARTERS)
        roof = max(self._roof, self._roof_of(middles_s, history.surplus_kw(before, DAY_QUARTERS)))
        if self._place is None or roof <= 0:
            return Guess(None)
        count = math.ceil((min(until_s, now_s + DAY_S) - now_s) / QUARTER_S)
        clear = clear_kw_per_m2(_middles_s(first, max(count, 0)), *self._place)
        return Guess(roof * float(clear.sum()) * QUARTER_S / 3600)


def _middles_s(first: int, count: int) -> Values:
    """Returns the middles of quarters of an hour in unix seconds."""
    middles: Values = (first + np.arange(count, dtype=np.float64) + 0.5) * QUARTER_S
    return middles
