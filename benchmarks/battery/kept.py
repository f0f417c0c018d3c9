"""Keeps what was measured in a file, a line for each home and window: a long run may be interrupted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from .homes import Home
from .measure import Case, Measured, Tally


def read(path: Path | None) -> list[Measured]:
    """Returns what the file holds; nothing where there is none yet."""
    if path is None or not path.exists():
        return []
    return [_measured(line) for line in path.read_text().splitlines()]


def keeping(measured: Iterable[Measured], path: Path | None) -> Iterator[Measured]:
    """Yields what is measured, and adds it to the file, if there is one."""
    for each in measured:
        if path is not None:
            with path.open("a") as file:
                file.write(json.dumps(asdict(each)) + "\n")
        yield each


def _measured(line: str) -> Measured:
    said = json.loads(line)
    case = said["case"]
    runs = {law: Tally(**tally) for law, tally in case.pop("runs").items()}
    return Measured(Home(**said["home"]), said["window"], Case(**case, runs=runs))
