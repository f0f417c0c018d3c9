"""Finds the stretches of a house's time to measure in: recorded, of any folder, or made up."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from backtest.scenario import Scenario
from backtest.scenarios import (
    REPORTING,
    TUNING,
    WARM_UP,
    Window,
    made_up_window,
    read_windows,
    scenario,
    windows_in,
    with_made_up_spot,
)
from simulator.trace import TraceError, read_trace

TRACES = (".csv", ".gz", ".parquet")
WARM_UP_SHARE = 0.4


def choose_windows(parser: argparse.ArgumentParser, quick: str) -> None:
    """Adds the options that say in which windows to measure; `quick` says what `--quick` does."""
    either = parser.add_mutually_exclusive_group().add_argument
    either("--quick", action="store_true", help=quick)
    either(
        "--traces", type=Path, metavar="DIR", help="measure in all traces (CSV, CSV.gz, Parquet) of a folder"
    )


class Stretches(NamedTuple):
    """Holds windows and, for a person, where they are from; `recorded`: figures are published of them."""

    origin: str
    windows: tuple[Window, ...]
    recorded: bool = False


def stretches(folder: Path | None, days: int, tuning: bool = False) -> Stretches:
    """Returns the windows of `folder`; without one the recorded ones; else `days` made up.

    The recorded ones are those that no constant has seen, or (`tuning`) those by which constants are set.
    Raises `TraceError` for a folder without a usable file.
    """
    if folder is not None:
        windows = tuple(window for path in sorted(folder.iterdir()) for window in _read(path))
        if not windows:
            raise TraceError(f"{folder}: must hold a trace (CSV, CSV.gz or Parquet), holds none")
        return Stretches("traces of your own", windows)
    recorded = read_windows()
    if recorded and tuning:
        return Stretches("recorded, for tuning", tuple(recorded[name] for name in TUNING))
    if recorded:
        return Stretches(
            "recorded, unseen in tuning", tuple(recorded[name] for name in REPORTING), recorded=True
        )
    return made_up(days)


def made_up(days: int) -> Stretches:
    """Returns a window that anyone can have: a sky and appliances by chance."""
    return Stretches("made up, for there are no recorded ones", (made_up_window(seed=1, days=days),))


def _read(path: Path) -> Iterator[Window]:
    """Yields the windows of a file: a trace with made-up exchange prices, or several with their own."""
    if path.suffix not in TRACES:
        return
    if path.suffix == ".parquet" and _has_windows(path):
        yield from windows_in(path).values()
    else:
        yield with_made_up_spot(path.name.partition(".")[0], read_trace(path), seed=1)


def _has_windows(path: Path) -> bool:
    import pyarrow.parquet as pq

    return "window" in pq.read_schema(path).names


def scenario_in(name: str, window: Window) -> Scenario:
    """Returns one of the twelve scenarios in one window."""
    return scenario(name, window, warm_up=warm_up_in(window))


def warm_up_in(window: Window) -> timedelta:
    """Returns the part of a window that is not scored: two weeks, or less where it is short."""
    return min(WARM_UP, timedelta(days=int(window.trace.span_s * WARM_UP_SHARE // 86_400)))
