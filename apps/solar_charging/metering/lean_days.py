"""Counts the sunny days on which the grid meter has shown no surplus, and finds out why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from ..base import saved as read
from .above_sun import DARK_W, HELD_W

DAYS = 3
"""So many sunny days in a row without surplus are worth a word."""

SUNNY_W, SUNNY_S, SUNNY_KWH = 1500.0, 1800.0, 5.0
"""A day is sunny where the roof made so many W for so many s, or so many kWh were forecast."""

SMALL_W, TURNED_W = 100.0, 300.0
"""In W: a grid told in kW stays below the first; one that is turned shows the second in the dark."""

LARGEST_KW, FITS = 25.0, 0.8
"""A house in kW shows less than the first; for this share of the time export by sun, import by night."""

KNOWN_S = 4 * 3600.0
"""For so many s of a day the meter must have been heard."""

LONGEST_S = 120.0

SUMS = ("dark_w", "known_s", "sun_s", "kwh", "largest_w", "sunny_s", "held_s", "fits_s", "lit_s")
"""What is summed up over a day, by its names in the state file."""


class Lean(str, Enum):
    """Names what the grid meter of a house without surplus may be."""

    NEVER = "never"
    HELD = "held"
    SMALL = "small"
    TURNED = "turned"


class LeanDays:
    """Keeps what the grid meter has shown on the running day, and on the lean ones before it."""

    def __init__(self) -> None:
        self.count = 0
        self._day: date | None = None
        self._at_s = math.inf
        self._begin_day()
        self._forget()

    def _begin_day(self) -> None:
        self._best_w, self._known_s, self._sun_s, self._kwh = -math.inf, 0.0, 0.0, 0.0

    def _forget(self) -> None:
        self.count = 0
        self._largest_w = self._dark_w = 0.0
        self._sunny_s = self._held_s = self._fits_s = self._lit_s = 0.0

    def beat(
        self,
        now_s: float,
        today: date,
        grid_w: float | None,
        surplus_w: float | None,
        solar_w: float | None,
        forecast_kwh: float | None,
        least_w: float,
    ) -> None:
        """Takes in what is measured at `now_s`, None where it is not known; `least_w` lets a charge begin."""
        span_s = min(max(now_s - self._at_s, 0.0), LONGEST_S)
        self._at_s = now_s
        if today != self._day:
            self._end_day(least_w)
            self._day = today
        self._kwh = max(self._kwh, forecast_kwh or 0.0)
        if grid_w is None:
            return
        self._known_s += span_s
        self._largest_w = max(self._largest_w, abs(grid_w))
        self._best_w = max(self._best_w, -math.inf if surplus_w is None else surplus_w)
        if solar_w is not None and solar_w >= SUNNY_W:
            self._sun_s += span_s
            self._sunny_s += span_s
            self._held_s += span_s if abs(grid_w) <= HELD_W else 0.0
            self._fits(span_s, grid_w < 0)
        elif solar_w is not None and solar_w < DARK_W:
            self._dark_w = min(self._dark_w, grid_w)
            self._fits(span_s, grid_w > 0)

    def _fits(self, span_s: float, fits: bool) -> None:
        """Takes in whether the grid's direction is that of a house with this much sun."""
        self._lit_s += span_s
        self._fits_s += span_s if fits else 0.0

    def _end_day(self, least_w: float) -> None:
        if self._best_w >= least_w:
            self._forget()
        elif self._known_s >= KNOWN_S and (self._sun_s >= SUNNY_S or self._kwh >= SUNNY_KWH):
            self.count += 1
        self._begin_day()

    @property
    def lean(self) -> Lean | None:
        """Returns what the meter may be, None where the days are too few to say so."""
        if self.count < DAYS:
            return None
        small = 0 < self._largest_w < SMALL_W
        if small and (self._fits_s >= FITS * self._lit_s if self._lit_s else self._largest_w < LARGEST_KW):
            return Lean.SMALL
        if small or (self._sunny_s and self._held_s >= self._sunny_s / 2):
            return Lean.HELD
        return Lean.TURNED if self._dark_w <= -TURNED_W else Lean.NEVER

    def to_dict(self) -> dict[str, Any]:
        """Returns what is kept, fit for JSON."""
        return {
            "count": self.count,
            "day": None if self._day is None else self._day.isoformat(),
            "best_w": self._best_w if math.isfinite(self._best_w) else None,
            "known_s": self._known_s,
            "sun_s": self._sun_s,
            "kwh": self._kwh,
            "largest_w": self._largest_w,
            "dark_w": self._dark_w,
            "sunny_s": self._sunny_s,
            "held_s": self._held_s,
            "fits_s": self._fits_s,
            "lit_s": self._lit_s,
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        count, day = read.whole(saved["count"]), read.maybe(read.day, saved["day"])
        best_w = read.maybe(read.number, saved["best_w"])
        dark_w, *rest = (read.number(saved[name]) for name in SUMS)
        self.count, self._day = count, day
        self._best_w = -math.inf if best_w is None else best_w
        self._dark_w = dark_w
        self._known_s, self._sun_s, self._kwh, self._largest_w, *rest = rest
        self._sunny_s, self._held_s, self._fits_s, self._lit_s = rest
