"""Off-peak windows by the wall clock, on ordinary days and on those on which the clock is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.settings import WEEKDAYS, TariffWindow
from solar_charging.tariff import is_off_peak, next_boundary

ZURICH = ZoneInfo("Europe/Zurich")
ZONES = ["Europe/Zurich", "Europe/London", "America/New_York", "Australia/Lord_Howe"]
YEARS = range(2024, 2031)
MINUTE = timedelta(minutes=1)


def window(start: str, end: str, *days: str) -> TariffWindow:
    return TariffWindow.model_validate({"start": start, "end": end, "days": list(days or WEEKDAYS)})


NIGHT = window("22:00", "06:00")
LUNCH = window("12:00", "14:00", "mon", "fri")
FRIDAY_NIGHT = window("22:00", "06:00", "fri")
SUNDAY = window("00:00", "24:00", "sun")


def zurich(text: str) -> datetime:
    """A moment by Zurich's wall clock; 15 June 2026 is a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("off_peak", "at", "cheap"),
    [
        (NIGHT, "2026-06-15 21:59:59.999999", False),
        (NIGHT, "2026-06-15 22:00", True),
        (NIGHT, "2026-06-15 00:00", True),
        (NIGHT, "2026-06-15 05:59:59.999999", True),
        (NIGHT, "2026-06-15 06:00", False),
        (LUNCH, "2026-06-15 11:59", False),
        (LUNCH, "2026-06-15 12:00", True),
        (LUNCH, "2026-06-15 13:59", True),
        (LUNCH, "2026-06-15 14:00", False),
        (LUNCH, "2026-06-16 12:00", False),
        (LUNCH, "2026-06-19 12:00", True),
        (FRIDAY_NIGHT, "2026-06-19 05:59", False),
        (FRIDAY_NIGHT, "2026-06-19 22:00", True),
        (FRIDAY_NIGHT, "2026-06-20 05:59", True),
        (FRIDAY_NIGHT, "2026-06-20 06:00", False),
        (FRIDAY_NIGHT, "2026-06-20 22:00", False),
        (SUNDAY, "2026-06-20 23:59", False),
        (SUNDAY, "2026-06-21 00:00", True),
        (SUNDAY, "2026-06-21 23:59", True),
        (SUNDAY, "2026-06-22 00:00", False),
    ],
)
def test_a_window_excludes_its_end_and_belongs_to_the_day_it_starts(
    off_peak: TariffWindow, at: str, cheap: bool
) -> None:
    assert is_off_peak([off_peak], ZURICH, zurich(at)) is cheap


def test_the_house_s_wall_clock_counts_wherever_the_moment_was_told() -> None:
    at = datetime(2026, 6, 15, 20, 0, tzinfo=timezone.utc)
    assert is_off_peak([NIGHT], ZURICH, at)
    assert not is_off_peak([NIGHT], ZoneInfo("Europe/London"), at)


def test_any_of_several_windows_is_enough() -> None:
    assert is_off_peak([NIGHT, LUNCH], ZURICH, zurich("2026-06-15 12:30"))
    assert not is_off_peak([NIGHT, LUNCH], ZURICH, zurich("2026-06-15 14:30"))


@pytest.mark.parametrize(
    ("windows", "after", "boundary"),
    [
        ([NIGHT], "2026-06-15 21:59:30", "2026-06-15 22:00"),
        ([NIGHT], "2026-06-15 22:00", "2026-06-16 06:00"),
        ([NIGHT], "2026-06-15 05:59:59.500", "2026-06-15 06:00"),
        ([NIGHT], "2026-06-15 06:00", "2026-06-15 22:00"),
        ([SUNDAY], "2026-06-21 00:00", "2026-06-22 00:00"),
        ([SUNDAY], "2026-06-22 00:00", "2026-06-28 00:00"),
        ([window("22:00", "24:00"), window("00:00", "06:00")], "2026-06-15 22:30", "2026-06-16 06:00"),
        ([window("20:00", "23:00"), NIGHT], "2026-06-15 20:30", "2026-06-16 06:00"),
        ([FRIDAY_NIGHT, window("06:00", "24:00", "sat"), SUNDAY], "2026-06-19 23:00", "2026-06-22 00:00"),
    ],
)
def test_the_next_boundary_is_where_the_price_changes(
    windows: list[TariffWindow], after: str, boundary: str
) -> None:
    assert next_boundary(windows, ZURICH, zurich(after)) == zurich(boundary)


@pytest.mark.parametrize(
    "windows", [[], [window("00:00", "24:00")], [window("00:00", "12:00"), window("12:00", "24:00")]]
)
def test_a_price_that_never_changes_has_no_boundary(windows: list[TariffWindow]) -> None:
    assert next_boundary(windows, ZURICH, zurich("2026-06-15 12:00")) is None


