"""The moving average against a plain list of everything that was ever told."""

from __future__ import annotations

import math
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.metering.moving_average import NO_VALUE, Mean, MovingAverage

START_S = 1_780_000_000.0
WINDOW_S, HOLD_S = 300.0, 120.0


class PlainAverage:
    """The same by its definition, slowly: each value holds until the next one, at most `hold_s`."""

    def __init__(self, window_s: float, hold_s: float) -> None:
        self.window_s = window_s
        self.hold_s = hold_s
        self.told: list[tuple[float, float]] = []

    def add(self, at_s: float, value: float) -> None:
        if self.told and at_s < self.told[-1][0] - self.window_s:
            self.told.clear()
        if not self.told or at_s >= self.told[-1][0]:
            self.told.append((at_s, value))

    def forget(self, since_s: float) -> None:
        known = [each for each in self.told if each[0] <= since_s]
        later = [(at_s, NO_VALUE) for at_s, _ in self.told if at_s > since_s]
        self.told = [*known, (since_s, NO_VALUE), *later]

    def window(self, now_s: float) -> list[tuple[float, float]]:
        spans = []
        for (at_s, value), (next_s, _) in pairwise([*self.told, (math.inf, NO_VALUE)]):
            end_s = min(next_s, at_s + self.hold_s, now_s)
            span_s = end_s - max(at_s, now_s - self.window_s)
            if span_s > 0 and not math.isnan(value):
                spans.append((value, span_s))
        return spans

    def mean(self, now_s: float) -> Mean:
        spans = self.window(now_s)
        known_s = sum(span_s for _, span_s in spans)
        total = sum(value * span_s for value, span_s in spans)
        return Mean(total / known_s if known_s else NO_VALUE, known_s / self.window_s)


def told(average: MovingAverage | PlainAverage, steps: list[tuple[float, float]]) -> float:
    """Tell values, each some seconds after the one before; returns the time of the last."""
    at_s = START_S
    for step_s, value in steps:
        at_s += step_s
        average.add(at_s, value)
    return at_s


def same(got: Mean, wanted: Mean) -> bool:
    near = pytest.approx(wanted.value, rel=1e-6, abs=1e-3, nan_ok=True)
    return got.value == near and got.coverage == pytest.approx(wanted.coverage, abs=1e-6)


# Whole seconds: slower than the slots (0.3 s), so that nothing at all is lost.
steps_s = st.integers(0, 30) | st.sampled_from([119, 120, 121, 180, 299, 300, 301, 2000])
backwards_s = st.sampled_from([-1, -30, -299, -300, -301, -7200])
powers = st.floats(-20_000, 20_000) | st.just(NO_VALUE)


@effort(deadline=None)
@given(
    st.lists(st.tuples(steps_s | backwards_s, powers), max_size=60),
    st.integers(-400, 700),
)
def test_it_is_the_time_weighted_mean_of_whatever_was_told(
    steps: list[tuple[float, float]], later_s: int
) -> None:
    average, plain = MovingAverage(WINDOW_S, HOLD_S), PlainAverage(WINDOW_S, HOLD_S)
    now_s = told(average, steps) + later_s
    told(plain, steps)
    assert same(average.mean(now_s), plain.mean(now_s))


# Of 10 s, as the slots below: each value has a slot of its own, and a few dozen come round the ring.
slots_s = st.sampled_from([0, 10, 10, 10, 20, 60, 120, 130, 400])


@effort(deadline=None)
@given(st.lists(st.tuples(slots_s, powers), max_size=250), st.integers(0, 450))
def test_the_window_has_each_known_value_and_how_long_it_held(
    steps: list[tuple[float, float]], later_s: int
) -> None:
    average, plain = MovingAverage(WINDOW_S, HOLD_S, capacity=32), PlainAverage(WINDOW_S, HOLD_S)
    now_s = told(average, steps) + later_s
    told(plain, steps)
    values, held_s = average.window(now_s)
    assert list(zip(values, held_s, strict=True)) == plain.window(now_s)


