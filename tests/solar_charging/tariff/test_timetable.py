"""Off-peak windows by the wall clock, on ordinary days and on those on which the clock is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.economics import Prices
from solar_charging.settings.tariff import Tariff, TariffWindow
from solar_charging.settings.types import WEEKDAYS
from solar_charging.tariff.rates import Rates

ZURICH = ZoneInfo("Europe/Zurich")
ZONES = ["Europe/Zurich", "Europe/London", "America/New_York", "Australia/Lord_Howe"]
YEARS = range(2024, 2031)
MINUTE = timedelta(minutes=1)


def window(start: str, end: str, *days: str, **more: Any) -> TariffWindow:
    return TariffWindow.model_validate({"start": start, "end": end, "days": list(days or WEEKDAYS), **more})


def is_off_peak(windows: list[TariffWindow], zone: ZoneInfo, at: datetime) -> bool:
    return Rates(Tariff(off_peak=tuple(windows)), zone).off_peak(at)


def next_boundary(windows: list[TariffWindow], zone: ZoneInfo, after: datetime) -> datetime | None:
    return Rates(Tariff(off_peak=tuple(windows)), zone).next_change(after)


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


def minutes_of(clock: time) -> int:
    return 60 * clock.hour + clock.minute


def by_the_wall(windows: list[TariffWindow], wall: datetime) -> float:
    """In other words: each window is a span of minutes after the midnight of the day it starts on."""
    for each in windows:
        begin, end = minutes_of(each.start), minutes_of(each.end)
        for ago in (0, 1):
            minute = minutes_of(wall.time()) + ago * 1440
            day = WEEKDAYS[(wall.date() - timedelta(days=ago)).weekday()]
            if day in each.days and begin <= minute < (end if end > begin else end + 1440):
                return 0.2 if each.price is None else each.price
    return 0.3


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("zone", ZONES)
def test_on_the_days_of_a_changed_clock_each_minute_has_the_price_of_its_wall_clock(
    zone: str, year: int
) -> None:
    where = ZoneInfo(zone)
    for windows in AROUND_THE_CHANGE:
        rates = Rates(Tariff(off_peak=tuple(windows)), where)
        for day in (day for day in clock_changes(zone) if day.year == year):
            for moment in (day + number * MINUTE for number in range(-120, 27 * 60)):
                assert rates.prices(moment).import_per_kwh == by_the_wall(windows, moment.astimezone(where))


@pytest.mark.parametrize("zone", ZONES)
def test_the_prices_ahead_are_those_of_the_quarters_begins(zone: str) -> None:
    where = ZoneInfo(zone)
    for windows in AROUND_THE_CHANGE:
        rates = Rates(Tariff(off_peak=tuple(windows)), where)
        for day in clock_changes(zone)[::5]:
            bought, sold = rates.ahead(day + 7 * MINUTE, 288)
            expected = [rates.prices(day + number * 15 * MINUTE) for number in range(288)]
            assert [Prices(b, s) for b, s in zip(bought, sold, strict=True)] == expected


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("Europe/Zurich", {23, 25}),
        ("Europe/London", {23, 25}),
        ("America/New_York", {23, 25}),
        ("Australia/Lord_Howe", {23.5, 24.5}),
    ],
)
def test_a_day_on_which_the_clock_is_changed_is_as_long_as_its_prices_last(
    zone: str, hours: set[float]
) -> None:
    """A window of the whole day, on one weekday alone."""
    where, found = ZoneInfo(zone), set()
    rates = Rates(Tariff(off_peak=(window("00:00", "24:00", "sun"),)), where)
    for day in clock_changes(zone):
        begin = rates.next_change(day - timedelta(days=4))
        assert begin is not None
        end = rates.next_change(begin)
        assert end is not None
        found.add((end - begin).total_seconds() / 3600)
    assert found == hours


def boundaries_by_scan(
    windows: list[TariffWindow], zone: ZoneInfo, start: datetime, steps: int, step: timedelta = MINUTE
) -> list[datetime]:
    moments = [start + number * step for number in range(steps)]
    prices = [by_the_wall(windows, moment.astimezone(zone)) for moment in moments]
    return [moments[i] for i in range(1, steps) if prices[i] != prices[i - 1]]


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
    [window("02:15", "02:30", price=0.5), window("02:00", "03:00", price=0.1), NIGHT],
]


@pytest.mark.parametrize(
    "windows", AROUND_THE_CHANGE, ids=lambda windows: f"{windows[0].start:%H%M}_{len(windows)}"
)
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
some_prices = st.sampled_from([None, 0.1, 0.2, 0.3, 0.5])
some_days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True)
any_window = (
    st.tuples(quarters, quarters, some_days, some_prices)
    .filter(lambda it: it[0] != it[1])
    .map(lambda it: window(it[0], it[1], *it[2], price=it[3]))
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


SUPER = [
    window("00:00", "04:00", price=0.12),
    window("22:00", "06:00"),
    window("17:00", "20:00", "mon", "tue", "wed", "thu", "fri", months=["nov", "dec", "jan"], price=0.55),
]
"""Super off-peak within the night, and a critical peak of winter's working days."""


