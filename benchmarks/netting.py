"""Measures what it is worth to know that a meter nets: `python -m benchmarks.netting`.

Where import and export are billed as one sum over a quarter of an hour or an hour, every law gains. Ours,
told of it, charges what a period has exported before the period ends. A run of a law that is not told is
billed each way.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from backtest.engine import run
from backtest.laws import LAWS
from backtest.optimum import hindsight
from backtest.prices import STEP_S
from backtest.result import Counts, Result, evaluate
from backtest.scenario import Scenario
from backtest.scenarios import Window
from simulator.trace import TraceError

from .case import REFERENCE, Case, Tally
from .markdown import a_day, commands_a_day, markdown, named, percent, write_page
from .progress import told
from .scope import OURS
from .spread import spread
from .windows import Stretches, choose_windows, made_up, scenario_in, stretches

PUBLISHED = Path(__file__).parents[1] / "docs" / "benchmarks"
COMMAND = "python -m benchmarks.netting"
SCENARIOS, QUICK = ("night_1ph", "night_3ph", "shift48_1ph", "shift48_3ph"), ("shift48_3ph",)
DAYS, QUICK_DAYS = 35, 8
"""Days of a made-up window, in full and with `--quick`."""

PERIODS: Mapping[str, float] = {"not": STEP_S, "over 15 min": 900.0, "over 60 min": 3600.0}
TOLD = f"{OURS}, told"
UNTOLD = (OURS, "evcc", "teslasolarcharger", REFERENCE)
EXPLAINED = (
    "Of what charging costs at once at every plug-in, hindsight could save a part, each as such a meter "
    "bills it: the shares are per cents of that part, net, with 0.001 for each command and 0.02 for each "
    "start, the mean of the scenarios; the money is EUR a day, less what is in the battery in the end."
)


@dataclass(frozen=True)
class Measured:
    """Holds a scenario in a window, with the cases by the meter's period."""

    scenario: str
    window: str
    cases: Mapping[str, Case]


def measure(scenarios: Sequence[str], windows: Sequence[Window], processes: int) -> Iterator[Measured]:
    """Yields all scenarios in all windows as they are done."""
    yield from spread(measure_one, [(name, window) for window in windows for name in scenarios], processes)


def measure_one(name: str, window: Window) -> Measured:
    """Measures one scenario in one window, by each kind of meter."""
    usual = scenario_in(name, window)
    untold = {law: run(usual, LAWS[law](usual.car)) for law in UNTOLD}
    cases = {}
    for period, netting_s in PERIODS.items():
        house = replace(usual, netting_s=netting_s)
        best = hindsight(house)
        results = {law: billed(house, result) for law, result in untold.items()}
        results[TOLD] = run(house, LAWS[OURS](house.car)) if netting_s > STEP_S else results[OURS]
        runs = {label: Tally.of(result, best.energy_value) for label, result in results.items()}
        cases[period] = Case(house.days, best.cost, None, runs)
    return Measured(name, window.name, cases)


def billed(house: Scenario, result: Result) -> Result:
    """Returns the same charge, billed by the meter of another house."""
    counts = Counts(
        result.sent,
        result.data_reads,
        result.wakes,
        result.shortfall_kwh,
        result.missed,
        result.stored_kwh,
    )
    return evaluate(house, result.amps, result.soc_pct, counts)


def summed(measured: Iterable[Measured]) -> dict[str, dict[str, Case]]:
    """Adds up all windows, by scenario and the meter's period."""
    found: dict[str, dict[str, Case]] = {}
    for each in sorted(measured, key=lambda job: (job.scenario, job.window)):
        known = found.setdefault(each.scenario, {})
        for period, case in each.cases.items():
            known[period] = known[period] + case if period in known else case
    return found


def table(found: Mapping[str, Mapping[str, Case]]) -> str:
    """Returns a row for each law.

    It has the law's mean share by the meter's period, the money by period, then the commands and starts of
    the longest.
    """
    *_, longest = PERIODS
    columns = ["law", *(f"netted {period}, %" for period in PERIODS)]
    columns += [f"{period}, EUR a day" for period in PERIODS] + ["commands a day", "starts a day"]
    rows = []
    for label in (TOLD, *UNTOLD):
        by_period = {period: [cases[period] for cases in found.values()] for period in PERIODS}
        shares = [
            percent(float(np.mean([case.share(label) for case in cases]))) for cases in by_period.values()
        ]
        together = {period: _together(cases) for period, cases in by_period.items()}
        money = [a_day(case, case.runs[label].net) for case in together.values()]
        effort = together[longest]
        starts = f"{effort.starts_per_day(label):.1f}"
        rows.append([named(label), *shares, *money, commands_a_day(effort, label), starts])
    return markdown(columns, rows)


def _together(cases: Sequence[Case]) -> Case:
    first, *others = cases
    for case in others:
        first = first + case
    return first


def document(found: Mapping[str, Mapping[str, Case]], windows: Stretches, command: str) -> str:
    names = ", ".join(window.name for window in windows.windows)
    parts = [
        "# What it is worth to know that a meter nets",
        f"Made by `{command}`. Windows: {names} ({windows.origin}). Scenarios: {', '.join(found)}.",
        EXPLAINED,
        table(found),
    ]
    return "\n\n".join(parts) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    choose_windows(parser, "one scenario in a few days made up")
    add("--out", type=Path, metavar="DIR",
        help="where netting.md goes; default: docs/benchmarks for recorded ones, else nowhere")  # fmt: skip
    add("--jobs", type=int, default=2, metavar="N", help="processes; default: 2")
    options = parser.parse_args(arguments)
    try:
        windows = made_up(QUICK_DAYS) if options.quick else stretches(options.traces, DAYS)
    except (TraceError, OSError) as error:
        print(f"benchmarks.netting: {error}", file=sys.stderr)
        return 2
    scenarios = QUICK if options.quick else SCENARIOS
    jobs = measure(scenarios, windows.windows, options.jobs)
    found = summed(told(jobs, len(scenarios) * len(windows.windows)))
    text = document(
        found, windows, f"{COMMAND}{' --quick' * options.quick}{' --traces DIR' * bool(options.traces)}"
    )
    print(text)
    write_page(text, "netting.md", options.out or (PUBLISHED if windows.recorded else None))
    return 0


if __name__ == "__main__":
    sys.exit(main())
