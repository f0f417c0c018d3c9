"""`python -m benchmarks.speed` on a day or two: what it measures, not how fast this computer is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from benchmarks.deque_average import DequeAverage
from benchmarks.speed import CALLS, Memory, Row, memory, minutes, table, time_calls, time_windows, time_year
from solar_charging.metering.moving_average import NO_VALUE, MovingAverage

START_S, WINDOW_S, HOLD_S = 1_780_000_000.0, 300.0, 120.0

steps = st.tuples(
    st.sampled_from([0, 10, 10, 10, 60, 130, 400, -30, -400]), st.floats(-9000, 9000) | st.just(NO_VALUE)
)


@effort(deadline=None)
@given(st.lists(steps, max_size=100), st.none() | st.integers(0, 300), st.integers(0, 450))
def test_the_deque_has_the_same_windows_as_the_ring(
    told: list[tuple[int, float]], forgotten_s: int | None, later_s: int
) -> None:
    ring, plain = MovingAverage(WINDOW_S, HOLD_S), DequeAverage(WINDOW_S, HOLD_S)
    at_s = START_S
    for step_s, value in told:
        at_s += step_s
        ring.add(at_s, value)
        plain.add(at_s, value)
    if forgotten_s is not None:
        ring.forget(at_s - forgotten_s)
        plain.forget(at_s - forgotten_s)
    windows = (average.window(at_s + later_s) for average in (ring, plain))
    ring_window, plain_window = ([series.tolist() for series in window] for window in windows)
    assert ring_window == plain_window


def test_each_call_is_timed_with_both() -> None:
    # The first plan is made once the sun of a whole day is known.
    rows = {row.name: row for row in time_calls(minutes(2))}
    assert list(rows) == list(CALLS)
    assert all(row.took_s > 0 and row.deque_s > 0 for row in rows.values())


def test_a_year_is_that_many_times_its_days_and_leads_to_the_same_currents() -> None:
    assert time_year(minutes(1)).took_s > time_windows(30).took_s


def test_the_memory_stays_as_it_is() -> None:
    held = memory(minutes(1))
    assert held.halfway_kb > 1
    assert held.end_kb - held.halfway_kb < 50


def test_the_table_has_a_line_for_each_row_and_shows_units() -> None:
    rows = [Row("a reading", 20e-6, 9e-6, 0.0123, 4.5e-6), Row("a year", None, 161.0, None, 80.5)]
    assert table(rows, Memory(60, 81.4, 84.6)).splitlines()[2:] == [
        "| a reading | 20 µs | 9 µs | 12.3 ms | 4.5 µs | 0.50 |",
        "| a year |  | 161 s |  | 80.5 s | 0.50 |",
        "",
        "Memory: after 30 days 81 kB, after 60 days 85 kB.",
    ]


@pytest.mark.parametrize(
    ("per_window", "name"), [(5, "a window of 5 readings"), (300, "a window of 300 readings")]
)
def test_windows_of_any_length_are_timed(per_window: int, name: str) -> None:
    row = time_windows(per_window)
    assert row.name == name
    assert 0 < row.took_s < 1
