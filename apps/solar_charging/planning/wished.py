"""Holds a departure that a person has set by helpers for one day, or for days of each week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..settings.types import WEEKDAYS, Weekday

AHEAD_DAYS = 8
"""So many days from today on hold each weekday's next departure, even where today's has passed."""


class Wished(NamedTuple):
    """Holds when the car is wanted by helpers: `once`, else at a `time` of its `days`.

    `soc_pct` is wanted then (None: as much as is usual on that day).
    """

    time: time
    days: tuple[Weekday, ...] = ()
    once: datetime | None = None
    soc_pct: float | None = None

    def counts_on(self, day: date) -> bool:
        """Says whether it is the departure of a day, in the place of any other."""
        if self.once is not None:
            return day == self.once.date()
        return WEEKDAYS[day.weekday()] in self.days

    def coming(self, today: date, zone: ZoneInfo) -> Iterator[datetime]:
        """Yields its moments from `today` on, by the wall clock of the zone."""
        if self.once is not None:
            yield self.once
            return
        for day in (today + timedelta(days=ahead) for ahead in range(AHEAD_DAYS)):
            if self.counts_on(day):
                yield datetime.combine(day, self.time, zone)
