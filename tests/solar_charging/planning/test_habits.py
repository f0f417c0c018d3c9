"""What is to be expected of a day, by the days on which the car has left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.planning.habits import (
    EARLY_H,
    LESSON_DAYS,
    READY_H,
    RESERVE_PCT,
    SURE,
    UNKNOWN_PCT,
    UNSURE_H,
    UNSURE_PCT,
    Day,
    Habit,
    habits,
    kind_of,
)
from solar_charging.settings.holidays import no_holidays

MONDAY = date(2026, 6, 1)
EVERY_DAY, WEEKDAYS, WEEKEND = tuple(range(7)), tuple(range(5)), (5, 6)

Life = Callable[[date], "tuple[float, float | None] | None"]


def lived(life: Life, weeks: float) -> list[Day]:
    """The days on which a life leaves: for each day its hour and what is used, None for a day at home."""
    every = (MONDAY + timedelta(days=number) for number in range(round(7 * weeks)))
    return [Day(day, *trip) for day in every if (trip := life(day)) is not None]


def commuter(day: date) -> tuple[float, float]:
    return (7.5, 15.0) if day.weekday() < 5 else (9.5, 40.0)


def shift_worker(day: date) -> tuple[float, float]:
    del day  # each is the same
    return 17.0, 15.0


def office_worker(day: date) -> tuple[float, float] | None:
    return (7.5, 15.0) if day.weekday() < 5 else None


def choir_on_wednesdays(day: date) -> tuple[float, float]:
    return (19.0, 5.0) if day.weekday() == 2 else (7.5, 15.0)


def rotating_shifts(day: date) -> tuple[float, float]:
    week = (day - MONDAY).days // 7
    return (5.5, 13.5, 21.5)[week % 3], 15.0


def expected(days: list[Day], today: date | None = None) -> tuple[Habit, ...]:
    return habits(days, today or (days[-1].day if days else MONDAY), no_holidays)


@pytest.mark.parametrize(
    ("life", "weekday", "weekdays"),
    [
        (commuter, 0, WEEKDAYS),
        (commuter, 6, WEEKEND),
        (shift_worker, 0, EVERY_DAY),
        (shift_worker, 6, EVERY_DAY),
        (office_worker, 4, EVERY_DAY),
        (office_worker, 5, EVERY_DAY),
        (choir_on_wednesdays, 2, (2,)),
        (choir_on_wednesdays, 3, (3,)),
        (rotating_shifts, 2, EVERY_DAY),
    ],
)
def test_days_are_parted_as_the_life_does(life: Life, weekday: int, weekdays: tuple[int, ...]) -> None:
    assert expected(lived(life, 6))[weekday].weekdays == weekdays


@pytest.mark.parametrize(
    ("life", "weekday", "leaves_h", "ready_h", "need_pct"),
    [
        (commuter, 0, 7.5, 7.25, 35.0),
        (commuter, 5, 9.5, 9.25, 60.0),
        (shift_worker, 3, 17.0, 16.75, 35.0),
        (choir_on_wednesdays, 2, 19.0, 18.75, 25.0),
        (rotating_shifts, 0, 13.5, 5.25, 35.0),  # the earliest that is likely
    ],
)
def test_what_a_regular_life_needs(
    life: Life, weekday: int, leaves_h: float, ready_h: float, need_pct: float
) -> None:
    found = expected(lived(life, 6))[weekday]
    assert (found.leaves_h, found.ready_h, found.need_pct) == (leaves_h, ready_h, need_pct)


@pytest.mark.parametrize(
    ("days", "ready_h", "need_pct"),
    [
        (0, EARLY_H, UNKNOWN_PCT),
        (2, EARLY_H, UNKNOWN_PCT),
        (3, 17 - READY_H - UNSURE_H / 2, 15 + RESERVE_PCT + UNSURE_PCT / 2),
        (SURE, 17 - READY_H, 15 + RESERVE_PCT),
    ],
)
def test_what_is_not_known_is_assumed(days: int, ready_h: float, need_pct: float) -> None:
    found = expected(lived(shift_worker, days / 7))[0]
    assert (found.ready_h, found.need_pct, found.days) == (
        pytest.approx(ready_h),
        pytest.approx(need_pct),
        days,
    )


@pytest.mark.parametrize(("hour", "ready_h"), [(7.0, EARLY_H), (6.0, 6.0 - READY_H - UNSURE_H)])
def test_who_has_left_earlier_than_assumed_once_may_do_so_again(hour: float, ready_h: float) -> None:
    assert expected([Day(MONDAY, hour, 15.0)])[0].ready_h == ready_h


@pytest.mark.parametrize(("used_pct", "need_pct"), [(40.0, 60.0), (41.0, 61.0), (95.0, 100.0), (None, 60.0)])
def test_a_first_trip_may_need_more_than_is_assumed(used_pct: float | None, need_pct: float) -> None:
    assert expected([Day(MONDAY, 9.0, used_pct)])[0].need_pct == need_pct


def test_a_day_of_few_is_expected_to_be_like_others() -> None:
    days = [each for each in lived(commuter, 3) if each.day.weekday() < 5]
    assert expected(days)[6].weekdays == EVERY_DAY
    on_saturday = expected([*days, Day(days[-1].day + timedelta(days=1), 9.5, 40.0)])
    assert (on_saturday[5].used_pct, on_saturday[5].ready_h) != (None, EARLY_H)


@pytest.mark.parametrize(("days", "need_pct"), [(10, 80.0), (11, 35.0)])
def test_one_day_in_ten_is_an_exception(days: int, need_pct: float) -> None:
    usual = lived(shift_worker, days / 7)
    far = [usual[0]._replace(used_pct=60.0), *usual[1:]]
    assert expected(far)[0].need_pct == need_pct


@pytest.mark.parametrize(("ago", "need_pct"), [(LESSON_DAYS - 1, 80.0), (LESSON_DAYS, 35.0)])
def test_a_need_that_proved_too_small_is_no_exception_for_two_weeks(ago: int, need_pct: float) -> None:
    usual = lived(shift_worker, 3)
    learnt = [usual[0], usual[1]._replace(used_pct=60.0, lesson=True), *usual[2:]]
    assert expected(learnt, learnt[1].day + timedelta(days=ago))[0].need_pct == need_pct


def test_trips_that_are_not_told_are_no_trips_of_nothing() -> None:
    days = [each._replace(used_pct=None) for each in lived(shift_worker, 3)]
    found = expected(days)[0]
    assert (found.used_pct, found.need_pct, found.leaves_h) == (None, UNKNOWN_PCT, 17.0)
    assert not found.known


def test_a_public_holiday_counts_as_a_sunday() -> None:
    whit_monday = MONDAY + timedelta(days=7)
    assert [kind_of(day, whit_monday.__eq__) for day in (MONDAY, whit_monday)] == [0, 6]
    days = [Day(each.day, 10.0, 40.0) if each.day == whit_monday else each for each in lived(commuter, 3)]
    found = habits(days, days[-1].day, whit_monday.__eq__)
    assert (found[0].ready_h, found[6].ready_h) == (7.25, 9.25)


def dates() -> st.SearchStrategy[list[date]]:
    return st.lists(st.integers(0, 55), unique=True).map(
        lambda numbers: [MONDAY + timedelta(days=number) for number in sorted(numbers)]
    )


@st.composite
def any_days(draw: st.DrawFn) -> list[Day]:
    hours, used = st.floats(4, 28), st.none() | st.floats(0, 100)
    return [Day(day, draw(hours), draw(used), draw(st.booleans())) for day in draw(dates())]


@given(any_days(), st.integers(0, 400))
def test_any_days_have_habits_within_bounds(days: list[Day], later: int) -> None:
    for habit in habits(days, MONDAY + timedelta(days=later), no_holidays):
        assert 0 <= habit.need_pct <= 100
        assert 2 <= habit.ready_h <= 28
        assert habit.used_pct is None or habit.need_pct >= min(habit.used_pct + RESERVE_PCT, 100)


def _prefixes(days: list[Day]) -> Iterator[Habit]:
    for count in range(len(days) + 1):
        yield expected(days[:count])[0]


@given(st.floats(7, 23), st.floats(0, 30))
def test_the_more_is_known_of_a_regular_life_the_narrower_it_is_expected(hour: float, used: float) -> None:
    found = list(_prefixes(lived(lambda _: (hour, used), 4)))
    assert [each.need_pct for each in found] == sorted((each.need_pct for each in found), reverse=True)
    assert [each.ready_h for each in found] == sorted(each.ready_h for each in found)
