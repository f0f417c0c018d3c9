"""Plays the faults to real processes, several at a time, and compares each with a run without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.faults.result import Result
from benchmarks.faults.table import Results
from stage.processes import StageError

from .faults import FAULTS, NONE, RealFault
from .play import hindrance, play


def chosen(text: str) -> list[RealFault]:
    """Lists the faults with a text in their title, and before them the run without any."""
    return [each for each in FAULTS if each is NONE or text in each.title]


def measure(tried: Sequence[RealFault], jobs: int) -> Results:
    """Plays what can be tried here, and says of the rest why it cannot.

    Raises `StageError` where not even the run without a fault came to an end.
    """
    able = []
    for fault in tried:
        reason = hindrance(fault)
        if reason:
            _say(f"{fault.title}: left out, for {reason}")
        else:
            able.append(fault)
    with ThreadPoolExecutor(jobs) as pool:
        played = dict(zip(able, pool.map(_played, able), strict=True))
    base = played.get(NONE)
    if able and base is None:
        raise StageError("nothing to compare with: the run without a fault did not come to an end")
    results = {}
    for fault, result in played.items():
        if result is not None and base is not None:
            result.check(fault, base)
            results[fault.title] = result
    return results


def _played(fault: RealFault) -> Result | None:
    try:
        result = play(fault, _say)
    except (StageError, OSError) as error:
        # The others need not be played again for that.
        _say(f"{fault.title}: did not come to an end: {error}")
        return None
    _say(f"{fault.title}: {result}")
    return result


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
