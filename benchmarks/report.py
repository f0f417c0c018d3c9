"""Holds all that was measured, in a form that fits into a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .case import Attainable, Case, Tally
from .measure import DayCount, Measured
from .scope import OURS, Scope

DIGITS = 5


@dataclass(frozen=True)
class Counts:
    """Counts the commands and starts of one day."""

    commands: int
    starts: int


@dataclass(frozen=True)
class BusyDay:
    """Holds the day on which our law gave the most commands, and what each law gave on it."""

    scenario: str
    window: str
    day: str
    counts: Mapping[str, Counts]


@dataclass(frozen=True)
class CloudyDay:
    """Holds the day on which the solar power changed most, and what each law gave on it by scenario."""

    window: str
    day: str
    counts: Mapping[str, Mapping[str, Counts]]


@dataclass(frozen=True)
class Report:
    """Holds the cases by scenario and the most telling days.

    `cases` are added up over the windows, `details` (with the variants) over `detail_windows`; `most` is each
    law's most commands and most starts on a day.
    """

    origin: str
    windows: tuple[str, ...]
    detail_windows: tuple[str, ...]
    cases: Mapping[str, Case]
    details: Mapping[str, Case]
    busy_day: BusyDay
    cloudy_day: CloudyDay
    most: Mapping[str, Counts]

    @property
    def laws(self) -> tuple[str, ...]:
        return tuple(next(iter(self.cases.values())).runs)

    def mean_share(self, law: str) -> float:
        """Returns the mean over the scenarios of the share saved, net."""
        return _mean([case.share(law) for case in self.cases.values()])

    def mean_gross_share(self, law: str) -> float:
        return _mean([case.gross_share(law) for case in self.cases.values()])

    def mean_commands(self, law: str) -> float:
        """Returns the mean over the scenarios of the commands per day."""
        return _mean([case.commands_per_day(law) for case in self.cases.values()])

    def mean_starts(self, law: str) -> float:
        return _mean([case.starts_per_day(law) for case in self.cases.values()])

    def missed(self, law: str) -> int:
        """Counts the missed departures in all scenarios."""
        return sum(case.runs[law].missed for case in self.cases.values())

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(_rounded(asdict(self)), indent=1) + "\n", encoding="utf-8")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _rounded(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _rounded(value) for name, value in found.items()}
    return round(found, DIGITS) if isinstance(found, float) else found


def summed(origin: str, plan: Scope, measured: Iterable[Measured]) -> Report:
    """Returns the report of all jobs, in the plan's order whatever order they were done in."""
    jobs = sorted(measured, key=lambda job: (plan.scenarios.index(job.scenario), job.window))
    detailed = [job for job in jobs if job.detail]
    return Report(
        origin=origin,
        windows=tuple(sorted({job.window for job in jobs})),
        detail_windows=tuple(sorted({job.window for job in detailed})),
        cases=_by_scenario((job.scenario, job.case) for job in jobs),
        details=_by_scenario((job.scenario, job.detail) for job in detailed if job.detail),
        busy_day=_busy_day(jobs),
        cloudy_day=_cloudy_day(jobs),
        most={law: _most([day for job in jobs for day in job.days[law]]) for law in plan.laws},
    )


def _by_scenario(cases: Iterable[tuple[str, Case]]) -> dict[str, Case]:
    found: dict[str, Case] = {}
    for name, case in cases:
        found[name] = found[name] + case if name in found else case
    return found


def _busy_day(jobs: Sequence[Measured]) -> BusyDay:
    job, ours = max(((job, day) for job in jobs for day in job.days[OURS]), key=lambda pair: pair[1].commands)
    return BusyDay(job.scenario, job.window, ours.day.isoformat(), _on(job, ours.day))


def _cloudy_day(jobs: Sequence[Measured]) -> CloudyDay:
    cloudiest = max(jobs, key=lambda job: job.cloudiest.changed_kw)
    day, window = cloudiest.cloudiest.day, cloudiest.window
    counts = {job.scenario: _on(job, day) for job in jobs if job.window == window}
    return CloudyDay(window, day.isoformat(), counts)


def _on(job: Measured, day: date) -> dict[str, Counts]:
    """Returns what each law gave on a day."""
    counts = {}
    for law, days in job.days.items():
        same = next((each for each in days if each.day == day), DayCount(day, 0, 0))
        counts[law] = Counts(same.commands, same.starts)
    return counts


def _most(days: Sequence[DayCount]) -> Counts:
    return Counts(
        max((day.commands for day in days), default=0), max((day.starts for day in days), default=0)
    )


def read_report(path: Path) -> Report:
    """Reads what `Report.write` wrote."""
    found = json.loads(path.read_text(encoding="utf-8"))
    busy, cloudy = found["busy_day"], found["cloudy_day"]
    on_cloudy = {scenario: _counts(counts) for scenario, counts in cloudy["counts"].items()}
    return Report(
        origin=found["origin"],
        windows=tuple(found["windows"]),
        detail_windows=tuple(found["detail_windows"]),
        cases={name: _case(case) for name, case in found["cases"].items()},
        details={name: _case(case) for name, case in found["details"].items()},
        busy_day=BusyDay(**{**busy, "counts": _counts(busy["counts"])}),
        cloudy_day=CloudyDay(**{**cloudy, "counts": on_cloudy}),
        most=_counts(found["most"]),
    )


def _case(found: Mapping[str, Any]) -> Case:
    attainable = found["attainable"]
    return Case(
        days=found["days"],
        optimum=found["optimum"],
        attainable=Attainable(**attainable) if attainable else None,
        runs={label: Tally(**tally) for label, tally in found["runs"].items()},
    )


def _counts(found: Mapping[str, Mapping[str, int]]) -> dict[str, Counts]:
    return {law: Counts(**counts) for law, counts in found.items()}
