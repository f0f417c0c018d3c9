"""Notices a grid that stands at the edge of what the inverter lets out: then sun may hide behind it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from ..base import saved as read
from ..base.spans import lasts

NEAR_W, NEAR_SHARE = 60.0, 0.03
"""Within so many W, and this share of the limit, the grid stands at its edge."""

PINNED_S, QUICK_S, MOSTLY = 300.0, 100.0, 0.7
"""For so long the grid must stand there mostly; the second where a limit is known, or the car draws."""

BEYOND_W, BEYOND_S, FREE_S = 200.0, 90.0, 3 * 86_400.0
"""A house that exports so many W beyond the edge for so many s is not limited, for the third's time."""

WATCHED_S = 20 * 3600.0
"""A house is known for so long before it is said never to export."""

RECENT_S, FOLLOWS_W, ALIVE = 1800.0, 400.0, 3
"""In so many s a sun that follows the house moves by so many W; a meter that works shows so many values."""

LIT_W, FIRST_HOUR, LAST_HOUR = 100.0, 10.0, 16.0
"""By day the roof makes so many W; without a meter of the sun it is day between these hours."""


class Evidence(str, Enum):
    """Names by what it is known that sun may hide, the strongest first.

    A person has said so, a kWh that is fed in brings nothing, the sun goes up and down with the house while
    the grid does not, or there is less sun than there should be.
    """

    LIMIT = "limit"
    UNPAID = "unpaid"
    FOLLOWS = "follows"
    BELOW = "below"


class Seen(NamedTuple):
    """Holds what is measured at a beat, None where it is not known.

    `drawn_w` is NaN while it is not known what the car draws. `idle` says that a house battery, if there is
    one, neither gives nor could take more. `per_amp_w` and `least_w` are what an ampere and the least current
    draw, `hour` is the house's wall clock.
    """

    now_s: float
    today: date
    hour: float
    grid_w: float | None
    solar_w: float | None
    surplus_w: float | None
    drawn_w: float
    idle: bool
    export_per_kwh: float
    forecast_kwh: float | None
    least_w: float
    per_amp_w: float

    @property
    def charging(self) -> bool:
        """Says whether the car draws, or may by now."""
        return not self.drawn_w <= 0


class _Beat(NamedTuple):
    at_s: float
    grid_w: float
    solar_w: float | None


class Edge:
    """Keeps what the grid has shown of late; times are unix seconds.

    `limit_w` is the most that the house may export, None where nobody has said so: then it may be nothing.
    """

    def __init__(self, limit_w: float | None, started_s: float) -> None:
        self._told, self._edge_w = limit_w is not None, -(limit_w or 0.0)
        self._near_w = NEAR_W + NEAR_SHARE * (limit_w or 0.0)
        self._since_s = started_s
        self._recent: deque[_Beat] = deque()
        self._beyond_s: float | None = None
        # When it last exported freely while that brought something, and while it did not.
        self._freed_s = {True: -math.inf, False: -math.inf}

    def beat(self, seen: Seen) -> None:
        """Takes in what a beat has measured."""
        now_s, grid_w, recent = seen.now_s, seen.grid_w, self._recent
        if grid_w is None:
            recent.clear()
            return
        while recent and not now_s - RECENT_S <= recent[0].at_s <= now_s:
            recent.popleft()
        recent.append(_Beat(now_s, grid_w, seen.solar_w))
        self._since_s = min(self._since_s, now_s)  # the clock may be set back
        if grid_w >= self._edge_w - BEYOND_W:
            self._beyond_s = None
        elif self._beyond_s is None or now_s < self._beyond_s:
            self._beyond_s = now_s
        elif now_s >= self._beyond_s + BEYOND_S:
            self._freed_s[seen.export_per_kwh > 0] = now_s

    def _near(self, grid_w: float) -> bool:
        return abs(grid_w - self._edge_w) <= self._near_w

    def short(self, seen: Seen) -> bool:
        """Says whether less is fed in than may be: the sun is all in use."""
        return seen.idle and seen.grid_w is not None and seen.grid_w > self._edge_w + self._near_w

    def holds(self, seen: Seen) -> bool:
        """Says whether the grid stands at its edge, and nothing but the inverter can hold it there."""
        recent = self._recent
        since_s = seen.now_s - (QUICK_S if self._told or seen.drawn_w > 0 else PINNED_S)
        if not recent or not seen.idle or not self._near(recent[-1].grid_w) or recent[0].at_s > since_s:
            return False
        window = [self._near(each.grid_w) for each in recent if each.at_s >= since_s]
        # A meter that is stuck shows the same all the time; no inverter holds the grid to the watt.
        alive = len({each.grid_w for each in recent}) >= ALIVE
        return alive and sum(window) >= MOSTLY * len(window)

    def evidence(self, seen: Seen) -> Evidence | None:
        """Returns by what it is known that sun may hide now; None where it is not."""
        paid = seen.export_per_kwh > 0
        if lasts(seen.now_s, self._freed_s[paid], FREE_S) or not _lit(seen):
            return None
        if self._told:
            return Evidence.LIMIT
        if seen.solar_w is None:
            return None
        if not paid:
            return Evidence.UNPAID
        if lasts(seen.now_s, self._since_s, WATCHED_S):
            return None
        return Evidence.FOLLOWS if self._sun_follows() else Evidence.BELOW

    def _sun_follows(self) -> bool:
        """Says whether the sun goes up and down while the grid stands still: as the house wants it."""
        made_w = [each.solar_w for each in self._recent if each.solar_w is not None]
        near = sum(self._near(each.grid_w) for each in self._recent)
        moved_w = max(made_w, default=0.0) - min(made_w, default=0.0)
        return near >= MOSTLY * len(self._recent) and moved_w >= FOLLOWS_W

    def to_dict(self) -> dict[str, Any]:
        """Returns what outlives a restart, fit for JSON."""
        freed = [each if math.isfinite(each) else None for each in self._freed_s.values()]
        return {"since_s": self._since_s, "freed_s": freed}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        since_s = read.moment_s(saved["since_s"])
        paid_s, unpaid_s = (read.maybe(read.moment_s, each) for each in saved["freed_s"])
        self._since_s = since_s
        self._freed_s = {
            True: -math.inf if paid_s is None else paid_s,
            False: -math.inf if unpaid_s is None else unpaid_s,
        }


def _lit(seen: Seen) -> bool:
    if seen.solar_w is None:
        return FIRST_HOUR <= seen.hour < LAST_HOUR
    return seen.solar_w >= LIT_W
