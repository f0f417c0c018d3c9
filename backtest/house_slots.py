"""Cuts a scenario into short slots: what the house's sun leaves or lacks in each, and at which prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series

from .horizon import HOURS_PER_STEP, Stay
from .prices import STEP_S
from .scenario import Scenario

Columns = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Slots:
    """Holds, by slot, its first step and hours, its stay (-1: none), prices, and mean powers in kW.

    `sun_kw` is what the sun leaves of the house's load, `lack_kw` what it lacks. Of the first the battery can
    take `taken_kw`, of the second it can give `given_kw`, and the car, following freely, could have
    `followed_kw`: `worst_kw` and `best_kw` in the slot's worst and best moment.
    """

    first: Columns
    hours: Series
    stay: Columns
    bought: Series
    sold: Series
    sun_kw: Series
    lack_kw: Series
    taken_kw: Series
    given_kw: Series
    followed_kw: Series
    worst_kw: Series
    best_kw: Series

    def __len__(self) -> int:
        return len(self.first)


def slots_of(scenario: Scenario, stays: Sequence[Stay], slot_s: float) -> Slots:
    """Cuts the scored steps into slots: at each multiple of `slot_s`, at each new price, and at the plug."""
    first, steps, model = scenario.first_scored, scenario.steps, scenario.house_battery
    assert model is not None
    step = np.arange(first, steps)
    stay = np.full(steps - first, -1)
    for number, each in enumerate(stays):
        stay[each.first - first : each.last - first] = number
    marks = (
        (scenario.start_s + step * STEP_S) // slot_s,
        scenario.import_price[step],
        scenario.export_price[step],
        stay,
    )
    begins = np.flatnonzero(np.any([np.diff(mark, prepend=np.nan) != 0 for mark in marks], axis=0))
    count = np.diff(begins, append=len(step))
    house_kw = (scenario.load_w[step] - scenario.solar_w[step]) / 1000
    sun_kw, lack_kw = np.maximum(-house_kw, 0.0), np.maximum(house_kw, 0.0)
    followed_kw = np.minimum(sun_kw, scenario.car.drawn_kw(scenario.car.max_a))

    def mean(values: Series) -> Series:
        found: Series = np.add.reduceat(values, begins) / count
        return found

    return Slots(
        first=begins + first,
        hours=count * HOURS_PER_STEP,
        stay=stay[begins],
        bought=scenario.import_price[begins + first],
        sold=scenario.export_price[begins + first],
        sun_kw=mean(sun_kw),
        lack_kw=mean(lack_kw),
        taken_kw=mean(np.minimum(sun_kw, model.max_charge_kw)),
        given_kw=mean(np.minimum(lack_kw, model.max_discharge_kw)),
        followed_kw=mean(followed_kw),
        worst_kw=np.minimum.reduceat(followed_kw, begins),
        best_kw=np.maximum.reduceat(followed_kw, begins),
    )
