"""Looks how well a day's sun is foretold by likening its last hour: `python -m benchmarks.battery.likeness`.

Of each day of the windows for tuning, each half hour from eight to six, it is foretold what the house will
have left over in the next hour, and whether it will be more than some kWh until midnight: by the days before,
all the same, and each by how much it counts, for several widths of what counts as alike.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

import numpy as np

from backtest.prices import STEP_S
from backtest.scenario import on_grid
from backtest.scenarios import TUNING, ZONE, Window, read_windows
from solar_charging.base.time_grid import DAY_QUARTERS, QUARTER_S
from solar_charging.planning import solar_scenarios
from solar_charging.planning.history import History

WIDTHS = (0.25, 0.5, 0.7, 1.0, 1.5, 1e6)
"""Shares of the spread that are tried; with the last all days count the same."""

FILLED_KWH = (2.0, 5.0, 8.0)
"""What is to be left over until midnight: about what a house battery takes that is not empty."""

BY_DAY = range(8 * 4, 18 * 4, 2)
HOUR = 4


def errors(window: Window) -> Iterator[tuple[float, float]]:
    """Yields by how many kWh the next hour was off, and by how much each chance of enough until midnight."""
    trace, history = window.trace, History()
    offset = trace.start.astimezone(ZONE).utcoffset()
    assert offset is not None
    surplus_w = on_grid(trace.solar_w - trace.load_w, trace.step_s)
    per_quarter = QUARTER_S // STEP_S
    begin = round(-trace.start.timestamp() % QUARTER_S / STEP_S)
    quarters_kw = surplus_w[begin : begin + (len(surplus_w) - begin) // per_quarter * per_quarter]
    quarters_kw = quarters_kw.reshape(-1, per_quarter).mean(axis=1) / 1000
    first, midnight = (
        round((trace.start.timestamp() + begin * STEP_S) / QUARTER_S),
        round(offset.total_seconds() / QUARTER_S),
    )
    for number, kw in enumerate(quarters_kw):
        of_day = (first + number + midnight) % DAY_QUARTERS
        if of_day in BY_DAY and number >= solar_scenarios.SCENARIOS * DAY_QUARTERS:
            yield from _errors(history, quarters_kw[number:], first + number, midnight, DAY_QUARTERS - of_day)
        history.measured((first + number + 1) * QUARTER_S, float(QUARTER_S), 1000 * float(kw), 0.0)


def _errors(
    history: History, came_kw: np.ndarray, first: int, midnight: int, length: int
) -> Iterator[tuple[float, float]]:
    if len(came_kw) < length:
        return
    foreseen_kw = np.maximum(solar_scenarios.solar_scenarios_kw(history, (), first, length, midnight), 0.0)
    counts = solar_scenarios.likeness(history, (), first, midnight)
    came = np.maximum(came_kw[:length], 0.0)
    next_kwh = foreseen_kw[:, :HOUR].sum(axis=1) / 4
    off_kwh = float(counts @ next_kwh) - float(came[:HOUR].sum()) / 4
    rest_kwh = foreseen_kw.sum(axis=1) / 4
    for filled_kwh in FILLED_KWH:
        yield off_kwh, float(counts @ (rest_kwh > filled_kwh)) - float(came.sum() / 4 > filled_kwh)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.battery.likeness", description=__doc__)
    parser.add_argument("--windows", nargs="+", default=TUNING, choices=TUNING, metavar="NAME")
    options = parser.parse_args(arguments)
    windows = read_windows()
    if not windows:
        print("benchmarks.battery.likeness: the recorded windows must be there, are not", file=sys.stderr)
        return 2
    for width in WIDTHS:
        solar_scenarios.ALIKE = width
        found = np.array([each for name in options.windows for each in errors(windows[name])])
        hour_kwh, chance = np.sqrt((found[:, 0] ** 2).mean()), (found[:, 1] ** 2).mean()
        print(f"{width:10g}  next hour off by {hour_kwh:.3f} kWh, chances by {chance:.4f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
