"""The bound with a house battery: as good as the best of all ways, and never above any law's cost."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backtest.engine import run
from backtest.horizon import Optimum, stays_of
from backtest.house_battery import BatteryModel
from backtest.law import View
from backtest.laws import LAWS
from backtest.optimum import hindsight
from backtest.optimum_with_battery import hindsight_with_battery
from backtest.prices import Prices
from backtest.scenario import Scenario, ScenarioError, Session
from tests.backtest.every_way import UNIT_KWH, World
from tests.backtest.houses import LOSSLESS, PROMPT, Script, at, house


@dataclass(frozen=True)
class WithBattery:
    """A world of few steps and whole units of energy, with a lossless house battery in the same units."""

    world: World
    holds: int
    power: int
    begins: int

    @property
    def scenario(self) -> Scenario:
        unit_kw = UNIT_KWH * 360
        model = BatteryModel(
            capacity_kwh=self.holds * UNIT_KWH,
            max_charge_kw=self.power * unit_kw,
            max_discharge_kw=self.power * unit_kw,
            floor_pct=0.0,
            efficiency_in=1.0,
            efficiency_out=1.0,
            start_pct=self.begins / self.holds * 100,
        )
        return replace(self.world.scenario, house_battery=model)

    def bound(self, slot_s: float = 10) -> Optimum:
        scenario, world = self.scenario, self.world
        start_kwh = world.start * UNIT_KWH
        return hindsight_with_battery(scenario, stays_of(scenario), world.energy_value, start_kwh, slot_s)

    def least(self, house_value: float) -> float:
        """The best of all ways: any whole current in each step, the battery held, let go, or in between."""
        world, dearest = self.world, max(self.world.bought)
        first, second = world.stays

        def bill(step: int, net: int) -> float:
            return net * (world.bought[step] if net > 0 else world.sold[step])

        @cache
        def still(step: int, car: int, battery: int) -> float:
            missing = 0
            if step == first.stop:
                missing += max(world.targets[0] - car, 0)
            if step == second.start:
                missing += max(world.trip - car, 0)
                car = max(car - world.trip, 0)
            if step == len(world.surplus):
                missing += max(world.targets[1] - car, 0)
                kept = (car - world.start) * world.energy_value + (battery - self.begins) * house_value
                return missing * dearest - kept
            currents = (
                (0, *range(world.amps[0], world.amps[1] + 1)) if step in first or step in second else (0,)
            )
            return missing * dearest + min(
                bill(step, net - given) + still(step + 1, car + amps, battery - given)
                for amps in currents
                for net in [amps - world.surplus[step]]
                for given in self._answers(net, battery)
            )

        return still(0, world.start, self.begins) * UNIT_KWH - self._alone(house_value)

    def _answers(self, net: int, battery: int) -> range:
        """What the battery may do: nothing but what self-consumption does, all of it or less."""
        if net < 0:
            return range(-min(-net, self.power, self.holds - battery), 1)
        return range(min(net, self.power, battery) + 1)

    def _alone(self, house_value: float) -> float:
        battery, cost = self.begins, 0.0
        for surplus, bought, sold in zip(self.world.surplus, self.world.bought, self.world.sold, strict=True):
            given = (
                min(-surplus, self.power, battery)
                if surplus < 0
                else -min(surplus, self.power, self.holds - battery)
            )
            net, battery = -surplus - given, battery - given
            cost += net * (bought if net > 0 else sold)
        return (cost - (battery - self.begins) * house_value) * UNIT_KWH


@st.composite
def worlds(draw: st.DrawFn, amps: tuple[int, int], one_price: bool = False, steps: int = 7) -> WithBattery:
    several = st.lists(st.sampled_from([0.1, 0.2, 0.35]), min_size=steps, max_size=steps)
    bought = [0.3] * steps if one_price else draw(several)
    sold = (
        [0.08] * steps
        if one_price
        else [draw(st.sampled_from([-0.05, 0.0, 0.08, price])) for price in bought]
    )
    start = draw(st.integers(0, 6))
    world = World(
        surplus=tuple(draw(st.lists(st.integers(-2, 3), min_size=steps, max_size=steps))),
        bought=tuple(bought),
        sold=tuple(sold),
        amps=amps,
        first=draw(st.integers(2, steps - 3)),
        start=start,
        trip=0 if one_price else draw(st.integers(0, 6)),
        targets=(start + draw(st.integers(0, 6)), draw(st.integers(0, 8))),
        energy_value=draw(st.sampled_from([0.0, 0.5, 1.0])) * max(bought),
    )
    holds = draw(st.integers(1, 5))
    return WithBattery(world, holds, draw(st.integers(1, 3)), draw(st.integers(0, holds)))


@given(tried=worlds(amps=(1, 2), one_price=True))
@settings(max_examples=30, deadline=None)
def test_at_one_price_the_bound_is_the_best_of_all_ways(tried: WithBattery) -> None:
    found = tried.bound()
    assert found.cost == pytest.approx(tried.least(found.house_value), abs=1e-6)


@given(tried=worlds(amps=(2, 3)), slot_s=st.sampled_from([10, 30, 60]))
@settings(max_examples=40, deadline=None)
def test_the_bound_is_never_above_the_best_of_all_ways(tried: WithBattery, slot_s: float) -> None:
    found = tried.bound(slot_s)
    assert found.cost <= tried.least(found.house_value) + 1e-6


# --- what hindsight does, by hand ---

STORE = BatteryModel(
    capacity_kwh=2.0, floor_pct=0.0, efficiency_in=1.0, efficiency_out=1.0, start_pct=0.0, max_charge_kw=9.0,
    max_discharge_kw=9.0,
)  # fmt: skip


def day(wanted_kwh: float, prices: tuple[float, float], battery: BatteryModel = STORE) -> Scenario:
    """An hour of 2 kWh of sun and one of 2 kWh of load; the car is there for both, and wants energy."""
    bought = np.repeat(prices, 360)
    return house(
        [2000.0] * 60 + [-2000.0] * 60,
        hours=2,
        sessions=(Session(at(0), at(2), soc_target_pct=50 + wanted_kwh / 0.6),),
        prices=Prices(bought, np.full(720, 0.05)),
        car=replace(PROMPT, **LOSSLESS),
        house_battery=battery,
    )


@pytest.mark.parametrize(
    ("wanted_kwh", "prices", "cost"),
    [
        pytest.param(0.0, (0.30, 0.30), 0.0, id="nothing wanted: the battery does it all by itself"),
        pytest.param(1.0, (0.30, 0.30), 0.30, id="a kWh of the sun is one that the house lacks later"),
        pytest.param(1.0, (0.10, 0.30), 0.10 + 0.20 * 2 / 7.36, id="bought where it is cheap, in a rush"),
        pytest.param(1.0, (0.30, 0.10), 0.10, id="from the sun, for what is bought instead is cheap"),
    ],
)
def test_what_it_costs_is_what_the_house_has_to_buy_instead(
    wanted_kwh: float, prices: tuple[float, float], cost: float
) -> None:
    scenario = day(wanted_kwh, prices)
    found = hindsight_with_battery(scenario, stays_of(scenario), 0.0, 30.0)
    # A car at full current leaves the battery none of the sun meanwhile, which the house lacks later.
    assert found.cost == pytest.approx(cost, abs=1e-6)


def test_a_kwh_in_it_is_worth_what_it_saves() -> None:
    scenario = day(1.0, (0.30, 0.30))
    assert hindsight_with_battery(scenario, stays_of(scenario), 0.0, 30.0).house_value == pytest.approx(0.30)


def test_with_a_battery_of_nothing_it_is_near_the_bound_without() -> None:
    plain = replace(day(1.0, (0.30, 0.30)), house_battery=None)
    tiny = replace(plain, house_battery=BatteryModel(capacity_kwh=1e-6, start_pct=5.0))
    without, found = (hindsight(each, energy_value=0.0, start_kwh=30.0).cost for each in (plain, tiny))
    assert found == pytest.approx(without, abs=1e-4)


def test_a_meter_that_nets_is_refused() -> None:
    with pytest.raises(
        ScenarioError, match="netting_s: must be 10 for an optimum with a house battery, is 900"
    ):
        hindsight(replace(day(1.0, (0.3, 0.3)), netting_s=900))


# --- never above any law ---


@st.composite
def rough_days(draw: st.DrawFn) -> Scenario:
    """Two hours of a restless house with odd prices, a car that may come short or full, and some battery."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    quarters = dice.choice([-0.05, 0.05, 0.2, 0.3], size=8)
    target, limit = draw(st.sampled_from([(0.0, 80.0), (52.0, 52.5), (60.0, 80.0)]))
    sessions = (
        Session(at(0.1), at(0.8), target, trip_kwh=draw(st.sampled_from([0.0, 31.0]))),
        Session(at(draw(st.sampled_from([0.8, 1.0]))), at(1.9), target, trip_kwh=1.0),
    )
    phases = draw(st.sampled_from([1, 3]))
    return house(
        (dice.normal(1500, 3000, 120)).tolist(),
        hours=2,
        sessions=draw(st.sampled_from([sessions, ()])),
        prices=Prices(
            np.repeat(quarters, 90), np.repeat(quarters - dice.choice([0.0, 0.1, -0.1], size=8), 90)
        ),
        car=replace(PROMPT, phases=phases, max_a=16, limit_pct=limit),
        score_from=at(draw(st.sampled_from([0.0, 0.5]))),
        house_battery=BatteryModel(
            capacity_kwh=draw(st.sampled_from([0.5, 2.0])),
            max_discharge_kw=draw(st.sampled_from([1.0, 5.0])),
            start_pct=draw(st.sampled_from([5.0, 60.0])),
        ),
    )


def sometimes_held(view: View) -> None:
    view.battery_limit_w = (0.0, math.inf, 500.0)[int(view.now_s // 700) % 3]


@pytest.mark.timeout(300)
@given(
    scenario=rough_days(),
    wishes=st.dictionaries(st.integers(0, 719), st.sampled_from([0, 5, 9, 16]), max_size=30),
    seed=st.integers(0, 9),
)
@settings(max_examples=25, deadline=None)
def test_no_law_is_better_than_the_bound(scenario: Scenario, wishes: dict[int, int], seed: int) -> None:
    found = hindsight(scenario)
    laws = [
        Script(wishes, look=sometimes_held),
        Script(wishes),
        *(LAWS[law](scenario.car) for law in ("at_once", "evcc")),
    ]
    for law in laws:
        result = run(scenario, law, seed)
        assert result.gross(found.energy_value, found.house_value) >= found.cost - 1e-6
