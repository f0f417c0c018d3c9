"""Runs the laws in houses with a battery: each home in each window is one job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from backtest.engine import run
from backtest.horizon import Optimum
from backtest.optimum import hindsight
from backtest.result import Result
from backtest.scenario import Scenario
from backtest.scenarios import Window
from benchmarks.case import added, runs_added, summed_by

from ..spread import spread
from .dear import dear_kwh
from .homes import LAWS, REFERENCE, Home


@dataclass(frozen=True)
class Tally:
    """Adds up a law's runs.

    `net` is what the charge cost with commands and starts, less the worth of what is in both batteries.
    Energies are in kWh: what the house battery gave to the car, how much of that was dearer than buying it,
    and what was bought.
    """

    net: float
    to_car_kwh: float
    dear_to_car_kwh: float
    import_kwh: float
    commands: int
    starts: int
    holds: int
    missed: int

    @classmethod
    def of(cls, scenario: Scenario, result: Result, best: Optimum) -> Tally:
        """Returns the tally of one run of a scenario; raises `ValueError` for one without a house battery."""
        if result.house is None:
            raise ValueError("result: must be of a house with a battery, is of one without")
        return cls(
            net=result.net(best.energy_value, best.house_value),
            to_car_kwh=result.house.to_car_kwh,
            dear_to_car_kwh=dear_kwh(scenario, result, best.house_value),
            import_kwh=result.house.import_kwh,
            commands=result.commands,
            starts=result.starts,
            holds=result.house.holds,
            missed=result.missed,
        )

    def __add__(self, other: Tally) -> Tally:
        return added(self, other)


@dataclass(frozen=True)
class Case:
    """Holds a home's runs in one window, or added up over several, by the law's label."""

    days: float
    optimum: float
    runs: Mapping[str, Tally]

    def __add__(self, other: Case) -> Case:
        runs = runs_added(self.runs, other.runs)
        return Case(self.days + other.days, self.optimum + other.optimum, runs)

    def share(self, label: str) -> float:
        """Returns the share saved, net, of what hindsight could have saved against charging at once."""
        dumb = self.runs[REFERENCE].net
        return (dumb - self.runs[label].net) / (dumb - self.optimum)


@dataclass(frozen=True)
class Measured:
    """Holds one job's outcome."""

    home: Home
    window: str
    case: Case

    @property
    def scenario(self) -> str:
        return self.home.label


def measure(jobs: Iterable[tuple[Home, Window]], laws: Sequence[str], processes: int) -> Iterator[Measured]:
    """Yields all homes in their windows as they are done."""
    yield from spread(measure_one, [(home, window, laws) for home, window in jobs], processes)


def measure_one(home: Home, window: Window, laws: Sequence[str]) -> Measured:
    """Measures the laws in one home in one window."""
    scenario = home.scenario_in(window)
    best = hindsight(scenario)
    runs = {label: Tally.of(scenario, run(scenario, LAWS[label](scenario.car)), best) for label in laws}
    return Measured(home, window.name, Case(scenario.days, best.cost, runs))


def summed(measured: Iterable[Measured], homes: Sequence[Home]) -> dict[Home, Case]:
    """Adds up all windows of each home, in the order of the homes."""
    by_homes = sorted(measured, key=lambda job: (homes.index(job.home), job.window))
    return summed_by((each.home, each.case) for each in by_homes)
