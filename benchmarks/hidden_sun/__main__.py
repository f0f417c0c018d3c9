"""Measures the laws in houses whose inverter throws sun away: `python -m benchmarks.hidden_sun`."""

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
from .homes import HOMES, LAWS, QUICK, QUICK_LAWS
from .measure import measure, summed

PUBLISHED = Path(__file__).parents[2] / "docs" / "benchmarks"
COMMAND = "python -m benchmarks.hidden_sun"
DAYS, WARM_UP, QUICK_DAYS, QUICK_WARM_UP = 6, 2, 3, 1
SEASONS = ("summer",)
"""In these recorded windows an inverter has something to throw away."""


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    choose_windows(parser, "one house and three laws in a few days made up")
    add("--tuning", action="store_true", help="measure in the recorded windows by which constants were set")
    add(
        "--homes",
        nargs="+",
        choices=[home.label for home in HOMES],
        metavar="NAME",
        help="some of the houses",
    )
    add("--out", type=Path, metavar="DIR",
        help="where the page goes; default: docs/benchmarks for recorded ones, else nowhere")  # fmt: skip
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = make_parser().parse_args(arguments)
    days, warm_up = (QUICK_DAYS, QUICK_WARM_UP) if options.quick else (DAYS, WARM_UP)
    try:
        windows = made_up(days) if options.quick else stretches(options.traces, days, options.tuning)
    except (TraceError, OSError) as error:
        print(f"benchmarks.hidden_sun: {error}", file=sys.stderr)
        return 2
    windows = _bright(windows)
    homes, laws = (QUICK, QUICK_LAWS) if options.quick else (HOMES, tuple(LAWS))
    chosen_homes = tuple(home for home in homes if options.homes is None or home.label in options.homes)
    measured = measure(chosen_homes, windows.windows, laws, days, warm_up)
    cases = summed(told(measured, len(chosen_homes) * len(windows.windows)))
    said = {"--quick": options.quick, "--tuning": options.tuning, "--traces DIR": options.traces}
    chosen = [] if options.homes is None else ["--homes", *(f"'{home}'" for home in options.homes)]
    command = " ".join([COMMAND, *(name for name, given in said.items() if given), *chosen])
    text = document(cases, windows, command)
    print(text)
    write_page(text, "hidden-sun.md", options.out or (PUBLISHED if windows.recorded else None))
    return 0


def _bright(windows: Stretches) -> Stretches:
    """Returns the windows of the bright seasons, or all where none has their name."""
    bright = tuple(each for each in windows.windows if any(season in each.name for season in SEASONS))
    return windows._replace(windows=bright or windows.windows)


if __name__ == "__main__":
    sys.exit(main())
