"""A question by a helper: what would be planned, were the car to leave at another moment."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import Problem
from solar_charging.control.preview import FAR_S, KEPT_S, Previews, read
from solar_charging.planning.prospect import Prospect
from tests.solar_charging.planning.test_planner import EVENING, asked, planner, summer

ZURICH = ZoneInfo("Europe/Zurich")
HELPER = "input_text.solar_charging_preview"
HALF_PAST_SEVEN = datetime(2026, 6, 16, 7, 30, tzinfo=ZURICH)
TOMORROW = "2026-06-16T07:30 80"


@pytest.mark.parametrize(
    ("said", "at", "soc_pct"),
    [
        (TOMORROW, HALF_PAST_SEVEN, 80),
        ("  2026-06-16 07:30:00   80 % ", HALF_PAST_SEVEN, 80),
        ("2026-06-16T07:30 62.5%", HALF_PAST_SEVEN, 62.5),
        ("2026-06-16T07:30 62,5 %", HALF_PAST_SEVEN, 62.5),
        ("2026-06-16T05:30Z 80", HALF_PAST_SEVEN, 80),
        ("2026-06-16T07:30+02:00 100", HALF_PAST_SEVEN, 100),
        ("2026-06-16T07:30 1", HALF_PAST_SEVEN, 1),
    ],
)
def test_a_moment_and_a_per_cent_are_read(said: str, at: datetime, soc_pct: float) -> None:
    departure = read(said, ZURICH)
    assert departure is not None
    assert (departure.at_s, departure.soc_pct, departure.learnt) == (at.timestamp(), soc_pct, False)


@pytest.mark.parametrize(
    "said",
    [
        "tomorrow",
        "07:30 80",
        "2026-06-16 80",
        "2026-06-16T07:30",
        "2026-06-16T07:30 0",
        "2026-06-16T07:30 101",
        "2026-06-16T07:30 -5",
        "2026-06-16T24:30 80",
        "2026-13-16T07:30 80",
        "2026-02-30T07:30 80",
        "2026-06-16T07:30 80 90",
        "2026-06-16T07:30 nan",
        "٢٠٢٦-06-16T07:30 80",
        "0001-01-01T00:00+14:00 80",
        "<b>2026-06-16T07:30 80</b>",
    ],
)
def test_nonsense_is_answered_by_a_sentence(said: str) -> None:
    previews, planned = asking()
    answer = previews.beat(EVENING, said, planned)
    assert answer is not None
    assert answer.problem is not None
    assert answer.problem.why in (Problem.PREVIEW_UNREADABLE, Problem.PREVIEW_PAST)
    assert answer.prospect is None
    assert answer.problem.values["entity"] == HELPER


@given(st.text())
def test_whatever_stands_in_the_helper_nothing_breaks(said: str) -> None:
    previews, planned = asking()
    previews.beat(EVENING, said, planned)


def asking() -> tuple[Previews, Prospect | None]:
    """A planner that has planned, and its plan."""
    each = planner(summer(4.0))
    return Previews(each, ZURICH, HELPER), asked(each).prospect


@pytest.mark.parametrize(
    ("ahead_s", "problem"),
    [
        (-60, Problem.PREVIEW_PAST),
        (0, Problem.PREVIEW_PAST),
        (60, None),
        (FAR_S, None),
        (FAR_S + 60, Problem.PREVIEW_FAR),
    ],
)
def test_only_the_next_week_is_asked_for(ahead_s: float, problem: Problem | None) -> None:
    previews, planned = asking()
    at = EVENING + timedelta(seconds=ahead_s)
    answer = previews.beat(EVENING, f"{at:%Y-%m-%dT%H:%MZ} 80", planned)
    assert answer is not None
    assert (None if answer.problem is None else answer.problem.why) is problem
    assert (answer.prospect is None) is (problem is not None)


@pytest.mark.parametrize("said", [None, "", "  ", "unknown", "unavailable"])
def test_where_nobody_asks_nothing_is_answered(said: str | None) -> None:
    previews, planned = asking()
    assert previews.beat(EVENING, said, planned) is None


def test_the_answer_stays_until_the_plan_or_the_question_is_another() -> None:
    previews, planned = asking()
    first = previews.beat(EVENING, TOMORROW, planned)
    assert first is not None
    assert first.prospect is not None
    assert first.instead is planned
    assert previews.beat(EVENING + timedelta(seconds=30), TOMORROW, planned) is first
    _, another = asking()
    assert previews.beat(EVENING + timedelta(seconds=60), TOMORROW, another) is not first
    other = previews.beat(EVENING + timedelta(seconds=90), "2026-06-16T07:30 90", another)
    assert other is not None
    assert other.asked == "2026-06-16T07:30 90"


def test_a_question_is_over_after_a_while_and_the_helper_is_emptied_once() -> None:
    previews, planned = asking()
    previews.beat(EVENING, TOMORROW, planned)
    almost = previews.beat(EVENING + timedelta(seconds=KEPT_S - 1), TOMORROW, planned)
    assert almost is not None
    assert not almost.over
    over = previews.beat(EVENING + timedelta(seconds=KEPT_S), TOMORROW, planned)
    assert over is not None
    assert (over.over, over.prospect) == (True, None)
    assert previews.beat(EVENING + timedelta(seconds=KEPT_S + 30), TOMORROW, planned) is None
    # Asked again it is answered again.
    assert previews.beat(EVENING + timedelta(seconds=KEPT_S + 60), "", planned) is None
    again = previews.beat(EVENING + timedelta(seconds=KEPT_S + 90), TOMORROW, planned)
    assert again is not None
    assert again.prospect is not None


def test_a_clock_that_is_set_back_ends_the_question() -> None:
    previews, planned = asking()
    previews.beat(EVENING, TOMORROW, planned)
    over = previews.beat(EVENING - timedelta(hours=1), TOMORROW, planned)
    assert over is not None
    assert over.over


def test_it_is_told_by_the_hour_of_the_house() -> None:
    winter, summer_time = (datetime(2026, month, 1, 7, 30, tzinfo=ZURICH) for month in (1, 7))
    read_both = [read(f"{at:%Y-%m-%dT%H:%M} 50", ZURICH) for at in (winter, summer_time)]
    assert [each and each.at_s for each in read_both] == [winter.timestamp(), summer_time.timestamp()]
    assert winter.astimezone(timezone.utc).hour - summer_time.astimezone(timezone.utc).hour == 1
