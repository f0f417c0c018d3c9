"""Lets the real app live for weeks on a virtual clock, and weighs it at the end of each."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from benchmarks.household_life import Life, opened
from benchmarks.shell import Shell

WEEK = 7
LEARNT_WEEKS = 5
"""After so many weeks all that is kept of the past (28 days) is full; from then on nothing may grow."""

MOST_GROWTH = 0.05
GONE_S, STEP_S = 300.0, 30.0
"""So long Home Assistant is away each week, and so often its meters speak."""

NOT_OURS = (type, ModuleType, FunctionType, BuiltinFunctionType, Shell)
CONTAINERS = (dict, list, set, tuple, frozenset)


@dataclass(frozen=True)
class Week:
    """Is what there was at the end of a week: memory, what the app holds, and its files in bytes."""

    week: int
    rss_mb: float
    elements: int
    largest: int
    state_file: int
    decisions_file: int
    sessions_file: int
    charged_kwh: float
    errors: int


def live(days: int) -> Iterator[Week]:
    """Yields what there was at the end of each week of so many days."""
    with opened() as life:
        life.shell.step_s = STEP_S
        for day in range(1, days + 1):
            life.run_day()
            if day % WEEK == 0:
                _lose_home_assistant(life.shell)
                yield _weighed(life, day // WEEK)


def grown(weeks: list[Week]) -> list[str]:
    """Says what has grown since all that is kept was full; nothing where the weeks are too few to tell."""
    if len(weeks) <= LEARNT_WEEKS:
        return []
    full, last = weeks[LEARNT_WEEKS - 1], weeks[-1]
    found = []
    # The table of sessions is meant to get a row for each.
    for name in ("rss_mb", "elements", "largest", "state_file", "decisions_file"):
        before, now = getattr(full, name), getattr(last, name)
        if now > before * (1 + MOST_GROWTH):
            found.append(f"{name}: {before} after week {full.week}, {now} after week {last.week}")
    if sum(week.errors for week in weeks):
        found.append(f"errors: {sum(week.errors for week in weeks)} lines of the log")
    return found


def _lose_home_assistant(shell: Shell) -> None:
    shell.leave()
    shell.run(shell.now_s + GONE_S)
    shell.come_back()
    shell.home.load_car()


def _weighed(life: Life, week: int) -> Week:
    shell = life.shell
    errors = sum(level == "ERROR" for _, level, _ in shell.logs)
    # What only the stage keeps is not the app's.
    for kept in (shell.logs, shell.home.asked, shell.home.notes, shell.home.published):
        kept.clear()
    gc.collect()
    elements, largest = reachable(shell.app)
    files = {path.suffix: path.stat().st_size for path in shell.config_dir.iterdir()}
    return Week(
        week,
        round(rss_mb(Path("/proc/self/status")), 1),
        elements,
        largest,
        files.get(".json", 0),
        files.get(".jsonl", 0),
        files.get(".csv", 0),
        round(shell.world.books.car_kwh, 1),
        errors,
    )


def rss_mb(status: Path) -> float:
    """Returns the memory of a process in MB, by its status file."""
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def reachable(root: Any) -> tuple[int, int]:
    """Returns how many objects can be reached from one, and the length of the longest container of them."""
    seen, left, largest = {id(root)}, [root], 0
    while left:
        each = left.pop()
        if isinstance(each, CONTAINERS):
            largest = max(largest, len(each))
        for other in gc.get_referents(each):
            if id(other) not in seen and not isinstance(other, NOT_OURS):
                seen.add(id(other))
                left.append(other)
    return len(seen), largest
