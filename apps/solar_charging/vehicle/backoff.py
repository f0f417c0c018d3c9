"""Computes the pause that a failure asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..base.reason import Problem, Reason
from ..base.saved import moment_s, whole
from .car import CommandRefused, NeedsPerson, NotFound, RateLimited, VehicleError

NEVER_S = -math.inf

LONGEST_S = 86_400.0
"""No pause is longer, whatever a service asks for: its own counts begin anew each day."""

MOST_FAILURES = 10


class Backoff:
    """Keeps the pause that a failure asks for; it grows while nothing but failures follow.

    `problem` says what failed last.
    """

    def __init__(self, beat_s: float, long_s: float) -> None:
        self._beat_s = beat_s
        self._long_s = long_s
        self._failures = 0
        self._failed_s = NEVER_S
        self._pause_s = 0.0
        self.problem: Reason[Problem] | None = None

    def failed(self, at_s: float, error: VehicleError) -> None:
        """Takes in a failure: for a while the same should not be tried again."""
        # Short pauses at first: the failed request may have been the stop of a dear charge.
        pause_s = self._beat_s * min(2**self._failures, 10)
        if isinstance(error, RateLimited):
            pause_s = max(pause_s, error.retry_after_s)
        elif isinstance(error, NeedsPerson) and not isinstance(error, NotFound):
            pause_s = self._long_s * min(2**self._failures, 36)
        elif isinstance(error, CommandRefused):
            pause_s = self._long_s * min(2**self._failures, 6)
        self._failed_s, self._pause_s = at_s, min(pause_s, LONGEST_S)
        self.problem = error.reason
        self._failures = min(self._failures + 1, MOST_FAILURES)

    def until_s(self, now_s: float, longest_s: float = math.inf) -> float:
        """Returns until when the same should not be tried again (unix seconds), no longer than `longest_s`.

        It is over for a clock that was set back to before the failure.
        """
        return NEVER_S if now_s < self._failed_s else self._failed_s + min(self._pause_s, longest_s)

    def shorten(self) -> None:
        """Takes in that the service has answered something else: no pause is longer than usual."""
        self._pause_s = min(self._pause_s, self._long_s)

    def over(self) -> None:
        """Ends the pause: something worked, or a person changed something."""
        self._failures = 0
        self._failed_s = NEVER_S
        self.problem = None

    def to_dict(self) -> dict[str, Any] | None:
        """Returns the pause, fit for JSON; None where there is none."""
        if self.problem is None:
            return None
        until_s = self._failed_s + self._pause_s
        return {"until_s": until_s, "failures": self._failures, "failed_s": self._failed_s}

    def from_dict(self, saved: Mapping[str, Any] | None) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        if saved is None:
            return
        until_s, failures = moment_s(saved["until_s"]), whole(saved["failures"])
        # The first of these files had only the end.
        failed_s = moment_s(saved.get("failed_s", max(until_s - LONGEST_S, 0.0)))
        self._failed_s, self._pause_s = failed_s, min(max(until_s - failed_s, 0.0), LONGEST_S)
        self._failures = min(failures, MOST_FAILURES)
        self.problem = Reason(Problem.FAILED_BEFORE)
