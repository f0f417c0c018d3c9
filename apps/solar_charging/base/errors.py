"""Defines the errors that a person gets to read: each names a problem and the values of its sentence."""

from __future__ import annotations

from .reason import Problem, Reason, Value


class ProblemError(Exception):
    """Is the root of all errors that a person gets to read.

    `reason` holds no words; those are the translator's.
    """

    def __init__(self, problem: Problem, **values: Value) -> None:
        self.reason = Reason(problem, values)
        super().__init__(str(self.reason))


class MeterError(ProblemError, ValueError):
    """Tells that an entity cannot be the meter it is set to be, with the entity, the rule and the value."""
