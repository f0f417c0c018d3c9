"""Says what electricity costs by the wall clock, also on the two days on which the clock is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from ..settings.tariff import MONTHS, Tariff, TariffWindow
from ..settings.types import WEEKDAYS, Weekday

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Rate:
    """Holds what a kWh costs, and whether that counts as cheap."""

    price_per_kwh: float
    off_peak: bool


class Timetable:
    """Finds the windows of a tariff in a time zone; `clocks` are the times at which one begins or ends."""

    def __init__(self, tariff: Tariff, zone: ZoneInfo) -> None:
        self._tariff = tariff
        self._zone = zone
        self._is_holiday = tariff.calendar
        self.clocks = frozenset(edge for window in tariff.off_peak for edge in (window.start, window.end))

    def rate(self, window: TariffWindow | None) -> Rate:
        """Returns the price within a window, or outside all of them (None)."""
        if window is None or window.price is None:
            return self.flat(window is not None)
        return Rate(window.price, window.price < self._tariff.peak_price)

    def flat(self, cheap: bool) -> Rate:
        """Returns the price of cheap hours or of dear ones, where no window has one of its own."""
        return Rate(self._tariff.off_peak_price if cheap else self._tariff.peak_price, cheap)

    def window(self, at: datetime) -> TariffWindow | None:
        """Returns the first window that holds at `at` (aware), None if none does."""
        wall = at.astimezone(self._zone)
        return next((each for each in self._tariff.off_peak if self._holds(each, wall)), None)

    def _holds(self, window: TariffWindow, wall: datetime) -> bool:
        clock, today = wall.time(), wall.date()
        if window.start < window.end:
            return window.start <= clock < window.end and self._starts_on(window, today)
        if clock >= window.start and self._starts_on(window, today):
            return True
        return clock < window.end and self._starts_on(window, today - timedelta(days=1))

    def _starts_on(self, window: TariffWindow, day: date) -> bool:
        return MONTHS[day.month - 1] in window.months and self._weekday(day) in window.days

    def _weekday(self, day: date) -> Weekday:
        return "sun" if self._is_holiday(day) else WEEKDAYS[day.weekday()]


def wall_edges(clocks: Iterable[time], zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Yields the instants (UTC) at which a wall clock shows one of `clocks`, or is set.

    They are those of nine days from that of `after` on, in no order.
    """
    clocks = tuple(clocks)
    first = after.astimezone(zone).date()
    for day in (first + timedelta(days=offset) for offset in range(9)):
        for clock in clocks:
            wall = datetime.combine(day, clock, zone)
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
    """Returns the minute between `start` and `end` (UTC) at which the zone's offset changes."""
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
