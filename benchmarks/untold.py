"""Measures what it costs that nobody tells when the car leaves: `python -m benchmarks.untold`.

Ours then learns when it leaves and what it needs; other projects' laws follow the sun, as they do without a
plan. Each law drives the same trips, and is held to the same wishes, which it is not told.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from backtest.engine import MISSED_PCT, run
from backtest.laws import LAWS
from backtest.laws.ours import SolarCharging
from backtest.optimum import hindsight
from backtest.result import Result
from backtest.scenario import Scenario
from backtest.scenarios import NAMES, WARM_UP, Window
from backtest.scenarios import scenario as make_scenario
from simulator.trace import Trace, TraceError
from solar_charging.planning.wanted import ROOM_PCT

from .case import REFERENCE, Case, Tally, added, runs_added, summed_by
from .markdown import markdown, named, percent, spoken, write_page
from .progress import told
from .scope import NEAR_PEERS, OURS
from .spread import spread
from .windows import Stretches, choose_windows, made_up, stretches, warm_up_in

PUBLISHED = Path(__file__).parents[1] / "docs" / "benchmarks"
COMMAND = "python -m benchmarks.untold"
DAYS, QUICK_DAYS, QUICK = 35, 8, ("night_1ph",)
"""Days of a made-up window, in full and with `--quick`, and what is measured then."""

TOLD, LEARNT = f"{OURS}, told", f"{OURS}, nothing told"
SAME, SAME_PCT = f"{OURS}, told 50 %", 50.0
"""Told as much at least as is wanted where nothing is told: what is lost beyond it, learning costs."""

PEERS = tuple(law for law in LAWS if not law.startswith(OURS) and law != REFERENCE)
EXPLAINED = (
    "Shares are per cents, net, of what hindsight could have saved against charging at once, the mean of the "
    "scenarios; what is missing at a departure, or on the way, is paid at the dearest price. The wishes are "
    "40 % on weekdays and before a late shift, 50 % at weekends; where nothing is told ours wants 50 % each "
    "time, or 10 % below the car's limit: *told 50 %* shows what that costs, and the rest is what learning "
    "does. *Short* counts the departures that found "
    "more than half a per cent less than wished, and by how many per cents at most. The third week is the "
    "first that counts."
)


@dataclass(frozen=True)
class Kept:
    """Holds a law's energy in kWh, and what it owed at departures: how many, and how many per cents short."""

    sun_kwh: float
    car_kwh: float
    departures: int
    short_pct: tuple[float, ...]

    def __add__(self, other: Kept) -> Kept:
        return added(self, other)

    @classmethod
    def of(cls, scenario: Scenario, result: Result) -> Kept:
        """Returns what came of a run in the scored time."""
        owed = []
        for session in scenario.sessions:
            step = scenario.step_of(session.plug_out)
            if session.soc_target_pct and scenario.first_scored < step <= scenario.steps:
                owed.append(session.soc_target_pct - float(result.soc_pct[step - 1]))
        short = tuple(each for each in owed if each > MISSED_PCT)
        return cls(result.car_solar_kwh, result.car_kwh, len(owed), short)


@dataclass(frozen=True)
class Compared:
    """Holds a scenario's runs, in one window or added up over several, by the law's label."""

    case: Case
    kept: Mapping[str, Kept]

    def __add__(self, other: Compared) -> Compared:
        return Compared(self.case + other.case, runs_added(self.kept, other.kept))


@dataclass(frozen=True)
class Measured:
    """Holds one job's outcome."""

    scenario: str
    window: str
    compared: Compared


def measure(names: Sequence[str], windows: Sequence[Window], processes: int) -> Iterator[Measured]:
    """Yields all scenarios in all windows as they are done."""
    yield from spread(measure_one, [(name, window) for window in windows for name in names], processes)


def measure_one(name: str, window: Window) -> Measured:
    """Measures one scenario in one window, with and without what is wished."""
    known = WARM_UP if window.trace.span_s > WARM_UP.total_seconds() else warm_up_in(window)
    scenario = make_scenario(name, window, warm_up=known)
    untold = replace(scenario, told=False)
    car, best = scenario.car, hindsight(scenario)
    results = {
        REFERENCE: run(scenario, LAWS[REFERENCE](car)),
        TOLD: run(scenario, SolarCharging(car)),
        LEARNT: run(untold, SolarCharging(car)),
        SAME: run(wanting(scenario, SAME_PCT), SolarCharging(car)),
    }
    for law in NEAR_PEERS:
        results[f"{law}, told"] = run(scenario, LAWS[law](car))
    for law in PEERS:
        results[law] = run(untold, LAWS[law](car))
    runs = {label: Tally.of(result, best.energy_value) for label, result in results.items()}
    kept = {label: Kept.of(scenario, result) for label, result in results.items()}
    return Measured(name, window.name, Compared(Case(scenario.days, best.cost, None, runs), kept))


