"""Tells by the house's meters whether the car has gone on to draw since it was last read."""

from __future__ import annotations

import math

STILL = 0.9
"""From this share of what the car draws on, what the house draws is enough for it to be among that."""


class SeenDraw:
    """Keeps the least that house and car together have drawn since the car was last read; unix seconds."""

    def __init__(self) -> None:
        self._read_s = -math.inf
        self._least_w = -math.inf

    def beat(self, read_s: float, house_w: float | None) -> None:
        """Takes in when the car was last read, and what house and car draw now (None: not known)."""
        before_w = math.inf if read_s != self._read_s else self._least_w
        self._read_s, self._least_w = read_s, -math.inf if house_w is None else min(before_w, house_w)

    def covers(self, drawn_w: float) -> bool:
        """Says whether a car that drew so much (NaN: not known) can have drawn it all the time.

        It cannot have left then: whoever unplugs it is seen.
        """
        return 0 < STILL * drawn_w <= self._least_w
