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
from scipy.optimize import OptimizeResult

from simulator.trace import Series

from .horizon import Optimum, Stay, stays_of
from .hull import Segments, segments_of
from .optimum_with_battery import hindsight_with_battery
from .scenario import Scenario
from .stay_rows import Rows, StayRows, minimum, stacked


def hindsight(
    scenario: Scenario, energy_value: float | None = None, start_kwh: float | None = None
) -> Optimum:
    """Returns the least that the scored part's charge can cost.

    A kWh in the battery is worth `energy_value` at the start and at the end; None stands for the median over
    the stays of its price to a car that has to end as full as it began. `start_kwh` None stands for the start
    that serves best, so that no law from any start does better. With a house battery the same holds of it,
    but that it starts as the scenario says where all is scored, and that None stands for its energy.
    """
    stays = stays_of(scenario)
    if scenario.house_battery is not None:
        return hindsight_with_battery(scenario, stays, energy_value, start_kwh)
    if not stays:
        return Optimum(0.0, energy_value or 0.0, 0.0, 0.0, 0.0, np.zeros(scenario.steps))
    program = _Program(scenario, stays, segments_of(scenario, stays))
    if energy_value is None:
        energy_value = program.own_energy_value()
    return program.solve(energy_value, start_kwh)


class _Program:
    """Holds the linear program; its columns are the offers, and then the stays'."""

    def __init__(self, scenario: Scenario, stays: Sequence[Stay], segments: Segments) -> None:
        self._scenario, self._stays, self._segments = scenario, stays, segments
        self._offers = len(segments.offer_stay)
        self._car = StayRows(scenario, stays, self._offers)
        self._offer_kwh = np.bincount(segments.offer, segments.kwh, self._offers)
        self._costs = np.zeros(self._car.width)
        self._costs[: self._offers] = (
            np.bincount(segments.offer, segments.cost, self._offers) / self._offer_kwh
        )
        self._car.price(self._costs)
        # An offer is bounded by its size.
        self._highs = np.full(self._car.width, np.inf)
        self._highs[: self._offers] = self._offer_kwh
        self._car.limit(self._highs)
        offers = np.arange(self._offers)
        self._balance = self._car.balances(segments.offer_stay, offers, np.ones(self._offers))

    def own_energy_value(self) -> float:
        """Returns the median over the stays of a kWh's price to a car that has to end as full as it began."""
        found = self._minimum(self._costs, stacked(self._balance, self._car.as_full()), None)
        return -float(np.median(found.eqlin.marginals[: len(self._stays)]))

    def solve(self, energy_value: float, start_kwh: float | None) -> Optimum:
        costs, car = self._costs.copy(), self._car
        car.value(costs, energy_value)
        found = self._minimum(costs, self._balance, start_kwh)
        return Optimum(
            cost=float(found.fun),
            energy_value=energy_value,
            start_kwh=float(found.x[car.start]),
            end_kwh=float(found.x[car.left[-1]]),
            shortfall_kwh=float(found.x[car.short].sum() + found.x[car.borrowed].sum()),
            amps=self._amps(found.x[: self._offers]),
        )

    def _minimum(self, costs: Series, rows: Rows, start_kwh: float | None) -> OptimizeResult:
        lows, highs = np.zeros(len(costs)), self._highs.copy()
        if start_kwh is not None:
            self._car.begin(lows, highs, start_kwh)
        return minimum(self._scenario.name, costs, self._car.limits(), rows, np.stack([lows, highs], axis=1))

    def _amps(self, taken_kwh: Series) -> Series:
        """Returns the mean current of each step: of each segment the share taken of its offer."""
        share = (taken_kwh / self._offer_kwh)[self._segments.offer]
        taken_a = self._segments.amps * share
        amps: Series = np.bincount(self._segments.step, taken_a, self._scenario.steps).astype(float)
        return amps
