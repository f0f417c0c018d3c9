"""When the car has to be ready: weekdays, time zones and the days on which clocks are changed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.departures import Departure, next_departure
from solar_charging.settings import WEEKDAYS, WeeklyDeparture

BERLIN = ZoneInfo("Europe/Berlin")
WORK = WeeklyDeparture(time="07:30", soc_pct=60, days=["mon", "tue", "wed", "thu", "fri"])
TRIP = WeeklyDeparture(time="10:00", soc_pct=90, days=["sat"])
EACH_NIGHT = WeeklyDeparture(time="02:30", soc_pct=50)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("now", "weekly", "at", "soc_pct"),
    [
        # 2026-06-15 is a Monday.
        (berlin("2026-06-15T07:29"), [WORK], berlin("2026-06-15T07:30"), 60),
        (berlin("2026-06-15T07:30"), [WORK], berlin("2026-06-16T07:30"), 60),
        (berlin("2026-06-19T08:00"), [WORK], berlin("2026-06-22T07:30"), 60),
        (berlin("2026-06-19T08:00"), [WORK, TRIP], berlin("2026-06-20T10:00"), 90),
        (berlin("2026-06-20T10:00"), [TRIP], berlin("2026-06-27T10:00"), 90),
        (utc("2026-06-15T05:29"), [WORK], utc("2026-06-15T05:30"), 60),
        (utc("2026-06-14T23:00"), [WORK], utc("2026-06-15T05:30"), 60),
        # By the wall clock, in summer and in winter.
        (berlin("2026-10-23T12:00"), [WORK], utc("2026-10-26T06:30"), 60),
        (berlin("2026-03-27T12:00"), [WORK], utc("2026-03-30T05:30"), 60),
        # The hour that does not exist, and the one that comes twice.
        (berlin("2026-03-29T01:00"), [EACH_NIGHT], utc("2026-03-29T01:30"), 50),
        (berlin("2026-10-25T01:00"), [EACH_NIGHT], utc("2026-10-25T00:30"), 50),
    ],
)
def test_the_next_departure_is_found_by_the_wall_clock(
    now: datetime, weekly: list[WeeklyDeparture], at: datetime, soc_pct: float
) -> None:
    assert next_departure(weekly, BERLIN, now) == Departure(at.timestamp(), soc_pct)


def test_without_any_there_is_none() -> None:
    assert next_departure([], BERLIN, berlin("2026-06-15T07:00")) is None


@effort(deadline=None)
@given(
    st.integers(0, 365 * 1440).map(lambda minutes: utc("2026-01-01") + timedelta(minutes=minutes)),
    st.sampled_from([[WORK], [TRIP], [WORK, TRIP], [EACH_NIGHT]]),
)
def test_the_next_departure_lies_ahead_within_a_week_on_one_of_its_days(
    now: datetime, weekly: list[WeeklyDeparture]
) -> None:
    found = next_departure(weekly, BERLIN, now)
    assert found is not None
    assert 0 < found.at_s - now.timestamp() <= 7 * 86_400 + 3600
    local = datetime.fromtimestamp(found.at_s, BERLIN)
    assert any(WEEKDAYS[local.weekday()] in each.days and found.soc_pct == each.soc_pct for each in weekly)