@pytest.mark.parametrize(
    ("at", "price", "off_peak"),
    [
        ("2026-06-15 23:59", 0.20, True),
        ("2026-06-16 00:00", 0.12, True),
        ("2026-06-16 03:59", 0.12, True),
        ("2026-06-16 04:00", 0.20, True),
        ("2026-06-16 06:00", 0.30, False),
        ("2026-10-30 18:00", 0.30, False),
        ("2026-11-02 16:59", 0.30, False),
        ("2026-11-02 17:00", 0.55, False),
        ("2026-11-02 20:00", 0.30, False),
        ("2026-11-01 18:00", 0.30, False),  # a Sunday
        ("2027-01-29 18:00", 0.55, False),
        ("2027-02-01 18:00", 0.30, False),
    ],
)
def test_the_first_window_that_holds_sets_the_price(at: str, price: float, off_peak: bool) -> None:
    rates = Rates(Tariff(off_peak=tuple(SUPER)), ZURICH)
    assert (rates.prices(zurich(at)).import_per_kwh, rates.off_peak(zurich(at))) == (price, off_peak)


@pytest.mark.parametrize(("price", "off_peak"), [(0.29, True), (0.30, False), (0.31, False)])
def test_cheap_is_what_costs_less_than_the_peak(price: float, off_peak: bool) -> None:
    assert is_off_peak([window("00:00", "24:00", price=price)], ZURICH, zurich("2026-06-15")) is off_peak


def test_a_window_without_a_price_is_cheap_whatever_it_costs() -> None:
    tariff = Tariff(off_peak=(NIGHT,), off_peak_price=0.30)
    assert Rates(tariff, ZURICH).off_peak(zurich("2026-06-15 23:00"))


@pytest.mark.parametrize(
    ("at", "cheap"),
    [
        ("2026-10-31 23:00", False),
        ("2026-11-01 00:59", False),  # the night began in October
        ("2026-11-01 22:00", True),
        ("2026-12-01 05:59", True),  # the night began in November
        ("2026-12-01 22:00", False),
    ],
)
def test_a_night_belongs_to_the_month_in_which_it_starts(at: str, cheap: bool) -> None:
    assert is_off_peak([window("22:00", "06:00", months=["nov"])], ZURICH, zurich(at)) is cheap


ZURICH_HOLIDAYS = {"country": "CH", "subdivision": "ZH"}


@pytest.mark.parametrize(
    ("at", "holidays", "cheap"),
    [
        ("2026-05-13 23:59", ZURICH_HOLIDAYS, False),
        ("2026-05-14 00:00", ZURICH_HOLIDAYS, True),  # Ascension, a Thursday
        ("2026-05-14 23:59", ZURICH_HOLIDAYS, True),
        ("2026-05-15 00:00", ZURICH_HOLIDAYS, False),
        ("2026-05-14 12:00", None, False),
        ("2026-05-01 12:00", ZURICH_HOLIDAYS, True),  # Labour day in Zurich ...
        ("2026-05-01 12:00", {"country": "CH", "subdivision": "BE"}, False),  # ... is none in Bern
        ("2026-05-17 12:00", ZURICH_HOLIDAYS, True),  # a Sunday is one
    ],
)
def test_a_public_holiday_is_a_sunday(at: str, holidays: dict[str, str] | None, cheap: bool) -> None:
    tariff = Tariff.model_validate({"off_peak": (SUNDAY,), "holidays": holidays})
    assert Rates(tariff, ZURICH).off_peak(zurich(at)) is cheap


def test_a_holiday_of_working_days_windows_does_not_take_place() -> None:
    peak = window("07:00", "20:00", "mon", "tue", "wed", "thu", "fri", price=0.4)
    tariff = Tariff.model_validate({"off_peak": (peak,), "holidays": ZURICH_HOLIDAYS})
    rates = Rates(tariff, ZURICH)
    assert rates.next_change(zurich("2026-05-13 20:00")) == zurich("2026-05-15 07:00")
