"""Measures what the app takes of a computer: `python -m benchmarks.speed [--whole] [--json FILE]`.

A commuter's car at a made-up house, whose meter tells the mean of each minute, is replayed through the very
controller, once with the ring buffer and once with a plain deque in its place; both must decide the same.
A week stands for a year; `--whole` takes all of it. Counted is the processor's time, so that a busy machine
changes little. Exits with 1 when something takes longer than it may.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
import timeit
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from backtest.engine import run
from backtest.laws.ours import SolarCharging
from backtest.made_up import made_up_trace
from backtest.scenario import Scenario
from backtest.scenarios import scenario, with_made_up_spot
from simulator.trace import Trace
from solar_charging.control.controller import Controller
from solar_charging.metering import surplus
from solar_charging.metering.moving_average import MovingAverage
from solar_charging.planning import prospect

from .deque_average import DequeAverage

YEAR_DAYS = 365
DAYS, CALL_DAYS, MEMORY_DAYS = 7, 3, 6
AVERAGES = (MovingAverage, DequeAverage)

CALLS: Mapping[str, tuple[Any, str, float]] = {
    "a meter reading": (Controller, "meter", 100e-6),
    "a decision": (Controller, "beat", 2e-3),
    "the scenarios for a plan": (prospect, "make_scenarios", 50e-3),
    "a plan": (prospect, "plan", 50e-3),
}
"""What is timed wherever it is replayed, and how many seconds it may take.

Ten readings a second, more than any meter tells, take a thousandth of a core so.
"""

APP, FRAMES = tracemalloc.Filter(True, "*/solar_charging/*", all_frames=True), 2
"""Whose memory is looked at: two calls tell the app behind most of what a library takes for it."""


@dataclass(frozen=True)
class Row:
    """Holds how many seconds something may take, and took.

    `below_s` is the most it may take (None: no limit), `took_s` what it took, of many calls the median,
    `slow_s` what the slowest of a hundred took (None: there was but one), `deque_s` the same as `took_s` with
    a deque.
    """

    name: str
    below_s: float | None
    took_s: float
    slow_s: float | None
    deque_s: float


@dataclass(frozen=True)
class Memory:
    """Holds what the app held half-way through the replay of some days, and at its end."""

    days: int
    halfway_kb: float
    end_kb: float


def minutes(days: int) -> Scenario:
    """Returns a commuter in a made-up house from the equinox on, metered by the mean of each minute."""
    fine = made_up_trace(datetime(2018, 3, 20, tzinfo=timezone.utc), days, seed=1)
    load_w, solar_w = (series.reshape(-1, 6).mean(axis=1) for series in (fine.load_w, fine.solar_w))
    window = with_made_up_spot("minutes", Trace(fine.start, 60.0, load_w, solar_w), seed=1)
    return scenario("night_1ph", window, warm_up=timedelta())


def time_calls(house: Scenario) -> Iterator[Row]:
    """Times the calls of `CALLS` where they happen."""
    # The first of all runs pays for what is loaded late.
    _spans_s(minutes(1), MovingAverage)
    found = [_spans_s(house, average) for average in AVERAGES]
    for name, (_, _, below_s) in CALLS.items():
        ring_s, deque_s = (spans_s[name] for spans_s in found)
        slow_s = float(np.percentile(ring_s, 99))
        yield Row(name, below_s, float(np.median(ring_s)), slow_s, float(np.median(deque_s)))


def _spans_s(house: Scenario, average: type) -> Mapping[str, Sequence[float]]:
    with ExitStack() as stack:
        stack.enter_context(patch.object(surplus, "MovingAverage", average))
        timers = {name: stack.enter_context(timed(*called[:2])) for name, called in CALLS.items()}
        run(house, SolarCharging(house.car))
    return timers


@contextmanager
def timed(owner: Any, name: str) -> Iterator[list[float]]:
    """Yields a list that gets the seconds of each call of a method or function."""
    called = getattr(owner, name)
    spans_s: list[float] = []

    def timing(*args: Any, **kwargs: Any) -> Any:
        begin_s = time.thread_time()
        try:
            return called(*args, **kwargs)
        finally:
            spans_s.append(time.thread_time() - begin_s)

    with patch.object(owner, name, timing):
        yield spans_s


def time_windows(per_window: int) -> Row:
    """Times a window of five minutes of a meter that reports `per_window` times in it."""
    took_s = []
    for average in (average(300.0, 120.0) for average in AVERAGES):
        for number in range(2 * per_window):
            average.add(number * 300.0 / per_window, float(number))
        look = partial(average.window, 600.0)
        took_s.append(min(timeit.repeat(look, number=200, repeat=5)) / 200)
    return Row(f"a window of {per_window} readings", None, took_s[0], None, took_s[1])


def time_year(house: Scenario) -> Row:
    """Returns the processor time of a year, scaled from that of the scenario's days.

    Raises `AssertionError` where the car is charged otherwise with the deque than with the ring buffer.
    """
    took_s, currents = [], []
    for average in AVERAGES:
        with patch.object(surplus, "MovingAverage", average):
            begin_s = time.process_time()
            currents.append(run(house, SolarCharging(house.car)).amps)
            took_s.append((time.process_time() - begin_s) * YEAR_DAYS / house.days)
    if not np.array_equal(currents[0], currents[1]):
        raise AssertionError("with the deque the car must be charged as with the ring buffer, and is not")
    return Row("a year of minutes", None, took_s[0], None, took_s[1])


def memory(house: Scenario) -> Memory:
    """Measures what the app's own lines, and what they call, hold."""
    held_kb: list[float] = []

    def look(share: float) -> None:
        if (share >= 0.5 and not held_kb) or share == 1.0:
            gc.collect()
            app = tracemalloc.take_snapshot().filter_traces([APP])
            held_kb.append(sum(trace.size for trace in app.traces) / 1000)

    tracemalloc.start(FRAMES)
    try:
        run(house, SolarCharging(house.car), progress=look)
    finally:
        tracemalloc.stop()
    return Memory(round(house.days), held_kb[0], held_kb[-1])


