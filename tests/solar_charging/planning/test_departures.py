"""When the car has to be ready: weekdays, time zones and the days on which clocks are changed."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.errors import MeterError
from solar_charging.planning.departures import Departure, Departures
from solar_charging.planning.wished import Wished
from solar_charging.settings.settings import DepartureHelpers, WeeklyDeparture
from solar_charging.settings.types import WEEKDAYS
from tests.words import raises

BERLIN = ZoneInfo("Europe/Berlin")
WORK = WeeklyDeparture(time="07:30", soc_pct=60, days=["mon", "tue", "wed", "thu", "fri"])
TRIP = WeeklyDeparture(time="10:00", soc_pct=90, days=["sat"])
EACH_NIGHT = WeeklyDeparture(time="02:30", soc_pct=50)


TIME, SOC = "input_datetime.departure", "input_number.departure_soc"
HELPERS = DepartureHelpers(time=TIME, soc=SOC)


def next_departure(weekly: list[WeeklyDeparture], zone: ZoneInfo, now: datetime) -> Departure | None:
    return Departures(weekly, DepartureHelpers(), zone).next(now)


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


def helped(weekly: list[WeeklyDeparture], **said: str) -> Departures:
    found = Departures(weekly, HELPERS, BERLIN)
    for entity, name in ((TIME, "time"), (SOC, "soc")):
        if name in said:
            found.update(entity, {"state": said[name]})
    return found


MONDAY_NOON = berlin("2026-06-15T12:00")


@pytest.mark.parametrize(
    ("weekly", "said", "at", "soc_pct"),
    [
        # A time of day is that of each day of the weekly ones, or of every day.
        ([WORK], {"time": "06:15:00"}, berlin("2026-06-16T06:15"), 60),
        ([TRIP], {"time": "06:15:00"}, berlin("2026-06-20T06:15"), 90),
        ([], {"time": "06:15:00"}, berlin("2026-06-16T06:15"), 80),
        ([], {"time": "12:00:00"}, berlin("2026-06-16T12:00"), 80),
        ([], {"time": "12:01:00"}, berlin("2026-06-15T12:01"), 80),
        # With a date it is one departure, and the only one of its day.
        ([WORK], {"time": "2026-06-16 05:00:00"}, berlin("2026-06-16T05:00"), 60),
        ([WORK], {"time": "2026-06-16 09:00:00"}, berlin("2026-06-16T09:00"), 60),
        ([WORK], {"time": "2026-06-17 05:00:00"}, berlin("2026-06-16T07:30"), 60),
        ([TRIP], {"time": "2026-06-16 05:00:00"}, berlin("2026-06-16T05:00"), 90),
        ([WORK, TRIP], {"time": "2026-06-20 05:00:00"}, berlin("2026-06-16T07:30"), 60),
        ([], {"time": "2026-06-18 05:00:00"}, berlin("2026-06-18T05:00"), 80),
        ([], {"time": "2026-08-18 05:00:00", "soc": "100"}, berlin("2026-08-18T05:00"), 100),
        # One that has passed is over.
        ([WORK], {"time": "2026-06-15 11:00:00"}, berlin("2026-06-16T07:30"), 60),
        # How full may be said alone.
        ([WORK], {"soc": "75.0"}, berlin("2026-06-16T07:30"), 75),
        ([WORK], {"soc": "1"}, berlin("2026-06-16T07:30"), 1),
        # As new ones are, with and without a date.
        ([WORK], {"soc": "0.0"}, berlin("2026-06-16T07:30"), 60),
        ([WORK], {"time": "00:00:00", "soc": "0.0"}, berlin("2026-06-16T07:30"), 60),
        ([WORK], {"time": "2026-06-16 00:00:00"}, berlin("2026-06-16T07:30"), 60),
        ([WORK], {"time": "00:01:00"}, berlin("2026-06-16T00:01"), 60),
        ([WORK], {"time": "06:15:00", "soc": "100"}, berlin("2026-06-16T06:15"), 100),
        # What is not available says nothing.
        ([WORK], {"time": "unavailable", "soc": "unknown"}, berlin("2026-06-16T07:30"), 60),
    ],
)
def test_helpers_replace_what_the_weekly_departures_say(
    weekly: list[WeeklyDeparture], said: dict[str, str], at: datetime, soc_pct: float
) -> None:
    assert helped(weekly, **said).next(MONDAY_NOON) == Departure(at.timestamp(), soc_pct)


@pytest.mark.parametrize(
    "said", [{"soc": "90"}, {"time": "2026-06-15 11:59:00"}, {"time": "unavailable"}, {}]
)
def test_without_weekly_departures_and_without_a_time_to_come_there_is_none(said: dict[str, str]) -> None:
    assert helped([], **said).next(MONDAY_NOON) is None


@pytest.mark.parametrize(
    ("time", "soc", "least", "unset"),
    [
        ("00:00:00", "0.0", 0, True),
        ("00:00:00", "20.0", 20, True),
        ("00:00:00", "20.0", 0, False),
        ("00:00:00", "21.0", 20, False),
        ("00:00:00", "unknown", 0, True),
        ("00:01:00", "0.0", 0, False),
        ("00:00:00", "0.0", None, True),
        ("00:00:00", "0.0", "many", True),
    ],
)
def test_helpers_that_nobody_has_set_say_nothing(time: str, soc: str, least: object, unset: bool) -> None:
    """Home Assistant makes a new one with 00:00 and the least value."""
    found = Departures([WORK], HELPERS, BERLIN)
    found.update(TIME, {"state": time})
    found.update(SOC, {"state": soc, "attributes": {"min": least}})
    assert found.unset is unset
    said = found.next(MONDAY_NOON)
    assert said is not None
    assert (said == Departure(berlin("2026-06-16T07:30").timestamp(), 60)) is unset


def test_of_departures_that_a_helper_moves_to_one_time_the_fullest_counts() -> None:
    found = helped([WORK, WeeklyDeparture(time="18:00", soc_pct=90)], time="06:00:00").next(MONDAY_NOON)
    assert found == Departure(berlin("2026-06-16T06:00").timestamp(), 90)


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        (TIME, "2026-06-16"),
        (TIME, "half past six"),
        (TIME, "2026-13-01 05:00:00"),
        (SOC, "-1"),
        (SOC, "100.5"),
        (SOC, "nan"),
        (SOC, "full"),
    ],
)
def test_a_helper_that_makes_no_sense_is_named_and_says_nothing(entity: str, said: str) -> None:
    found = helped([WORK], time="06:15:00", soc="90")
    with raises(MeterError, match=f"{entity}: must .* is '{said}'"):
        found.update(entity, {"state": said})
    at, soc_pct = ("07:30", 90) if entity == TIME else ("06:15", 60)
    assert found.next(MONDAY_NOON) == Departure(berlin(f"2026-06-16T{at}").timestamp(), soc_pct)


ON_WEEKDAYS = Wished(time(6, 30), ("mon", "tue", "wed", "thu", "fri"), soc_pct=70)
AS_USUAL = ON_WEEKDAYS._replace(soc_pct=None)
ONCE = Wished(time(5, 0), once=berlin("2026-06-16T05:00"), soc_pct=100)


@pytest.mark.parametrize(
    ("weekly", "wished", "now", "at", "soc_pct"),
    [
        # 2026-06-15 is a Monday.
        ([], ON_WEEKDAYS, berlin("2026-06-15T06:29"), berlin("2026-06-15T06:30"), 70),
        ([], ON_WEEKDAYS, berlin("2026-06-19T06:30"), berlin("2026-06-22T06:30"), 70),
        ([WORK], ON_WEEKDAYS, berlin("2026-06-15T06:30"), berlin("2026-06-16T06:30"), 70),
        ([WORK, TRIP], ON_WEEKDAYS, berlin("2026-06-19T12:00"), berlin("2026-06-20T10:00"), 90),
        ([WORK], AS_USUAL, berlin("2026-06-15T00:00"), berlin("2026-06-15T06:30"), 60),
        ([], AS_USUAL, berlin("2026-06-15T00:00"), berlin("2026-06-15T06:30"), 80),
        ([], ONCE, berlin("2026-06-16T04:59"), berlin("2026-06-16T05:00"), 100),
        ([WORK], ONCE, berlin("2026-06-15T12:00"), berlin("2026-06-16T05:00"), 100),
        ([WORK], ONCE, berlin("2026-06-16T05:00"), berlin("2026-06-17T07:30"), 60),
        # By the wall clock, in summer and in winter.
        ([], ON_WEEKDAYS, berlin("2026-10-23T12:00"), utc("2026-10-26T05:30"), 70),
    ],
)  # fmt: skip
def test_a_departure_that_is_wished_counts_on_its_days(
    weekly: list[WeeklyDeparture], wished: Wished, now: datetime, at: datetime, soc_pct: float
) -> None:
    departures = Departures(weekly, DepartureHelpers(), BERLIN)
    departures.wished = wished
    assert departures.next(now) == Departure(at.timestamp(), soc_pct)


def test_one_that_was_once_is_none_any_more() -> None:
    departures = Departures([], DepartureHelpers(), BERLIN)
    departures.wished = ONCE
    assert departures.next(berlin("2026-06-16T05:00")) is None


@pytest.mark.parametrize(
    ("state", "at"), [("08:15:00", "2026-06-15T08:15"), ("00:00:00", "2026-06-15T06:30")]
)
def test_the_helpers_of_the_settings_win_where_they_are_set(state: str, at: str) -> None:
    departures = Departures([], HELPERS, BERLIN)
    departures.wished = ON_WEEKDAYS
    departures.update(TIME, {"state": state})
    departures.update(SOC, {"state": "0", "attributes": {"min": 0}})
    found = departures.next(berlin("2026-06-15T03:00"))
    assert found is not None
    assert found.at_s == berlin(at).timestamp()
