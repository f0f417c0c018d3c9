"""The day by the house's clock, also on the days on which the clock is changed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.local_days import LocalDays

HALF_HOURS = range(4 * 48)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Zurich", "America/Havana", "Australia/Lord_Howe"])
@pytest.mark.parametrize("begin", ["2026-03-07", "2026-03-28", "2026-10-03", "2026-10-24", "2026-10-31"])
def test_every_moment_has_its_day_in_any_order(zone: str, begin: str) -> None:
    where = ZoneInfo(zone)
    first = datetime.fromisoformat(begin).replace(tzinfo=timezone.utc)
    moments = [first + timedelta(minutes=30 * number) for number in HALF_HOURS]
    days = LocalDays(where)
    for moment in [*moments, *reversed(moments)]:
        wall = moment.astimezone(where)
        assert days.date(moment) == wall.date()
        assert days.midnight(moment).date() == wall.date()
        assert days.midnight(moment) <= moment
