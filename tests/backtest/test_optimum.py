"""The bound: as good as the best of all ways, and never worse than any law."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backtest.attainable import Prices as Switching
from backtest.attainable import attainable
from backtest.engine import run
from backtest.horizon import Optimum
from backtest.hull import lower_hulls
from backtest.laws import LAWS
from backtest.optimum import hindsight
from backtest.prices import Prices
from backtest.scenario import CarModel, Scenario, Session
from backtest.scenarios import made_up_window, scenario
from tests.backtest.every_way import LIMIT_KWH, UNIT_KWH, World
from tests.backtest.houses import LOSSLESS, PROMPT, Script, at, house

NIGHT_KWH_PRICE = 0.20 * 7.36 / (0.98 * 7.36 - 0.194)
"""A kWh in the battery, bought at 0.20 with 32 A at 230 V."""


@st.composite
def worlds(draw: st.DrawFn, steps: int, amps: tuple[int, int], full: bool = False) -> World:
    """Worlds in which selling never pays more than buying costs, sometimes close to the limit."""
    bought = draw(st.lists(st.sampled_from([0.1, 0.2, 0.35]), min_size=steps, max_size=steps))
    sold = [draw(st.sampled_from([-0.05, 0.0, 0.08, price])) for price in bought]
    start = round(LIMIT_KWH / UNIT_KWH) - 4 if full and draw(st.booleans()) else draw(st.integers(0, 6))
    return World(
        surplus=tuple(draw(st.lists(st.integers(-2, 3), min_size=steps, max_size=steps))),
        bought=tuple(bought),
        sold=tuple(sold),
        amps=amps,
        first=draw(st.integers(2, steps - 3)),
        start=start,
        trip=draw(st.integers(0, 6)),
        targets=(start + draw(st.integers(0, 8)), draw(st.integers(0, 12))),
        energy_value=draw(st.sampled_from([0.0, 0.5, 1.0])) * max(bought),
    )


def bound(world: World) -> Optimum:
    return hindsight(world.scenario, world.energy_value, world.start * UNIT_KWH)


def best_on_beat(world: World, length: int, command: float = 0.0, start: float = 0.0) -> Optimum:
    prices = Switching(world.energy_value, command, start)
    return attainable(world.scenario, length * 10, prices, world.start * UNIT_KWH, grid_kwh=UNIT_KWH)


@given(world=worlds(steps=8, amps=(1, 2)))
@settings(max_examples=40, deadline=None)
def test_without_a_least_current_the_bound_is_the_best_of_all_ways(world: World) -> None:
    if world.trip:  # Energy that a trip borrows may else be of use in the end: the bound allows more of it.
        world = replace(world, energy_value=0.0)
    assert bound(world).cost == pytest.approx(world.least(), abs=1e-6)


@given(world=worlds(steps=8, amps=(2, 3), full=True))
@settings(max_examples=40, deadline=None)
def test_with_a_least_current_the_bound_is_below_the_best_of_all_ways(world: World) -> None:
    assert bound(world).cost <= world.least() + 1e-6


@given(world=worlds(steps=8, amps=(1, 2), full=True), netting=st.sampled_from([2, 3, 4]))
@settings(max_examples=40, deadline=None)
def test_where_the_meter_nets_the_bound_is_below_the_best_of_all_ways(world: World, netting: int) -> None:
    world = replace(world, netting=netting)
    assert bound(world).cost <= world.least() + 1e-6


LIMIT_WITHIN_A_STEP = World(
    surplus=(0, 3, 0, 0, 0, 0, 0, 1),
    bought=(0.1,) * 8,
    sold=(-0.05,) * 8,
    amps=(2, 3),
    first=2,
    start=796,
    trip=0,
    targets=(796, 0),
    energy_value=0.0,
)


@given(world=worlds(steps=8, amps=(2, 3), full=True))
@example(world=LIMIT_WITHIN_A_STEP)
@settings(max_examples=30, deadline=None)
def test_the_program_of_whole_amps_finds_the_best_of_all_ways(world: World) -> None:
    assert best_on_beat(world, 1).cost == pytest.approx(world.least(), abs=1e-9)


@pytest.mark.timeout(300)
@given(
    world=worlds(steps=15, amps=(2, 3)),
    command=st.sampled_from([0.0, 0.004]),
    start=st.sampled_from([0.0, 0.02]),
)
@settings(max_examples=30, deadline=None)
def test_on_a_beat_with_prices_on_switching_it_finds_the_best_of_all_ways(
    world: World, command: float, start: float
) -> None:
    least = world.least(2, Switching(0.0, command, start))
    assert best_on_beat(world, 2, command, start).cost == pytest.approx(least, abs=1e-9)


@given(world=worlds(steps=12, amps=(2, 5), full=True), length=st.sampled_from([1, 2, 3]))
@settings(max_examples=30, deadline=None)
def test_whole_amps_on_a_beat_are_never_below_the_bound(world: World, length: int) -> None:
    assert best_on_beat(world, length).cost >= bound(world).cost - 1e-6


@given(world=worlds(steps=10, amps=(1, 3)))
@settings(max_examples=20, deadline=None)
def test_the_currents_of_the_bound_cost_what_it_says(world: World) -> None:
    found = bound(world)
    kw = found.amps * world.car.watts_per_amp / 1000
    house_kw = (world.scenario.load_w - world.scenario.solar_w) / 1000
    bill = [np.where(grid > 0, world.bought, world.sold) @ grid / 360 for grid in (house_kw + kw, house_kw)]
    gained = (found.end_kwh - found.start_kwh) * found.energy_value
    assert bill[0] - bill[1] + found.shortfall_kwh * max(world.bought) - gained == pytest.approx(
        found.cost, abs=1e-6
    )
    assert not found.amps[world.first]


# --- never worse than any law ---


@st.composite
def rough_days(draw: st.DrawFn) -> Scenario:
    """Two hours of a restless house with odd prices, and a car that may come short, full or anew."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    quarters = dice.choice([-0.05, 0.05, 0.2, 0.3], size=8)
    bought = np.repeat(quarters, 90)
    sold = np.repeat(quarters - dice.choice([0.0, 0.1], size=8), 90)
    phases = draw(st.sampled_from([1, 3]))
    target, limit = draw(st.sampled_from([(0.0, 80.0), (52.0, 52.5), (60.0, 80.0)]))
    sessions = (
        Session(at(0.1), at(0.8), target, trip_kwh=draw(st.sampled_from([0.0, 31.0]))),
        Session(at(draw(st.sampled_from([0.8, 1.0]))), at(1.6), target, trip_kwh=1.0),
        Session(at(1.7), at(2.5), 80.0, soc_in_pct=draw(st.sampled_from([None, 48.0]))),
    )
    return house(
        (dice.normal(3000, 3000, 120)).tolist(),
        hours=2,
        sessions=sessions,
        prices=Prices(bought, sold),
        car=CarModel(phases=phases, max_a=32 if phases == 1 else 16, limit_pct=limit),
        score_from=at(draw(st.sampled_from([0.0, 0.5]))),
        netting_s=draw(st.sampled_from([10.0, 900.0, 3600.0])),
    )


