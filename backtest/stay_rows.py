"""Lays the car's energy out as columns and rows of a linear program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from simulator.trace import Series

from .horizon import Stay, stored_kwh
from .scenario import Scenario


class Rows(NamedTuple):
    """Holds rows of a linear program, and what each row's sum must be, or may be at most."""

    matrix: sparse.csr_array
    sums: Series


class StayRows:
    """Has the columns from `first` on.

    For each stay these are the energy that the battery leaves with, what is missing of the wanted energy, and
    what the trip before had to get elsewhere; the last, `start`, is what the battery held before it all.
    """

    def __init__(self, scenario: Scenario, stays: Sequence[Stay], first: int) -> None:
        self._scenario, self._stays = scenario, stays
        count = len(stays)
        self.left, self.short, self.borrowed = first + np.arange(3 * count).reshape(3, count)
        self.start = first + 3 * count
        self.width = self.start + 1

    def price(self, costs: Series) -> None:
        """Sets the prices of the columns: what is missing has the dearest."""
        costs[self.short] = costs[self.borrowed] = self._scenario.dearest

    def value(self, costs: Series, energy_value: float) -> None:
        """Sets what a kWh is worth at the start and at the end."""
        costs[self.start] += energy_value
        costs[self.left[-1:]] -= energy_value

    def as_full(self) -> Rows:
        """Returns the row by which the car ends as full as it began."""
        ends = self.left[-1:]
        entries = (
            [*np.ones(len(ends)), *-np.ones(len(ends))],
            ([0] * 2 * len(ends), [*ends, *[self.start] * len(ends)]),
        )
        return Rows(sparse.csr_array(entries, (1, self.width)), np.zeros(1))

    def limit(self, highs: Series) -> None:
        """Sets the upper bounds: the battery's limit, or what it arrived with where that is more."""
        car = self._scenario.car
        # The car looks at its limit once a step: it may pass it by one.
        limit_kwh = car.limit_kwh + stored_kwh(car)[-1]
        level_kwh = max(limit_kwh, self._scenario.soc_start_pct / 100 * car.battery_kwh)
        highs[self.start] = level_kwh
        for stay, column in zip(self._stays, self.left, strict=True):
            level_kwh = level_kwh - stay.trip_kwh if stay.in_kwh is None else stay.in_kwh
            level_kwh = highs[column] = max(limit_kwh, level_kwh)

    def begin(self, lows: Series, highs: Series, start_kwh: float) -> None:
        """Sets the bounds for a battery that began with `start_kwh`."""
        lows[self.start] = highs[self.start] = start_kwh
        if self._stays:
            highs[self.borrowed[0]] = max(self._stays[0].trip_kwh - start_kwh, 0.0)

    def limits(self) -> Rows:
        """Returns the rows of the inequalities.

        A wanted energy is reached or missed. The battery, or else another source, gives what a trip takes; a
        car that borrows left with too little, and missed the wanted energy by as much or more.
        """
        rows: list[dict[int, float]] = []
        most: list[float] = []
        before = Stay(0, 0)
        for number, stay in enumerate(self._stays):
            left, short, borrowed = self.left[number], self.short[number], self.borrowed[number]
            came = self.left[number - 1] if number else self.start
            rows.append({left: -1.0, short: -1.0})
            most.append(-stay.target_kwh)
            if stay.in_kwh is None:
                rows.append({came: -1.0, borrowed: -1.0})
                most.append(-stay.trip_kwh)
                rows.append({borrowed: 1.0, self.short[number - 1]: -1.0} if number else {borrowed: 1.0})
                most.append(max(stay.trip_kwh - before.target_kwh, 0.0))
            before = stay
        matrix = sparse.lil_array((len(rows), self.width))
        for row, entries in enumerate(rows):
            for column, factor in entries.items():
                matrix[row, column] = factor
        return Rows(matrix.tocsr(), np.array(most))

    def balances(self, stay: NDArray[np.intp], column: NDArray[np.intp], kwh: Series) -> Rows:
        """Returns the row of the equation for each stay: left with = arrived with + taken.

        Each unit of a `column` brings its `kwh` to its `stay`.
        """
        count = len(self._stays)
        matrix = sparse.lil_array((count, self.width))
        gain = np.zeros(count)
        for row, each in enumerate(self._stays):
            matrix[row, self.left[row]] = 1.0
            gain[row] = -each.trip_kwh if each.in_kwh is None else each.in_kwh
            if each.in_kwh is None:
                matrix[row, self.left[row - 1] if row else self.start] = -1.0
                matrix[row, self.borrowed[row]] = -1.0
        taken = sparse.csr_array((-kwh, (stay, column)), (count, self.width))
        return Rows(matrix.tocsr() + taken, gain)


def stacked(*rows: Rows) -> Rows:
    """Returns all the rows, one below the other."""
    matrices, sums = zip(*rows, strict=True)
    return Rows(sparse.vstack(matrices, format="csr"), np.concatenate(sums))


def minimum(name: str, costs: Series, limits: Rows, equations: Rows, bounds: Series) -> OptimizeResult:
    """Returns the cheapest solution.

    Raises `ArithmeticError`, which names the scenario, where there is none.
    """
    found = linprog(
        costs, limits.matrix, limits.sums, equations.matrix, equations.sums, bounds, method="highs"
    )
    if not found.success:
        raise ArithmeticError(f"{name}: the linear program must have a solution: {found.message}")
    return found