def table(rows: Sequence[Row], held: Memory) -> str:
    """Returns the rows in Markdown, and a sentence on the memory."""
    lines = ["| | may take | takes | slowest 1 % | with a deque | deque : ring |", "|---" + "|---:" * 5 + "|"]
    for row in rows:
        spans = (row.below_s, row.took_s, row.slow_s, row.deque_s)
        cells = (row.name, *(_readable(span_s) for span_s in spans), f"{row.deque_s / row.took_s:.2f}")
        lines.append(f"| {' | '.join(cells)} |")
    days = f"{held.days / 2:g} days {held.halfway_kb:.0f} kB, after {held.days} days {held.end_kb:.0f} kB"
    return "\n".join([*lines, "", f"Memory: after {days}."])


def _readable(span_s: float | None) -> str:
    if span_s is None:
        return ""
    unit, size = next(((u, s) for u, s in (("s", 1.0), ("ms", 1e-3)) if span_s >= s), ("µs", 1e-6))
    return f"{span_s / size:.3g} {unit}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures all; returns the exit code: 1 where something took longer than it may."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--whole", action="store_true", help="replay a whole year, not twenty days of it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file")
    options = parser.parse_args(arguments)
    rows = [
        *time_calls(minutes(CALL_DAYS)),
        *(time_windows(per_window) for per_window in (5, 30, 300)),
        time_year(minutes(YEAR_DAYS if options.whole else DAYS)),
    ]
    held = memory(minutes(MEMORY_DAYS))
    print(table(rows, held))
    if options.json:
        found = {"rows": [asdict(row) for row in rows], "memory": asdict(held)}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(any(row.below_s is not None and row.took_s > row.below_s for row in rows))


if __name__ == "__main__":
    sys.exit(main())
