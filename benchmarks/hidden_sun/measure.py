"""Runs the laws in houses whose inverter throws sun away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from backtest.engine import run
from backtest.law import Law, View
from backtest.laws.ours import SolarCharging
from backtest.prices import STEP_S
from backtest.result import KWH_PER_W, Result
from backtest.scenario import Scenario
from backtest.scenarios import Window
from benchmarks.case import added, runs_added, summed_by
from solar_charging.base.reason import Why

from .homes import LAWS, TRUTH, Home


@dataclass(frozen=True)
class Tally:
    """Adds up a law's runs: energies in kWh, of the scored time, and what the probes came to."""

    sun_kwh: float
    grid_kwh: float
    cost: float
    commands: int
    starts: int
    missed: int
    failed: int
    bought_kwh: float

    def __add__(self, other: Tally) -> Tally:
        return added(self, other)


@dataclass(frozen=True)
class Case:
    """Holds a home's runs, by the law's label."""

    days: float
    runs: Mapping[str, Tally]

    def __add__(self, other: Case) -> Case:
        return Case(self.days + other.days, runs_added(self.runs, other.runs))

    def share(self, label: str) -> float:
        """Returns the share of the sun in the car that the law gets which sees all of it."""
        return self.runs[label].sun_kwh / self.runs[TRUTH].sun_kwh


@dataclass(frozen=True)
class Measured:
    """Holds one job's outcome."""

    home: Home
    window: str
    case: Case

    @property
    def scenario(self) -> str:
        return self.home.label


class Watch:
    """Passes a law on, and counts the probes that failed, and what was bought while they ran."""

    def __init__(self, law: Law, since_s: float) -> None:
        self.name = law.name
        self.failed, self.bought_kwh = 0, 0.0
        self._law, self._since_s = law, since_s
        self._failed_today = 0

    def decide(self, view: View) -> int | None:
        wanted, law = self._law.decide(view), self._law
        if isinstance(law, SolarCharging) and law.outcome is not None and law.probes is not None:
            failed = law.probes.failed_today
            scored = view.now_s >= self._since_s
            self.failed += scored and failed > self._failed_today
            self._failed_today = failed
            if scored and view.charging and law.outcome.decision.reason.why is Why.HIDDEN_SUN:
                self.bought_kwh += max(view.grid_w, 0.0) * KWH_PER_W
        return wanted


def measure(
    homes: Sequence[Home], windows: Sequence[Window], laws: Sequence[str], days: int, warm_up: int
) -> Iterator[Measured]:
    """Yields all homes in all windows as they are done, one after the other."""
    for home in homes:
        for window in windows:
            yield Measured(home, window.name, measure_one(home.scenario_in(window, days, warm_up), laws))


def measure_one(scenario: Scenario, laws: Sequence[str]) -> Case:
    """Measures the laws in one scenario; the first sees all of the sun, as if nothing were thrown away."""
    runs = {}
    for label in laws:
        seen = replace(scenario, export_limit=None) if label == TRUTH else scenario
        watch = Watch(LAWS[label](scenario), scenario.start_s + scenario.first_scored * STEP_S)
        runs[label] = _tally(run(seen, watch), watch)
    return Case(scenario.days, runs)


def _tally(result: Result, watch: Watch) -> Tally:
    return Tally(
        sun_kwh=result.car_solar_kwh,
        grid_kwh=result.car_grid_kwh,
        cost=result.charging_cost,
        commands=result.commands,
        starts=result.starts,
        missed=result.missed,
        failed=watch.failed,
        bought_kwh=watch.bought_kwh,
    )


def summed(measured: Iterable[Measured]) -> dict[Home, Case]:
    """Adds up all windows of each home, in their order."""
    return summed_by((each.home, each.case) for each in measured)
