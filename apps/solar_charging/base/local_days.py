"""Finds the day of a moment by the house's clock, with one look at the time zone a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


class LocalDays:
    """Finds the day of `zone` on which a moment lies; quickly while that is the day of the moment before.

    Moments are aware datetimes.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._date = date.min
        self._midnight = self._begin = self._end = datetime.min.replace(tzinfo=timezone.utc)

    def date(self, now: datetime) -> date:
        """Returns the day of `now` by the house's clock."""
        if not self._begin <= now < self._end:
            self._date = now.astimezone(self._zone).date()
            self._midnight = datetime.combine(self._date, time(), self._zone)
            self._begin = self._midnight.astimezone(timezone.utc)
            self._end = (self._midnight + timedelta(days=1)).astimezone(timezone.utc)
        return self._date

    def midnight(self, now: datetime) -> datetime:
        """Returns the moment at which the day of `now` began, in the house's time zone."""
        self.date(now)
        return self._midnight
