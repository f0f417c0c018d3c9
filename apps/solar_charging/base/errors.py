"""What is raised for a person to hear of: a problem, and the values that its text needs."""

from __future__ import annotations

from .reason import Problem, Reason, Value


class ToldError(Exception):
    """Is the root of all errors that a person is told; `reason` has no words, those are the translator's."""

    def __init__(self, problem: Problem, **values: Value) -> None:
        self.reason = Reason(problem, values)
        super().__init__(str(self.reason))


class MeterError(ToldError, ValueError):
    """Tells that an entity cannot be the meter it is set to be: which, the rule, and the value."""
