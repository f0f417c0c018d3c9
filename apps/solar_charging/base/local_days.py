"""The day by the house's clock, looked up once a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


class LocalDays:
    """Tells on which day of `zone` a moment (aware) lies; quick while that is the day of the one before."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._date = date.min
        self._midnight = self._begin = self._end = datetime.min.replace(tzinfo=timezone.utc)

    def date(self, now: datetime) -> date:
        """The day of `now`."""
        if not self._begin <= now < self._end:
            self._date = now.astimezone(self._zone).date()
            self._midnight = datetime.combine(self._date, time(), self._zone)
            self._begin = self._midnight.astimezone(timezone.utc)
            self._end = (self._midnight + timedelta(days=1)).astimezone(timezone.utc)
        return self._date

    def midnight(self, now: datetime) -> datetime:
        """When the day of `now` began, by the house's clock."""
        self.date(now)
        return self._midnight