def wanting(scenario: Scenario, least_pct: float) -> Scenario:
    """Returns the scenario of who wants as much at least at each departure, but for room to the sun."""
    least_pct = min(least_pct, scenario.car.limit_pct - ROOM_PCT)
    sessions = (
        replace(each, soc_target_pct=max(each.soc_target_pct, least_pct)) if each.soc_target_pct else each
        for each in scenario.sessions
    )
    return replace(scenario, sessions=tuple(sessions))


def cut(window: Window, days: int) -> Window:
    """Returns the first days of a window."""
    trace = window.trace
    count = min(round(days * 86_400 / trace.step_s), len(trace.load_w))
    short = Trace(trace.start, trace.step_s, trace.load_w[:count], trace.solar_w[:count])
    return Window(window.name, short, window.spot[:count])


def summed(measured: Iterable[Measured]) -> dict[str, Compared]:
    """Adds up all windows, by scenario."""
    jobs = sorted(measured, key=lambda job: (NAMES.index(job.scenario), job.window))
    return summed_by((each.scenario, each.compared) for each in jobs)


def table(found: Mapping[str, Compared]) -> str:
    """Returns a row for each law, all scenarios together."""
    columns = ["law", "saved, %", "of its energy sun, %", "short of departures", "by at most, %"]
    labels = [*next(iter(found.values())).kept]
    rows = [[named(label), *_row(found, label)] for label in labels if label != REFERENCE]
    return markdown(columns, rows)


def _row(found: Mapping[str, Compared], label: str) -> list[str]:
    share = float(np.mean([each.case.share(label) for each in found.values()]))
    first, *others = (each.kept[label] for each in found.values())
    for each in others:
        first = first + each
    return [percent(share), percent(first.sun_kwh / first.car_kwh if first.car_kwh else 0.0), *_owed(first)]


def _owed(kept: Kept) -> list[str]:
    most = f"{max(kept.short_pct):.1f}" if kept.short_pct else "-"
    return [f"{len(kept.short_pct)} of {kept.departures}", most]


def by_scenario(found: Mapping[str, Compared]) -> str:
    """Returns a row for each scenario: ours told, and what is lost where it is not."""
    columns = [
        "scenario",
        "told, %",
        "told 50 %",
        "points",
        "nothing told",
        "points",
        "short",
        "by at most, %",
    ]
    rows = []
    for name, each in found.items():
        case, row = each.case, [spoken(name), percent(each.case.share(TOLD))]
        for label in (SAME, LEARNT):
            away = f"{100 * (case.share(label) - case.share(TOLD)):+.1f}"
            row += [percent(case.share(label)), away]
        rows.append([*row, *_owed(each.kept[LEARNT])])
    return markdown(columns, rows)


def document(found: Mapping[str, Compared], windows: Stretches, command: str) -> str:
    names = ", ".join(window.name for window in windows.windows)
    parts = [
        "# What it costs that nobody tells when the car leaves",
        f"Made by `{command}`. Windows: {names} ({windows.origin}).",
        EXPLAINED,
        table(found),
        "## Ours by scenario",
        by_scenario(found),
    ]
    return "\n\n".join(parts) + "\n"


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    choose_windows(parser, "one scenario in a few days made up")
    add("--tuning", action="store_true", help="measure in the recorded windows by which constants are set")
    add("--days", type=int, metavar="N", help="only the first days of each window; default: all")
    add("--windows", nargs="+", metavar="NAME", help="some of the windows")
    add("--scenarios", nargs="+", choices=NAMES, metavar="NAME", help="some of the scenarios")
    add("--out", type=Path, metavar="DIR",
        help="where untold.md goes; default: docs/benchmarks for recorded ones, else nowhere")  # fmt: skip
    add("--jobs", type=int, default=2, metavar="N", help="processes; default: 2")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = make_parser().parse_args(arguments)
    try:
        chosen = made_up(QUICK_DAYS) if options.quick else stretches(options.traces, DAYS, options.tuning)
    except (TraceError, OSError) as error:
        print(f"benchmarks.untold: {error}", file=sys.stderr)
        return 2
    windows = tuple(
        each if options.days is None else cut(each, options.days)
        for each in chosen.windows
        if options.windows is None or each.name in options.windows
    )
    chosen = chosen._replace(windows=windows)
    names = options.scenarios or (QUICK if options.quick else NAMES)
    jobs = measure(names, chosen.windows, options.jobs)
    found = summed(told(jobs, len(names) * len(chosen.windows)))
    text = document(found, chosen, _command(options))
    print(text)
    whole = chosen.recorded and not options.scenarios
    write_page(text, "untold.md", options.out or (PUBLISHED if whole else None))
    return 0


def _command(options: argparse.Namespace) -> str:
    parts = [COMMAND, *(["--quick"] if options.quick else []), *(["--tuning"] if options.tuning else [])]
    parts += ["--traces DIR"] if options.traces else []
    parts += [] if options.days is None else [f"--days {options.days}"]
    for name in ("windows", "scenarios"):
        given = getattr(options, name)
        parts += [f"--{name}", *given] if given else []
    return " ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
