"""Lists what was bought, when, at which price: the time line of a night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from backtest.law import SLOT_S
from backtest.prices import STEP_S
from backtest.result import KWH_PER_W
from backtest.scenario import Scenario
from simulator.trace import Series

SLOT_STEPS = SLOT_S // STEP_S

LEAST_KW = 0.5
"""Mean power of a quarter of an hour below which it is no purchase, but a cloud or a kettle."""

EVENING, MORNING = time(17), time(9)
"""Beginning and end of a night."""

DAY_STEPS = 8 * 3600 // STEP_S
"""Steps from a night's end to the next evening."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Purchase:
    """Describes consecutive quarters of an hour in which the car bought; `price` is their mean, per kWh."""

    begin: datetime
    end: datetime
    kwh: float
    price: float


def bought_w(scenario: Scenario, amps: NDArray[np.int16]) -> Series:
    """Returns what the car drew from the grid at each step: all beyond the house's surplus."""
    spare_w = np.maximum(scenario.solar_w - scenario.load_w, 0.0)
    bought: Series = np.maximum(amps * scenario.car.watts_per_amp - spare_w, 0.0)
    return bought


def purchases(
    scenario: Scenario, amps: NDArray[np.int16], begin: datetime, end: datetime
) -> tuple[Purchase, ...]:
    """Returns the purchases between two moments; a purchase is where the grid gave more than the sun."""
    return tuple(_spans(scenario, amps, scenario.step_of(begin), scenario.step_of(end)))


def _spans(scenario: Scenario, amps: NDArray[np.int16], first: int, last: int) -> Iterator[Purchase]:
    drawn = amps * scenario.car.watts_per_amp * KWH_PER_W
    bought = bought_w(scenario, amps) * KWH_PER_W
    paid = bought * scenario.import_price
    slots = [slice(at, min(at + SLOT_STEPS, last)) for at in range(first, last, SLOT_STEPS)]

    def is_purchase(slot: slice) -> bool:
        kwh = float(bought[slot].sum())
        least_kwh = LEAST_KW * (slot.stop - slot.start) * STEP_S / 3600
        return kwh >= least_kwh and kwh > float(drawn[slot].sum()) / 2

    for buys, span in groupby(slots, is_purchase):
        if not buys:
            continue
        run = list(span)
        steps = slice(run[0].start, run[-1].stop)
        kwh = float(bought[steps].sum())
        yield Purchase(
            begin=scenario.time_of(steps.start),
            end=scenario.time_of(steps.stop),
            kwh=kwh,
            price=float(paid[steps].sum()) / kwh,
        )


def telling_night(scenario: Scenario, amps: NDArray[np.int16]) -> Span | None:
    """Returns the scored night with the greatest `weighed_kwh`, or else with the most bought.

    Returns None where no night is whole.
    """

    def told(night: Span) -> tuple[float, float]:
        return weighed_kwh(scenario, amps, night), _bought_kwh(scenario, amps, night)

    return max(_nights(scenario), key=told, default=None)


def weighed_kwh(scenario: Scenario, amps: NDArray[np.int16], night: Span) -> float:
    """Returns the lesser of the energy bought in a night and that from the next sun in the same stay."""
    end = scenario.step_of(night[1])
    day = slice(end, end + DAY_STEPS)
    stay = scenario.session_index[day]
    same = (stay == stay[:1]) & (stay >= 0)
    sun = (amps * scenario.car.watts_per_amp - bought_w(scenario, amps))[day][same]
    return min(_bought_kwh(scenario, amps, night), float(sun.sum()) * KWH_PER_W)


def _bought_kwh(scenario: Scenario, amps: NDArray[np.int16], night: Span) -> float:
    return sum(each.kwh for each in purchases(scenario, amps, *night))


def _nights(scenario: Scenario) -> Iterator[Span]:
    day = scenario.time_of(scenario.first_scored).date()
    last = scenario.time_of(scenario.steps)
    while True:
        begin, end = _at(scenario, day, EVENING), _at(scenario, day + timedelta(days=1), MORNING)
        if end > last:
            return
        yield begin, end
        day += timedelta(days=1)


def _at(scenario: Scenario, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, scenario.zone)
