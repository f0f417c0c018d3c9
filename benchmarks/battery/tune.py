"""Finds the peers' best battery settings, on the windows for tuning: `python -m benchmarks.battery.tune`.

One setting after the other is tried, over what their settings without a battery were tuned to, and kept where
it raises the mean share of the possible saving; at most twenty settings for each peer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from backtest.engine import run
from backtest.law import Law
from backtest.laws.evcc import Evcc, EvccBattery
from backtest.laws.openwb import OpenWb, OpenWbBattery
from backtest.laws.simple import AtOnce
from backtest.laws.teslasolarcharger import TeslaSolarCharger, TscBattery
from backtest.optimum import hindsight
from backtest.scenario import Scenario
from backtest.scenarios import NAMES, TUNING, Window, read_windows

from .homes import MAX_KW, TUNED_EVCC, TUNED_TSC, Home

HOMES = ("night_1ph", "ch_3ph", "spot_1ph", "shift48_1ph")

Battery = EvccBattery | TscBattery | OpenWbBattery

FIRST: Sequence[Battery] = (EvccBattery(), TscBattery(1000 * MAX_KW), OpenWbBattery())
TRIED: Mapping[type[Battery], Sequence[Mapping[str, Any]]] = {
    EvccBattery: (
        {"holds": True},
        *({"priority_pct": each} for each in (20.0, 40.0, 60.0, 80.0, 95.0, 100.0)),
        *({"buffer_pct": each} for each in (95.0, 80.0, 60.0)),
        *({"buffer_pct": each, "buffer_start_pct": each} for each in (99.0, 95.0, 90.0, 80.0)),
    ),
    TscBattery: (
        *({"min_pct": each} for each in (10.0, 20.0, 40.0, 60.0, 80.0, 95.0, 100.0)),
        {"dynamic": True},
        *({"discharge_w": each} for each in (500.0, 1500.0)),
    ),
    OpenWbBattery: (
        {"control": "nothing"},
        {"control": "house"},
        {"mode": "bat_mode"},
        {"mode": "min_soc_bat_mode"},
        *(
            {"mode": "min_soc_bat_mode", "min_pct": low, "max_pct": high}
            for low, high in ((20, 40), (30, 90), (70, 90), (90, 99))
        ),
        {"reserve_w": 2000.0},
        {"discharge_w": 1500.0},
    ),
}


class Share:
    """Says which share of the possible saving a setting reaches in one home and window."""

    def __init__(self, home: Home, window: Window) -> None:
        self._scenario: Scenario = home.scenario_in(window)
        self._best = hindsight(self._scenario)
        self._dumb = self._net(AtOnce(self._scenario.car))

    def of(self, battery: Battery) -> float:
        net = self._net(law_with(battery, self._scenario))
        return (self._dumb - net) / (self._dumb - self._best.cost)

    def _net(self, law: Law) -> float:
        return run(self._scenario, law).net(self._best.energy_value, self._best.house_value)


def law_with(battery: Battery, scenario: Scenario) -> Law:
    """Returns a peer with the settings of a battery, the others tuned."""
    if isinstance(battery, EvccBattery):
        return Evcc(scenario.car, replace(TUNED_EVCC, battery=battery))
    if isinstance(battery, TscBattery):
        return TeslaSolarCharger(scenario.car, replace(TUNED_TSC, battery=battery))
    return OpenWb(scenario.car, battery)


def best_of(first: Battery, measured: Callable[[Battery], float]) -> Battery:
    """Returns the best that is found by one pass over what is tried of a peer's settings."""
    best, share = first, measured(first)
    for changed in TRIED[type(first)]:
        battery = replace(best, **changed)
        found = measured(battery)
        print(f"{100 * found:6.2f}  {battery}", flush=True)
        if found > share:
            best, share = battery, found
    print(f"{100 * share:6.2f}  {best} is best", flush=True)
    return best


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.battery.tune", description=__doc__)
    add = parser.add_argument
    add("--homes", nargs="+", default=HOMES, choices=NAMES, metavar="NAME", help="the scenarios")
    add("--windows", nargs="+", default=TUNING, choices=TUNING, metavar="NAME", help="the windows")
    options = parser.parse_args(arguments)
    windows = read_windows()
    if not windows:
        print("benchmarks.battery.tune: the recorded windows must be there, are not", file=sys.stderr)
        return 2
    shares = [Share(Home(name), windows[window]) for name in options.homes for window in options.windows]
    for first in FIRST:
        best_of(first, lambda battery: float(np.mean([share.of(battery) for share in shares])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
