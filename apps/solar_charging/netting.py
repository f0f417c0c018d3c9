"""A meter that nets: what a period imports and exports is billed as one sum."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from .economics import Prices

LEAST_S = 180.0
"""The end of a period is never taken to be nearer: so long lasts a current until it may be changed."""


def period_of(at_s: float, period_s: float) -> int:
    """The number of the period in which a moment (unix seconds) lies; periods begin with the full hour."""
    return int(at_s // period_s)


class Balance:
    """What the running period has come to at the grid meter.

    A reading holds until the next one, but no longer than `hold_s`; what was not measured counts nothing.
    """

    def __init__(self, period_s: float, hold_s: float) -> None:
        self._period_s, self._hold_s = period_s, hold_s
        self._power_w = 0.0
        self._at_s, self._told_s = 0.0, -math.inf
        self._imported_ws = 0.0

    def metered(self, at_s: float, power_w: float) -> None:
        """The meter shows `power_w` from `at_s` (unix seconds) on; positive is import."""
        self._advance(at_s)
        self._power_w, self._told_s = power_w, at_s

    def spare_w(self, now_s: float) -> float:
        """The power that, drawn from now to the period's end, uses up what it has exported so far."""
        self._advance(now_s)
        left_s = self._period_s - now_s % self._period_s
        return -self._imported_ws / max(left_s, LEAST_S)

    def _advance(self, now_s: float) -> None:
        begin_s = now_s - now_s % self._period_s
        if not begin_s <= self._at_s <= now_s:
            # Another period; or the clock was set back, and nobody knows what belongs to which.
            self._imported_ws = 0.0
        held_s = min(now_s, self._told_s + self._hold_s) - max(self._at_s, begin_s)
        if held_s > 0:
            self._imported_ws += self._power_w * held_s
        self._at_s = now_s

    def saved(self) -> dict[str, float]:
        """What outlives a restart, fit for JSON."""
        return {"at_s": self._at_s, "imported_ws": self._imported_ws}

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Take up what `saved` gave. Raises ValueError, KeyError or TypeError for anything else."""
        at_s, imported_ws = float(saved["at_s"]), float(saved["imported_ws"])
        if not math.isfinite(imported_ws):
            raise ValueError(f"imported_ws: must be a number, is {imported_ws}")
        self._at_s, self._imported_ws = at_s, imported_ws


@dataclass(slots=True)
class Period:
    """What was measured in a period, kWh and prices times hours: what the car drew, and of that what is only
    believed; the surplus there was for it (negative: the house imported); what it could have drawn at most.
    """

    hours: float = 0.0
    drawn_kwh: float = 0.0
    believed_kwh: float = 0.0
    surplus_kwh: float = 0.0
    most_kwh: float = 0.0
    bought: float = 0.0
    sold: float = 0.0

    def add(self, span_s: float, drawn_w: float, surplus_w: float, most_w: float, prices: Prices) -> None:
        """For so many seconds it was like this."""
        hours = span_s / 3600
        drawn_kwh = drawn_w / 1000 * hours
        self.hours += hours
        self.drawn_kwh += drawn_kwh
        self.believed_kwh += drawn_kwh
        self.surplus_kwh += surplus_w / 1000 * hours
        self.most_kwh += most_w / 1000 * hours
        self.bought += prices.import_per_kwh * hours
        self.sold += prices.export_per_kwh * hours

    def confirm(self, share: float) -> None:
        """Of what was believed this share is true."""
        self.drawn_kwh -= (1 - share) * self.believed_kwh
        self.believed_kwh = 0.0

    @property
    def prices(self) -> Prices:
        """Those of the period, on average."""
        return Prices(self.bought / self.hours, self.sold / self.hours)

    def saved(self) -> list[float]:
        """All of it, fit for JSON."""
        return list(astuple(self))

    @classmethod
    def restored(cls, saved: Sequence[float]) -> Period:
        """What `saved` gave. Raises ValueError or TypeError for anything else."""
        period = cls(*map(float, saved))
        least = min(period.hours, period.drawn_kwh, period.believed_kwh, period.most_kwh)
        if not all(map(math.isfinite, astuple(period))) or least < 0:
            raise ValueError(f"period: must have numbers, and no negative energy, is {list(saved)}")
        return period
