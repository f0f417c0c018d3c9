"""When the car has to be ready, and how full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .setting_types import WEEKDAYS
from .settings import WeeklyDeparture


class Departure(NamedTuple):
    """`soc_pct` is wanted at `at_s` (unix seconds)."""

    at_s: float
    soc_pct: float


def next_departure(weekly: Sequence[WeeklyDeparture], zone: ZoneInfo, now: datetime) -> Departure | None:
    """The first departure after `now` (aware), by the wall clock of `zone`; None without any."""
    today = now.astimezone(zone).date()
    coming = [
        Departure(datetime.combine(date, each.time, zone).timestamp(), each.soc_pct)
        for date in (today + timedelta(days=offset) for offset in range(8))
        for each in weekly
        if WEEKDAYS[date.weekday()] in each.days
    ]
    later = (each for each in coming if each.at_s > now.timestamp())
    return min(later, key=lambda each: each.at_s, default=None)
