"""Following the sun: each answer with the values on both sides of its limits."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.moving_average import MovingAverage
from solar_charging.settings import Charging
from solar_charging.tracking import Target, Tracking, follow_sun, start_surplus_w, stop_surplus_w

DEFAULTS = Charging()

IDLE = Tracking(
    mean_w=2300.0,
    coverage=1.0,
    watts_per_amp=230.0,
    min_a=5,
    max_a=16,
    offered_a=None,
    since_start_s=math.inf,
    since_stop_s=math.inf,
)
RUNNING = replace(IDLE, offered_a=10)
THREE_PHASES = replace(IDLE, watts_per_amp=690.0)


@pytest.mark.parametrize(
    ("view", "target"),
    [
        (replace(IDLE, mean_w=1149.9), Target(0, "waiting_for_sun")),
        (replace(IDLE, mean_w=1150.0), Target(5, "following_sun")),
        (replace(IDLE, mean_w=1379.9), Target(5, "following_sun")),
        (replace(IDLE, mean_w=1380.0), Target(6, "following_sun")),
        (replace(IDLE, mean_w=16 * 230.0), Target(16, "following_sun")),
        (replace(IDLE, mean_w=9000.0), Target(16, "following_sun")),
        (replace(IDLE, mean_w=-500.0), Target(0, "waiting_for_sun")),
        (replace(THREE_PHASES, mean_w=3449.9), Target(0, "waiting_for_sun")),
        (replace(THREE_PHASES, mean_w=3450.0), Target(5, "following_sun")),
        (replace(IDLE, since_stop_s=599.9), Target(0, "just_stopped")),
        (replace(IDLE, since_stop_s=600.0), Target(10, "following_sun")),
        (replace(IDLE, mean_w=1149.9, since_stop_s=0.0), Target(0, "waiting_for_sun")),
        (replace(IDLE, mean_w=None), Target(0, "measuring")),
        (replace(IDLE, coverage=0.49), Target(0, "measuring")),
        (replace(IDLE, coverage=0.5), Target(10, "following_sun")),
    ],
)
def test_a_charge_starts_when_the_average_carries_the_minimum(view: Tracking, target: Target) -> None:
    assert follow_sun(view, DEFAULTS) == target


@pytest.mark.parametrize(
    ("view", "target"),
    [
        (replace(RUNNING, mean_w=3000.0), Target(13, "following_sun")),
        (replace(RUNNING, mean_w=1150.0), Target(5, "following_sun")),
        (replace(RUNNING, mean_w=1149.9), Target(5, "cloud")),
        (replace(RUNNING, mean_w=575.0), Target(5, "cloud")),
        (replace(RUNNING, mean_w=574.9), Target(0, "too_little_sun")),
        (replace(RUNNING, mean_w=574.9, since_start_s=599.9), Target(5, "just_started")),
        (replace(RUNNING, mean_w=574.9, since_start_s=600.0), Target(0, "too_little_sun")),
        (replace(RUNNING, mean_w=-5000.0, since_start_s=0.0), Target(5, "just_started")),
        (replace(RUNNING, since_stop_s=0.0), Target(10, "following_sun")),
        (replace(RUNNING, mean_w=None), Target(10, "measuring")),
        (replace(RUNNING, coverage=0.49), Target(10, "measuring")),
        (replace(RUNNING, coverage=0.5), Target(10, "following_sun")),
        (replace(RUNNING, coverage=0.0, offered_a=3), Target(5, "measuring")),
        (replace(RUNNING, coverage=0.0, offered_a=0), Target(5, "measuring")),
        (replace(RUNNING, coverage=0.0, offered_a=32), Target(16, "measuring")),
    ],
)
def test_a_charge_that_runs_is_held_until_the_average_falls_below_the_stop(
    view: Tracking, target: Target
) -> None:
    assert follow_sun(view, DEFAULTS) == target


@pytest.mark.parametrize(
    ("start_w", "stop_w", "starts_at_w", "stops_below_w"),
    [
        (None, None, 1150.0, 575.0),
        (800.0, None, 800.0, 400.0),
        (None, 200.0, 1150.0, 200.0),
        (None, 1500.0, 1500.0, 1500.0),
        (800.0, 800.0, 800.0, 800.0),
        (0.0, None, 0.0, 0.0),
    ],
)
def test_the_thresholds_follow_each_other_where_only_one_is_set(
    start_w: float | None, stop_w: float | None, starts_at_w: float, stops_below_w: float
) -> None:
    settings = Charging(start_surplus_w=start_w, stop_surplus_w=stop_w)
    assert start_surplus_w(IDLE, settings) == starts_at_w
    assert stop_surplus_w(IDLE, settings) == stops_below_w


def test_a_set_start_below_the_minimum_starts_with_the_minimum() -> None:
    settings = Charging(start_surplus_w=800)
    assert follow_sun(replace(IDLE, mean_w=800.0), settings) == Target(5, "following_sun")
    assert follow_sun(replace(IDLE, mean_w=799.9), settings) == Target(0, "waiting_for_sun")


@pytest.mark.parametrize(
    ("cloud_s", "reason"), [(60, "following_sun"), (180, "cloud"), (226, "too_little_sun")]
)
def test_a_cloud_stops_a_charge_only_when_it_has_eaten_most_of_the_window(cloud_s: int, reason: str) -> None:
    average = MovingAverage(window_s=DEFAULTS.average_s, hold_s=120)
    for second in range(600):
        average.add(second, 2300.0 if second < 300 else 0.0)
    mean = average.mean(300 + cloud_s)
    view = replace(RUNNING, mean_w=mean.value, coverage=mean.coverage)
    assert follow_sun(view, DEFAULTS).reason == reason


limits_a = st.integers(5, 32).flatmap(lambda least_a: st.tuples(st.just(least_a), st.integers(least_a, 48)))
thresholds = st.none() | st.floats(0, 5000)
seconds = st.floats(0, 2000) | st.just(math.inf)
views = st.builds(
    Tracking,
    mean_w=st.none() | st.floats(-20_000, 20_000),
    coverage=st.floats(0, 1),
    watts_per_amp=st.floats(90, 800),
    min_a=st.just(5),
    max_a=st.just(16),
    offered_a=st.none() | st.integers(0, 80),
    since_start_s=seconds,
    since_stop_s=seconds,
)


@effort(deadline=None)
@given(views, limits_a, thresholds)
def test_the_target_is_nothing_or_within_the_limits(
    view: Tracking, limits_a: tuple[int, int], start_w: float | None
) -> None:
    min_a, max_a = limits_a
    target = follow_sun(replace(view, min_a=min_a, max_a=max_a), Charging(start_surplus_w=start_w))
    assert target.current_a == 0 or min_a <= target.current_a <= max_a


@effort(deadline=None)
@given(st.floats(0, 20_000), st.booleans())
def test_above_the_minimum_nothing_is_imported_for_the_car(mean_w: float, runs: bool) -> None:
    view = replace(RUNNING if runs else IDLE, mean_w=mean_w)
    target = follow_sun(view, DEFAULTS)
    assert target.current_a <= view.min_a or target.current_a * view.watts_per_amp <= mean_w


@effort(deadline=None)
@given(st.floats(0, 5000), thresholds, thresholds)
def test_the_average_that_starts_a_charge_does_not_end_it(
    mean_w: float, start_w: float | None, stop_w: float | None
) -> None:
    if start_w is not None and stop_w is not None:
        start_w, stop_w = max(start_w, stop_w), min(start_w, stop_w)
    settings = Charging(start_surplus_w=start_w, stop_surplus_w=stop_w)
    if follow_sun(replace(IDLE, mean_w=mean_w), settings).current_a:
        assert follow_sun(replace(RUNNING, mean_w=mean_w), settings).current_a
