"""Measures the laws in houses with a battery: `python -m benchmarks.battery`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from backtest.scenarios import NAMES
from benchmarks.markdown import write_page
from benchmarks.progress import told
from benchmarks.windows import Stretches, choose_windows, made_up, stretches
from simulator.trace import TraceError

from .days import draw_days
from .document import document
from .homes import FULL_LAWS, QUICK, QUICK_LAWS, SMALL, TWELVE, jobs
from .kept import keeping, read
from .measure import measure, summed

PUBLISHED = Path(__file__).parents[2] / "docs" / "benchmarks"
COMMAND = "python -m benchmarks.battery"
DAYS, QUICK_DAYS = 35, 5
"""Days of a made-up window, in full and with `--quick`."""


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    choose_windows(parser, "two scenarios and some laws in a few days made up")
    add("--tuning", action="store_true", help="measure in the recorded windows by which settings were tuned")
    add(
        "--homes", nargs="+", choices=NAMES, metavar="NAME", help="some of the twelve scenarios; default: all"
    )
    add("--windows", nargs="+", metavar="NAME", help="some of the windows; default: all")
    add("--out", type=Path, metavar="DIR",
        help="where battery.md goes; default: docs/benchmarks for recorded ones, else nowhere")  # fmt: skip
    add("--keep", type=Path, metavar="FILE",
        help="write each home and window to a file as it is done, go on with what it has")  # fmt: skip
    add("--plots", type=Path, metavar="DIR", help="measure nothing, draw some days to PNG files of a folder")
    add("--jobs", type=int, default=2, metavar="N", help="processes; default: 2")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = make_parser().parse_args(arguments)
    try:
        windows = made_up(QUICK_DAYS) if options.quick else stretches(options.traces, DAYS, options.tuning)
        windows = chosen(windows, options.windows)
    except (TraceError, OSError) as error:
        print(f"benchmarks.battery: {error}", file=sys.stderr)
        return 2
    if options.plots is not None:
        for line in draw_days(windows.windows, options.plots):
            print(line, flush=True)
        return 0
    text = _measured(options, windows)
    print(text)
    write_page(text, "battery.md", options.out or (PUBLISHED if windows.recorded else None))
    return 0


def chosen(windows: Stretches, names: Sequence[str] | None) -> Stretches:
    """Returns the windows with these names, in their order; raises `TraceError` for one that is not there."""
    if names is None:
        return windows
    found = {window.name: window for window in windows.windows}
    for name in names:
        if name not in found:
            raise TraceError(f"--windows: must be among {', '.join(found)}, is {name}")
    return windows._replace(windows=tuple(found[name] for name in names))


def _measured(options: argparse.Namespace, windows: Stretches) -> str:
    homes = QUICK if options.quick else (*TWELVE, *SMALL)
    homes = tuple(home for home in homes if options.homes is None or home.name in options.homes)
    laws = QUICK_LAWS if options.quick else FULL_LAWS
    wanted = list(jobs(homes, windows.windows))
    known = [(home, window.name) for home, window in wanted]
    kept = [each for each in read(options.keep) if (each.home, each.window) in known]
    done = {(each.home, each.window) for each in kept}
    left = [(home, window) for home, window in wanted if (home, window.name) not in done]
    measured = keeping(told(measure(left, laws, options.jobs), len(left)), options.keep)
    command = " ".join([COMMAND, *_said(options)])
    return document(summed([*kept, *measured], homes), windows, command)


def _said(options: argparse.Namespace) -> Iterator[str]:
    """Yields what the command line said of what to measure."""
    given = {"--quick": options.quick, "--tuning": options.tuning, "--traces DIR": options.traces}
    yield from (name for name, wanted in given.items() if wanted)
    for name in ("homes", "windows"):
        if getattr(options, name):
            yield f"--{name} {' '.join(getattr(options, name))}"


if __name__ == "__main__":
    sys.exit(main())
