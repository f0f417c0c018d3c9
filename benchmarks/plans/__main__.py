"""Measures what the planners buy, and what they regret: `python -m benchmarks.plans`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.markdown import write_page
from benchmarks.progress import told
from benchmarks.windows import Stretches, choose_windows, made_up, stretches
from simulator.trace import TraceError

from .document import document
from .measure import measure
from .report import Report, summed
from .scenes import SCENES
from .timing import time_plans

PUBLISHED = Path(__file__).parents[2] / "docs" / "benchmarks"
COMMAND = "python -m benchmarks.plans"
WINDOWS = ("2017_winter", "2017_spring")
"""Those of the recorded windows that no constant has seen whose exchange had negative hours."""

DAYS, QUICK_DAYS = 35, 8
"""Days of a made-up window, in full and with `--quick`."""

QUICK = ("late_shift_1ph", "negative_prices_3ph")


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    if options.json is not None and not options.json.parent.is_dir():
        # Not after minutes of measuring.
        parser.error(f"--json: {options.json.parent} must be a folder, is none")
    try:
        found = made_up(QUICK_DAYS) if options.quick else _stretches(options.traces)
    except (TraceError, OSError) as error:
        print(f"benchmarks.plans: {error}", file=sys.stderr)
        return 2
    report = _measured(QUICK if options.quick else tuple(SCENES), found, options.jobs)
    text = document(report, _command(options))
    print(text)
    if options.json:
        report.write(options.json)
    write_page(text, "plans.md", options.out or (PUBLISHED if found.recorded else None))
    return 0


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    choose_windows(parser, "two scenes in a few days made up")
    add("--json", type=Path, metavar="FILE", help="write the figures to a file")
    add("--out", type=Path, metavar="DIR",
        help="where plans.md goes; default: docs/benchmarks for recorded windows, else nowhere")  # fmt: skip
    add("--jobs", type=int, default=2, metavar="N", help="processes; default: 2")
    return parser


def _stretches(folder: Path | None) -> Stretches:
    found = stretches(folder, DAYS)
    if not found.recorded:
        return found
    return found._replace(windows=tuple(window for window in found.windows if window.name in WINDOWS))


def _command(options: argparse.Namespace) -> str:
    return f"{COMMAND}{' --quick' * options.quick}{' --traces DIR' * bool(options.traces)}"


def _measured(scenes: Sequence[str], found: Stretches, processes: int) -> Report:
    plan_time = time_plans()
    total = len(scenes) * len(found.windows)
    return summed(found.origin, scenes, told(measure(scenes, found.windows, processes), total), plan_time)


if __name__ == "__main__":
    sys.exit(main())