@effort(deadline=None)
@given(st.lists(st.tuples(slots_s, powers), max_size=250), st.integers(0, 40), st.integers(0, 300))
def test_what_was_wrong_is_forgotten_from_its_slot_on(
    steps: list[tuple[float, float]], slots_back: int, later_s: int
) -> None:
    average, plain = MovingAverage(WINDOW_S, HOLD_S, capacity=32), PlainAverage(WINDOW_S, HOLD_S)
    newest_s = told(average, steps)
    told(plain, steps)
    since_s = min([at_s for at_s, _ in plain.told][-slots_back - 1 :], default=START_S)
    average.forget(since_s)
    plain.forget(since_s)
    values, held_s = average.window(newest_s + later_s)
    assert list(zip(values, held_s, strict=True)) == plain.window(newest_s + later_s)


@effort(deadline=None)
@given(
    st.lists(st.tuples(slots_s, powers), max_size=60),
    st.lists(st.tuples(slots_s, powers), max_size=60),
    st.integers(0, 450),
)
def test_what_was_known_before_its_first_value_may_be_taken_up(
    before: list[tuple[float, float]], steps: list[tuple[float, float]], later_s: int
) -> None:
    past, plain = MovingAverage(WINDOW_S, HOLD_S, capacity=64), PlainAverage(WINDOW_S, HOLD_S)
    average = MovingAverage(WINDOW_S, HOLD_S, capacity=64)
    at_s = told(past, before)
    told(plain, before)
    for step_s, value in steps:
        at_s += step_s
        average.add(at_s, value)
        plain.add(at_s, value)
    average.precede(past)
    assert same(average.mean(at_s + later_s), plain.mean(at_s + later_s))


@effort(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(slots_s, powers), max_size=40),
    st.integers(0, 300),
    st.integers(-50, 200),
    st.sampled_from([0.1, 0.5, 1.0]),
)
def test_it_says_when_enough_will_be_known(
    steps: list[tuple[float, float]], later_s: int, since_s: int, share: float
) -> None:
    average = MovingAverage(WINDOW_S, HOLD_S, capacity=64)
    now_s = told(average, steps) + later_s
    spans = PlainAverage(WINDOW_S, HOLD_S)
    told(spans, steps)

    def known_s(at_s: float) -> float:
        """How much of the window is known then, if all is from `since_s` on."""
        old = 0.0
        for (begin_s, value), (next_s, _) in pairwise([*spans.told, (math.inf, NO_VALUE)]):
            end_s = min(next_s, begin_s + HOLD_S, now_s)
            if not math.isnan(value):
                old += max(end_s - max(begin_s, at_s - WINDOW_S), 0.0)
        return old + at_s - max(now_s, now_s + since_s, at_s - WINDOW_S)

    ready_s = average.known_in_s(now_s, share, now_s + since_s)
    least_s = max(since_s, 0)
    assert least_s <= ready_s <= least_s + WINDOW_S
    assert known_s(now_s + ready_s + 1e-6) >= share * WINDOW_S - 1e-3
    if ready_s >= least_s + 1:
        assert known_s(now_s + ready_s - 1) < share * WINDOW_S


@pytest.mark.parametrize(
    ("since_s", "left"),
    [(-1, []), (0, []), (1, []), (10, [1.0]), (19, [1.0]), (20, [1.0, 2.0]), (30, [1.0, 2.0, 3.0])],
)
def test_a_slot_that_was_wrong_in_part_is_forgotten_whole(since_s: float, left: list[float]) -> None:
    average = MovingAverage(WINDOW_S, HOLD_S)
    told(average, [(0, 1.0), (10, 2.0), (10, 3.0), (10, 4.0)])
    average.forget(START_S + since_s)
    assert average.window(START_S + 40)[0].tolist() == left


@pytest.mark.parametrize(("told_w", "window_w"), [(NO_VALUE, []), (0.0, [0.0]), (-0.1, [-0.1])])
def test_nothing_drawn_is_known_and_what_is_not_known_is_left_out(
    told_w: float, window_w: list[float]
) -> None:
    average = MovingAverage(WINDOW_S, HOLD_S)
    average.add(START_S, told_w)
    assert average.window(START_S + 10)[0].tolist() == window_w


def test_a_window_is_not_changed_by_what_is_told_later() -> None:
    average = MovingAverage(WINDOW_S, HOLD_S, capacity=32)
    now_s = told(average, [(10, 1000.0)] * 64)
    values, held_s = average.window(now_s)
    for number in range(100):
        average.add(now_s + 10 * number, 9000.0)
    assert set(values) == {1000.0}
    assert held_s.sum() == WINDOW_S


