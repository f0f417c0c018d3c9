"""Keeps what a kWh costs at the hours that an entity lists: steps of time, each with its price."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..base.economics import Values
from ..base.saved import moment_s, number

DAY_S = 86_400

KEPT_DAYS = 14
"""Days for which past prices are kept: two weeks, for prices follow the week."""


class Step(NamedTuple):
    """Is the price of a kWh from `begin_s` until before `end_s` (unix seconds)."""

    begin_s: float
    end_s: float
    price_per_kwh: float


@dataclass(frozen=True)
class PriceCurve:
    """Says what a kWh costs when, in steps that follow one another, with gaps where nothing is known."""

    steps: tuple[Step, ...] = ()

    def at(self, at_s: float) -> float | None:
        """Returns the price at a moment (unix seconds), None where it is not known."""
        number = bisect_right(self.steps, at_s, key=lambda step: step.begin_s) - 1
        return self.steps[number].price_per_kwh if number >= 0 and at_s < self.steps[number].end_s else None

    def at_each(self, at_s: Values) -> Values:
        """Returns the prices at moments (unix seconds), NaN where they are not known; same shape."""
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
        """Returns the newer curve with those steps of this one that it does not cover.

        Steps from more than KEPT_DAYS before the newer curve's begin are left out.
        """
        oldest_s = newer.steps[0].begin_s - KEPT_DAYS * DAY_S
        kept = (step for step in self.steps if step.begin_s > oldest_s and not newer.covers(step))
        return PriceCurve(tuple(sorted((*kept, *newer.steps))))

    def covers(self, span: Step) -> bool:
        """Says whether there is a price at any time of `span`."""
        number = bisect_left(self.steps, span.end_s, key=lambda step: step.begin_s) - 1
        return number >= 0 and self.steps[number].end_s > span.begin_s

    @staticmethod
    def from_steps(saved: Sequence[Sequence[float]]) -> PriceCurve:
        """Returns the curve of steps that are given as (begin_s, end_s, price).

        Raises ValueError or TypeError for anything else.
        """
        return PriceCurve(tuple(sorted(_step(*step) for step in saved)))


def _step(begin_s: float, end_s: float, price: float) -> Step:
    step = Step(moment_s(begin_s), moment_s(end_s), number(price))
    if step.end_s <= step.begin_s:
        raise ValueError(f"step: must end after its begin, is {list(step)}")
    return step
