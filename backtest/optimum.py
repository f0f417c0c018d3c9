"""The bound that no law can reach: perfect foresight, any current at any moment, no latency, free switching.

What a step's charge costs is bounded from below by the convex hull of (stored kWh, cost) over the whole amps.
A battery at the plug only ever fills, so its limit and its wishes bind at the end of a stay alone: the hulls'
segments of all steps of a stay lie in one row of a linear program, the stays are tied by the battery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from simulator.trace import Series

from .horizon import Optimum, Stay, added_cost, currents, stays_of, stored_kwh
from .scenario import Scenario

ROWS_AT_ONCE = 20_000
SAME_SLOPE = 1e-9
SLOPE_DECIMALS = 9


class Segments(NamedTuple):
    """Pieces of the steps' hulls: how many amps and kWh each adds in its step, and at what cost."""

    step: NDArray[np.intp]
    amps: Series
    kwh: Series
    cost: Series


@dataclass(frozen=True, eq=False)
class Offers:
    """Segments of one stay and one cost per kWh, as one column of the program."""

    stay: NDArray[np.intp]
    kwh: Series
    cost: Series
    segments: Segments
    offer_of_segment: NDArray[np.intp]


def hindsight(
    scenario: Scenario, energy_value: float | None = None, start_kwh: float | None = None
) -> Optimum:
    """The least that the scored part's charge can cost.

    A kWh in the battery is worth `energy_value` at both ends; None: the median over the stays of what it is
    worth to a program that has to end as full as it began. `start_kwh` None: whatever start is best.
    """
    stays = stays_of(scenario)
    offers = _offers(scenario, stays)
    if energy_value is None:
        energy_value = _own_value(scenario, stays, offers)
    program = _Program(scenario, stays, offers)
    program.price_ends(energy_value)
    if start_kwh is not None:
        program.bound(program.start, start_kwh, start_kwh)
    solution = program.solve()
    return Optimum(
        cost=float(solution.fun),
        energy_value=energy_value,
        start_kwh=float(solution.x[program.start]),
        end_kwh=float(solution.x[program.end]),
        shortfall_kwh=float(solution.x[program.short].sum()),
        amps=_amps(scenario, offers, solution.x[: len(offers.kwh)]),
    )


def _own_value(scenario: Scenario, stays: Sequence[Stay], offers: Offers) -> float:
    program = _Program(scenario, stays, offers)
    program.tie_ends()
    return float(np.median(program.solve().eqlin.marginals[: len(stays)])) if stays else 0.0


class _Program:
    """Columns: the offers, then of each stay what the battery has in the end, what is missing of its wish and
    what of the trip before came from elsewhere; then the battery at the start and at the end."""

    def __init__(self, scenario: Scenario, stays: Sequence[Stay], offers: Offers) -> None:
        count, many = len(stays), len(offers.kwh)
        self.left, self.short, self.borrowed = (np.arange(count) + many + block * count for block in range(3))
        self.start = many + 3 * count
        self.end = self.start + 1
        self.width = self.end + 1
        self._cost = np.zeros(self.width)
        self._cost[:many] = offers.cost / offers.kwh
        self._cost[self.short] = self._cost[self.borrowed] = scenario.dearest
        self._low = np.zeros(self.width)
        self._high = np.full(self.width, np.inf)
        self._high[:many] = offers.kwh
        self._high[self.start] = scenario.car.battery_kwh
        self._rows: list[NDArray[np.float64] | sparse.csr_matrix] = []
