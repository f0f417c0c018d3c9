"""When electricity is cheap: windows of wall clock, right on both days on which the clock is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from .settings import WEEKDAYS, TariffWindow

_MINUTE = timedelta(minutes=1)


def is_off_peak(windows: Iterable[TariffWindow], zone: ZoneInfo, at: datetime) -> bool:
    """Whether electricity is cheap at `at` (aware), by the wall clock of `zone`."""
    wall = at.astimezone(zone)
    return any(_holds(window, wall) for window in windows)


def _holds(window: TariffWindow, wall: datetime) -> bool:
    clock = wall.time()
    today = WEEKDAYS[wall.weekday()] in window.days
    yesterday = WEEKDAYS[wall.weekday() - 1] in window.days
    if window.start < window.end:
        return today and window.start <= clock < window.end
    return (today and clock >= window.start) or (yesterday and clock < window.end)


def next_boundary(windows: Sequence[TariffWindow], zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first instant after `after` (aware) at which the price changes, in UTC.

    None when it never does within the next week: no windows, or always the same price.
    """
    for instant in sorted(set(_candidates(windows, zone, after))):
        before = instant - timedelta(microseconds=1)
        if instant > after and is_off_peak(windows, zone, instant) != is_off_peak(windows, zone, before):
            return instant
    return None


def _candidates(windows: Sequence[TariffWindow], zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Instants at which the price may change; which ones really do is for `is_off_peak` to say."""
    edges = {edge for window in windows for edge in (window.start, window.end)}
    first = after.astimezone(zone).date()
    for day in (first + timedelta(days=offset) for offset in range(9)):
        for edge in edges:
            wall = datetime.combine(day, edge, zone)
            # An hour that occurs twice has both its instants; one that is skipped has the jump itself, below.
            yield wall.astimezone(timezone.utc)
            yield wall.replace(fold=1).astimezone(timezone.utc)
        start = datetime.combine(day, time(), zone).astimezone(timezone.utc)
        end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(timezone.utc)
        if _offset(zone, start) != _offset(zone, end):
            yield _clock_change(zone, start, end)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def _clock_change(zone: ZoneInfo, start: datetime, end: datetime) -> datetime:
    """The minute between `start` and `end` (UTC) at which the zone's offset changes."""
    old = _offset(zone, start)
    while end - start > _MINUTE:
        middle = start + (end - start) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        if middle <= start:
            break
        if _offset(zone, middle) == old:
            start = middle
        else:
            end = middle
    return end
