"""Plays the faults to real processes, several at a time, and compares each with a run without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.faults.result import Result
from benchmarks.faults.table import Results

from .faults import FAULTS, NONE, RealFault
from .play import hindrance, play


def chosen(text: str) -> list[RealFault]:
    """Lists the faults with a text in their title, and before them the run without any."""
    return [each for each in FAULTS if each is NONE or text in each.title]


def measure(tried: Sequence[RealFault], jobs: int) -> Results:
    """Plays what can be tried here, and says of the rest why it cannot."""
    able = []
    for fault in tried:
        reason = hindrance(fault)
        if reason:
            _say(f"{fault.title}: left out, for {reason}")
        else:
            able.append(fault)
    with ThreadPoolExecutor(jobs) as pool:
        results = dict(zip((each.title for each in able), pool.map(_played, able), strict=True))
    for fault in able:
        results[fault.title].check(fault, results[NONE.title])
    return results


def _played(fault: RealFault) -> Result:
    result = play(fault, _say)
    _say(f"{fault.title}: {result}")
    return result


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
