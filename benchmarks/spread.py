"""Spreads the jobs of a measurement over several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any, TypeVar

Done = TypeVar("Done")


def spread(work: Callable[..., Done], jobs: Iterable[tuple[Any, ...]], processes: int) -> Iterator[Done]:
    """Yields what comes of the `work` on each of the jobs, which are its arguments, as it is done."""
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for done in as_completed([pool.submit(work, *job) for job in jobs]):
            yield done.result()
