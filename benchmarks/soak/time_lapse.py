"""Runs a real AppDaemon without plugins for days in time-lapse, and watches its process."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from benchmarks.soak.virtual import rss_mb
from stage.plugin_less import IN_TIME_LAPSE, command, install, variables
from stage.processes import StageError
from stage.time_lapse import TimeLapse

START = datetime(2026, 6, 15, tzinfo=timezone.utc)
SPEEDS = (480.0, 240.0, 120.0)
"""How fast it is tried, one after the other: a busy machine holds only a slower one."""

METER_S = 30.0
EVERY_H, FIRST = 6, 4
"""The hours between two looks, and the look by which all is loaded: from then on nothing may grow."""

STARVED = "possible thread starvation"
"""What AppDaemon logs when it cannot keep up; what waits then grows, which says nothing of the app.

It may be so for a moment, and be made up for before the next look but one.
"""

MOST_MORE_MB, MOST_LOG_A_DAY = 8.0, 60_000
"""The simulator lives in the same process, and keeps all requests it has had."""


@dataclass(frozen=True)
class Seen:
    """Is what there was of the process after some hours, so much faster, and of its files in bytes."""

    hour: int
    speed: float
    rss_mb: float
    threads: int
    descriptors: int
    log: int
    state_file: int
    errors: int


class Lags(StageError):
    """Says that AppDaemon does not keep up with the clock."""


def watch(days: int, speed: float, folder: Path) -> Iterator[Seen]:
    """Yields what there was each EVERY_H in so many days.

    Raises `Lags` where the process lags behind, `StageError` where it ends by itself, or libfaketime is
    missing.
    """
    report = folder / "report.json"
    until = START + timedelta(days=days + 1)
    install(
        folder,
        report,
        IN_TIME_LAPSE,
        until=until.isoformat(),
        record_s=3600,
        timeout_s=3600,
        drives=True,
        meter_s=METER_S,
    )
    clock = TimeLapse(START, speed)
    log = folder / "log"
    with log.open("w") as written:
        process = subprocess.Popen(
            command(folder),
            stdout=written,
            stderr=subprocess.STDOUT,
            env={**variables(), **clock.environment()},
            start_new_session=True,
        )
    lags = [0]
    try:
        for hour in range(EVERY_H, 24 * days + 1, EVERY_H):
            while clock.now() < START + timedelta(hours=hour):
                if process.poll() is not None:
                    raise StageError(f"AppDaemon ended by itself:\n{log.read_text()[-2000:]}")
                time.sleep(0.5)
            lags.append(log.read_text(errors="replace").count(STARVED))
            if lags_behind(lags):
                raise Lags(f"the machine is too busy for x{speed:g}: AppDaemon lags behind")
            yield _seen(process.pid, hour, speed, log, folder)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def lags_behind(lags: list[int]) -> bool:
    """Says whether AppDaemon lags behind, by how often it had said so at each look: more at two in a row."""
    return len(lags) > 2 and lags[-3] < lags[-2] < lags[-1]


def _seen(pid: int, hour: int, speed: float, log: Path, folder: Path) -> Seen:
    status = Path(f"/proc/{pid}/status")
    threads = next(line for line in status.read_text().splitlines() if line.startswith("Threads:"))
    said = log.read_text(errors="replace")
    return Seen(
        hour,
        speed,
        round(rss_mb(status), 1),
        int(threads.split()[1]),
        len(list(Path(f"/proc/{pid}/fd").iterdir())),
        len(said),
        (folder / "solar_charging_solar_charging.json").stat().st_size,
        said.count(" ERROR ") + said.count("Traceback"),
    )


def grown(looks: list[Seen]) -> list[str]:
    """Says what has grown since all was loaded; nothing where the looks are too few to tell."""
    if len(looks) <= FIRST:
        return []
    first, last = looks[FIRST - 1], looks[-1]
    most = {
        "rss_mb": first.rss_mb + MOST_MORE_MB,
        "threads": first.threads,
        "descriptors": first.descriptors + 2,
        "log": first.log + MOST_LOG_A_DAY * (last.hour - first.hour) / 24,
        "errors": 0,
    }
    return [
        f"{name}: {getattr(first, name)} after {first.hour} h, {getattr(last, name)} after {last.hour} h"
        for name, bound in most.items()
        if getattr(last, name) > bound
    ]
