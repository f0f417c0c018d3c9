"""Finds the bound that no law can reach: perfect foresight, any current at any moment, free switching.

There is no latency either. At the plug a battery only ever fills, so its limit and the wanted energy bind at
the end of a stay alone: what is taken from the hulls of all steps of a stay stands in one row of a linear
program, and the battery ties the stays together. One thing is bounded loosely: a car that leaves with less
than was wanted may get as much as was missing elsewhere, at the dearest price, even where the trip did not
need it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from simulator.trace import Series

from .horizon import Optimum, Stay, stays_of, stored_kwh
from .hull import Segments, segments_of
from .scenario import Scenario


def hindsight(
    scenario: Scenario, energy_value: float | None = None, start_kwh: float | None = None
) -> Optimum:
    """Returns the least that the scored part's charge can cost.

    A kWh in the battery is worth `energy_value` at the start and at the end; None stands for the median over
    the stays of its price to a car that has to end as full as it began. `start_kwh` None stands for the start
    that serves best, so that no law from any start does better.
    """
    stays = stays_of(scenario)
    if not stays:
        return Optimum(0.0, energy_value or 0.0, 0.0, 0.0, 0.0, np.zeros(scenario.steps))
    program = _Program(scenario, stays, segments_of(scenario, stays))
    if energy_value is None:
        energy_value = program.own_energy_value()
    return program.solve(energy_value, start_kwh)


class _Program:
    """Holds the linear program.

    Its columns are the offers; for each stay the energy that the battery leaves with, what is missing of the
    wanted energy, and what the trip before had to get elsewhere; and what the battery held before it all.
    """

    def __init__(self, scenario: Scenario, stays: Sequence[Stay], segments: Segments) -> None:
        self._scenario, self._stays, self._segments = scenario, stays, segments
        self._offers = len(segments.offer_stay)
        count = len(stays)
        self._left, self._short, self._borrowed = self._offers + np.arange(3 * count).reshape(3, count)
        self._start = self._offers + 3 * count
        self._offer_kwh = np.bincount(segments.offer, segments.kwh, self._offers)
        self._costs = self._column_costs()
        self._highs = self._column_highs()
        self._balance, self._gain = self._balances()

    def own_energy_value(self) -> float:
        """Returns the median over the stays of a kWh's price to a car that has to end as full as it began."""
        as_full = sparse.csr_array(
            ([1.0, -1.0], ([0, 0], [self._left[-1], self._start])), (1, len(self._costs))
        )
        rows = sparse.vstack([self._balance, as_full])
        found = self._minimum(self._costs, rows, np.append(self._gain, 0.0), None)
        return -float(np.median(found.eqlin.marginals[: len(self._stays)]))

    def solve(self, energy_value: float, start_kwh: float | None) -> Optimum:
        costs = self._costs.copy()
        costs[self._start] += energy_value
        costs[self._left[-1]] -= energy_value
        found = self._minimum(costs, self._balance, self._gain, start_kwh)
        return Optimum(
            cost=float(found.fun),
            energy_value=energy_value,
            start_kwh=float(found.x[self._start]),
            end_kwh=float(found.x[self._left[-1]]),
            shortfall_kwh=float(found.x[self._short].sum() + found.x[self._borrowed].sum()),
            amps=self._amps(found.x[: self._offers]),
        )

    def _minimum(
        self, costs: Series, rows: sparse.csr_array, gain: Series, start_kwh: float | None
    ) -> OptimizeResult:
        lows, highs = np.zeros(len(costs)), self._highs.copy()
        if start_kwh is not None:
            lows[self._start] = highs[self._start] = start_kwh
            highs[self._borrowed[0]] = max(self._stays[0].trip_kwh - start_kwh, 0.0)
        limits, most = self._limits()
        found = linprog(costs, limits, most, rows, gain, np.stack([lows, highs], axis=1), method="highs")
        if not found.success:
            raise ArithmeticError(
                f"{self._scenario.name}: the linear program must have a solution: {found.message}"
            )
        return found

    def _limits(self) -> tuple[sparse.csr_array, Series]:
        """Returns the rows of the inequalities, and the most that each row's sum may be.

        A wanted energy is reached or missed. The battery, or else another source, gives what a trip takes; a
        car that borrows left with too little, and missed the wanted energy by as much or more.
        """
        rows: list[dict[int, float]] = []
        most: list[float] = []
        before = Stay(0, 0)
        for number, stay in enumerate(self._stays):
            left, short, borrowed = self._left[number], self._short[number], self._borrowed[number]
            came = self._left[number - 1] if number else self._start
            rows.append({left: -1.0, short: -1.0})
            most.append(-stay.target_kwh)
            if stay.in_kwh is None:
                rows.append({came: -1.0, borrowed: -1.0})
                most.append(-stay.trip_kwh)
                rows.append({borrowed: 1.0, self._short[number - 1]: -1.0} if number else {borrowed: 1.0})
                most.append(max(stay.trip_kwh - before.target_kwh, 0.0))
            before = stay
        matrix = sparse.lil_array((len(rows), len(self._costs)))
        for row, entries in enumerate(rows):
            for column, factor in entries.items():
                matrix[row, column] = factor
        return matrix.tocsr(), np.array(most)

    def _column_costs(self) -> Series:
        costs = np.zeros(self._start + 1)
        costs[: self._offers] = (
            np.bincount(self._segments.offer, self._segments.cost, self._offers) / self._offer_kwh
        )
        costs[self._short] = costs[self._borrowed] = self._scenario.dearest
        return costs

    def _column_highs(self) -> Series:
        """Returns the upper bound of each column.

        An offer is bounded by its size, the battery by its limit, or by what it arrived with where that is
        more.
        """
        highs = np.full(self._start + 1, np.inf)
        highs[: self._offers] = self._offer_kwh
        car = self._scenario.car
        # The car looks at its limit once a step: it may pass it by one.
        limit_kwh = car.limit_kwh + stored_kwh(car)[-1]
        level_kwh = max(limit_kwh, self._scenario.soc_start_pct / 100 * car.battery_kwh)
        highs[self._start] = level_kwh
        for stay, column in zip(self._stays, self._left, strict=True):
            level_kwh = level_kwh - stay.trip_kwh if stay.in_kwh is None else stay.in_kwh
            level_kwh = highs[column] = max(limit_kwh, level_kwh)
        return highs

    def _balances(self) -> tuple[sparse.csr_array, Series]:
        """Returns the rows of the equation for each stay: left with = arrived with + taken."""
        count, width = len(self._stays), self._start + 1
        matrix = sparse.lil_array((count, width))
        gain = np.zeros(count)
        for row, stay in enumerate(self._stays):
            matrix[row, self._left[row]] = 1.0
            gain[row] = -stay.trip_kwh if stay.in_kwh is None else stay.in_kwh
            if stay.in_kwh is None:
                matrix[row, self._left[row - 1] if row else self._start] = -1.0
                matrix[row, self._borrowed[row]] = -1.0
        taken = sparse.csr_array(
            (-np.ones(self._offers), (self._segments.offer_stay, np.arange(self._offers))), (count, width)
        )
        return matrix.tocsr() + taken, gain

    def _amps(self, taken_kwh: Series) -> Series:
        """Returns the mean current of each step: of each segment the share taken of its offer."""
        share = (taken_kwh / self._offer_kwh)[self._segments.offer]
        taken_a = self._segments.amps * share
        amps: Series = np.bincount(self._segments.step, taken_a, self._scenario.steps).astype(float)
        return amps
