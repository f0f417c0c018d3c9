"""Runs the demo without a person: watches until all was seen, and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from stage.observation import Observation, observations
from stage.scene import Scene
from stage.story import HEADING, decisions, lines
from stage.verdict import complete, failures

START = datetime(2026, 6, 15, 9, 25, tzinfo=timezone.utc)
"""The first clouds of the shipped day; its long dark cloud, which ends any charge, comes an hour later."""

LONGEST_S = 85.0
ERROR_MARKS = (" ERROR ", " CRITICAL ", "Traceback")


def watch(scene: Scene, say: Callable[[str], None]) -> list[Observation]:
    """Looks until all was seen, or time is over; says what happens."""
    seen: list[Observation] = []

    def until_complete() -> Iterator[Observation]:
        for look in observations(scene, LONGEST_S):
            seen.append(look)
            yield look
            if complete(seen):
                return

    say(HEADING)
    for text in lines(until_complete()):
        say(text)
    return seen


def logged_errors(log_files: Iterable[Path]) -> list[str]:
    """Returns the lines of the logs that report an error."""
    return [
        f"{log.stem}: {line}"
        for log in log_files
        if log.exists()
        for line in log.read_text(errors="replace").splitlines()
        if any(mark in line for mark in ERROR_MARKS)
    ]


def report(seen: Sequence[Observation], errors: list[str], seconds: float) -> dict[str, Any]:
    """Returns the verdict and what it rests on, ready for JSON."""
    failed = failures(seen, errors)
    found: dict[str, Any] = {"ok": not failed, "failures": failed}
    if seen:
        last = seen[-1]
        energy = last.world["energy"]
        found |= {
            "commands": last.world["commands"],
            "car_kwh": energy["car_kwh"],
            "car_solar_kwh": energy["car_solar_kwh"],
            "decisions": [asdict(decision) for decision in decisions(seen)],
            "entities": {name: entity["state"] for name, entity in last.shown.items()},
        }
    return found | {"errors_logged": errors, "seconds": round(seconds, 1)}
