"""Remembers the most that the house without its car has drawn in each of four weeks' days."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

DAYS = 28
"""So many days are remembered."""

KNOWN_S = 86_400.0
"""What a house draws at the most is not known before a day of it was seen, in s."""


class HousePeaks:
    """Keeps the greatest value of each of `count` lines by days; times are unix seconds.

    A value counts as far as two readings in a row have it: a spike is none.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._days: dict[int, list[float]] = {}
        self._before: list[float] = [-math.inf] * count
        self._since_s: float | None = None

    def drew(self, at_s: float, line: int, value: float) -> None:
        """Takes in what the house without its car draws from a line (negative: feeds in)."""
        if self._since_s is None:
            self._since_s = at_s
        lasting, self._before[line] = min(value, self._before[line]), value
        day = int(at_s // 86_400)
        if day not in self._days:
            self._days = {each: of for each, of in self._days.items() if day - DAYS < each <= day}
            self._days[day] = [-math.inf] * self._count
        greatest = self._days[day]
        if lasting > greatest[line]:
            greatest[line] = lasting

    def most(self, now_s: float, line: int) -> float | None:
        """Returns the greatest value of four weeks, at least 0; None where it is not known."""
        if self._since_s is None or now_s < self._since_s + KNOWN_S:
            return None
        today = int(now_s // 86_400)
        known = [of[line] for day, of in self._days.items() if today - DAYS <= day and of[line] > -math.inf]
        return max(*known, 0.0) if known else None

    def to_dict(self) -> dict[str, Any]:
        """Returns what is remembered, fit for JSON."""
        days = {str(day): [_told(each) for each in of] for day, of in self._days.items()}
        return {"since_s": self._since_s, "days": days}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError, TypeError or AttributeError for else."""
        since_s = None if saved["since_s"] is None else _finite(saved["since_s"])
        days = {int(day): self._restored(of) for day, of in saved["days"].items()}
        self._since_s, self._days = since_s, days

    def _restored(self, of: Sequence[Any]) -> list[float]:
        if len(of) != self._count:
            raise ValueError(f"days: must have {self._count} values each, has {len(of)}")
        return [-math.inf if each is None else _finite(each) for each in of]


def _told(value: float) -> float | None:
    return round(value, 1) if math.isfinite(value) else None


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"must be a number, is {value!r}")
    return number
