"""Draws a day: the surplus, what each law charged with, and how full the car got."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from simulator.trace import Series

from .prices import STEP_S
from .result import Result
from .scenario import Scenario, ScenarioError

MINUTE_STEPS = 60 // STEP_S


def sunniest_day(scenario: Scenario) -> date:
    """Returns the day with the most solar energy."""
    day_steps = 86_400 // STEP_S
    days = max(scenario.steps // day_steps, 1)
    made = [scenario.solar_w[day * day_steps : (day + 1) * day_steps].sum() for day in range(days)]
    return scenario.time_of(int(np.argmax(made)) * day_steps + min(day_steps, scenario.steps) // 2).date()


def plot_day(scenario: Scenario, results: Mapping[str, Result], day: date, path: Path) -> None:
    """Draws one day, midnight to midnight by the house's clock, as PNG, SVG or PDF by the file's ending.

    Raises `ScenarioError` for a day outside the trace.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    steps = _steps(scenario, day)
    figure, (power, level) = plt.subplots(
        2, 1, figsize=(11, 7), sharex=True, height_ratios=(3, 1), constrained_layout=True
    )
    hours = np.arange(steps.stop - steps.start) * STEP_S / 3600
    hours += (steps.start - scenario.step_of(_midnight(scenario, day))) * STEP_S / 3600
    surplus_kw = (scenario.solar_w[steps] - scenario.load_w[steps]) / 1000
    power.plot(_thin(hours), _thin(surplus_kw), color="0.6", linewidth=0.8, label="surplus")
    power.fill_between(_thin(hours), 0, np.maximum(_thin(surplus_kw), 0), color="#f7d774", alpha=0.5)
    for name, result in results.items():
        drawn_kw = result.amps[steps] * scenario.car.watts_per_amp / 1000
        (line,) = power.step(hours, drawn_kw, where="post", linewidth=1.2, label=name)
        level.plot(hours, result.soc_pct[steps], color=line.get_color(), linewidth=1.2)
    power.set(title=f"{day:%A, %d %B %Y}", ylabel="kW")
    power.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    level.set(ylabel="battery, %", xlabel="hour", xlim=(0, 24), xticks=range(0, 25, 2))
    for axes in (power, level):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=130)
    plt.close(figure)


def _thin(values: Series) -> Series:
    """Returns one value a minute, for nobody sees more."""
    return values[::MINUTE_STEPS]


def _midnight(scenario: Scenario, day: date) -> datetime:
    return datetime.combine(day, time(), scenario.zone)


def _steps(scenario: Scenario, day: date) -> slice:
    first = max(scenario.step_of(_midnight(scenario, day)), 0)
    last = min(scenario.step_of(_midnight(scenario, day + timedelta(days=1))), scenario.steps)
    if first >= last:
        spans = f"{scenario.time_of(0):%Y-%m-%d} to {scenario.time_of(scenario.steps - 1):%Y-%m-%d}"
        raise ScenarioError(f"day: must be one of the trace's, {spans}, is {day:%Y-%m-%d}")
    return slice(first, last)