@given(day=rough_days(), wishes=st.dictionaries(st.integers(0, 719), st.sampled_from([0, 5, 7, 11, 16])))
@settings(max_examples=60, deadline=None)
def test_no_whim_is_cheaper_than_the_bound(day: Scenario, wishes: dict[int, int]) -> None:
    found = hindsight(day)
    assert run(day, Script(wishes)).gross(found.energy_value) >= found.cost - 1e-6


@given(day=rough_days(), name=st.sampled_from(sorted(LAWS)))
@settings(max_examples=30, deadline=None)
def test_no_law_is_cheaper_than_the_bound(day: Scenario, name: str) -> None:
    found = hindsight(day)
    assert run(day, LAWS[name](day.car)).gross(found.energy_value) >= found.cost - 1e-6


@pytest.mark.parametrize("name", ["night_1ph", "spot_3ph", "shift30_1ph"])
def test_days_of_a_life_cost_least_to_who_knows_all_then_to_who_has_whole_amps(name: str) -> None:
    days = scenario(name, made_up_window(3, days=17))
    found = hindsight(days)
    on_beat = attainable(days, 180, Switching(found.energy_value))
    laws = [run(days, LAWS[law](days.car)).gross(found.energy_value) for law in ("at_once", "seed")]
    assert found.cost < on_beat.cost < min(laws)


# --- known answers ---


@pytest.mark.parametrize(
    ("target_pct", "cost"),
    [
        pytest.param(50.0, 0.0, id="nothing is missing"),
        pytest.param(60.0, 6 * NIGHT_KWH_PRICE, id="6 kWh at night at full current"),
        pytest.param(90.0, 18 * NIGHT_KWH_PRICE + 6 * 0.30, id="18 kWh up to the limit, 6 are missing"),
    ],
)
def test_a_dark_day_costs_what_is_missing_at_night(target_pct: float, cost: float) -> None:
    dark = house(-400.0, sessions=(Session(at(0), at(12), target_pct),))
    assert hindsight(dark, 0.0, 30.0).cost == pytest.approx(cost, rel=0.005)


def test_ample_sun_costs_what_it_would_have_earned() -> None:
    sunny = house(9000.0, sessions=(Session(at(8), at(18), 60.0),), car=replace(PROMPT, **LOSSLESS))
    assert hindsight(sunny, 0.0, 30.0).cost == pytest.approx(6 * 0.08)
    assert attainable(sunny, 180, start_kwh=30.0).cost == pytest.approx(6 * 0.08, rel=0.01)


