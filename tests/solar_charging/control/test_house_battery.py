"""What the car may have of the house battery, and what it does where nobody knows what that gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from solar_charging.base.economics import ETA_IN, ETA_OUT, Prices, Storage
from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.decision import decide
from solar_charging.control.house_battery import (
    ALL_KW,
    EXPORTS_W,
    RAMP_KW,
    START_KWH,
    by_export,
    idle,
    storage,
    store,
)
from solar_charging.control.situation import Decision, State
from solar_charging.metering.house_battery import Stored
from solar_charging.planning.house_battery import STEP_KWH, Spares
from solar_charging.planning.planner import EnergyValue
from solar_charging.settings.house_battery import HouseBattery
from tests.situations import CHARGING, FOLLOWING, SETTINGS, WAITING, steady


def worth(per_kwh: float) -> Spares:
    """A battery of which each kWh is worth so much."""
    return Spares(kwh=np.zeros(1), within_per_kwh=np.array([per_kwh]), beyond_per_kwh=np.array([per_kwh]))


HALF = Stored(kwh=10.0, stored_kwh=5.0, floor_kwh=0.5, takes_w=4000.0, gives_w=3000.0)
WORTH = 0.19
USUAL = EnergyValue(
    value_per_kwh=0.15,
    prices=Prices(0.30, 0.08),
    departure=None,
    spare_s=float("inf"),
    bought_kwh=0.0,
    spares=worth(WORTH),
)
BUYING = replace(USUAL, prices=Prices(0.18, 0.08), bought_kwh=3.0)
DEAR = 2 * 0.15 + 0.30


def battery(**more: object) -> HouseBattery:
    return HouseBattery.model_validate({"power": "sensor.battery", "soc": "sensor.battery_soc", **more})


@pytest.mark.parametrize(
    ("of", "stored", "value", "may_give", "expected"),
    [
        # What it takes and gives, in kW, and at which prices.
        (battery(), HALF, USUAL, True, (4 + RAMP_KW, 3, WORTH * ETA_IN, WORTH / ETA_OUT)),
        (battery(), HALF._replace(takes_w=0.0), USUAL, True, (0, 3, WORTH * ETA_IN, WORTH / ETA_OUT)),
        (battery(), HALF, USUAL, False, (4 + RAMP_KW, 3, WORTH * ETA_IN, DEAR)),
        (battery(keep_pct=49), HALF, USUAL, True, (4 + RAMP_KW, 3, WORTH * ETA_IN, WORTH / ETA_OUT)),
        (battery(keep_pct=50), HALF, USUAL, True, (4 + RAMP_KW, 3, WORTH * ETA_IN, DEAR)),
        (battery(first_below_pct=50), HALF, USUAL, True, (4 + RAMP_KW, 3, WORTH * ETA_IN, WORTH / ETA_OUT)),
        (battery(first_below_pct=51), HALF, USUAL, True, (4 + RAMP_KW, 3, DEAR, WORTH / ETA_OUT)),
        # Nothing is known of it: it may take and give all, and be worth as much as what it saves.
        (battery(), None, USUAL, True, (ALL_KW, ALL_KW, 0.30, 0.30)),
        (battery(), HALF, replace(USUAL, spares=None), True, (ALL_KW, ALL_KW, 0.30, 0.30)),
        # What it gives while the car is bought for is lost at any rate.
        (battery(), HALF, BUYING, True, (4 + RAMP_KW, 3, WORTH * ETA_IN, WORTH * ETA_IN)),
    ],
)
def test_the_battery_takes_and_gives_at_what_a_kwh_in_it_is_worth(
    of: HouseBattery, stored: Stored | None, value: EnergyValue, may_give: bool, expected: tuple[float, ...]
) -> None:
    assert tuple(storage(of, stored, value, may_give)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("stored", "takes_w", "takes_kw"),
    [
        (None, 0.0, 0.0),  # nothing more than it does: the sun that is fed in is the car's
        (None, 1500.0, 1.5 + RAMP_KW),
        (HALF, 1500.0, 4 + RAMP_KW),
    ],
)
def test_what_is_fed_in_it_does_not_take_whatever_it_holds(
    stored: Stored | None, takes_w: float, takes_kw: float
) -> None:
    has = storage(battery(), stored, USUAL, True, takes_w=takes_w)
    assert has.takes_kw == pytest.approx(takes_kw)


@pytest.mark.parametrize(
    ("held", "holdable", "value", "gives_kw"),
    [
        (True, True, USUAL, 0.0),
        (False, True, BUYING, 0.0),  # it will be held while the car is bought for
        (False, True, USUAL, 3.0),
        (False, True, replace(BUYING, spares=worth(0.10)), 3.0),  # it gives cheaper than the grid
        (False, False, BUYING, 3.0),
    ],
)
def test_a_battery_that_is_held_gives_nothing(
    held: bool, holdable: bool, value: EnergyValue, gives_kw: float
) -> None:
    assert storage(battery(), HALF, value, True, held, holdable).gives_kw == gives_kw


@pytest.mark.parametrize(
    ("spare_kwh", "charging", "given", "taken"),
    [
        (START_KWH + 0.01, False, 0.10, 0.10),
        (START_KWH, False, 0.28, 0.28),
        (START_KWH, True, 0.10, 0.10),
        (STEP_KWH + 0.01, True, 0.10, 0.10),
        (STEP_KWH, True, 0.28, 0.10),
    ],
)
def test_what_the_battery_gives_has_to_pay_for_a_while_and_longer_where_a_charge_begins(
    spare_kwh: float, charging: bool, given: float, taken: float
) -> None:
    some = Spares(np.array([spare_kwh]), np.array([0.10 * ETA_OUT]), np.array([0.28 * ETA_OUT]))
    value = replace(USUAL, spares=some)
    found = storage(battery(), HALF, value, True, charging=charging)
    assert (found.given_per_kwh, found.taken_per_kwh) == pytest.approx((given, taken * ETA_OUT * ETA_IN))


def test_the_battery_takes_at_what_more_in_it_is_worth() -> None:
    value = replace(USUAL, spares=replace(worth(0.28), added_per_kwh=0.08))
    assert storage(battery(), HALF, value, True).taken_per_kwh == pytest.approx(0.08 * ETA_IN)


def test_plans_look_at_what_lies_above_the_floor() -> None:
    assert store(HALF) == pytest.approx((9.5, 4.5, 4.0, 3.0))
    assert store(HALF._replace(stored_kwh=0.3, gives_w=0.0)) == pytest.approx((9.5, 0.0, 4.0, ALL_KW))
    assert store(None) is None


@pytest.mark.parametrize(
    ("takes_kw", "taken_per_kwh", "surplus_w", "why"),
    [
        (5.0, 0.27, 2400.0, Why.BATTERY_FIRST),
        (0.0, 0.27, 2400.0, Why.GATHERING),  # it is full
        (5.0, 0.08, 2400.0, Why.GATHERING),  # the sun fills it anyway
        # The car could not have it either.
        (5.0, 0.27, 300.0, Why.WAITING_FOR_SUN),
        (5.0, 0.27, -300.0, Why.WAITING_FOR_SUN),
    ],
)
def test_that_the_battery_has_the_sun_first_is_said_where_that_keeps_the_car_waiting(
    takes_kw: float, taken_per_kwh: float, surplus_w: float, why: Why
) -> None:
    has = Storage(takes_kw, 5.0, taken_per_kwh, 0.30)
    found = decide(replace(WAITING, surplus=steady(surplus_w), storage=has), SETTINGS)
    assert (found.state, found.reason.why) == (State.WAITING_FOR_SUN, why)


SILENT = Reason(Problem.BATTERY_SILENT, {"entity": "sensor.battery", "silent": timedelta(minutes=5)})
BLIND = replace(FOLLOWING, battery_untold=SILENT)
PER_AMP_W = BLIND.most_watts_per_amp


def decided(grid_w: float, wanted_a: int, state: State = State.FOLLOWING_SUN) -> Decision:
    """What is decided by export where the rules want so many amps, and 10 A flow."""
    situation = replace(BLIND, grid_power_w=grid_w, car=replace(CHARGING, offered_a=10))
    decision = Decision(state, wanted_a, Reason(Why.FOLLOWING_SUN, {"current_a": wanted_a}))
    return by_export(decision, situation, SETTINGS)


@pytest.mark.parametrize(
    ("grid_w", "wanted_a", "current_a"),
    [
        (0.0, 10, 9),  # down by an ampere a beat, for it may all come from the battery
        (0.0, 16, 9),
        (0.0, 7, 7),
        (-EXPORTS_W + 1, 10, 9),
        (-EXPORTS_W, 10, 10),
        (-EXPORTS_W, 16, 10),
        (-PER_AMP_W + 1, 16, 10),
        (-PER_AMP_W, 16, 11),
        (-3 * PER_AMP_W, 16, 13),
        (500.0, 10, 9),
    ],
)
def test_a_charge_rises_by_measured_export_alone_where_nobody_knows_what_the_battery_gives(
    grid_w: float, wanted_a: int, current_a: int
) -> None:
    found = decided(grid_w, wanted_a)
    assert (found.current_a, found.reason.why, found.urgent) == (current_a, Why.BATTERY_UNTOLD, True)
    assert found.reason.values["problem"] == SILENT


def test_it_ends_below_the_least_current() -> None:
    least_a = SETTINGS.car.min_current_a
    situation = replace(BLIND, grid_power_w=0.0, car=replace(CHARGING, offered_a=least_a))
    decision = Decision(State.FOLLOWING_SUN, least_a, Reason(Why.FOLLOWING_SUN, {"current_a": least_a}))
    found = by_export(decision, situation, SETTINGS)
    assert (found.state, found.current_a) == (State.WAITING_FOR_SUN, 0)
    assert found.reason.why is Why.BATTERY_UNTOLD_WAITING


@pytest.mark.parametrize("state", [State.BUYING, State.DEPARTURE, State.OFF_PEAK, State.CHARGE_NOW])
def test_what_is_bought_goes_on(state: State) -> None:
    assert decided(0.0, 16, state).current_a == 16


@pytest.mark.parametrize(
    ("of", "shown", "stored", "is_idle"),
    [
        (None, None, None, True),
        (battery(), (0.0, 100.0), HALF, True),
        (battery(), (49.0, 60.0), HALF, True),
        (battery(), (51.0, 100.0), HALF, False),
        (battery(), (-2000.0, 60.0), HALF, False),
        # At the most that it takes.
        (battery(), (-4000.0, 60.0), HALF, True),
        (battery(), (-3890.0, 60.0), HALF, False),
        (battery(), (-2000.0, 60.0), None, False),
        (battery(), (None, 60.0), HALF, False),
        # Below this the sun is the battery's first.
        (battery(first_below_pct=60), (0.0, 60.0), HALF, True),
        (battery(first_below_pct=61), (0.0, 60.0), HALF, False),
        (battery(first_below_pct=61), (0.0, None), None, False),
    ],
)
def test_sun_hides_behind_a_battery_that_could_not_take_it(
    of: HouseBattery | None,
    shown: tuple[float | None, float | None] | None,
    stored: Stored | None,
    is_idle: bool,
) -> None:
    assert idle(of, stored, shown) is is_idle
