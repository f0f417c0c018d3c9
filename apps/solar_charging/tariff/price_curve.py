"""What a kWh costs at the hours that an entity has told: steps of time, each with its price."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..base.economics import Values

DAY_S = 86_400

KEPT_DAYS = 14
"""Two weeks, for prices follow the week."""


class Step(NamedTuple):
    """The price of a kWh from `begin_s` until before `end_s`, in unix seconds."""

    begin_s: float
    end_s: float
    price: float


@dataclass(frozen=True)
class PriceCurve:
    """What a kWh costs when, in steps that follow on each other, with gaps where nothing is known."""

    steps: tuple[Step, ...] = ()

    def at(self, at_s: float) -> float | None:
        """The price at a moment, None where it is not known."""
        number = bisect_right(self.steps, at_s, key=lambda step: step.begin_s) - 1
        return self.steps[number].price if number >= 0 and at_s < self.steps[number].end_s else None

    def at_each(self, at_s: Values) -> Values:
        """The prices at some moments, NaN where they are not known."""
        if not self.steps:
            return np.full(len(at_s), np.nan)
        begins_s, ends_s, prices = self._columns
        number = np.searchsorted(begins_s, at_s, side="right") - 1
        known = (number >= 0) & (at_s < ends_s[number])
        found: Values = np.where(known, prices[number], np.nan)
        return found

    @cached_property
    def _columns(self) -> Values:
        columns: Values = np.array(self.steps).T
        return columns

    def renewed(self, newer: PriceCurve) -> PriceCurve:
        """The newer curve, and of this one what that does not tell, but nothing older than `KEPT_DAYS`."""
        oldest_s = newer.steps[0].begin_s - KEPT_DAYS * DAY_S
        kept = (step for step in self.steps if step.begin_s > oldest_s and not newer.tells_of(step))
        return PriceCurve(tuple(sorted((*kept, *newer.steps))))

    def tells_of(self, span: Step) -> bool:
        """Whether there is a price at any time of it."""
        number = bisect_left(self.steps, span.end_s, key=lambda step: step.begin_s) - 1
        return number >= 0 and self.steps[number].end_s > span.begin_s

    @staticmethod
    def from_steps(saved: Sequence[Sequence[float]]) -> PriceCurve:
        """The curve of such steps. Raises ValueError or TypeError for what is none."""
        return PriceCurve(tuple(Step(*map(float, step)) for step in saved))
