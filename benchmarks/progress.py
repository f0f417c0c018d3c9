"""Shows how far a long measurement is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar


class Job(Protocol):
    """Describes one part of a measurement, done."""

    @property
    def scenario(self) -> str: ...

    @property
    def window(self) -> str: ...


Done = TypeVar("Done", bound=Job)


def told(jobs: Iterable[Done], total: int) -> Iterator[Done]:
    """Tells a person who waits how far it is; passes the jobs on."""
    begun_s = time.monotonic()
    for number, job in enumerate(jobs, start=1):
        ends = "\r" if sys.stderr.isatty() and number < total else "\n"
        spent_s = time.monotonic() - begun_s
        text = f"{number} of {total} after {spent_s:.0f} s: {job.scenario} in {job.window}"
        print(f"{text:<70}", end=ends, file=sys.stderr, flush=True)
        yield job
