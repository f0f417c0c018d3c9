"""How often a meter reports is found out by listening, and waited for accordingly."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.rhythm import (
    COUNTED,
    LEAST_COUNTED,
    LONGEST_S,
    PATIENCE,
    SLOW_S,
    Rhythm,
)


def heard(*moments_s: float) -> Rhythm:
    rhythm = Rhythm()
    for at_s in moments_s:
        rhythm.heard(at_s)
    return rhythm


def beating(*intervals_s: float) -> Rhythm:
    """A meter that reports at these intervals."""
    return heard(*accumulate(intervals_s, initial=1000.0))


@pytest.mark.parametrize("every_s", [1.0, 10.0, 60.0, 300.0, 900.0])
def test_any_rhythm_is_known_after_a_few_reports(every_s: float) -> None:
    assert beating(*[every_s] * (LEAST_COUNTED - 1)).every_s == 0.0
    assert beating(*[every_s] * LEAST_COUNTED).every_s == every_s


@pytest.mark.parametrize(("every_s", "slow"), [(SLOW_S - 0.1, False), (SLOW_S, True)])
def test_a_slow_meter_is_one_whose_reports_count_each_by_itself(every_s: float, slow: bool) -> None:
    assert beating(every_s, every_s).slow is slow


@pytest.mark.parametrize(
    ("every_s", "patience_s"),
    [
        (120 / PATIENCE - 0.1, 120.0),
        (120 / PATIENCE + 10, 120 + 10 * PATIENCE),
        (900.0, 900 * PATIENCE),
    ],
)
def test_a_slow_meter_is_waited_for_by_its_rhythm_and_none_for_less_than_is_set(
    every_s: float, patience_s: float
) -> None:
    assert beating(every_s, every_s).patience_s(120.0) == pytest.approx(patience_s)


def test_before_it_is_known_patience_is_as_set() -> None:
    assert Rhythm().patience_s(120.0) == 120.0
    assert not Rhythm().slow


@pytest.mark.parametrize(
    ("pause_s", "counts"), [(0.0, False), (-50.0, False), (LONGEST_S, True), (LONGEST_S + 0.1, False)]
)
def test_a_failure_and_a_clock_that_was_set_back_are_no_rhythm(pause_s: float, counts: bool) -> None:
    assert heard(0.0, 10.0, 10.0 + pause_s).every_s == ((10.0 + pause_s) / 2 if counts else 0.0)


def test_of_a_clock_that_was_set_back_the_next_interval_counts_again() -> None:
    assert heard(1000.0, 1010.0, 500.0, 510.0).every_s == 10.0


def test_an_outage_is_no_interval() -> None:
    rhythm = heard(0.0, 60.0)
    rhythm.broken()
    for at_s in (500.0, 560.0):
        rhythm.heard(at_s)
    assert rhythm.every_s == 60.0


def test_one_lost_report_changes_nothing_and_another_rhythm_is_followed() -> None:
    assert beating(60.0, 60.0, 120.0, 60.0, 60.0).every_s == 60.0
    assert beating(*[10.0] * COUNTED, *[300.0] * (COUNTED // 2)).every_s == 10.0
    assert beating(*[10.0] * COUNTED, *[300.0] * (COUNTED // 2 + 1)).every_s == 300.0


def test_it_outlives_a_restart_which_is_no_interval() -> None:
    before, after = beating(300.0, 310.0, 290.0), Rhythm()
    after.from_dict(json.loads(json.dumps(before.to_dict())))
    assert (after.every_s, after.to_dict()) == (300.0, before.to_dict())
    after.heard(1e9)
    assert after.to_dict() == before.to_dict()


@pytest.mark.parametrize(
    "saved",
    [None, 300.0, ["soon"], [None], {"every_s": 60}, [float("nan")], [float("inf")], [-1.0], [LONGEST_S + 1]],
)
def test_what_was_saved_otherwise_is_refused_and_leaves_it_as_it_was(saved: Any) -> None:
    rhythm = beating(60.0, 60.0)
    with pytest.raises((ValueError, TypeError)):
        rhythm.from_dict(saved)
    assert rhythm.every_s == 60.0


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), max_size=30), st.floats(0, 1e4))
def test_whatever_is_heard_patience_is_at_least_as_set_and_never_without_end(
    moments_s: list[float | None], least_s: float
) -> None:
    rhythm = Rhythm()
    for at_s in moments_s:
        if at_s is None:
            rhythm.broken()
        else:
            rhythm.heard(at_s)
        assert least_s <= rhythm.patience_s(least_s) <= max(least_s, PATIENCE * LONGEST_S)


@given(st.floats(1, 900), st.lists(st.floats(0.9, 1.1), min_size=LEAST_COUNTED, max_size=20))
def test_a_meter_that_keeps_its_rhythm_is_never_called_silent(every_s: float, late: list[float]) -> None:
    rhythm = beating(*[every_s * each for each in late])
    assert rhythm.patience_s(0.0) > 1.1 * every_s
