"""Keeps the forecast of solar energy by the day that it is for: at midnight tomorrow's becomes today's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..base.local_days import LocalDays


class Forecast:
    """Keeps what a service forecasts for today and the days after it, whenever it changes its mind."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._days = LocalDays(zone)
        self._kwh: dict[date, float] = {}

    def update(self, lead: int, kwh: float | None, at_s: float) -> None:
        """Takes in the forecast made at `at_s` (unix seconds) for the day `lead` days ahead (None: none)."""
        today = datetime.fromtimestamp(at_s, self._zone).date()
        self._kwh = {day: known for day, known in self._kwh.items() if day >= today}
        day = today + timedelta(days=lead)
        if kwh is None:
            self._kwh.pop(day, None)
        else:
            self._kwh[day] = kwh

    def ahead(self, now: datetime) -> dict[int, float]:
        """Returns the forecast in kWh by the days from today (0) on, as far as there is one without a gap."""
        ahead: dict[int, float] = {}
        if not self._kwh:
            return ahead
        today = self._days.date(now)
        while (kwh := self._kwh.get(today + timedelta(days=len(ahead)))) is not None:
            ahead[len(ahead)] = kwh
        return ahead
