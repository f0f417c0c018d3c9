"""Measures how much of the possible saving each law reaches: `python -m benchmarks`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from simulator.trace import TraceError

from .charts import draw
from .document import document, insert, summary
from .measure import measure
from .progress import told
from .report import Report, read_report, summed
from .scope import FULL, QUICK, Scope
from .windows import Stretches, made_up, stretches

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT / "docs" / "benchmarks"
COMMAND = "python -m benchmarks"
PAGE = ROOT / "docs" / "benchmarks.md"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    options = make_parser().parse_args(arguments)
    plan = QUICK if options.quick else FULL
    try:
        found = made_up(plan.days) if options.quick else stretches(options.traces, plan.days, options.tuning)
    except (TraceError, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    report = _measured(plan, found, options.jobs)
    print(document(report, _command(options)))
    out = options.out or (PUBLISHED if _worth_publishing(options, found) else None)
    if out is not None:
        write(report, _command(options), out)
    return 0


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND.removeprefix("python -m "), description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="two scenarios and some laws in a few days made up")
    add("--traces", type=Path, metavar="DIR", help="measure in all traces (CSV, CSV.gz, Parquet) of a folder")
    add("--tuning", action="store_true", help="measure in the recorded windows by which constants are set")
    add("--out", type=Path, metavar="DIR",
        help="where tables, figures and charts go; default: docs/benchmarks, and docs/benchmarks.md, for "
        "recorded windows, nowhere for others")  # fmt: skip
    add("--jobs", type=int, default=2, metavar="N", help="processes; default: 2")
    return parser


def _worth_publishing(options: argparse.Namespace, found: Stretches) -> bool:
    return found.recorded and not (options.quick or options.traces)


def _command(options: argparse.Namespace) -> str:
    given = {"--quick": options.quick, "--tuning": options.tuning, "--traces DIR": options.traces}
    return " ".join([COMMAND, *(name for name, wanted in given.items() if wanted)])


def _measured(plan: Scope, found: Stretches, processes: int) -> Report:
    total = len(plan.scenarios) * len(found.windows)
    return summed(found.origin, plan, told(measure(plan, found.windows, processes), total))


def write(report: Report, command: str, folder: Path) -> None:
    """Writes tables, figures and charts into a folder; the published ones into docs/benchmarks.md too."""
    folder.mkdir(parents=True, exist_ok=True)
    report.write(folder / "report.json")
    report = read_report(folder / "report.json")  # what is shown is what the file says, to the last digit
    (folder / "report.md").write_text(document(report, command), encoding="utf-8")
    draw(report, folder)
    if folder.resolve() == PUBLISHED:
        insert(summary(report), PAGE)


if __name__ == "__main__":
    sys.exit(main())