@pytest.mark.parametrize(
    ("netting_s", "cost"),
    [
        (10, 0.3 * 0.30),
        (900, 0.3 * 0.30),
        (1800, 0.25 * 0.08 + 0.05 * 0.30),
        (3600, 0.25 * 0.08 + 0.05 * 0.30),
    ],
)
def test_where_the_meter_nets_what_was_exported_before_can_still_be_charged(
    netting_s: float, cost: float
) -> None:
    """A kilowatt is left over in the first quarter of an hour; 0.3 kWh are wanted in the second one."""
    early_sun = house(
        [1000.0] * 15 + [0.0] * 45,
        hours=1,
        sessions=(Session(at(0.25), at(0.5), 50.5),),
        prices=Prices(np.full(360, 0.30), np.full(360, 0.08)),
        car=replace(PROMPT, **LOSSLESS, voltage_v=240.0),
        netting_s=netting_s,
    )
    assert hindsight(early_sun, 0.0, 30.0).cost == pytest.approx(cost)


def test_a_kwh_is_worth_what_it_costs_where_trips_are_bought_at_night() -> None:
    sessions = tuple(Session(at(24 * day), at(24 * day + 12), 50.0, trip_kwh=6.0) for day in range(4))
    assert hindsight(house(-400.0, 96, sessions=sessions)).energy_value == pytest.approx(NIGHT_KWH_PRICE)


def test_nobody_gains_by_leaving_with_too_little_for_the_trip() -> None:
    """At one price all day a kWh in the battery costs more than what a missing one is charged."""
    sessions = tuple(Session(at(24 * day), at(24 * day + 12), 50.0, trip_kwh=6.0) for day in range(4))
    prices = Prices(np.full(4 * 8640, 0.30), np.full(4 * 8640, 0.08))
    found = hindsight(house(-400.0, 96, sessions=sessions, prices=prices), 0.35, 40.0)
    assert found.shortfall_kwh == pytest.approx(0.0)
    assert found.end_kwh == pytest.approx(48.0, abs=0.05)


def test_without_the_car_there_is_nothing_to_gain() -> None:
    away = house(3000.0, sessions=())
    assert (hindsight(away).cost, attainable(away).cost) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("latency_s", "start_latency_s", "charged_steps"),
    [(0.0, 0.0, 12), (0.0, 20.0, 10), (20.0, 0.0, 11), (20.0, 20.0, 9), (30.0, 20.0, 8.5)],
)
def test_latency_takes_from_a_charge_what_it_takes_to_begin(
    latency_s: float, start_latency_s: float, charged_steps: float
) -> None:
    car = replace(PROMPT, **LOSSLESS, latency_s=latency_s, start_latency_s=start_latency_s)
    hasty = house(sessions=(Session(at(1), at(1 + 120 / 3600), 80.0),), car=car)
    found = attainable(hasty, 60, start_kwh=30.0)
    assert found.end_kwh - 30.0 == pytest.approx(charged_steps * 7.36 / 360)
    assert found.shortfall_kwh == pytest.approx(48.0 - found.end_kwh)


@pytest.mark.parametrize("interval_s", [15.0, 20.0, 0.0])
def test_a_beat_within_which_no_start_lands_is_refused(interval_s: float) -> None:
    with pytest.raises(ValueError, match=f"interval_s must be .* is {interval_s:g}"):
        attainable(house(car=CarModel()), interval_s)


def test_where_the_meter_nets_whole_amps_on_a_beat_are_refused() -> None:
    with pytest.raises(ValueError, match="netting_s must be 10, is 900"):
        attainable(house(netting_s=900.0))


def test_a_start_is_not_worth_its_price_for_little_sun() -> None:
    minute_of_sun = house([3000.0] + [-300.0] * 9, 10 / 60, car=replace(PROMPT, **LOSSLESS))
    energy_value = 2.99 / 60 * (0.15 - 0.08)  # 13 A
    for start_price, charges in ((energy_value * 0.8, True), (energy_value * 1.1, False)):
        found = attainable(minute_of_sun, 60, Switching(0.15, start=start_price), 30.0)
        assert bool(found.amps.any()) == charges


# --- hulls ---


@given(costs=st.lists(st.integers(-20, 20), min_size=3, max_size=6))
def test_a_hull_is_the_cheapest_mixture_of_two_currents(costs: list[int]) -> None:
    kwh = np.array([0.0, *range(3, len(costs) + 2)])
    cost = np.array([costs], dtype=float)
    cost[0, 0] = 0.0
    _, low, high = lower_hulls(kwh[None], cost)
    corners = np.append(low, high[-1])
    for place in np.linspace(0.0, kwh[-1], 23):
        mixtures = [
            np.interp(place, kwh[[one, other]], cost[0, [one, other]])
            for one in range(len(kwh))
            for other in range(one, len(kwh))
            if kwh[one] <= place <= kwh[other]
        ]
        assert np.interp(place, kwh[corners], cost[0, corners]) == pytest.approx(min(mixtures), abs=1e-6)
