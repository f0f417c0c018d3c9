"""What a meter shows of a step of the car is measured by its readings before it and after it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.steps import (
    BEFORE_S,
    CLEAR,
    KEPT_S,
    LAGS_APART_S,
    LEAST_APART_S,
    LEVEL_S,
    NOISE_W,
    TREND_W,
    WINDOW_S,
    Samples,
    Shares,
    Step,
    clear,
)

HOUSE_W, BY_W = 400.0, 2300.0
AT_S, SETTLED_S = 1000.0, 1030.0
STEP = Step(AT_S, SETTLED_S, BY_W, BY_W)


def shown(
    share: float = 1.0,
    late_s: float = 0.0,
    every_s: float = 10.0,
    until_s: float = 1500.0,
    begin_s: float = 0.0,
    solar_w: float | None = None,
    sun_adds_w: float = 0.0,
) -> Samples:
    """A meter that shows a share of the step so late; with the step the sun adds some power."""
    samples = Samples()
    samples.every_s = every_s
    at_s = begin_s
    while at_s <= until_s:
        after = at_s >= SETTLED_S + late_s
        sun_w = None if solar_w is None else solar_w + sun_adds_w * after
        samples.add(at_s, HOUSE_W + share * BY_W * after - (sun_w or 0.0), sun_w)
        at_s += every_s
    return samples


@pytest.mark.parametrize("every_s", [5.0, 10.0, 44.0, 60.0, 300.0])
@pytest.mark.parametrize("share", [1.0, -1.0, 0.0, 3.0, 0.001])
def test_any_meter_shows_its_share_of_a_step(every_s: float, share: float) -> None:
    shares = shown(share, every_s=every_s).shares(STEP)
    assert shares is not None
    assert shares.every == pytest.approx((share, share))


def test_with_the_sun_the_houses_load_shows_what_the_grid_hides() -> None:
    shares = shown(solar_w=3000.0, sun_adds_w=BY_W).shares(STEP)
    grid, house = (math.nan, math.nan) if shares is None else shares.every
    assert (grid, house) == pytest.approx((0.0, 1.0))


@pytest.mark.parametrize("meant", [Step(AT_S, SETTLED_S, -BY_W, 0.0), STEP])
def test_a_fall_is_shown_as_a_rise_is(meant: Step) -> None:
    shares = shown(math.copysign(1.0, meant.by_w)).shares(meant)
    assert shares is not None
    assert shares.every == pytest.approx((1.0, 1.0))


@pytest.mark.parametrize(
    ("begin_s", "until_s", "known"),
    [
        (AT_S, SETTLED_S, True),
        (AT_S + 1, SETTLED_S, False),
        (AT_S - WINDOW_S, SETTLED_S, True),
        (0.0, AT_S - WINDOW_S - 1, False),
        (0.0, SETTLED_S - 1, False),
    ],
)
def test_without_a_reading_before_or_after_nothing_is_known(
    begin_s: float, until_s: float, known: bool
) -> None:
    samples = shown(begin_s=begin_s, until_s=until_s, every_s=5.0)
    assert (samples.shares(STEP) is not None) is known
    assert Samples().shares(STEP) is None
    assert Samples().shares_now(STEP, 2000.0) is None


@pytest.mark.parametrize("every_s", [WINDOW_S / 1.2, 300.0])
def test_a_slow_meters_window_holds_one_reading_at_least(every_s: float) -> None:
    samples = Samples()
    assert samples.window_s == WINDOW_S
    samples.every_s = every_s
    assert samples.window_s == max(WINDOW_S, 1.2 * every_s)
    assert samples.before(0.0) == []


def test_of_a_slow_meter_the_first_reading_after_it_counts_and_of_a_fast_one_their_middle() -> None:
    for every_s, counted in ((WINDOW_S, 2), (WINDOW_S + 1, 1)):
        samples = shown(every_s=every_s)
        assert len(samples.after(SETTLED_S)) == counted


def test_one_reading_off_does_not_count_among_many() -> None:
    samples = Samples()
    for at_s in range(900, 1100, 5):
        off = 9000 * (at_s in (980, 1040))
        samples.add(at_s, HOUSE_W + BY_W * (at_s >= SETTLED_S) + off, None)
    assert samples.shares(STEP) == Shares((1.0, 1.0), (1.0, 1.0))


@pytest.mark.parametrize("late_s", [0.0, LAGS_APART_S, 60.0, 300.0, 900.0])
def test_the_lag_is_found_to_within_one_of_those_that_are_tried(late_s: float) -> None:
    found_s = shown(late_s=late_s, until_s=3000.0).lag_s([STEP], 1000.0)
    assert found_s == pytest.approx(late_s, abs=WINDOW_S / 2 + LAGS_APART_S)


@pytest.mark.parametrize(("longest_s", "found"), [(300.0, True), (200.0, False)])
def test_no_longer_lag_is_looked_for_than_was_waited(longest_s: float, found: bool) -> None:
    samples = shown(late_s=300.0, until_s=3000.0)
    assert (samples.lag_s([STEP], longest_s) is not None) is found


def test_two_steps_have_to_show_at_one_distance() -> None:
    back = Step(AT_S + 600, SETTLED_S + 600, -BY_W, 0.0)
    for later_s, found in ((0.0, True), (200.0, False)):
        samples = Samples()
        for number in range(400):
            at_s = 10.0 * number
            drawn = SETTLED_S + 120 <= at_s < back.settled_s + 120 + later_s
            samples.add(at_s, HOUSE_W + BY_W * drawn, None)
        assert (samples.lag_s([STEP, back], 900.0) is not None) is found


@pytest.mark.parametrize(
    ("shares", "is_clear"),
    [
        ((CLEAR[0], 9.0), True),
        ((CLEAR[0] - 0.01, 9.0), False),
        ((9.0, CLEAR[1]), True),
        ((9.0, CLEAR[1] + 0.01), False),
        ((-1.0, -1.0), False),
        ((), False),
    ],
)
def test_a_step_is_clear_by_the_grid_or_with_the_sun(shares: tuple[float, ...], is_clear: bool) -> None:
    assert clear(shares) is is_clear


# What is kept


def test_readings_that_come_at_once_add_nothing() -> None:
    samples = Samples()
    for at_s in (0.0, LEAST_APART_S - 0.1, LEAST_APART_S):
        samples.add(at_s, at_s, None)
    assert [each.at_s for each in samples.before(LEAST_APART_S)] == [0.0, LEAST_APART_S]


@pytest.mark.parametrize(("later_s", "kept"), [(KEPT_S, True), (KEPT_S + 0.1, False)])
def test_what_is_old_is_forgotten(later_s: float, kept: bool) -> None:
    samples = Samples()
    samples.add(0.0, 1.0, None)
    samples.add(later_s, 1.0, None)
    assert bool(samples.before(0.0)) is kept


@pytest.mark.parametrize("back_s", [100.0, 86_400.0])
def test_of_a_clock_that_was_set_back_steps_are_measured_again(back_s: float) -> None:
    samples = Samples()
    for number in range(100):
        samples.add(SETTLED_S + back_s + 10.0 * number, 5000.0, None)
    for at_s in range(900, 1100, 10):
        samples.add(float(at_s), HOUSE_W + BY_W * (at_s >= SETTLED_S), None)
    assert samples.shares(STEP) == Shares((1.0, 1.0), (1.0, 1.0))
    assert samples.shares_now(STEP, 1100.0) == Shares((1.0, 1.0), (1.0, 1.0))


# What the phases go by


@pytest.mark.parametrize(("noise_w", "level"), [(NOISE_W, True), (NOISE_W + 1, False)])
def test_a_load_that_goes_up_and_down_is_no_level(noise_w: float, level: bool) -> None:
    samples = Samples()
    for number in range(20):
        samples.add(10.0 * number, HOUSE_W + noise_w * (number % 2), None)
    assert (samples.level_before(190.0) is not None) is level


@pytest.mark.parametrize(("rise_w", "level"), [(TREND_W - 1, True), (TREND_W + 1, False)])
def test_a_load_that_goes_on_has_not_settled(rise_w: float, level: bool) -> None:
    samples = Samples()
    for number in range(20):
        samples.add(10.0 * number, HOUSE_W + rise_w * (number >= 17), None)
    assert (samples.level_after(0.0) is not None) is level


@pytest.mark.parametrize(("until_s", "level"), [(LEVEL_S - 1, False), (LEVEL_S, True)])
def test_a_level_has_to_last(until_s: float, level: bool) -> None:
    samples = Samples()
    samples.add(1.0, HOUSE_W, None)
    samples.add(1.0 + until_s, HOUSE_W, None)
    assert (samples.level_after(0.0) == HOUSE_W) is level


def test_before_a_change_the_newest_reading_stands_however_old_it_is() -> None:
    samples = Samples()
    assert samples.level_before(0.0) is None
    samples.add(0.0, 900.0, None)
    samples.add(10.0, HOUSE_W, None)
    assert samples.level_before(10.0 + BEFORE_S + 1) == HOUSE_W


watts = st.floats(-2e5, 2e5)
moment = st.floats(-1e6, 1e6)
reading = st.tuples(moment, watts, st.none() | watts)


@given(
    st.lists(reading, max_size=40),
    st.lists(st.builds(Step, moment, moment, watts.filter(bool), watts), max_size=2),
    st.floats(0, 1800),
    moment,
)
def test_it_never_raises(
    readings: list[tuple[float, float, float | None]], steps: list[Step], every_s: float, now_s: float
) -> None:
    samples = Samples()
    samples.every_s = every_s
    for each in readings:
        samples.add(*each)
        samples.level_before(now_s)
        samples.level_after(now_s)
    for step in steps:
        samples.shares(step)
        samples.shares_now(step, now_s)
    found_s = samples.lag_s(steps, 1000.0)
    assert found_s is None or 0 <= found_s <= 1000.0


@given(
    every_s=st.sampled_from([1.0, 5.0, 10.0, 30.0, 60.0, 300.0]),
    late_s=st.floats(0, 600),
    by_w=st.floats(690, 20_000),
    way=st.sampled_from([1, -1]),
    share=st.floats(0.7, 1.3),
    phase=st.floats(0, 1),
)
def test_the_lag_of_a_meter_that_shows_the_step_is_always_found(
    every_s: float, late_s: float, by_w: float, way: int, share: float, phase: float
) -> None:
    samples = Samples()
    samples.every_s = every_s
    step = Step(2000.0, 2030.0, way * by_w, by_w if way > 0 else 0.0)
    number = 0
    while (at_s := every_s * (number + phase)) < 4000.0:
        samples.add(at_s, HOUSE_W + share * way * by_w * (at_s >= step.settled_s + late_s), None)
        number += 1
    found_s = samples.lag_s([step], 1000.0)
    assert found_s is not None
    assert late_s - WINDOW_S - every_s <= found_s <= late_s + WINDOW_S + 2 * every_s
