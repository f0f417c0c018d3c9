"""Finds the least cost of a charge in each step, with currents mixed at will.

It is given as lower convex hulls, in segments.

Where the meter nets over more than a step, each of its periods takes the place of a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series

from .horizon import HOURS_PER_STEP, Stay, added_cost, currents, stored_kwh
from .prices import STEP_S
from .scenario import Scenario

Indices = NDArray[np.intp]

ROWS_AT_ONCE = 20_000
SAME_PRICE = 1e-9
PRICE_DECIMALS = 9


@dataclass(frozen=True, eq=False)
class Segments:
    """Holds the pieces of the steps' hulls, one value per piece.

    `amps`, `kwh` and `cost` are what a whole piece adds in its step. The pieces of one stay at one price per
    kWh are one offer: `offer` is the number of a piece's offer, `offer_stay` has the stay of each offer.
    """

    step: Indices
    amps: Series
    kwh: Series
    cost: Series
    offer: Indices
    offer_stay: Indices


def segments_of(scenario: Scenario, stays: Sequence[Stay]) -> Segments:
    """Returns the segments of all steps of the stays."""
    pieces_of = _pieces if scenario.netting_s == STEP_S else _netted_pieces
    pieces = [
        (*piece, np.full(len(piece[0]), number))
        for number, stay in enumerate(stays)
        for piece in pieces_of(scenario, stay)
    ]
    if not pieces:
        none, empty = np.zeros(0, dtype=np.intp), np.zeros(0)
        return Segments(none, empty, empty, empty, none, none)
    step, added_a, added_kwh, cost, stay_number = (
        np.concatenate(column) for column in zip(*pieces, strict=True)
    )
    prices = np.round(cost / added_kwh, PRICE_DECIMALS)
    offers, offer = np.unique(np.stack([stay_number, prices]), axis=1, return_inverse=True)
    return Segments(step, added_a, added_kwh, cost, offer.ravel(), offers[0].astype(np.intp))


Piece = tuple[Indices, Series, Series, Series]
"""The steps of some segments, and what each segment adds in its step: amps, kWh and cost."""


def _pieces(scenario: Scenario, stay: Stay) -> Iterator[Piece]:
    """Yields the pieces of each step by itself."""
    amps, kwh = currents(scenario.car), stored_kwh(scenario.car)
    for first in range(stay.first, stay.last, ROWS_AT_ONCE):
        costs = added_cost(scenario, first, min(first + ROWS_AT_ONCE, stay.last))
        rows, low, high = lower_hulls(np.broadcast_to(kwh, costs.shape), costs)
        cost = costs[rows, high] - costs[rows, low]
        yield rows + first, amps[high] - amps[low], kwh[high] - kwh[low], cost


def _netted_pieces(scenario: Scenario, stay: Stay) -> Iterator[Piece]:
    """Yields the pieces of each period as one, spread evenly over those of its steps that are in the stay.

    The bill of a period has a corner where the car takes just what the house would have exported: there is a
    point for it with the greatest current for a part of the time, and one with the least currents that do. A
    period in which another stay ends is taken as if the house had it for this one alone: that costs less, if
    anything.
    """
    begins = scenario.first_scored + scenario.periods(scenario.first_scored, scenario.steps)
    ends = np.append(begins[1:], scenario.steps)
    ours = (ends > stay.first) & (begins < stay.last)
    begins, ends = begins[ours], ends[ours]
    first, last = begins[0], ends[-1]
    steps = np.minimum(ends, stay.last) - np.maximum(begins, stay.first)
    house_w = scenario.load_w[first:last] - scenario.solar_w[first:last]
    house_kwh = np.add.reduceat(house_w, begins - first) * HOURS_PER_STEP / 1000
    bought, sold = (
        np.add.reduceat(price[first:last], begins - first) / (ends - begins)
        for price in (scenario.import_price, scenario.export_price)
    )
    amps, stored = currents(scenario.car), stored_kwh(scenario.car)
    per_amp_kwh = scenario.car.watts_per_amp * HOURS_PER_STEP / 1000
    corner_a = np.clip(-house_kwh / steps / per_amp_kwh, 0.0, amps[-1])
    points_a = np.column_stack([np.tile(amps, (len(steps), 1)), corner_a, corner_a])
    points_kwh = np.column_stack(
        [
            np.tile(stored, (len(steps), 1)),
            corner_a / amps[-1] * stored[-1],
            np.interp(corner_a, amps, stored),
        ]
    )
    with_car_kwh = house_kwh[:, None] + points_a * per_amp_kwh * steps[:, None]
    without = np.where(house_kwh > 0, bought, sold) * house_kwh
    costs = np.where(with_car_kwh > 0, bought[:, None], sold[:, None]) * with_car_kwh - without[:, None]
    order = np.lexsort((costs, points_kwh))
    amps, kwh, costs = (np.take_along_axis(each, order, 1) for each in (points_a, points_kwh, costs))
    rows, low, high = lower_hulls(kwh, costs)
    added_a, added_kwh, cost = (each[rows, high] - each[rows, low] for each in (amps, kwh, costs))
    length = steps[rows]
    spread = np.repeat(np.arange(len(rows)), length)
    before = np.cumsum(length) - length
    step = np.maximum(begins, stay.first)[rows][spread] + np.arange(len(spread)) - before[spread]
    yield step, added_a[spread], added_kwh[spread], (cost / length)[spread]


def lower_hulls(kwh: Series, costs: Series) -> tuple[Indices, Indices, Indices]:
    """Returns the edges of each row's hull over the points (kwh, cost): row, lower point, upper point.

    `kwh` and `costs` have the shape (rows, points), and `kwh` rises in each row; of points on one edge only
    its ends count.
    """
    found: list[tuple[Indices, Indices, Indices]] = []
    rows = np.arange(len(costs))
    low = np.zeros(len(costs), dtype=np.intp)
    last = kwh.shape[1] - 1
    while len(rows):
        run = kwh[rows] - kwh[rows, low][:, None]
        rise = costs[rows] - costs[rows, low][:, None]
        slopes = np.where(run > 0, rise / np.where(run > 0, run, 1.0), np.inf)
        cheapest = slopes <= slopes.min(axis=1)[:, None] + SAME_PRICE
        high = last - np.argmax(cheapest[:, ::-1], axis=1)
        found.append((rows, low, high))
        rows, low = rows[high < last], high[high < last]
    rows, low, high = (np.concatenate(column) for column in zip(*found, strict=True))
    return rows, low, high
