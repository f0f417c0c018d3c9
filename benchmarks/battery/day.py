"""Defines a day that is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from backtest.prices import STEP_S
from backtest.scenario import Scenario

DAY_STEPS = 86_400 // STEP_S
FIRST_HOUR = 6
"""A day is drawn from this hour on, with the night that follows."""


@dataclass(frozen=True)
class Day:
    """Holds a scenario and the first step of the 24 hours of it that are drawn."""

    name: str
    scenario: Scenario
    first: int

    @property
    def steps(self) -> slice:
        return slice(self.first, self.first + DAY_STEPS)