@effort(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.floats(0.001, 1.5), st.floats(-5000, 5000)), min_size=100, max_size=300))
def test_a_meter_faster_than_the_slots_loses_neither_time_nor_energy(
    steps: list[tuple[float, float]],
) -> None:
    window_s, capacity = 20.0, 22
    average = MovingAverage(window_s, HOLD_S, capacity)
    plain = PlainAverage(window_s, HOLD_S)
    now_s = told(average, steps)
    told(plain, steps)
    got, wanted = average.mean(now_s), plain.mean(now_s)
    assert got.coverage == pytest.approx(wanted.coverage, abs=1e-6)
    # Only the slot that the begin of the window cuts may weigh wrongly.
    slot_s = window_s / (capacity - 2)
    largest_error = 10_000 * slot_s / (wanted.coverage * window_s)
    assert abs(got.value - wanted.value) <= largest_error


def test_a_meter_that_speaks_in_pairs_keeps_the_whole_window() -> None:
    average = MovingAverage(WINDOW_S, HOLD_S, capacity=64)
    slot_s = WINDOW_S / 62
    now_s = told(average, [(0.01, 1000.0), (slot_s, 1000.0)] * 200)
    assert same(average.mean(now_s), Mean(1000.0, 1.0))


def test_what_is_not_known_takes_no_more_than_the_slots_it_touches() -> None:
    average = MovingAverage(WINDOW_S, HOLD_S, capacity=302)
    quick = [(0.25, 500.0)] * 2000 + [(0.25, NO_VALUE)] * 4 + [(0.25, 500.0)] * 400
    mean = average.mean(told(average, quick))
    assert mean.value == pytest.approx(500.0)
    assert 1 - 3 / WINDOW_S <= mean.coverage <= 1 - 1 / WINDOW_S + 1e-9


@pytest.mark.parametrize(
    ("later_s", "value", "coverage"),
    [
        (0, NO_VALUE, 0.0),
        (30, 1000.0, 0.1),
        (120, 1000.0, 0.4),
        (121, 1000.0, 0.4),
        (300, 1000.0, 0.4),
        (360, 1000.0, 0.2),
        (419, 1000.0, 1 / 300),
        (420, NO_VALUE, 0.0),
    ],
)
def test_a_single_value_holds_for_a_while_and_then_leaves_the_window(
    later_s: float, value: float, coverage: float
) -> None:
    average = MovingAverage(WINDOW_S, HOLD_S)
    average.add(START_S, 1000.0)
    assert same(average.mean(START_S + later_s), Mean(value, coverage))


def test_nothing_told_is_nothing_known() -> None:
    assert same(MovingAverage(WINDOW_S, HOLD_S).mean(START_S), Mean(NO_VALUE, 0.0))


def test_of_two_values_at_the_same_time_the_second_counts() -> None:
    average = MovingAverage(WINDOW_S, HOLD_S)
    now_s = told(average, [(0, 9000.0), (0, 100.0), (60, 9000.0)])
    assert same(average.mean(now_s), Mean(100.0, 0.2))


def test_a_clock_set_back_by_more_than_the_window_begins_anew() -> None:
    average = MovingAverage(WINDOW_S, HOLD_S)
    now_s = told(average, [(0, 9000.0), (60, 9000.0), (-3600, 100.0)])
    assert same(average.mean(now_s + 30), Mean(100.0, 0.1))


def test_cleared_it_knows_nothing_and_learns_again() -> None:
    average = MovingAverage(WINDOW_S, HOLD_S)
    now_s = told(average, [(10, 9000.0)] * 50)
    average.clear()
    assert same(average.mean(now_s), Mean(NO_VALUE, 0.0))
    average.add(now_s, 100.0)
    assert same(average.mean(now_s + 60), Mean(100.0, 0.2))


def traced(average: MovingAverage, now_s: float) -> tuple[int, int]:
    """How many bytes more there are after many readings, and at most in between; of all threads."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(3000):
            average.add(now_s + number * 0.2, float(number))
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before, peak - before


def test_telling_allocates_no_arrays_and_keeps_no_memory() -> None:
    average = MovingAverage(WINDOW_S, HOLD_S)
    now_s = told(average, [(0.2, 1000.0)] * 3000)
    # What another thread allocates meanwhile is not its own.
    found = [traced(average, now_s + 600.0 * turn) for turn in range(3)]
    assert min(kept for kept, _ in found) < 1000
    # One array of the buffer's length would be 8 kB.
    assert min(peak for _, peak in found) < 2000
