"""Draws one day of a house with a battery under several laws."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from backtest.prices import STEP_S
from backtest.result import Result
from simulator.trace import Series

from .day import FIRST_HOUR, Day

mpl.use("Agg")
from matplotlib import pyplot as plt

MINUTE_STEPS = 60 // STEP_S
COLOURS = ("#d1495b", "#1b6ca8", "#8a8a8a")


def draw(day: Day, results: Mapping[str, Result], path: Path) -> None:
    """Draws the day from six in the morning on, and the night that follows, into a PNG file."""
    scenario, steps = day.scenario, day.steps
    figure, panels = plt.subplots(
        4, 1, figsize=(11, 10), sharex=True, height_ratios=(3, 2, 2, 1), constrained_layout=True
    )
    power, grid, level, price = panels
    hours = FIRST_HOUR + np.arange(steps.stop - steps.start) * STEP_S / 3600
    sun_kw, house_kw = scenario.solar_w[steps] / 1000, scenario.load_w[steps] / 1000
    power.fill_between(_thin(hours), 0, _thin(sun_kw), color="#f7d774", alpha=0.6, label="sun")
    power.plot(_thin(hours), _thin(house_kw), color="0.5", linewidth=0.7, label="house")
    for (law, result), colour in zip(results.items(), COLOURS, strict=False):
        assert result.house is not None
        car_kw = result.amps[steps] * scenario.car.watts_per_amp / 1000
        grid_kw = house_kw + car_kw - sun_kw - result.house.power_w[steps] / 1000
        power.step(hours, car_kw, where="post", color=colour, linewidth=1.3, label=f"car, {law}")
        grid.plot(_thin(hours), _thin(grid_kw), color=colour, linewidth=1.0)
        level.plot(_thin(hours), _thin(result.house.soc_pct[steps]), color=colour, linewidth=1.3)
    price.step(hours, scenario.import_price[steps], where="post", color="0.3", linewidth=1.0)
    power.set(title=f"{day.name}: {scenario.time_of(steps.start):%A, %d %B %Y}", ylabel="kW")
    power.legend(loc="upper right", fontsize=8, frameon=False)
    grid.set(ylabel="grid, kW (+ bought)")
    level.set(ylabel="house battery, %", ylim=(0, 102))
    price.set(ylabel="per kWh", xlabel="hour", xlim=(FIRST_HOUR, FIRST_HOUR + 24), ylim=(0, None))
    shown = range(FIRST_HOUR, FIRST_HOUR + 25, 2)
    price.set_xticks(shown, [str(hour % 24) for hour in shown])
    _tidy(panels)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _tidy(panels: Any) -> None:
    for axes in panels:
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)


def _thin(values: Series) -> Series:
    """Returns one value a minute, for nobody sees more."""
    return values[::MINUTE_STEPS]
