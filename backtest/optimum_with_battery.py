"""Finds the bound for a house with a battery: perfect foresight, a linear program over short slots.

The battery does as it likes, but that it takes the sun alone and gives to the house and the car alone: to
hold it, or to leave it to itself, is only a choice of that. Steps are put together into slots of at most
`SLOT_S`, each with one price and within one stay: as all limits are convex, the means of what any law does in
the steps of a slot keep the limits of the slot. So the bound is never above a law's cost, though it may lie a
little below what could be had: within a slot the battery may give before it takes, and the car follows the
sun as well as its best moments allow. Where selling pays more than buying costs, the bound sells the sun and
buys for the car.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult

from simulator.trace import Series

from .horizon import Optimum, Stay
from .house_slots import Columns, Slots, slots_of
from .prices import STEP_S
from .result import cost_of
from .scenario import Scenario, ScenarioError
from .stay_rows import Rows, StayRows, minimum, stacked

SLOT_S = 300
DAY_STEPS = 86_400 // STEP_S


def hindsight_with_battery(
    scenario: Scenario,
    stays: Sequence[Stay],
    energy_value: float | None,
    start_kwh: float | None,
    slot_s: float = SLOT_S,
) -> Optimum:
    """Returns the least that the scored part's charge can cost.

    Raises `ScenarioError` for a meter that nets over more than a step.
    """
    if scenario.netting_s > STEP_S:
        raise ScenarioError(
            f"netting_s: must be {STEP_S} for an optimum with a house battery, is {scenario.netting_s:g}"
        )
    program = _Program(scenario, stays, slots_of(scenario, stays, slot_s))
    own_value, house_value = program.own_values()
    return program.solve(own_value if energy_value is None else energy_value, house_value, start_kwh)


class _Flows:
    """Numbers the columns of the energies in kWh that flow in each slot, and those of the battery's charge.

    `filled`: from the sun into the battery, `fed`: from it to the house; then, in the slots at the plug
    (`plugged`) alone, what the car has of the sun, of the battery and of the grid, and the share of the slot
    in which it charges. `level` is the battery's energy as each slot begins, and at the end.
    """

    def __init__(self, slots: Slots) -> None:
        count = len(slots)
        self.plugged = np.flatnonzero(slots.stay >= 0)
        at_plug = len(self.plugged)
        self.filled, self.fed = np.arange(2 * count).reshape(2, count)
        self.sun, self.battery, self.grid, self.share = 2 * count + np.arange(4 * at_plug).reshape(4, at_plug)
        self.level = 2 * count + 4 * at_plug + np.arange(count + 1)
        self.width = int(self.level[-1]) + 1


class _Program:
    """Holds the linear program; its columns are the flows, and then the stays'."""

    def __init__(self, scenario: Scenario, stays: Sequence[Stay], slots: Slots) -> None:
        assert scenario.house_battery is not None
        self._scenario, self._slots, self._model = scenario, slots, scenario.house_battery
        self._flows = _Flows(slots)
        self._car = StayRows(scenario, stays, self._flows.width)
        self._costs = self._column_costs()
        self._highs = self._column_highs()
        self._limits = stacked(self._car.limits(), *self._flow_limits())
        self._equations = stacked(self._car_balance(), self._battery_balance())

    def own_values(self) -> tuple[float, float]:
        """Returns what a kWh is worth in the car and in the battery if both end as full as they began.

        That is the median over the stays, and over the days at the hour at which all ends.
        """
        flows, stays = self._flows, len(self._car.left)
        as_charged = _row(self._car.width, {flows.level[-1]: 1.0, flows.level[0]: -1.0})
        cyclic = stacked(self._equations, self._car.as_full(), as_charged)
        prices = -self._minimum(self._costs, cyclic, None).eqlin.marginals
        same_hour = (self._scenario.steps - self._slots.first) % DAY_STEPS == 0
        by_slot = prices[stays : stays + len(self._slots)]
        at_end = by_slot[same_hour] if same_hour.any() else by_slot
        return float(np.median(prices[:stays])) if stays else 0.0, float(np.median(at_end))

    def solve(self, energy_value: float, house_value: float, start_kwh: float | None) -> Optimum:
        slots, flows, car = self._slots, self._flows, self._car
        costs = self._costs.copy()
        car.value(costs, energy_value)
        costs[flows.level[0]] += house_value
        costs[flows.level[-1]] -= house_value
        found = self._minimum(costs, self._equations, start_kwh)
        alone_cost, alone_kwh = self._left_alone()
        # What the house without car and battery costs.
        house = slots.bought @ (slots.lack_kw * slots.hours) - slots.sold @ (slots.sun_kw * slots.hours)
        ends = found.x[car.left[-1:]] if len(car.left) else found.x[[car.start]]
        return Optimum(
            cost=float(found.fun) + float(house) - (alone_cost - alone_kwh * house_value),
            energy_value=energy_value,
            start_kwh=float(found.x[car.start]),
            end_kwh=float(ends[0]),
            shortfall_kwh=float(found.x[car.short].sum() + found.x[car.borrowed].sum()),
            amps=self._amps(found.x),
            house_value=house_value,
        )

    def _minimum(self, costs: Series, equations: Rows, start_kwh: float | None) -> OptimizeResult:
        lows, highs = np.zeros(len(costs)), self._highs.copy()
        if start_kwh is not None:
            self._car.begin(lows, highs, start_kwh)
        level, model = self._flows.level, self._model
        lows[level], highs[level] = model.floor_kwh, model.capacity_kwh
        if not self._scenario.first_scored:
            lows[level[0]] = highs[level[0]] = model.start_kwh
        return minimum(self._scenario.name, costs, self._limits, equations, np.stack([lows, highs], axis=1))

    def _column_costs(self) -> Series:
        """Returns the price of each kWh, beside a house whose sun is sold and whose lack is bought."""
        slots, flows = self._slots, self._flows
        costs = np.zeros(self._car.width)
        costs[flows.filled], costs[flows.fed] = slots.sold, -slots.bought
        costs[flows.sun], costs[flows.grid] = slots.sold[flows.plugged], slots.bought[flows.plugged]
        self._car.price(costs)
        return costs

    def _column_highs(self) -> Series:
        slots, flows = self._slots, self._flows
        highs = np.full(self._car.width, np.inf)
        highs[flows.filled], highs[flows.fed] = slots.taken_kw * slots.hours, slots.given_kw * slots.hours
        highs[flows.sun] = (slots.followed_kw * slots.hours)[flows.plugged]
        highs[flows.share] = 1.0
        self._car.limit(highs)
        return highs

    def _flow_limits(self) -> list[Rows]:
        """Returns the rows by which the sun and the battery serve two, and a car draws what it can.

        Of the sun a car that charges for a share of the slot has as much as in its best moment, at most. Nor
        does the battery charge while the car buys: the more the car draws, the less there is time for that.
        """
        flows, slots, car = self._flows, self._slots, self._scenario.car
        at, none = flows.plugged, np.zeros(len(flows.plugged))
        hours = slots.hours[at]
        least, most, gives = car.drawn_kw(car.min_a), car.drawn_kw(car.max_a), self._model.max_discharge_kw
        drawn = (flows.sun, flows.battery, flows.grid)
        return [
            self._rows([(each, 1.0) for each in drawn] + [(flows.share, -most * hours)], none),
            self._rows([(each, -1.0) for each in drawn] + [(flows.share, least * hours)], none),
            self._rows([(flows.sun, 1.0), (flows.share, -slots.best_kw[at] * hours)], none),
            self._rows([(flows.battery, 1.0), (flows.share, -gives * hours)], none),
            self._rows([(flows.battery, 1.0), (flows.fed[at], 1.0)], gives * hours),
            self._rows([(flows.sun, 1.0), (flows.filled[at], 1.0)], slots.sun_kw[at] * hours),
            self._rows(
                [(each, slots.worst_kw[at] / most) for each in drawn] + [(flows.filled[at], 1.0)],
                slots.sun_kw[at] * hours,
            ),
        ]

    def _rows(self, terms: Sequence[tuple[Columns, float | Series]], most: Series) -> Rows:
        """Returns a row for each slot at the plug: the sum of its terms, each a column and its factor."""
        count = len(most)
        parts = [
            sparse.csr_array(
                (np.broadcast_to(factor, count), (np.arange(count), column)), (count, self._car.width)
            )
            for column, factor in terms
        ]
        return Rows(sum(parts[1:], parts[0]), most)

    def _car_balance(self) -> Rows:
        flows, slots, car = self._flows, self._slots, self._scenario.car
        stay = slots.stay[flows.plugged]
        # At the least current nothing is lost beyond what is drawn.
        overhead_kw = min(car.overhead_kw, car.efficiency * car.drawn_kw(car.min_a))
        on_kwh = -overhead_kw * slots.hours[flows.plugged]
        columns = np.concatenate([flows.sun, flows.battery, flows.grid, flows.share])
        kwh = np.concatenate([np.full(3 * len(stay), car.efficiency), on_kwh])
        return self._car.balances(np.tile(stay, 4), columns, kwh)

    def _battery_balance(self) -> Rows:
        flows, model, count = self._flows, self._model, len(self._slots)
        every = np.arange(count)
        terms = (
            (every, flows.level[1:], 1.0),
            (every, flows.level[:-1], -1.0),
            (every, flows.filled, -model.efficiency_in),
            (every, flows.fed, 1 / model.efficiency_out),
            (flows.plugged, flows.battery, 1 / model.efficiency_out),
        )
        rows, columns, factors = zip(*((at, to, np.full(len(at), by)) for at, to, by in terms), strict=True)
        entries = np.concatenate(factors), (np.concatenate(rows), np.concatenate(columns))
        return Rows(sparse.csr_array(entries, (count, self._car.width)), np.zeros(count))

    def _left_alone(self) -> tuple[float, float]:
        """Returns what the house with the battery and without the car costs, and what the battery gains."""
        scenario, first = self._scenario, self._scenario.first_scored
        alone = scenario.battery_alone
        assert alone is not None
        left_w = (scenario.load_w - scenario.solar_w - alone.power_w)[first:]
        cost = cost_of(left_w, scenario.import_price[first:], scenario.export_price[first:])
        return cost, alone.gained_kwh(first)

    def _amps(self, found: Series) -> Series:
        """Returns the mean current of each step."""
        flows, slots = self._flows, self._slots
        kw = np.zeros(len(slots))
        drawn_kwh = found[flows.sun] + found[flows.battery] + found[flows.grid]
        kw[flows.plugged] = drawn_kwh / slots.hours[flows.plugged]
        amps = np.zeros(self._scenario.steps)
        steps = np.diff(slots.first, append=self._scenario.steps)
        amps[slots.first[0] :] = np.repeat(kw * 1000 / self._scenario.car.watts_per_amp, steps)
        return amps


def _row(width: int, entries: Mapping[int, float]) -> Rows:
    columns = list(entries)
    values = [entries[column] for column in columns]
    return Rows(sparse.csr_array((values, ([0] * len(columns), columns)), (1, width)), np.zeros(1))
