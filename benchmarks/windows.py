"""The stretches of a house's time to measure in: recorded ones, those of any folder, or one made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from backtest.scenario import Scenario
from backtest.scenarios import (
    REPORTING,
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


class Stretches(NamedTuple):
    """Windows and, for a person, where they are from; `recorded`: the ones that figures are published of."""

    origin: str
    windows: tuple[Window, ...]
    recorded: bool = False


def stretches(folder: Path | None, days: int) -> Stretches:
    """Those of `folder`; without one the recorded windows that no constant has seen; else `days` made up.

    Raises `TraceError` for a folder without a usable file.
    """
    if folder is not None:
        windows = tuple(window for path in sorted(folder.iterdir()) for window in _read(path))
        if not windows:
            raise TraceError(f"{folder}: must hold a trace (CSV, CSV.gz or Parquet), holds none")
        return Stretches("traces of your own", windows)
    recorded = read_windows()
    if recorded:
        return Stretches(
            "recorded, unseen in tuning", tuple(recorded[name] for name in REPORTING), recorded=True
        )
    return made_up(days)


def made_up(days: int) -> Stretches:
    """What anyone has: a sky and appliances by the dice."""
    return Stretches("made up, for there are no recorded ones", (made_up_window(seed=1, days=days),))


def _read(path: Path) -> Iterator[Window]:
    """A trace gets an exchange's prices made up; a file of several windows has its own."""
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
    """One of the twelve."""
    return scenario(name, window, warm_up=warm_up_in(window))


def warm_up_in(window: Window) -> timedelta:
    """What is not scored of a window: two weeks, or less where it is short."""
    return min(WARM_UP, timedelta(days=int(window.trace.span_s * WARM_UP_SHARE // 86_400)))
