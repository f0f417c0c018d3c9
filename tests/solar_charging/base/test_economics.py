"""What charging is worth: losses, benefit and break-even, by hand-made sums."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.economics import (
    Charger,
    Prices,
    Storage,
    benefit_at_kw,
    benefit_per_h,
    break_even_w,
    greatest_benefit_per_h,
)

ONE_PHASE = Charger(watts_per_amp=230.0, min_a=5, max_a=16)
THREE_PHASES = Charger(watts_per_amp=690.0, min_a=5, max_a=16)
LOSSLESS = Charger(watts_per_amp=1000.0, min_a=1, max_a=3, efficiency=1.0, overhead_w=0.0)
USUAL = Prices(import_per_kwh=0.30, export_per_kwh=0.08)


@pytest.mark.parametrize(("amps", "volts", "share"), [(32, 252, 0.956), (12, 126, 0.852)])
def test_the_losses_are_those_that_were_measured_at_a_plug(amps: int, volts: int, share: float) -> None:
    charger = Charger(float(volts), amps, amps)
    assert float(charger.kept_kw[0] / charger.drawn_kw[0]) == pytest.approx(share, abs=0.001)
    assert charger.drawn_per_stored(charger.most_kw) == pytest.approx(1 / share, abs=0.002)


def test_the_currents_are_whole_amperes_from_the_least_to_the_greatest() -> None:
    assert LOSSLESS.currents_a.tolist() == [1, 2, 3]
    assert LOSSLESS.drawn_kw.tolist() == LOSSLESS.kept_kw.tolist() == [1.0, 2.0, 3.0]
    assert (LOSSLESS.most_kw, LOSSLESS.most_stored_kw) == (3.0, 3.0)


def test_a_current_that_only_keeps_the_car_awake_stores_next_to_nothing() -> None:
    weak = Charger(watts_per_amp=100.0, min_a=1, max_a=2)
    assert 0 < float(weak.kept_kw[0]) <= 0.001
    assert weak.drawn_per_stored(0.1) >= 100


@pytest.mark.parametrize(
    ("shared_kw", "value", "earned"),
    [
        ([0, 0, 0], 0.20, [-0.10, -0.20, -0.30]),  # all of it bought at 0.30
        ([1, 2, 3], 0.20, [0.12, 0.24, 0.36]),  # all of it sun that would have brought 0.08
        ([1, 1.5, 1.5], 0.20, [0.12, 0.13, 0.03]),
        ([0, 0, 0], 0.30, [0, 0, 0]),
        ([1, 2, 3], 0.08, [0, 0, 0]),
    ],
)
def test_a_current_earns_what_it_stores_less_what_sun_and_grid_cost(
    shared_kw: list[float], value: float, earned: list[float]
) -> None:
    found = benefit_per_h(LOSSLESS, USUAL, value, np.array(shared_kw, dtype=float))
    assert found == pytest.approx(earned)


@pytest.mark.parametrize(
    ("charger", "prices", "value", "expected_w"),
    [
        (ONE_PHASE, USUAL, 0.20, 720.0),
        (THREE_PHASES, USUAL, 0.20, 1807.2),
        (LOSSLESS, USUAL, 0.08, 1000.0),  # all of it has to be sun
        (LOSSLESS, USUAL, 0.30, 0.0),
        (LOSSLESS, USUAL, 0.50, 0.0),
        (LOSSLESS, USUAL, 0.19, 500.0),
        (LOSSLESS, Prices(0.05, 0.05), 0.10, 0.0),  # sun is no cheaper: it pays always ...
        (LOSSLESS, Prices(0.05, 0.08), 0.02, math.inf),  # ... or never
    ],
)
def test_it_pays_from_a_surplus_on(charger: Charger, prices: Prices, value: float, expected_w: float) -> None:
    assert break_even_w(charger, prices, value) == pytest.approx(expected_w, abs=0.1)


@effort(deadline=None)
@given(st.floats(0.085, 0.5), st.floats(0.081, 1.0), st.sampled_from([ONE_PHASE, THREE_PHASES]))
def test_at_break_even_the_least_current_earns_nothing(value: float, bought: float, charger: Charger) -> None:
    prices = Prices(bought, 0.08)
    at_w = break_even_w(charger, prices, value)
    least_kw = float(charger.drawn_kw[0])
    if 0 < at_w / 1000 < least_kw:
        shared_kw = np.minimum(charger.drawn_kw, at_w / 1000)
        assert benefit_per_h(charger, prices, value, shared_kw)[0] == pytest.approx(0, abs=1e-9)


STORAGES = st.none() | st.builds(
    Storage, st.floats(0, 10), st.floats(0, 10), st.floats(-1, 1), st.floats(-1, 1)
)


@given(
    charger=st.builds(
        Charger,
        st.sampled_from([120.0, 230.0, 690.0]),
        st.integers(1, 6),
        st.integers(6, 48),
        st.floats(0.8, 1.0),
        st.floats(0, 2000),
    ),
    prices=st.builds(Prices, st.floats(-1, 1), st.floats(-1, 1), STORAGES),
    value=st.floats(-1, 1),
    surplus_w=st.floats(-20_000, 20_000) | st.integers(0, 48).map(lambda amps: amps * 230.0),
)
# Losses that take more than the least currents bring, and a kWh that costs to have.
@example(Charger(120.0, 1, 6, 0.8, 132.0), Prices(0.0, -0.5), -1.0, 360.0)
def test_the_greatest_benefit_is_that_of_the_best_current(
    charger: Charger, prices: Prices, value: float, surplus_w: float
) -> None:
    best = benefit_at_kw(charger, prices, value, surplus_w / 1000).max()
    assert greatest_benefit_per_h(charger, prices, value, surplus_w / 1000) == pytest.approx(best, abs=1e-9)


FILLS_BY_ITSELF = Storage(takes_kw=2.0, gives_kw=3.0, taken_per_kwh=0.08, given_per_kwh=0.09)
FOR_THE_NIGHT = Storage(takes_kw=2.0, gives_kw=3.0, taken_per_kwh=0.26, given_per_kwh=0.29)


@pytest.mark.parametrize(
    ("storage", "surplus_kw", "cost"),
    [
        # 4 kW for an hour; what is sold brings 0.08, what is bought costs 0.30.
        (FOR_THE_NIGHT, 7.0, 4 * 0.08),  # 5 kW of it would be sold
        (FOR_THE_NIGHT, 4.0, 2 * 0.08 + 2 * 0.26),
        (FOR_THE_NIGHT, 2.0, 2 * 0.26 + 2 * 0.29),
        (FOR_THE_NIGHT, 0.0, 3 * 0.29 + 1 * 0.30),
        (FOR_THE_NIGHT, -1.0, 2 * 0.29 + 2 * 0.30),  # the house has 1 kW of it already
        (FOR_THE_NIGHT, -5.0, 4 * 0.30),
        (FILLS_BY_ITSELF, 2.0, 2 * 0.08 + 2 * 0.09),
        (FOR_THE_NIGHT._replace(gives_kw=0.0), 0.0, 4 * 0.30),  # held, or empty
        (FOR_THE_NIGHT._replace(takes_kw=0.0), 4.0, 4 * 0.08),  # full
    ],
)
def test_power_comes_from_export_then_from_the_battery_then_from_the_grid(
    storage: Storage, surplus_kw: float, cost: float
) -> None:
    charger = Charger(watts_per_amp=1000.0, min_a=4, max_a=4, efficiency=1.0, overhead_w=0.0)
    prices = USUAL._replace(storage=storage)
    assert benefit_at_kw(charger, prices, 1.0, surplus_kw)[0] == pytest.approx(4.0 - cost)


@pytest.mark.parametrize(
    ("storage", "value", "expected_w"),
    [
        (Storage(0.0, 0.0, 0.1, 0.2), 0.19, 500.0),  # full and held: as without one
        (FOR_THE_NIGHT, 0.19, 2388.9),  # the first 2 kW are the battery's
        (FOR_THE_NIGHT, 0.2901, 0.0),
        (FILLS_BY_ITSELF, 0.19, 0.0),  # what it gives is refilled
        (FOR_THE_NIGHT, 0.07, math.inf),
    ],
)
def test_where_the_battery_is_worth_more_it_pays_from_a_greater_surplus_on(
    storage: Storage, value: float, expected_w: float
) -> None:
    assert break_even_w(LOSSLESS, USUAL._replace(storage=storage), value) == pytest.approx(
        expected_w, abs=0.1
    )


@effort(deadline=None)
@given(
    st.floats(0.0, 5.0), st.floats(0.0, 5.0), st.floats(0.0, 0.3), st.floats(0.0, 0.3), st.floats(-0.1, 0.5)
)
def test_at_break_even_with_a_battery_the_least_current_earns_nothing(
    takes_kw: float, gives_kw: float, taken: float, more: float, value: float
) -> None:
    # Each source is dearer than the one before it.
    storage = Storage(takes_kw, gives_kw, 0.08 + taken, 0.08 + taken + more)
    prices = Prices(0.7, 0.08, storage)
    at_w = break_even_w(ONE_PHASE, prices, value)
    if 0 < at_w < math.inf:
        assert benefit_at_kw(ONE_PHASE, prices, value, at_w / 1000)[0] == pytest.approx(0, abs=1e-6)
        assert benefit_at_kw(ONE_PHASE, prices, value, at_w / 1000 - 0.01)[0] <= 1e-9
