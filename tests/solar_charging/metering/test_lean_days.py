"""A meter that never lets a charge begin is found out by sunny days on which nothing is left over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.above_sun import DARK_W, HELD_W
from solar_charging.metering.lean_days import (
    DAYS,
    KNOWN_S,
    LARGEST_KW,
    LONGEST_S,
    SMALL_W,
    SUNNY_KWH,
    SUNNY_S,
    SUNNY_W,
    TURNED_W,
    Lean,
    LeanDays,
)

FIRST = date(2026, 6, 15)
BEAT_S = 60.0
LEAST_W = 1150.0
"""The surplus in W that lets a charge begin."""


@dataclass
class Day:
    """What is measured on a day: while the sun shines for `sun_s`, and else while the meter is known."""

    sun_w: float | None = 4000.0
    grid_w: float = 300.0
    surplus_w: float | None = 0.0
    sun_s: float = 6 * 3600.0
    known_s: float = 12 * 3600.0
    dark_grid_w: float = 400.0
    dark_sun_w: float | None = 0.0
    forecast_kwh: float | None = None


class Lived:
    """Days that follow each other."""

    def __init__(self, days: LeanDays | None = None) -> None:
        self.days = days or LeanDays()
        self.today, self.now_s = FIRST, 0.0

    def live(self, day: Day) -> None:
        """Lets a day pass, to the first beat of the next one."""
        self._beats(0.0, day, day.dark_grid_w, day.dark_sun_w)
        self._beats(day.sun_s, day, day.grid_w, day.sun_w)
        self._beats(day.known_s - day.sun_s, day, day.dark_grid_w, day.dark_sun_w)
        self.today += timedelta(days=1)
        self.now_s += 6 * 3600
        self.days.beat(self.now_s, self.today, None, None, None, None, LEAST_W)

    def _beats(self, span_s: float, day: Day, grid_w: float, sun_w: float | None) -> None:
        # The first beat begins the time that the others end.
        until_s = self.now_s + span_s
        while True:
            self.days.beat(self.now_s, self.today, grid_w, day.surplus_w, sun_w, day.forecast_kwh, LEAST_W)
            if self.now_s >= until_s:
                return
            self.now_s = min(self.now_s + BEAT_S, until_s)


def lived(*days: Day) -> LeanDays:
    house = Lived()
    for day in days:
        house.live(day)
    return house.days


@pytest.mark.parametrize(("count", "lean"), [(DAYS - 1, None), (DAYS, Lean.NEVER), (DAYS + 1, Lean.NEVER)])
def test_it_is_said_after_so_many_sunny_days_without_surplus(count: int, lean: Lean | None) -> None:
    days = lived(*[Day()] * count)
    assert (days.count, days.lean) == (count, lean)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (Day(sun_w=SUNNY_W), True),
        (Day(sun_w=SUNNY_W - 1), False),
        (Day(sun_s=SUNNY_S), True),
        (Day(sun_s=SUNNY_S - 1), False),
        (Day(sun_w=None, forecast_kwh=SUNNY_KWH), True),
        (Day(sun_w=None, forecast_kwh=SUNNY_KWH - 0.1), False),
        (Day(sun_w=None), False),
        (Day(sun_w=200, forecast_kwh=20), True),
        (Day(known_s=KNOWN_S, sun_s=3600), True),
        (Day(known_s=KNOWN_S - 1, sun_s=3600), False),
        (Day(surplus_w=LEAST_W - 1), True),
        (Day(surplus_w=LEAST_W), False),
        (Day(surplus_w=None), True),
    ],
    ids=str,
)
def test_only_a_sunny_day_that_was_heard_and_left_nothing_over_counts(day: Day, counts: bool) -> None:
    assert lived(day).count == counts


@pytest.mark.parametrize(("between", "count"), [(Day(sun_w=300.0), 2), (Day(surplus_w=LEAST_W), 0)])
def test_a_dark_day_is_no_excuse_and_a_surplus_is_one(between: Day, count: int) -> None:
    days = lived(Day(), Day(), between)
    assert days.count == count


@pytest.mark.parametrize(
    ("day", "lean"),
    [
        (Day(grid_w=1 - SMALL_W, dark_grid_w=0.4), Lean.SMALL),
        (Day(grid_w=-SMALL_W, dark_grid_w=0.4), Lean.HELD),
        # Held near 0 it has no direction by sun and another one in the dark.
        (Day(grid_w=3.0, dark_grid_w=0.4), Lean.HELD),
        (Day(grid_w=-3.0, dark_grid_w=-0.4), Lean.HELD),
        # Without a meter of the sun's only a value that no house reaches in kW tells.
        (
            Day(sun_w=None, dark_sun_w=None, forecast_kwh=20, grid_w=LARGEST_KW - 0.1, dark_grid_w=0.4),
            Lean.SMALL,
        ),
        (Day(sun_w=None, dark_sun_w=None, forecast_kwh=20, grid_w=LARGEST_KW, dark_grid_w=0.4), Lean.HELD),
        (Day(grid_w=0.0, dark_grid_w=0.0), Lean.HELD),
        (Day(grid_w=HELD_W), Lean.HELD),
        (Day(grid_w=-HELD_W), Lean.HELD),
        (Day(grid_w=HELD_W + 1), Lean.NEVER),
        (Day(dark_grid_w=-TURNED_W), Lean.TURNED),
        (Day(dark_grid_w=-TURNED_W + 1), Lean.NEVER),
        (Day(dark_grid_w=-TURNED_W, dark_sun_w=DARK_W), Lean.NEVER),
        (Day(dark_grid_w=-TURNED_W, dark_sun_w=DARK_W - 1), Lean.TURNED),
        (Day(sun_w=None, dark_sun_w=None, forecast_kwh=20, dark_grid_w=-900), Lean.NEVER),
    ],
    ids=str,
)
def test_what_it_may_be_is_told_by_what_it_showed(day: Day, lean: Lean) -> None:
    assert lived(*[day] * DAYS).lean is lean


def test_held_is_what_was_at_nought_for_half_of_the_sun() -> None:
    held, free = Day(grid_w=20.0, sun_s=3600), Day(grid_w=900.0, sun_s=3600)
    assert lived(held, held, free, free).lean is Lean.HELD
    assert lived(held, free, free).lean is Lean.NEVER


def test_a_surplus_takes_it_back() -> None:
    days = lived(*[Day(dark_grid_w=-TURNED_W)] * DAYS, Day(surplus_w=2000.0))
    assert (days.count, days.lean) == (0, None)
    house = Lived(days)
    for _ in range(DAYS):
        house.live(Day())
    assert days.lean is Lean.NEVER, "what it showed before is forgotten"


def test_no_time_is_counted_in_which_nobody_watched() -> None:
    days, at_s = LeanDays(), 0.0
    for _ in range(200):
        days.beat(at_s, FIRST, 300.0, 0.0, 4000.0, None, LEAST_W)
        at_s += 10 * LONGEST_S
    days.beat(at_s, FIRST + timedelta(days=1), None, None, None, None, LEAST_W)
    assert 200 * LONGEST_S > KNOWN_S
    assert days.count == 1, "each beat stands for so many seconds at most"
    fewer = LeanDays()
    for number in range(int(KNOWN_S // LONGEST_S)):
        fewer.beat(number * 10 * LONGEST_S, FIRST, 300.0, 0.0, 4000.0, None, LEAST_W)
    fewer.beat(1e6, FIRST + timedelta(days=1), None, None, None, None, LEAST_W)
    assert fewer.count == 0


def test_a_restart_in_the_midst_of_a_day_loses_none() -> None:
    house = Lived()
    for _ in range(DAYS - 1):
        house.live(Day())
    house.days.beat(house.now_s, house.today, 300.0, 0.0, 4000.0, None, LEAST_W)
    saved = json.loads(json.dumps(house.days.to_dict()))
    after = LeanDays()
    after.from_dict(saved)
    assert after.to_dict() == saved
    house.days = after
    house.live(Day())
    assert after.lean is Lean.NEVER


SAVED = lived(*[Day()] * DAYS).to_dict()


@pytest.mark.parametrize(
    "saved",
    [
        {},
        [],
        None,
        {**SAVED, "count": "many"},
        {**SAVED, "count": None},
        {**SAVED, "count": float("inf")},
        {**SAVED, "day": "yesterday"},
        {**SAVED, "day": 20},
        {**SAVED, "known_s": None},
        {key: value for key, value in SAVED.items() if key != "dark_w"},
    ],
    ids=str,
)
def test_what_was_saved_otherwise_is_refused(saved: Any) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        LeanDays().from_dict(saved)


watts = st.none() | st.floats(-2e5, 2e5)
beat = st.tuples(
    st.floats(-1e9, 1e9),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    watts,
    watts,
    watts,
    st.none() | st.floats(0, 2000),
    st.floats(0, 5000),
)


@given(st.lists(beat, max_size=30))
def test_it_never_raises_and_is_saved_whole(beats: list[tuple[Any, ...]]) -> None:
    days = LeanDays()
    for each in beats:
        days.beat(*each)
        after = LeanDays()
        after.from_dict(json.loads(json.dumps(days.to_dict())))
        assert (after.to_dict(), after.lean) == (days.to_dict(), days.lean)


@given(
    st.lists(st.builds(Day, surplus_w=st.floats(LEAST_W, 9000), grid_w=st.floats(-9000, 9000)), max_size=6)
)
def test_a_house_with_surplus_never_hears_of_it(days: list[Day]) -> None:
    assert lived(*days).lean is None
