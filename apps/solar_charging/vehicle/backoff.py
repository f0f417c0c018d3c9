"""Computes the pause that a failure asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..base.reason import Problem, Reason
from .car import CommandRefused, NeedsPerson, NotFound, RateLimited, VehicleError

NEVER_S = -math.inf


class Backoff:
    """Keeps the pause that a failure asks for; it grows while nothing but failures follow.

    `until_s` (unix seconds) is its end, `problem` says what failed last.
    """

    def __init__(self, beat_s: float, long_s: float) -> None:
        self._beat_s = beat_s
        self._long_s = long_s
        self._failures = 0
        self.until_s = NEVER_S
        self.problem: Reason[Problem] | None = None

    def failed(self, at_s: float, error: VehicleError) -> None:
        """Takes in a failure: until `until_s` the same should not be tried again."""
        if isinstance(error, RateLimited):
            pause_s = error.retry_after_s
        elif isinstance(error, NeedsPerson) and not isinstance(error, NotFound):
            pause_s = self._long_s * min(2**self._failures, 36)
        elif isinstance(error, CommandRefused):
            pause_s = self._long_s * min(2**self._failures, 6)
        else:
            # Short pauses at first: the failed request may have been the stop of a dear charge.
            pause_s = self._beat_s * min(2**self._failures, 10)
        self.until_s = at_s + pause_s
        self.problem = error.reason
        self._failures = min(self._failures + 1, 10)

    def over(self) -> None:
        """Ends the pause: something worked, or a person changed something."""
        self._failures = 0
        self.until_s = NEVER_S
        self.problem = None

    def to_dict(self) -> dict[str, Any] | None:
        """Returns the pause, fit for JSON; None where there is none."""
        if self.problem is None:
            return None
        return {"until_s": self.until_s, "failures": self._failures}

    def from_dict(self, saved: Mapping[str, Any] | None) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        if saved is None:
            return
        self.until_s, self._failures = float(saved["until_s"]), min(max(int(saved["failures"]), 0), 10)
        self.problem = Reason(Problem.FAILED_BEFORE)
