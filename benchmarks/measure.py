"""Runs what a plan asks for: each scenario in each window is one job."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap
from typing import NamedTuple

import numpy as np

from backtest.attainable import Prices, attainable
from backtest.engine import run
from backtest.horizon import Optimum
from backtest.laws import LAWS
from backtest.laws.ours import SolarCharging, settings_for
from backtest.optimum import hindsight
from backtest.prices import STEP_S
from backtest.result import COMMAND_PRICE, START_PRICE, Result
from backtest.scenario import CarModel, Scenario
from backtest.scenarios import Window
from solar_charging.settings.settings import Settings

from .case import Attainable, Case, Tally
from .scope import OURS, Job, Scope, Variant
from .spread import spread
from .windows import scenario_in

BEAT_S = 180.0
"""Beat of the attainable bound: the app's least time between two changes of current."""

HOUR_STEPS = 3600 // STEP_S

SECTIONS = {"start_cost": "charging", "monthly_cap": "api"}
"""The section of the settings in which each knob is."""


@dataclass(frozen=True)
class DayCount:
    """Counts a law's commands and starts on one day, midnight to midnight by the house's clock."""

    day: date
    commands: int
    starts: int


class Unsteady(NamedTuple):
    """Holds a day by the house's clock, and by how many kW in all the solar power changed on it."""

    day: date
    changed_kw: float


@dataclass(frozen=True)
class Measured:
    """Holds one job's outcome; `detail` has the variants too, if there were any.

    `days` are the days with commands, by law. `cloudiest` is the scored day on which the sun was least
    steady.
    """

    scenario: str
    window: str
    case: Case
    detail: Case | None
    days: Mapping[str, tuple[DayCount, ...]]
    cloudiest: Unsteady


def measure(plan: Scope, windows: Sequence[Window], processes: int) -> Iterator[Measured]:
    """Yields all jobs as they are done."""
    yield from spread(measure_one, [(plan, job) for job in plan.jobs(windows)], processes)


def measure_one(plan: Scope, job: Job) -> Measured:
    """Measures one scenario in one window."""
    scenario = scenario_in(job.scenario, job.window)
    best = hindsight(scenario)
    results: dict[str, Result] = {}
    for variant in (*map(Variant, plan.laws), *job.details):
        results[variant.label] = _run(scenario, variant, results)
    tallies = {label: Tally.of(result, best.energy_value) for label, result in results.items()}
    bounds = _attainable(scenario, best) if job.scenario in plan.split else None
    return Measured(
        scenario=job.scenario,
        window=job.window.name,
        case=Case(scenario.days, best.cost, bounds, {law: tallies[law] for law in plan.laws}),
        detail=Case(scenario.days, best.cost, None, tallies) if job.details else None,
        days={law: tuple(_days(scenario, results[law])) for law in plan.laws},
        cloudiest=cloudiest(scenario),
    )


def _run(scenario: Scenario, variant: Variant, known: Mapping[str, Result]) -> Result:
    if variant.knob is None:
        return run(scenario, LAWS[variant.law](scenario.car))
    if variant.knob == "report_age_s":
        aged = replace(scenario, car=replace(scenario.car, report_age_s=variant.value))
        return run(aged, LAWS[variant.law](aged.car))
    settings = _turned(scenario.car, variant)
    if settings == settings_for(scenario.car):
        return known[OURS]
    return run(scenario, SolarCharging(scenario.car, settings))


def _turned(car: CarModel, variant: Variant) -> Settings:
    """Returns the settings with one of them changed, checked as if a person had written it."""
    settings = settings_for(car)
    section = SECTIONS[variant.knob or ""]
    usual = getattr(settings, section)
    turned = type(usual).model_validate({**usual.model_dump(), variant.knob: variant.value})
    return settings.model_copy(update={section: turned})


def _attainable(scenario: Scenario, best: Optimum) -> Attainable:
    free = Prices(best.energy_value)
    priced = Prices(best.energy_value, COMMAND_PRICE, START_PRICE)
    return Attainable(*(attainable(scenario, BEAT_S, prices).cost for prices in (free, priced)))


def cloudiest(scenario: Scenario) -> Unsteady:
    """Returns the scored day on which the solar power changed most from step to step."""
    changed_kw = defaultdict[date, float](float)
    for step in range(scenario.first_scored, scenario.steps, HOUR_STEPS):
        hour_w = scenario.solar_w[step : step + HOUR_STEPS + 1]
        changed_kw[scenario.time_of(step).date()] += float(np.abs(np.diff(hour_w)).sum()) / 1000
    return max(starmap(Unsteady, changed_kw.items()), key=lambda day: day.changed_kw)


def _days(scenario: Scenario, result: Result) -> Iterator[DayCount]:
    commands, starts = Counter[date](), Counter[date]()
    for sent in result.sent:
        day = scenario.time_of(sent.step).date()
        commands[day] += sent.kind != "wake"
        starts[day] += sent.kind == "start"
    for day in commands:
        yield DayCount(day, commands[day], starts[day])
