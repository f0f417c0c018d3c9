"""Tells what a planner's purchases came to, and how far that is from hindsight."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from backtest.result import KWH_PER_W, Result
from backtest.scenario import Scenario
from benchmarks.case import REFERENCE, added, runs_added

from .purchases import bought_w


@dataclass(frozen=True)
class Outcome:
    """Adds up runs: money without commands and starts, energy in kWh.

    `cost` is the charge's, with what was missing at the dearest price, less the worth of what is in the
    battery; `paid` is what was paid for the `bought_kwh` alone.
    """

    cost: float
    paid: float
    bought_kwh: float
    sun_kwh: float
    missed: int
    missing_kwh: float

    @classmethod
    def of(cls, scenario: Scenario, result: Result, energy_value: float) -> Outcome:
        first = scenario.first_scored
        paid = bought_w(scenario, result.amps)[first:] @ scenario.import_price[first:]
        return cls(
            cost=result.gross(energy_value),
            paid=float(paid) * KWH_PER_W,
            bought_kwh=result.car_grid_kwh,
            sun_kwh=result.car_solar_kwh,
            missed=result.missed,
            missing_kwh=result.shortfall_kwh,
        )

    @property
    def mean_price(self) -> float | None:
        """Returns the mean price per kWh of what was bought; None where nothing was."""
        return self.paid / self.bought_kwh if self.bought_kwh > 0 else None

    def __add__(self, other: Outcome) -> Outcome:
        return added(self, other)


@dataclass(frozen=True)
class Comparison:
    """Holds the runs in a scene, in one window or added up over several.

    `optimum` is what hindsight would have paid.
    """

    days: float
    optimum: float
    runs: Mapping[str, Outcome]

    def __add__(self, other: Comparison) -> Comparison:
        runs = runs_added(self.runs, other.runs)
        return Comparison(self.days + other.days, self.optimum + other.optimum, runs)

    def cost(self, label: str) -> float:
        """Returns the cost a day."""
        return self.runs[label].cost / self.days

    def regret(self, label: str) -> float:
        """Returns the money a day beyond what hindsight would have paid."""
        return (self.runs[label].cost - self.optimum) / self.days

    def regret_share(self, label: str) -> float:
        """Returns the regret as a part of what hindsight could have saved against `REFERENCE`.

        It is NaN where there was nothing to save.
        """
        saved = self.regret(REFERENCE)
        return self.regret(label) / saved if saved > 0 else math.nan

    def figures(self) -> dict[str, Any]:
        """Returns all figures for JSON, also those that follow from others; what is not a number is null."""
        runs = {
            label: {
                **asdict(run),
                "mean_price": run.mean_price,
                "regret_per_day": self.regret(label),
                "regret_share": None if math.isnan(self.regret_share(label)) else self.regret_share(label),
            }
            for label, run in self.runs.items()
        }
        return {"days": self.days, "optimum": self.optimum, "runs": runs}


def mean_regret_share(comparisons: Mapping[str, Comparison], label: str) -> float:
    """Returns the mean over the scenes, all of equal weight."""
    return float(np.mean([each.regret_share(label) for each in comparisons.values()]))