@pytest.mark.parametrize(
    ("zone", "noon_before", "off_peak", "minutes"),
    [
        ("Europe/Zurich", "2026-03-27 12:00", NIGHT, 480),
        ("Europe/Zurich", "2026-03-28 12:00", NIGHT, 420),
        ("Europe/Zurich", "2026-10-24 12:00", NIGHT, 540),
        ("Europe/Zurich", "2026-03-28 12:00", window("02:00", "03:00"), 0),
        ("Europe/Zurich", "2026-03-28 12:00", window("01:30", "02:30"), 30),
        ("Europe/Zurich", "2026-10-24 12:00", window("02:00", "03:00"), 120),
        ("Europe/Zurich", "2026-10-24 12:00", window("01:30", "02:30"), 90),
        ("Europe/London", "2026-03-28 12:00", NIGHT, 420),
        ("Europe/London", "2026-10-24 12:00", NIGHT, 540),
        ("America/New_York", "2026-03-07 12:00", NIGHT, 420),
        ("America/New_York", "2026-10-31 12:00", NIGHT, 540),
        ("Australia/Lord_Howe", "2026-10-03 12:00", NIGHT, 450),
        ("Australia/Lord_Howe", "2026-04-04 12:00", NIGHT, 510),
        ("Australia/Lord_Howe", "2026-10-03 12:00", window("02:00", "02:30"), 0),
        ("Australia/Lord_Howe", "2026-04-04 12:00", window("01:30", "02:00"), 60),
    ],
)
def test_a_night_is_as_long_as_its_wall_clock_makes_it(
    zone: str, noon_before: str, off_peak: TariffWindow, minutes: int
) -> None:
    where = ZoneInfo(zone)
    start = datetime.fromisoformat(noon_before).replace(tzinfo=where).astimezone(timezone.utc)
    # Until the next noon of the wall clock, so that an hour more or less is not cut off.
    moments = (start + number * MINUTE for number in range(22 * 60))
    assert sum(is_off_peak([off_peak], where, moment) for moment in moments) == minutes


@lru_cache
def clock_changes(zone: str) -> tuple[datetime, ...]:
    """The midnights (UTC) before the days of 2024 to 2030 on which the clock is changed."""
    where = ZoneInfo(zone)
    first = datetime(YEARS[0], 1, 1, tzinfo=timezone.utc)
    days = [first + timedelta(days=number) for number in range(366 * len(YEARS))]
    return tuple(
        day
        for day, following in pairwise(days)
        if day.astimezone(where).utcoffset() != following.astimezone(where).utcoffset()
    )


def boundaries_by_scan(
    windows: list[TariffWindow], zone: ZoneInfo, start: datetime, steps: int, step: timedelta = MINUTE
) -> list[datetime]:
    moments = [start + number * step for number in range(steps)]
    cheap = [is_off_peak(windows, zone, moment) for moment in moments]
    return [moments[i] for i in range(1, steps) if cheap[i] != cheap[i - 1]]


def chain_of_boundaries(
    windows: list[TariffWindow], zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[datetime]:
    boundary = next_boundary(windows, zone, start)
    while boundary is not None and boundary < end:
        yield boundary
        boundary = next_boundary(windows, zone, boundary)


AROUND_THE_CHANGE = [
    [NIGHT],
    [window("02:00", "03:00")],
    [window("01:30", "02:30")],
    [window("02:15", "02:45"), window("00:30", "01:15")],
    [window("22:00", "02:00"), window("02:00", "03:00", "sun"), window("03:00", "05:00")],
]


@pytest.mark.parametrize("windows", AROUND_THE_CHANGE, ids=lambda windows: f"{windows[0].start:%H%M}")
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("zone", ZONES)
def test_around_a_change_of_the_clock_no_boundary_is_missed_or_invented(
    zone: str, year: int, windows: list[TariffWindow]
) -> None:
    where = ZoneInfo(zone)
    days = [day for day in clock_changes(zone) if day.year == year]
    assert len(days) == 2
    for day in days:
        start = day - timedelta(hours=8)
        found = list(chain_of_boundaries(windows, where, start, start + timedelta(hours=40)))
        assert found == boundaries_by_scan(windows, where, start, 40 * 60)


quarters = st.integers(0, 95).map(lambda number: f"{number // 4:02}:{number % 4 * 15:02}")
some_days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True)
any_window = (
    st.tuples(quarters, quarters, some_days)
    .filter(lambda it: it[0] != it[1])
    .map(lambda it: window(it[0], it[1], *it[2]))
)


@effort(deadline=None, max_examples=60)
@given(
    st.lists(any_window, max_size=3),
    st.sampled_from(ZONES),
    st.integers(0, 7 * 365 * 96).map(lambda n: datetime(2024, 1, 1, tzinfo=timezone.utc) + n * 15 * MINUTE),
)
def test_the_next_boundary_is_the_first_change_of_the_price(
    windows: list[TariffWindow], zone: str, after: datetime
) -> None:
    where, quarter = ZoneInfo(zone), 15 * MINUTE
    scanned = boundaries_by_scan(windows, where, after, 8 * 96, quarter)
    boundary = next_boundary(windows, where, after)
    if scanned:
        assert boundary == scanned[0]
    else:
        assert boundary is None or boundary >= after + timedelta(days=8)
