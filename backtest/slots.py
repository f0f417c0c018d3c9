"""Puts a stay on a beat: what each whole current costs and stores from one command to the next.

A command takes a random time to land: what counts is the mean over the moments at which a current may begin
and end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.trace import Series

from .horizon import Stay, added_cost, stored_kwh
from .prices import STEP_S
from .scenario import CarModel, Scenario

DAY_STEPS = 86_400 // STEP_S


@dataclass(frozen=True, eq=False)
class Slots:
    """Holds cost and stored kWh of each current (columns) in each slot (rows).

    `held` is for a car that charged already when it was told this current, `begun` for one that had to start.
    """

    held_cost: Series
    held_kwh: Series
    begun_cost: Series
    begun_kwh: Series

    def __len__(self) -> int:
        return len(self.held_cost)

    def alike(self, one: int, other: int) -> bool:
        """Says whether two slots store the same."""
        held, begun = self.held_kwh, self.begun_kwh
        return bool((held[one] == held[other]).all() and (begun[one] == begun[other]).all())


def slots_of(scenario: Scenario, stay: Stay, length: int) -> Slots:
    """Returns the stay in slots of `length` steps, the last as long as there is time."""
    car, steps = scenario.car, stay.last - stay.first
    costs = added_cost(scenario, stay.first, stay.last)
    cost_until = np.concatenate([np.zeros((1, costs.shape[1])), np.cumsum(costs, axis=0)])
    sent = np.arange(0, steps, length)
    shape = (len(sent), costs.shape[1])
    held_cost, begun_cost = np.zeros(shape), np.zeros(shape)
    held_steps, begun_steps = np.zeros(len(sent)), np.zeros(len(sent))
    for delay, odds in landings(car):
        begin = np.minimum(sent + delay, steps)
        end = np.minimum(sent + length + delay, steps)
        started = np.minimum(begin + round(car.start_latency_s / STEP_S), end)
        if stay.continued:
            begin[0] = 0
        held_cost += odds * (cost_until[end] - cost_until[begin])
        begun_cost += odds * (cost_until[end] - cost_until[started])
        held_steps += odds * (end - begin)
        begun_steps += odds * (end - started)
    per_step = stored_kwh(car)
    return Slots(held_cost, held_steps[:, None] * per_step, begun_cost, begun_steps[:, None] * per_step)


def landings(car: CarModel) -> list[tuple[int, float]]:
    """Returns how many steps after it was sent a command may land, each with its probability.

    All delays up to `latency_s` are equally likely.
    """
    longest = car.latency_s / STEP_S
    if not longest:
        return [(0, 1.0)]
    borders = np.clip(np.arange(round(longest) + 2) - 0.5, 0.0, longest)
    return [(delay, float(odds)) for delay, odds in enumerate(np.diff(borders) / longest)]


def days_of(stays: Sequence[Stay], length: int) -> Iterator[Stay]:
    """Cuts the stays into pieces of whole slots, at most about a day long, so that each fits into memory."""
    longest = max(DAY_STEPS // length, 1) * length
    for stay in stays:
        firsts = range(stay.first, stay.last, longest)
        for first in firsts:
            begins, ends = first == stay.first, first == firsts[-1]
            yield Stay(
                first=first,
                last=min(first + longest, stay.last),
                trip_kwh=stay.trip_kwh if begins else 0.0,
                in_kwh=stay.in_kwh if begins else None,
                target_kwh=stay.target_kwh if ends else 0.0,
                continued=stay.continued if begins else True,
            )
