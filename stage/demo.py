"""Implements the command ./demo."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from datetime import date, datetime, timezone
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

from simulator.__main__ import SHIPPED_TRACE
from simulator.trace import TraceError
from stage import check
from stage.demo_settings import BATTERY_SWITCH
from stage.memory import planned, weeks
from stage.observation import observations
from stage.processes import StageError
from stage.scene import FOLDER, Scene
from stage.seeding import Home
from stage.story import HEADING, lines
from stage.world import BATTERY_KWH, BATTERY_W, WorldSettings

START = datetime(2026, 6, 15, 9, 0, tzinfo=timezone.utc)
DASHBOARD = "/solar-charging/overview"
FOREVER_S = float("inf")
FASTEST = 120
LANGUAGES = ("en", "fr", "de")
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130


def main() -> int:
    """Plays the demo; returns the exit code."""
    options = _arguments().parse_args()
    home = Home(language=options.language)
    for number in ENDING:
        signal.signal(number, _end)
    try:
        if options.check:
            return run_check(options.speed, options.battery, home)
        if options.pictures:
            return run_pictures(options.pictures, options.battery, home)
        if options.day:
            return run_day(options.day, options.date, options.picture, options.battery)
        return run_story(options.speed, options.battery, home)
    except (StageError, TraceError, OSError) as problem:
        _tell_aside(str(problem))
        return 1
    except KeyboardInterrupt:
        _tell_aside("\nEnded.")
        return INTERRUPTED if options.check or options.day else 0


def _arguments() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(
        prog="demo",
        description="A real Home Assistant and AppDaemon with the app, before a simulated house and car. "
        "Without arguments: an hour passes in a minute, and you are told what happens, until Ctrl-C.",
    )
    add = arguments.add_argument
    kind = arguments.add_mutually_exclusive_group()
    kind.add_argument(
        "--check", action="store_true", help="end by itself; one line of JSON, exit 0 if all is well"
    )
    kind.add_argument(
        "--day",
        metavar="TRACE",
        type=Path,
        nargs="?",
        const=SHIPPED_TRACE,
        help="a whole day in time-lapse, then its picture; TRACE: a house's CSV, CSV.gz or Parquet",
    )
    kind.add_argument(
        "--pictures",
        metavar="DIR",
        type=Path,
        help="the dashboard as pictures, at work and in trouble; needs Chromium",
    )
    add(
        "--battery",
        action="store_const",
        const=BATTERY_KWH,
        help=f"the house has a battery of {BATTERY_KWH:g} kWh and {BATTERY_W / 1000:g} kW",
    )
    add("--language", choices=LANGUAGES, default="en", help="Home Assistant's, not for --day")
    add("--speed", type=_speed, default=60.0, help="simulated seconds in a second (60), not for --day")
    add(
        "--date",
        type=date.fromisoformat,
        help="the day of TRACE to play, such as 2026-06-15; default: its first",
    )
    add("--picture", type=Path, default=FOLDER / "day.png", metavar="FILE", help="where --day draws it")
    return arguments


def _end(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: an impatient second Ctrl-C must not interrupt the ending and leave processes behind.
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _speed(text: str) -> float:
    speed = float(text)
    if not 1 <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"must be from 1 to {FASTEST}, is {text}")
    return speed


def _tell(line: str) -> None:
    print(line, flush=True)


def _tell_aside(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run_story(speed: float, battery_kwh: float | None, home: Home) -> int:
    """Tells what happens until Ctrl-C, in a house that the app has watched for four weeks."""
    now = datetime.now(timezone.utc)
    home = planned(home, now)
    before = weeks(now.astimezone(ZoneInfo(home.time_zone)))
    world = WorldSettings(START, speed, battery_kwh=battery_kwh)
    with Scene(world, _tell, home=home, memory=before) as scene:
        _tell(f"\nThe dashboard: {scene.home_assistant.url}{DASHBOARD}   (Ctrl-C ends it all)")
        _tell("By the house's clock it is late morning: the afternoon and the night are planned.")
        _tell(f"An hour of its sun passes in {3600 / speed:.0f} s.\n\n{HEADING}")
        for text in lines(observations(scene, FOREVER_S)):
            _tell(text)
    return 0


def run_check(speed: float, battery_kwh: float | None, home: Home) -> int:
    """Watches by itself and prints the verdict as one line of JSON."""
    began_s = time.monotonic()
    with Scene(WorldSettings(check.START, speed, battery_kwh=battery_kwh), _tell_aside, home=home) as scene:
        if battery_kwh is not None:
            # It gives for longer than the check lasts, and the car is to be seen stopping.
            scene.home_assistant.api.call_service("input_boolean.turn_off", BATTERY_SWITCH)
        seen = check.watch(scene, _tell_aside)
    errors = check.logged_errors(scene.log_files)
    found = check.report(seen, errors, time.monotonic() - began_s)
    _tell(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


def run_pictures(folder: Path, battery_kwh: float | None, home: Home) -> int:
    """Takes pictures of the dashboard in Home Assistant."""
    # It needs Playwright, which takes a while to load.
    from stage.screenshots import take

    for file in take(folder.resolve(), DASHBOARD, _tell_aside, home, battery_kwh):
        _tell(str(file))
    return 0


def run_day(trace: Path, day: date | None, picture: Path, battery_kwh: float | None) -> int:
    """Plays a day in time-lapse, draws it and prints its figures."""
    # Drawing needs matplotlib, which takes a second to load.
    from stage.day import ZONE, first_day, play
    from stage.day_chart import draw
    from stage.figures import figures

    picture = picture.resolve()
    played = play(trace.resolve(), day or first_day(trace), _tell, battery_kwh)
    draw(played, picture)
    for text in figures(played.looks, ZONE).lines():
        _tell(text)
    errors = check.logged_errors(played.log_files)
    if errors:
        # At this speed a time-out of ten seconds passes in a twelfth of one.
        _tell(
            f"{len(errors)} lines of errors in the logs ({FOLDER}); a busy machine is late on a fast clock."
        )
    _tell(f"The picture: {picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
