"""A house battery's power is checked by how its state of charge moves, and so is what it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import ETA_IN, ETA_OUT
from solar_charging.base.reason import Problem
from solar_charging.metering.battery_check import AGREE, APART, LONGEST_S, SPAN_PCT, TWICE, BatteryCheck

KWH = 10.0


def moved(
    check: BatteryCheck, told_w: float, by_pct: float, hours: float, since: tuple[float, float]
) -> None:
    """Lets a power be told while the state of charge moves by so much from what it was at a time."""
    at_s, soc_pct = since
    check.untold()
    check.gives(at_s, told_w)
    check.holds(at_s, soc_pct)
    steps = max(math.ceil(hours * 3600 / 600), 1)
    for step in range(1, steps + 1):
        check.gives(at_s + step * hours * 3600 / steps, told_w)
    check.holds(at_s + hours * 3600, soc_pct + by_pct)


def told(
    factor: float, set_kwh: float | None = None, times: int = TWICE, charging: bool = True
) -> BatteryCheck:
    """A battery of 10 kWh that moves by 20 % so often, and tells its power times a factor."""
    check = BatteryCheck(set_kwh)
    for number in range(times):
        by_pct = 20.0 if charging else -20.0
        power_w = -2000.0 / ETA_IN if charging else 2000.0 * ETA_OUT
        moved(check, factor * power_w, by_pct, KWH * 0.2 / 2, (number * 86_400.0, 40.0))
    return check


@pytest.mark.parametrize("charging", [True, False])
def test_what_a_battery_holds_is_learnt_from_three_movements(charging: bool) -> None:
    assert told(1.0, times=AGREE - 1, charging=charging).capacity_kwh is None
    assert told(1.0, times=AGREE, charging=charging).capacity_kwh == pytest.approx(KWH)


def test_what_is_set_is_not_learnt_anew() -> None:
    assert told(1.0, set_kwh=13.5, times=AGREE).capacity_kwh == 13.5


@pytest.mark.parametrize(
    ("factor", "set_kwh", "problem"),
    [
        (1.0, None, None),
        (1.0, KWH, None),
        (-1.0, KWH, Problem.BATTERY_SIGN),
        (-1.0, None, Problem.BATTERY_SIGN),
        (0.001, KWH, Problem.BATTERY_TOO_SMALL),
        (0.001, None, Problem.BATTERY_TOO_SMALL),
        (1000.0, KWH, Problem.BATTERY_TOO_LARGE),
        (1000.0, None, Problem.BATTERY_TOO_LARGE),
        (APART * 0.99, KWH, None),
        (APART * 1.01, KWH, Problem.BATTERY_TOO_LARGE),
        (1.01 / APART, KWH, None),
        (0.99 / APART, KWH, Problem.BATTERY_TOO_SMALL),
    ],
)
@pytest.mark.parametrize("charging", [True, False])
def test_a_power_that_does_not_move_the_charge_is_wrong_the_second_time(
    factor: float, set_kwh: float | None, problem: Problem | None, charging: bool
) -> None:
    assert told(factor, set_kwh, times=1, charging=charging).wrong is None
    assert told(factor, set_kwh, charging=charging).wrong is problem


def test_a_power_that_is_right_again_is_believed_again() -> None:
    check = told(-1.0, KWH)
    assert check.wrong is Problem.BATTERY_SIGN
    moved(check, -2000.0, 20.0, 1.0, (9 * 86_400.0, 40.0))
    assert check.wrong is None


@pytest.mark.parametrize("by_pct", [SPAN_PCT - 0.1, -SPAN_PCT + 0.1])
def test_a_small_movement_says_nothing_for_it_may_be_a_rounding(by_pct: float) -> None:
    check = BatteryCheck(KWH)
    for number in range(5):
        moved(check, 5000.0, by_pct, 2.0, (number * 86_400.0, 50.0))
    assert check.wrong is None


def test_what_moved_while_the_power_was_not_told_says_nothing() -> None:
    check = BatteryCheck(KWH)
    for number in range(3):
        at_s = number * 86_400.0
        check.gives(at_s, 0.0)
        check.holds(at_s, 20.0)
        check.holds(at_s + LONGEST_S + 1, 60.0)
        check.untold()
    assert check.wrong is None


@given(st.lists(st.tuples(st.floats(-1e5, 1e5), st.floats(0, 100), st.floats(-7200, 7200)), max_size=40))
def test_whatever_is_told_it_comes_to_a_capacity_of_a_house_or_none(
    told: list[tuple[float, float, float]],
) -> None:
    check, at_s = BatteryCheck(None), 1e9
    for power_w, soc_pct, span_s in told:
        at_s += span_s
        check.gives(at_s, power_w)
        check.holds(at_s, soc_pct)
        assert check.capacity_kwh is None or 0.2 <= check.capacity_kwh <= 750
    again = BatteryCheck(None)
    again.from_dict(check.to_dict())
    assert (again.capacity_kwh, again.wrong) == (check.capacity_kwh, check.wrong)
