"""Notices a grid meter that is frozen: it reports the same to the watt while the world goes on."""

from __future__ import annotations

import math

ALONE_S = 900.0
"""No house in which a car charges repeats itself to the watt for so many s."""

LATE_S, SUN_MOVED_W = 90.0, 500.0
"""Within so many s the grid's meter and the sun's tell of the same moment; the sun has moved by so many W."""

LEVEL_W = SUN_MOVED_W / 2
"""A grid that has moved by more than this, in W, may tell of what the sun is about to."""

INTERVALS = 4
"""Of a slow meter so many of its intervals are needed, and fewer equal reports in a row are chance."""

NEAR_W, NEAR = 150.0, 12
"""This near to 0, in W, a house battery may hold the grid. Small values are often equal by chance: so many
are needed.
"""

COARSE_W = 100.0
"""A meter that counts in steps of up to so many W shows the least of them for what is held at 0."""


class Repeats:
    """Keeps since when the grid meter has reported the same value; times are unix seconds."""

    def __init__(self) -> None:
        self._coarse = False
        self._apart_w = math.inf
        self.broken()

    def broken(self) -> None:
        """Takes in that the meter had nothing to say."""
        self._value_w = math.nan
        self._since_s = self._moved_s = math.inf
        self.count = self.changes = 0
        self._level_w, self._level_s = math.nan, -math.inf
        self._sun_w: float | None = None
        self._sunless = True

    def reading(self, at_s: float, value_w: float, solar_w: float | None) -> None:
        """Takes in a reading, and that of the sun (None: not known)."""
        if value_w != self._value_w:
            self.changes = self.changes + 1 if self.count == 1 else 1
            self._apart_w = min(self._apart_w, abs(value_w - self._value_w))
            self._value_w, self._since_s, self.count = value_w, at_s, 0
            if not abs(value_w - self._level_w) <= LEVEL_W:
                self._level_w, self._level_s = value_w, at_s
            calm = at_s >= self._level_s + LATE_S
            self._moved_s, self._sun_w = math.inf, solar_w if calm else None
        self.count += 1
        self._sunless = solar_w is None
        if solar_w is None:
            return
        if self._sun_w is None:
            self._sun_w = solar_w if at_s >= self._since_s + LATE_S else None
        elif abs(solar_w - self._sun_w) >= SUN_MOVED_W:
            self._moved_s = min(self._moved_s, at_s)

    def against_sun(self, at_s: float, every_s: float) -> bool:
        """Says whether the sun has moved, and the meter has not, for longer than it may be late."""
        return self._lasts() and at_s - self._moved_s >= max(LATE_S, 2 * every_s)

    def alone(self, at_s: float, every_s: float) -> bool:
        """Says whether it repeats itself for longer than a house does whose sun is not known."""
        lasts = at_s - self._since_s >= max(ALONE_S, INTERVALS * every_s)
        return self._sunless and not self._coarse and self._lasts() and lasts

    def spans(self, at_s: float) -> bool:
        """Says whether it has reported the same since a moment at the latest."""
        return self._since_s <= at_s and self._lasts(INTERVALS - 1)

    def was_alive(self) -> None:
        """Takes in that a meter that repeated itself has shown a step: it only counts coarsely."""
        self._coarse = True

    def _lasts(self, least: int = INTERVALS) -> bool:
        # At 0 a house battery may hold it, and a coarse meter shows that as its least value.
        held_w = self._apart_w if self._apart_w <= COARSE_W else 0.0
        enough = NEAR if abs(self._value_w) <= NEAR_W else least
        return self.count >= enough and abs(self._value_w) > held_w
