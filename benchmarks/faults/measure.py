"""Plays faults, several at a time, and compares each with a run in which nothing breaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from benchmarks.reports.processes import in_processes

from . import of_the_home, of_the_machine, of_the_service
from .acts import both
from .fault import Fault
from .play import PHASES_S, play
from .result import Result
from .table import Results

NONE = Fault("nothing", both())
"""The run that all are compared with."""


def faults() -> list[Fault]:
    """Lists all faults, first of all that nothing breaks."""
    return [NONE, *of_the_service.faults(), *of_the_home.faults(), *of_the_machine.faults()]


def chosen(text: str, quick: bool) -> list[Fault]:
    """Lists the faults with a text in their title, and before them the run without any."""
    return [each for each in faults() if each is NONE or (text in each.title and (each.quick or not quick))]


def measure(tried: Sequence[Fault], phases: Sequence[int], jobs: int) -> Results:
    """Plays each fault at each phase; returns the results by the faults' titles."""
    orders = [(each.title, phase) for each in tried for phase in phases]
    played = dict(zip(orders, in_processes(_played, orders, jobs), strict=True))
    return {each.title: _checked(each, played, phases) for each in tried}


def _played(order: tuple[str, int]) -> Result:
    title, phase = order
    return play(next(each for each in faults() if each.title == title), phase)


def _checked(fault: Fault, played: dict[tuple[str, int], Result], phases: Sequence[int]) -> Result:
    for phase in phases:
        played[fault.title, phase].check(fault, played[NONE.title, phase])
    return reduce(Result.worst, [played[fault.title, phase] for phase in phases])


def phases(number: int, quick: bool) -> Sequence[int]:
    """Lists so many phases to try; a quick run has one."""
    return (1,) if quick else range(len(PHASES_S))[:number]
