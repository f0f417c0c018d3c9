"""A world of few steps and round numbers in which every way to charge can be tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import product
from statistics import fmean

import numpy as np

from backtest.attainable import Prices as Switching
from backtest.prices import Prices
from backtest.scenario import CarModel, Scenario, Session
from tests.backtest.houses import LOSSLESS, MIDNIGHT, PROMPT, house

UNIT_KWH = 0.1
"""What one ampere stores in one step of 10 s: this is a strong car, with a battery of 100 kWh."""

UNIT_W = UNIT_KWH * 360_000
LIMIT_KWH = 80.0


@dataclass(frozen=True)
class World:
    """Two stays with a step away between them; energies in units of 0.1 kWh, prices per kWh and step.

    `surplus`: what the house has to spare in each step (negative: lacks). `first` is the steps of the
    first stay, `targets` are wanted at the end of each, `start` is what the battery holds at first. The
    meter nets over `netting` steps.
    """

    surplus: tuple[int, ...]
    bought: tuple[float, ...]
    sold: tuple[float, ...]
    amps: tuple[int, int]
    first: int
    start: int
    trip: int
    targets: tuple[int, int]
    energy_value: float
    netting: int = 1

    @property
    def stays(self) -> tuple[range, range]:
        return range(self.first), range(self.first + 1, len(self.surplus))

    @property
    def car(self) -> CarModel:
        low, high = self.amps
        strong = replace(PROMPT, **LOSSLESS, battery_kwh=100.0, voltage_v=UNIT_W)
        return replace(strong, min_a=low, max_a=high, limit_pct=LIMIT_KWH)

    @property
    def scenario(self) -> Scenario:
        first, second = ((moment(stay.start), moment(stay.stop)) for stay in self.stays)
        targets = [target * UNIT_KWH for target in self.targets]
        return house(
            [units * UNIT_W for units in self.surplus],
            hours=len(self.surplus) / 360,
            step_s=10,
            sessions=(
                Session(*first, targets[0]),
                Session(*second, targets[1], trip_kwh=self.trip * UNIT_KWH),
            ),
            prices=Prices(np.array(self.bought), np.array(self.sold)),
            car=self.car,
            soc_start_pct=self.start * UNIT_KWH,
            netting_s=10 * self.netting,
        )

    def cost(self, ways: tuple[tuple[int, ...], ...], length: int, switching: Switching) -> float:
        """What the bill and the missing energy come to, of currents held for `length` steps of each stay."""
        level, cost, charged = float(self.start), 0.0, [(0, 0.0)] * len(self.surplus)
        limit = LIMIT_KWH / UNIT_KWH
        for stay, way, target, trip in zip(self.stays, ways, self.targets, (0, self.trip), strict=True):
            missing = max(trip - level, 0.0)
            level = max(level - trip, 0.0)
            for slot, (before, amps) in enumerate(zip((0, *way), way, strict=False)):
                steps = stay[slot * length : (slot + 1) * length]
                share = min(max(limit - level, 0.0) / (amps * len(steps)), 1.0) if amps else 0.0
                for step in steps:
                    charged[step] = amps, share
                level += share * amps * len(steps)
                cost += (amps != before) * switching.command + (amps > 0 and not before) * switching.start
            missing += max(target - level, 0.0)
            cost += missing * UNIT_KWH * max(self.bought)
        cost += self.bill(charged) - self.bill([(0, 0.0)] * len(charged))
        return cost - (level - self.start) * UNIT_KWH * self.energy_value

    def bill(self, charged: Sequence[tuple[int, float]]) -> float:
        """Of the house and the car, which drew some amperes for a share of each step."""
        total = 0.0
        for period, surplus, bought, sold in self.periods:
            for drawn, share in self.metered(charged[period]):
                grid = drawn - surplus
                total += share * grid * (bought if grid > 0 else sold)
        return total * UNIT_KWH

    @cached_property
    def periods(self) -> list[tuple[slice, int, float, float]]:
        """Of the meter: the steps, what the house has to spare in them and the mean prices."""
        starts = range(0, len(self.surplus), self.netting)
        slices = [slice(start, start + self.netting) for start in starts]
        return [(at, sum(self.surplus[at]), fmean(self.bought[at]), fmean(self.sold[at])) for at in slices]

    def metered(self, period: Sequence[tuple[int, float]]) -> tuple[tuple[float, float], ...]:
        """What the meter sees the car draw in a period, and for which share of it."""
        if self.netting == 1:
            ((amps, share),) = period
            return (amps, share), (0.0, 1.0 - share)
        return ((sum(amps * share for amps, share in period), 1.0),)

    def every_way(self, length: int) -> Iterator[tuple[tuple[int, ...], ...]]:
        low, high = self.amps
        slots = [-(-len(stay) // length) for stay in self.stays]
        for whole in product((0, *range(low, high + 1)), repeat=sum(slots)):
            yield whole[: slots[0]], whole[slots[0] :]

    def least(self, length: int = 1, switching: Switching = Switching()) -> float:  # noqa: B008
        """The cost of the best of all ways."""
        return min(self.cost(ways, length, switching) for ways in self.every_way(length))


def moment(step: int) -> datetime:
    return MIDNIGHT + timedelta(seconds=10 * step)
