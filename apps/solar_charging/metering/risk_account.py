"""Weighs for how long a phase may carry more than its fuse: a main fuse bears a little for a while.

    points += rate * seconds above the fuse,   points -= seconds below it, to 0 at the least

    by up to 13 % above    1 a second, so 60 s
    by up to 40 %          2 a second, so 30 s
    by up to 100 %         6 a second, so 10 s
    by more                at once

Source: the figures are those by which the hass-evse-load-balancer weighs; 60 points are all there are.
"""

from __future__ import annotations

import math

FULL = 60.0
RATES = ((0.13, 1.0), (0.40, 2.0), (1.00, 6.0))
"""By up to such a share above the fuse so many points a second are added; by more it is full at once."""

LONGEST_S = 3600.0
"""More than this, in s, between two readings counts like this."""

ACTING_S = 5.0
"""So many s pass until the car draws less: it is asked so long before the account is full."""


def rate(share: float) -> float:
    """Returns how many points a second are added by so much above the fuse, as a share of it."""
    if share <= 0:
        return 0.0
    return next((points for most, points in RATES if share <= most), math.inf)


class RiskAccount:
    """Keeps the points of one fuse; times are unix seconds."""

    def __init__(self) -> None:
        self._points = self._rate = 0.0
        self._at_s = -math.inf

    def reading(self, at_s: float, share: float, every_s: float) -> None:
        """Takes in by what share of the fuse more flows than it carries; negative is less.

        A reading is made each `every_s`, so this much may have flowed for as long already.
        """
        passed_s = min(max(at_s - self._at_s, 0.0), LONGEST_S)
        if share > 0 and not self._rate:
            passed_s = min(passed_s, every_s)
        self._rate, self._at_s = rate(share), at_s
        if math.isinf(self._rate):
            self._points = FULL
        elif self._rate:
            self._points = min(self._points + self._rate * passed_s, FULL)
        else:
            self._points = max(self._points - passed_s, 0.0)

    def due_in_s(self, now_s: float, shows_s: float) -> float:
        """Returns in how many seconds the car has to be asked for less; infinite where it need not be.

        What comes of it shows within `shows_s`. If that is another rise, it is to be asked once more in time.
        """
        if not self._rate:
            return math.inf
        left = FULL - self._points
        spent_s = max(now_s - self._at_s, 0.0) + shows_s + ACTING_S
        return max(left / self._rate - spent_s, 0.0)
