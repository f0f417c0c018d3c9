"""The command ./demo."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from datetime import datetime, timezone
from types import FrameType

from stage import check
from stage.observation import observations
from stage.processes import StageError
from stage.scene import Scene
from stage.story import HEADING, lines
from stage.world import WorldSettings

START = datetime(2026, 6, 15, 9, 0, tzinfo=timezone.utc)
DASHBOARD = "/lovelace/solar-charging"
FOREVER_S = float("inf")


def main() -> int:
    """Plays the demo; returns the exit code."""
    options = _arguments().parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        if options.check:
            return run_check(options.speed)
        return run_story(options.speed)
    except StageError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nEnded.", file=sys.stderr)
        return 0


def _arguments() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(
        prog="demo",
        description="A real Home Assistant and AppDaemon with the app, before a simulated house and car.",
    )
    kind = arguments.add_mutually_exclusive_group()
    kind.add_argument(
        "--check", action="store_true", help="nobody watches: print one line of JSON, exit 0 if all is well"
    )
    arguments.add_argument("--speed", type=float, default=60.0, help="simulated seconds in a second (60)")
    return arguments


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell(line: str) -> None:
    print(line, flush=True)


def _tell_aside(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run_story(speed: float) -> int:
    """Tells what happens until Ctrl-C."""
    with Scene(WorldSettings(START, speed), _tell) as scene:
        _tell(f"\nThe dashboard: {scene.home_assistant.url}{DASHBOARD}   (Ctrl-C ends it all)")
        _tell(f"An hour of the house passes in {3600 / speed:.0f} s.\n\n{HEADING}")
        for text in lines(observations(scene, FOREVER_S)):
            _tell(text)
    return 0


def run_check(speed: float) -> int:
    """Watches by itself and prints the verdict as one line of JSON."""
    began_s = time.monotonic()
    scene = Scene(WorldSettings(check.START, speed), _tell_aside)
    with scene:
        seen = check.watch(scene, _tell_aside)
    errors = check.logged_errors(scene.log_files)
    found = check.report(seen, errors, time.monotonic() - began_s)
    _tell(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
