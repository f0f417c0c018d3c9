"""What is learnt of the car's departures from its plug and its state of charge."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.saved import SPOILT
from solar_charging.planning.habits import EARLY_H, UNKNOWN_PCT
from solar_charging.planning.learnt_departures import (
    BRIEF_S,
    DAYS,
    FRESH_S,
    LONG_S,
    RISEN_PCT,
    TOLD_S,
    UNSEEN_S,
    LearntDepartures,
)
from solar_charging.settings.holidays import no_holidays

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 6, 1)
BEAT_S = 30.0


class Life:
    """A car that leaves and comes back, watched as the app does."""

    def __init__(self, least_pct: float = 30.0, zone: ZoneInfo = PARIS) -> None:
        self.zone = zone
        self.learnt = LearntDepartures(zone, no_holidays, least_pct)
        self.now_s = 0.0

    def at(self, day: date, hour: float) -> float:
        """The moment of a wall clock, in unix seconds."""
        local = datetime.combine(day, datetime.min.time(), self.zone) + timedelta(hours=hour)
        return local.timestamp()

    def plugged(self, at_s: float, soc_pct: float | None, told_s: float | None = None) -> None:
        self.now_s = at_s
        self.learnt.at_plug(at_s, soc_pct, at_s if told_s is None else told_s)

    def gone(self, at_s: float, soc_pct: float | None = None) -> None:
        self.now_s = at_s
        self.learnt.gone(at_s, soc_pct, at_s)

    def trip(
        self, day: date, leaves: float, back: float, left: float | None = 80.0, came: float | None = 60.0
    ) -> None:
        """Leaves and comes back by the wall clock, with as much in the battery."""
        self.plugged(self.at(day, leaves) - BEAT_S, left)
        self.gone(self.at(day, leaves))
        self.plugged(self.at(day, back), came)

    def weeks(self, count: int, used: float = 20.0, first: date = MONDAY) -> date:
        """Commutes from Monday to Friday; returns the Monday after it."""
        for number in range(7 * count):
            day = first + timedelta(days=number)
            if day.weekday() < 5:
                self.trip(day, 7.5, 18, 80.0, 80.0 - used)
        return first + timedelta(days=7 * count)

    def next(self, day: date, hour: float) -> tuple[str, float]:
        """When the car is wanted after that, and how full."""
        found = self.learnt.next(datetime.fromtimestamp(self.at(day, hour), self.zone))
        assert found.learnt
        return f"{datetime.fromtimestamp(found.at_s, self.zone):%a %H:%M}", round(found.soc_pct, 6)

    @property
    def days(self) -> list[Any]:
        return list(self.learnt.to_dict()["days"])


def test_before_anything_is_known_it_may_leave_early_each_morning() -> None:
    assert Life().next(MONDAY, 12) == (f"Tue {EARLY_H:02.0f}:00", UNKNOWN_PCT)
    assert Life(least_pct=70).next(MONDAY, 5.9) == (f"Mon {EARLY_H:02.0f}:00", 70)


@pytest.mark.parametrize(
    ("least_pct", "used", "wanted_pct"), [(30, 20, 40), (40, 20, 40), (50, 20, 50), (50, 40, 60), (0, 0, 20)]
)
def test_a_commuter_is_known_after_three_weeks(least_pct: float, used: float, wanted_pct: float) -> None:
    life = Life(least_pct)
    monday = life.weeks(3, used)
    assert life.next(monday, 0) == ("Mon 07:15", wanted_pct)
    assert life.next(monday, 7.3) == ("Tue 07:15", wanted_pct)


def test_a_late_shift_ends_after_midnight() -> None:
    life = Life()
    for number in range(21):
        life.trip(MONDAY + timedelta(days=number), 23.5 if number % 2 else 24.25, 31)
    assert [hour for _, hour, *_ in life.days][:2] == [24.25, 23.5]
    assert life.next(MONDAY + timedelta(days=21), 12) == ("Mon 23:15", 40)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [(date(2026, 3, 29), "+0100", "+0200"), (date(2026, 10, 25), "+0200", "+0100")],
)
def test_the_clock_may_be_changed(day: date, before: str, after: str) -> None:
    life = Life()
    for number in range(21, 0, -1):
        life.trip(day - timedelta(days=number), 7.5, 18)
    for at, offset in ((day - timedelta(days=1), before), (day, after)):
        found = datetime.fromtimestamp(
            life.learnt.next(datetime.fromtimestamp(life.at(at, 1), PARIS)).at_s, PARIS
        )
        assert f"{found:%H:%M %z}" == f"07:15 {offset}"


@pytest.mark.parametrize(("away_s", "left"), [(BRIEF_S - 1, False), (BRIEF_S, True), (LONG_S, True)])
def test_a_plug_in_and_out_within_minutes_is_no_departure(away_s: float, left: bool) -> None:
    life = Life()
    life.trip(MONDAY, 9, 9 + away_s / 3600)
    assert bool(life.days) is left


def test_who_is_away_for_days_is_on_holiday() -> None:
    life = Life()
    life.trip(MONDAY, 9, 9 + (LONG_S + 1) / 3600, 80, 10)
    assert not life.days


@pytest.mark.parametrize(
    ("left", "came", "used_pct"),
    [(80, 60, 20), (80, 80, 0), (80, 80 + RISEN_PCT, 0), (80, 81 + RISEN_PCT, None), (None, 60, None)],
)
def test_what_a_trip_used(left: float | None, came: float, used_pct: float | None) -> None:
    life = Life()
    life.trip(MONDAY, 9, 12, left, came)
    assert life.days == [["2026-06-01", 9.0, used_pct, False]]


@pytest.mark.parametrize(
    ("on_the_way", "came", "used_pct"),
    [([70, 50], 50, 30), ([50, 50 + RISEN_PCT], 50, 30), ([50, 51 + RISEN_PCT], 40, None), ([40], 60, None)],
)
def test_a_car_that_was_charged_elsewhere_does_not_tell_its_trip(
    on_the_way: Iterable[float], came: float, used_pct: float | None
) -> None:
    life = Life()
    life.plugged(life.at(MONDAY, 8), 80)
    life.gone(life.at(MONDAY, 8) + BEAT_S)
    for number, soc_pct in enumerate(on_the_way):
        life.gone(life.at(MONDAY, 9 + number), soc_pct)
    life.plugged(life.at(MONDAY, 18), came)
    assert [used for _, _, used, _ in life.days] == [used_pct]


def test_two_trips_of_a_day_are_added_and_the_first_counts() -> None:
    life = Life()
    life.trip(MONDAY, 13.5, 18, 70, 50)
    life.trip(MONDAY, 20, 23, 60, 50)
    assert life.days == [["2026-06-01", 13.5, 30.0, False]]
    life.trip(MONDAY, 23.5, 24, None, 50)
    assert life.days == [["2026-06-01", 13.5, None, False]]


@pytest.mark.parametrize(
    ("later_s", "soc_pct", "used_pct"),
    [(60, 60, 20.0), (FRESH_S, 60, 20.0), (FRESH_S + 1, None, None)],
)
def test_a_car_may_say_later_how_full_it_is(
    later_s: float, soc_pct: float | None, used_pct: float | None
) -> None:
    life = Life()
    life.plugged(life.at(MONDAY, 8) - BEAT_S, 80)
    life.gone(life.at(MONDAY, 8))
    back_s = life.at(MONDAY, 18)
    life.plugged(back_s, 80, told_s=life.at(MONDAY, 7))  # that of before it left
    assert not life.days
    life.plugged(back_s + later_s, soc_pct)
    assert [used for _, _, used, _ in life.days] == [used_pct]


@pytest.mark.parametrize(("unseen_s", "learns"), [(UNSEEN_S - 1, True), (UNSEEN_S, False)])
def test_of_a_car_that_was_not_watched_nobody_knows_when_it_left(unseen_s: float, learns: bool) -> None:
    life = Life()
    life.plugged(life.at(MONDAY, 8), 80)
    life.gone(life.at(MONDAY, 8) + unseen_s)
    life.plugged(life.at(MONDAY, 18), 60)
    assert bool(life.days) is learns


def test_a_car_that_is_first_seen_away_has_not_left() -> None:
    life = Life()
    life.gone(life.at(MONDAY, 8), 50)
    life.plugged(life.at(MONDAY, 18), 40)
    assert not life.days


@pytest.mark.parametrize(("used", "corrected"), [(30, None), (31, (31, 51)), (60, (60, 80)), (95, (95, 100))])
def test_a_need_that_proves_too_small_is_corrected_the_same_day(
    used: float, corrected: tuple[float, float] | None
) -> None:
    life = Life(least_pct=30)
    monday = life.weeks(3, used=20)  # 40 % are wanted
    life.trip(monday, 7.5, 18, 96, 96 - used)
    told = life.learnt.correction(life.now_s)
    assert (told and (round(told.used_pct), round(told.need_pct))) == corrected
    assert life.next(monday, 18.1)[1] == (40 if corrected is None else corrected[1])


def test_a_correction_is_told_for_two_days_and_only_where_it_asks_for_more() -> None:
    life = Life(least_pct=90)
    monday = life.weeks(3, used=20)
    life.trip(monday, 7.5, 18, 96, 36)
    assert life.learnt.correction(life.now_s) is None, "90 % are wanted in any case"
    life = Life(least_pct=30)
    life.weeks(3, used=20)
    life.trip(monday, 7.5, 18, 96, 36)
    assert life.learnt.correction(life.now_s + TOLD_S - 1) is not None
    assert life.learnt.correction(life.now_s + TOLD_S) is None
    assert life.learnt.correction(life.now_s - 1) is None, "the clock was set back"


@pytest.mark.parametrize(("left", "ready"), [(40, "07:15"), (38, "04:45")])
def test_who_leaves_early_without_enough_finds_it_ready_then(left: float, ready: str) -> None:
    life = Life(least_pct=30)
    monday = life.weeks(3, used=20)
    life.trip(monday, 5, 6, left, left)
    assert life.next(monday + timedelta(days=1), 1) == (f"Tue {ready}", 40)


def test_what_is_remembered_is_bounded_and_of_days_that_were() -> None:
    life = Life()
    life.trip(date(2199, 1, 1), 8, 18)  # by a clock that was never set
    assert life.days
    monday = life.weeks(20)
    assert len(life.days) <= DAYS
    assert life.days[-1][0] == (monday - timedelta(days=3)).isoformat()


def test_it_outlives_a_restart_on_the_way() -> None:
    life = Life()
    monday = life.weeks(3)
    life.plugged(life.at(monday, 7), 80)
    life.gone(life.at(monday, 7) + BEAT_S, None)
    saved = json.loads(json.dumps(life.learnt.to_dict()))
    life.learnt = LearntDepartures(PARIS, no_holidays, 30)
    life.learnt.from_dict(saved)
    life.plugged(life.at(monday, 18), 50)
    assert life.days[-1][1:3] == [7.0, 30.0]
    again = LearntDepartures(PARIS, no_holidays, 30)
    again.from_dict(json.loads(json.dumps(life.learnt.to_dict())))
    assert again.to_dict() == life.learnt.to_dict()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("days", [["2026-06-01", 7.5, 20.0]]),
        ("days", [["2026-06-01", 7.5, -1.0, False]]),
        ("days", [["2026-06-01", 3.9, 20.0, False]]),
        ("days", [["2026-06-01", 7.5, 20.0, 1]]),
        ("days", [["2026-06-01", 7.5, 20.0, False], ["2026-06-01", 8.5, None, False]]),
        ("days", [["first of June", 7.5, 20.0, False]]),
        ("days", None),
        ("soc_pct", 101),
        ("soc_pct", math.nan),
        ("plugged_s", "yesterday"),
        ("trip", [1.0, 2.0]),
        ("trip", [1e12, 80.0, None, False, None]),
        ("correction", [1.0, 20.0, None]),
    ],
)
def test_what_was_not_saved_by_it_is_refused_as_a_whole(key: str, value: object) -> None:
    life = Life()
    life.weeks(3)
    before = life.learnt.to_dict()
    with pytest.raises(SPOILT):
        life.learnt.from_dict({**before, key: value})
    assert life.learnt.to_dict() == before


Sight = tuple[bool, float, "float | None", float]


@given(
    st.lists(
        st.tuples(st.booleans(), st.floats(-1e5, 4e5), st.none() | st.floats(0, 100), st.floats(-1e6, 1e6)),
        max_size=40,
    ),
    st.integers(0, 100),
)
def test_any_history_is_answered_with_no_less_than_was_asked_for(sights: list[Sight], least_pct: int) -> None:
    learnt = LearntDepartures(PARIS, no_holidays, least_pct)
    now_s = datetime(2026, 3, 20, tzinfo=PARIS).timestamp()
    for plugged, span_s, soc_pct, age_s in sights:
        now_s += span_s
        (learnt.at_plug if plugged else learnt.gone)(now_s, soc_pct, now_s - age_s)
        found = learnt.next(datetime.fromtimestamp(now_s, PARIS))
        assert least_pct <= found.soc_pct <= 100
        assert 0 < found.at_s - now_s <= 2 * 86_400
        learnt.from_dict(json.loads(json.dumps(learnt.to_dict())))
