"""Replays a house's trace under charging laws: `python -m backtest --trace FILE`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from simulator.trace import Trace, TraceError, read_trace
from solar_charging.settings.settings import Settings

from .engine import run
from .from_files import car_model, scenario_from
from .horizon import Optimum
from .laws import LAWS
from .laws.ours import SolarCharging
from .optimum import hindsight
from .plot import plot_day, sunniest_day
from .recorded import is_history, read_history
from .recorded_battery import battery_of, spoken
from .result import Result
from .scenario import CarModel, Scenario, ScenarioError
from .sessions import SessionsError, read_sessions
from .settings_file import NoSettings, read_settings
from .table import regret, table

UNUSABLE = (TraceError, SessionsError, ScenarioError, NoSettings, OSError)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        replay(options)
    except UNUSABLE as error:
        print(f"backtest: {error}", file=sys.stderr)
        return 2
    return 0


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backtest", description=__doc__)
    add = parser.add_argument
    add("--trace", type=Path, required=True, metavar="FILE",
        help="CSV, CSV.gz or Parquet; with --settings also Home Assistant's history as CSV")  # fmt: skip
    add("--kw", nargs="+", action="extend", default=[], metavar="ENTITY",
        help="which entities of such a history are in kW; default: none, all are in W")  # fmt: skip
    add("--sessions", type=Path, metavar="FILE",
        help="CSV, such as the app's own; default: plugged in all the time")  # fmt: skip
    add("--settings", type=Path, metavar="FILE", help="an apps.yaml; default: the app's defaults")
    add("--time-zone", type=time_zone, metavar="ZONE", help="the house's; default: the settings', or UTC")
    add("--law", nargs="+", action="extend", choices=[*LAWS, "all"], metavar="NAME",
        help=f"{', '.join(LAWS)}, or all; default: {SolarCharging.name}")  # fmt: skip
    add("--battery-kwh", type=float, metavar="KWH",
        help="what the house battery holds; default: learnt from the trace's columns of it")  # fmt: skip
    add("--battery-kw", type=float, metavar="KW",
        help="what it takes and gives; default: the most that was seen, or 5")  # fmt: skip
    add("--optimum", action="store_true", help="also what could have been done, had the future been known")
    add("--json", type=Path, metavar="FILE", help="write the figures to a file")
    add("--plot", type=Path, metavar="FILE", help="draw a day to a PNG, SVG or PDF")
    add("--day", type=date.fromisoformat, metavar="DATE", help="the day to draw; default: the sunniest")
    add("--seed", type=int, default=0, help="of the time that commands take; default: 0")
    return parser


def time_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"must be a time zone such as Europe/Paris, is {name!r}") from None


def replay(options: argparse.Namespace) -> None:
    """Does what the options say; raises one of `UNUSABLE` for a file or a day that cannot be used."""
    settings = read_settings(options.settings) if options.settings else None
    battery_kwh = car_model(settings).battery_kwh
    sessions = read_sessions(options.sessions, battery_kwh) if options.sessions else None
    trace = _trace(options.trace, settings, options.kw)
    battery = battery_of(trace, options.battery_kwh, options.battery_kw)
    scenario = scenario_from(trace, sessions, settings, options.time_zone, battery)
    if battery is not None:
        print(f"house battery: {spoken(battery)}", file=sys.stderr)
    if sessions is None:
        print("no --sessions: the car is at the plug all the time, and uses nothing", file=sys.stderr)
    wanted = options.law or [SolarCharging.name]
    names = list(LAWS) if "all" in wanted else list(dict.fromkeys(wanted))
    results = {name: _run(scenario, name, settings, options.seed) for name in names}
    best = None
    if options.optimum:
        _say("optimum ...")
        start_kwh = scenario.soc_start_pct / 100 * scenario.car.battery_kwh
        best = hindsight(scenario, energy_value=0.0, start_kwh=start_kwh)
        _say("")
    print(table(results, scenario, best))
    if options.json:
        options.json.write_text(json.dumps(_document(results, best), indent=1) + "\n", encoding="utf-8")
    if options.plot:
        plot_day(scenario, results, options.day or sunniest_day(scenario), options.plot)


def _trace(path: Path, settings: Settings | None, in_kw: Sequence[str]) -> Trace:
    if not is_history(path):
        if in_kw:
            raise TraceError(f"{path}: must be a history of Home Assistant's for --kw, is none")
        return read_trace(path)
    if settings is None:
        raise TraceError(
            f"{path}: is a history of Home Assistant's: --settings must say which are the meters"
        )
    recorded = read_history(path, settings.meters, in_kw, settings.battery)
    for note in recorded.notes:
        print(f"{path.name}: {note}", file=sys.stderr)
    return recorded.trace


def _run(scenario: Scenario, name: str, settings: Settings | None, seed: int) -> Result:
    make: Callable[[CarModel], Any] = LAWS[name]
    if name == SolarCharging.name:
        make = partial(SolarCharging, settings=settings)
    result = run(scenario, make(scenario.car), seed, lambda share: _say(f"{name} {share:4.0%}"))
    _say("")
    return result


def _say(text: str) -> None:
    """Shows one line of progress on a terminal, over the one before."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _document(results: Mapping[str, Result], best: Optimum | None) -> dict[str, Any]:
    laws = {}
    for name, result in results.items():
        missed = None if best is None else round(regret(result, best), 6)
        house = {"house_battery": result.house.figures()} if result.house else {}
        laws[name] = {**result.figures(), **house, "regret": missed}
    return {"laws": laws, "optimum": None if best is None else {"charging_cost": round(best.cost, 6)}}


if __name__ == "__main__":
    sys.exit(main())
