"""Runs each planner in each scene and window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import NamedTuple

from backtest.engine import run
from backtest.laws import LAWS
from backtest.laws.ours import SolarCharging, settings_for
from backtest.optimum import hindsight
from backtest.result import Result
from backtest.scenario import CarModel, Scenario
from backtest.scenarios import Window
from benchmarks.scope import OURS
from benchmarks.speed import timed
from solar_charging.planning import prospect
from solar_charging.settings.settings import Settings

from ..spread import spread
from .night import Night, Noting, night_of
from .outcome import Comparison, Outcome
from .scenes import scene_in

FORECAST, FREE = "solar_charging_forecast", "solar_charging_free_starts"
PLANNERS = (OURS, FORECAST, FREE, "evcc", "teslasolarcharger", "pv_excess_control", "night_80", "at_once")

EXACT, TWICE = "exact forecast", "twice the usual errors"
FORECASTS: Mapping[str, str] = {"exact": EXACT, "usual errors": FORECAST, TWICE: TWICE, "none": OURS}
"""Our law's runs by the forecast it is given."""

ERRORS: Mapping[str, float] = {EXACT: 0.0, TWICE: 2.0}
"""How much worse than usual the solar energy is forecast in runs of their own, on one phase alone."""

PARTS = ("make_scenarios", "plan", "make_schedule")
"""The parts of planning: functions of the app's `prospect`."""


class Job(NamedTuple):
    """Pairs a scene with a window."""

    scene: str
    window: Window


@dataclass(frozen=True)
class Measured:
    """Holds one job's outcome, and how many seconds each call of each of the `PARTS` took."""

    scenario: str
    window: str
    comparison: Comparison
    night: Night | None
    spans_s: Mapping[str, Sequence[float]]


def measure(scenes: Sequence[str], windows: Sequence[Window], processes: int) -> Iterator[Measured]:
    """Yields all jobs as they are done."""
    jobs = [(Job(scene, window),) for window in windows for scene in scenes]
    yield from spread(measure_one, jobs, processes)


def measure_one(job: Job) -> Measured:
    """Measures all planners and forecasts in one scene and window."""
    scenario = scene_in(job.scene, job.window)
    best = hindsight(scenario)
    noting = Noting(scenario.car)
    with ExitStack() as stack:
        spans_s = {part: stack.enter_context(timed(prospect, part)) for part in PARTS}
        ours = run(scenario, noting)
    results = {OURS: ours, **dict(_others(scenario))}
    runs = {label: Outcome.of(scenario, result, best.energy_value) for label, result in results.items()}
    return Measured(
        scenario=job.scene,
        window=job.window.name,
        comparison=Comparison(scenario.days, best.cost, runs),
        night=night_of(job.scene, job.window.name, scenario, ours, noting),
        spans_s=spans_s,
    )


def _others(scenario: Scenario) -> Iterator[tuple[str, Result]]:
    for law in PLANNERS:
        if law not in (OURS, FREE):
            yield law, run(scenario, LAWS[law](scenario.car))
    yield FREE, run(scenario, SolarCharging(scenario.car, _free(scenario.car)))
    # More phases say nothing new of a forecast.
    for label, error in ERRORS.items() if scenario.car.phases == 1 else ():
        yield label, run(replace(scenario, forecast_error=error), LAWS[FORECAST](scenario.car))


def _free(car: CarModel) -> Settings:
    """Returns the app's settings with free commands and starts, as they are counted here."""
    usual = settings_for(car)
    charging = usual.charging.model_copy(update={"start_cost": 0.0})
    api = usual.api.model_copy(update={"command_price": 0.0, "read_price": 0.0, "wake_up_price": 0.0})
    return usual.model_copy(update={"charging": charging, "api": api})
