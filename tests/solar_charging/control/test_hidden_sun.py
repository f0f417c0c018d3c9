"""Hidden sun is looked for where that is worth the commands, and climbed after while it carries the car."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import Charger, Prices
from solar_charging.base.reason import Why
from solar_charging.control.hidden_sun import look_beyond
from solar_charging.control.solar_law import LawView, Target, follow_sun
from solar_charging.metering.hidden_sun import Hidden

MUCH = Hidden(w=3000.0, odds=0.67, hours=2.0)
IDLE = LawView(
    samples_w=np.array([0.0]),
    held_s=np.array([300.0]),
    coverage=1.0,
    now_w=0.0,
    lasting_w=0.0,
    charger=Charger(watts_per_amp=230.0, min_a=5, max_a=16),
    prices=Prices(import_per_kwh=0.30, export_per_kwh=0.08),
    value_per_kwh=0.20,
    bought_kwh=0.0,
    offered_a=None,
    waited_cost=0.0,
    start_cost=0.02,
    command_cost=0.001,
    interval_s=180.0,
)
RUNNING = replace(IDLE, offered_a=5, samples_w=np.array([1150.0]), now_w=1150.0, lasting_w=1150.0)
THREE_PHASES = replace(IDLE, charger=Charger(watts_per_amp=690.0, min_a=6, max_a=16))


def target(view: LawView, hidden: Hidden | None) -> Target:
    return look_beyond(view, follow_sun(view), hidden)


@pytest.mark.parametrize(
    ("view", "hidden", "current_a", "why"),
    [
        (IDLE, None, 0, Why.WAITING_FOR_SUN),
        # However much hides, a probe is the least current.
        (IDLE, MUCH, 5, Why.HIDDEN_SUN),
        (IDLE, MUCH._replace(w=1000.0), 5, Why.HIDDEN_SUN),
        # Not where it is unlikely, over soon, too little, or not worth a start or a wake-up.
        (IDLE, MUCH._replace(odds=0.05), 0, Why.WAITING_FOR_SUN),
        (IDLE, MUCH._replace(hours=0.0), 0, Why.WAITING_FOR_SUN),
        (IDLE, MUCH._replace(w=300.0), 0, Why.WAITING_FOR_SUN),
        (replace(IDLE, start_cost=0.40), MUCH, 0, Why.WAITING_FOR_SUN),
        (replace(IDLE, value_per_kwh=0.0), MUCH, 0, Why.WAITING_FOR_SUN),
        # 4.1 kW are the least on three phases: 1 kW does not make up for what is bought, 2 kW do.
        (THREE_PHASES, MUCH._replace(w=1000.0), 0, Why.WAITING_FOR_SUN),
        (THREE_PHASES, MUCH._replace(w=2000.0), 6, Why.HIDDEN_SUN),
        # Nothing is tried while the surplus is not known.
        (replace(IDLE, coverage=0.4), MUCH, 0, Why.MEASURING),
        (replace(IDLE, now_w=None, coverage=0.0), MUCH, 0, Why.MEASURING),
    ],
)
def test_a_probe_is_made_where_it_is_worth_its_costs(
    view: LawView, hidden: Hidden | None, current_a: int, why: Why
) -> None:
    found = target(view, hidden)
    assert (found.current_a, found.why) == (current_a, why)


@pytest.mark.parametrize(
    ("view", "hidden", "current_a", "why"),
    [
        (RUNNING, None, 5, Why.FOLLOWING_SUN),
        # Up to what the expected sun leaves, and no farther.
        (RUNNING, MUCH, 16, Why.HIDDEN_SUN),
        (RUNNING, MUCH._replace(w=1000.0), 9, Why.HIDDEN_SUN),
        (RUNNING, MUCH._replace(w=229.0), 5, Why.FOLLOWING_SUN),
        (RUNNING, MUCH._replace(odds=0.02), 5, Why.FOLLOWING_SUN),
        # A probe on trial goes on, and no farther.
        (RUNNING, MUCH._replace(w=0.0, probing=True), 5, Why.HIDDEN_SUN),
        (replace(RUNNING, now_w=-50.0), MUCH._replace(w=0.0, probing=True), 5, Why.HIDDEN_SUN),
        (replace(RUNNING, now_w=None, coverage=0.2), MUCH._replace(w=0.0, probing=True), 5, Why.HIDDEN_SUN),
    ],
)
def test_a_charge_climbs_while_it_is_carried(
    view: LawView, hidden: Hidden | None, current_a: int, why: Why
) -> None:
    found = target(view, hidden)
    assert (found.current_a, found.why) == (current_a, why)


@pytest.mark.parametrize(("now_w", "current_a"), [(0.0, 0), (60.0, 0), (1150.0, 5)])
def test_a_probe_that_failed_ends_without_patience(now_w: float, current_a: int) -> None:
    view = replace(RUNNING, now_w=now_w, samples_w=np.array([60.0, now_w]), held_s=np.array([1.0, 299.0]))
    assert target(view, Hidden(0.0, 0.0, 0.0, vain=True)).current_a == current_a


def test_where_the_inverter_holds_the_grid_a_little_import_is_no_lack_of_sun() -> None:
    short = replace(RUNNING, offered_a=12, now_w=2600.0, samples_w=np.array([2600.0]), command_cost=1e-6)
    assert follow_sun(short).current_a == 11
    assert target(short, Hidden(0.0, 0.0, 0.0)).current_a == 12


def test_what_ends_a_charge_ends_it_with_hidden_sun_too() -> None:
    worthless = replace(RUNNING, value_per_kwh=-0.1, waited_cost=1.0)
    assert target(worthless, MUCH) == follow_sun(worthless)


@given(
    now_w=st.floats(-5000, 20_000),
    offered_a=st.none() | st.integers(5, 16),
    hidden=st.builds(
        Hidden,
        w=st.floats(0, 20_000),
        odds=st.floats(0, 1),
        hours=st.floats(0, 2),
        probing=st.just(False),
        vain=st.booleans(),
    ),
    value=st.floats(-0.2, 1.0),
    sold=st.floats(-0.5, 0.5),
)
def test_nothing_that_is_tried_is_more_than_may_be_there(
    now_w: float, offered_a: int | None, hidden: Hidden, value: float, sold: float
) -> None:
    view = replace(
        IDLE,
        now_w=now_w,
        samples_w=np.array([now_w]),
        offered_a=offered_a,
        value_per_kwh=value,
        prices=Prices(0.30, sold),
    )
    law, found = follow_sun(view), target(view, hidden)
    if found.why is Why.HIDDEN_SUN:
        least = offered_a is None and found.current_a == 5
        assert least or found.current_a * 230.0 <= max(now_w, 0.0) + hidden.w + 1e-6
    elif hidden.vain and law.why is Why.CLOUD:
        assert found.current_a == 0  # nobody waits under a sun that was not there
    else:
        assert found.current_a in (law.current_a, offered_a)
