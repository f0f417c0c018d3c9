"""Does pieces of work in several processes, and tells how far it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Order = TypeVar("Order")
Found = TypeVar("Found")


def in_processes(work: Callable[[Order], Found], orders: Sequence[Order], jobs: int) -> list[Found]:
    """Returns what comes of each piece of work, in their order."""
    if jobs <= 1:
        return [work(order) for order in orders]
    with ProcessPoolExecutor(jobs) as pool:
        return list(_counted(pool.map(work, orders, chunksize=4), len(orders)))


def _counted(found: Iterable[Found], number: int) -> Iterator[Found]:
    """Tells a person who waits how far it is; passes on what is found."""
    begun_s = time.monotonic()
    for done, each in enumerate(found, start=1):
        if done % 100 == 0:
            print(f"{done} of {number} after {time.monotonic() - begun_s:.0f} s", file=sys.stderr, flush=True)
        yield each
