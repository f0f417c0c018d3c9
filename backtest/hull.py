"""What each step's charge costs at least, currents mixed at will: lower convex hulls, in segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series

from .horizon import Stay, added_cost, currents, stored_kwh
from .scenario import Scenario

Indices = NDArray[np.intp]

ROWS_AT_ONCE = 20_000
SAME_PRICE = 1e-9
PRICE_DECIMALS = 9


@dataclass(frozen=True, eq=False)
class Segments:
    """Pieces of the steps' hulls: how many amps and kWh a whole piece adds in its step, and at what cost.

    Those of one stay and one price per kWh are one offer.
    """

    step: Indices
    amps: Series
    kwh: Series
    cost: Series
    offer: Indices
    offer_stay: Indices


def segments_of(scenario: Scenario, stays: Sequence[Stay]) -> Segments:
    """The segments of all steps of the stays."""
    amps, kwh = currents(scenario.car), stored_kwh(scenario.car)
    pieces = []
    for number, stay in enumerate(stays):
        for first in range(stay.first, stay.last, ROWS_AT_ONCE):
            costs = added_cost(scenario, first, min(first + ROWS_AT_ONCE, stay.last))
            rows, low, high = lower_hulls(kwh, costs)
            cost = costs[rows, high] - costs[rows, low]
            pieces.append(
                (rows + first, amps[high] - amps[low], kwh[high] - kwh[low], cost, rows * 0 + number)
            )
    if not pieces:
        none, empty = np.zeros(0, dtype=np.intp), np.zeros(0)
        return Segments(none, empty, empty, empty, none, none)
    step, added_a, added_kwh, cost, stay_number = (
        np.concatenate(column) for column in zip(*pieces, strict=True)
    )
    prices = np.round(cost / added_kwh, PRICE_DECIMALS)
    offers, offer = np.unique(np.stack([stay_number, prices]), axis=1, return_inverse=True)
    return Segments(step, added_a, added_kwh, cost, offer.ravel(), offers[0].astype(np.intp))


def lower_hulls(kwh: Series, costs: Series) -> tuple[Indices, Indices, Indices]:
    """The edges of each row's hull over the points (kwh, cost): the row, the lower and the upper point.

    `kwh` rises; of points on one edge only its ends count.
    """
    found: list[tuple[Indices, Indices, Indices]] = []
    rows = np.arange(len(costs))
    low = np.zeros(len(costs), dtype=np.intp)
    last = len(kwh) - 1
    while len(rows):
        run = kwh - kwh[low][:, None]
        rise = costs[rows] - costs[rows, low][:, None]
        slopes = np.where(run > 0, rise / np.where(run > 0, run, 1.0), np.inf)
        cheapest = slopes <= slopes.min(axis=1)[:, None] + SAME_PRICE
        high = last - np.argmax(cheapest[:, ::-1], axis=1)
        found.append((rows, low, high))
        rows, low = rows[high < last], high[high < last]
    rows, low, high = (np.concatenate(column) for column in zip(*found, strict=True))
    return rows, low, high
