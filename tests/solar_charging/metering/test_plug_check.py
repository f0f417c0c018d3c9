"""The meter at the plug is believed until the car itself says otherwise twice."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.phases import NO_NEUTRAL, THREE
from solar_charging.metering.plug_check import (
    APART_S,
    LEAST_W,
    MOVED_W,
    NEAR,
    SETTLED_S,
    SHARE,
    PlugCheck,
)

CAR_W = 3680.0


def compared(plug_w: float, car_w: float, times: int = 2) -> PlugCheck:
    """The meter shows one power all along, and the car says another so often."""
    check = PlugCheck()
    check.measured(0.0, plug_w)
    for number in range(times):
        check.car_said(SETTLED_S + number * APART_S, car_w)
    return check


@pytest.mark.parametrize(
    ("plug_w", "car_w"),
    [
        (CAR_W, 0.0),
        (0.0, CAR_W),
        (-CAR_W, CAR_W),
        (2000.0, 7360.0),
        (LEAST_W + 1, 0.0),
        (0.0, LEAST_W + 1),
        (CAR_W * NO_NEUTRAL * (1 + NEAR) + 1, CAR_W),
        (CAR_W * THREE * (1 - NEAR) - 1, CAR_W),
        (CAR_W * THREE * (1 + NEAR) + 1, CAR_W),
    ],
    ids=str,
)
def test_what_is_not_the_car_is_told_by_two_of_its_reports(plug_w: float, car_w: float) -> None:
    assert not compared(plug_w, car_w, times=1).wrong, "one may be of another moment"
    assert compared(plug_w, car_w).wrong


@pytest.mark.parametrize(
    ("plug_w", "car_w"),
    [
        (CAR_W, CAR_W),
        (0.0, 0.0),
        (-5.0, 0.0),
        (LEAST_W, 0.0),
        (0.0, LEAST_W),
        (CAR_W * (1 - SHARE) + 1, CAR_W),
        (CAR_W, CAR_W * (1 - SHARE) + 1),
        (CAR_W * THREE, CAR_W),
        (CAR_W, CAR_W * THREE),
        (CAR_W * NO_NEUTRAL * (1 + NEAR) - 1, CAR_W),
        (CAR_W * THREE * (1 - NEAR) + 1, CAR_W),
        (CAR_W * THREE * (1 + NEAR) - 1, CAR_W),
    ],
    ids=str,
)
def test_losses_an_idle_car_and_other_phases_are_no_other_device(plug_w: float, car_w: float) -> None:
    assert not compared(plug_w, car_w, times=9).wrong


@pytest.mark.parametrize(("apart_s", "wrong"), [(APART_S - 0.1, False), (APART_S, True)])
def test_two_misses_of_one_moment_are_one(apart_s: float, wrong: bool) -> None:
    check = compared(0.0, CAR_W, times=1)
    check.car_said(SETTLED_S + apart_s, CAR_W)
    assert check.wrong is wrong


@pytest.mark.parametrize(("moved_w", "counts"), [(MOVED_W, True), (MOVED_W + 1, False)])
@pytest.mark.parametrize("way", [1, -1])
def test_while_a_charge_begins_or_changes_the_car_may_be_late(moved_w: float, counts: bool, way: int) -> None:
    check = compared(-CAR_W, CAR_W, times=1)
    check.measured(SETTLED_S + APART_S - 1, -CAR_W + way * moved_w)
    check.car_said(SETTLED_S + APART_S, CAR_W)
    assert check.wrong is counts


@pytest.mark.parametrize(("after_s", "counts"), [(SETTLED_S - 0.1, False), (SETTLED_S, True)])
def test_what_it_shows_has_to_have_settled(after_s: float, counts: bool) -> None:
    check = compared(0.0, CAR_W, times=1)
    check.measured(500.0, -2000.0)
    check.car_said(500.0 + after_s, CAR_W)
    assert check.wrong is counts


def test_an_agreement_between_takes_a_miss_back() -> None:
    check = compared(CAR_W, 0.0, times=1)
    check.car_said(200.0, CAR_W)
    check.car_said(300.0, 0.0)
    assert not check.wrong


def test_a_meter_that_was_mended_is_believed_again() -> None:
    check = compared(0.0, CAR_W)
    check.measured(1000.0, CAR_W)
    check.car_said(1000.0 + SETTLED_S, CAR_W)
    check.car_said(1100.0 + SETTLED_S, CAR_W)
    assert check.wrong, "one agreement is chance"
    check.measured(2000.0, CAR_W / 2)
    check.car_said(2000.0 + SETTLED_S, CAR_W / 2)
    assert not check.wrong


def test_another_device_that_rests_with_the_car_and_once_draws_as_much_stays_out() -> None:
    check = compared(0.0, CAR_W)
    for at_s, plug_w, car_w in ((1e3, 0.0, 0.0), (2e3, CAR_W, CAR_W), (3e3, 0.0, CAR_W), (4e3, CAR_W, CAR_W)):
        check.measured(at_s, plug_w)
        check.car_said(at_s + SETTLED_S, car_w)
        assert check.wrong
    check.forgive()
    assert not check.wrong


def test_of_a_meter_that_never_spoke_nothing_is_said() -> None:
    check = PlugCheck()
    for number in range(5):
        check.car_said(100.0 * number, CAR_W)
    assert not check.wrong


watts = st.floats(-2e5, 2e5)
event = st.tuples(st.sampled_from(["plug", "car"]), st.floats(-1e6, 1e6), watts)


@given(st.lists(event, max_size=30))
def test_it_never_raises_and_one_report_of_the_car_is_never_enough(
    events: list[tuple[str, float, float]],
) -> None:
    check = PlugCheck()
    for number, (who, at_s, power_w) in enumerate(events):
        if who == "plug":
            check.measured(at_s, power_w)
        else:
            check.car_said(at_s, power_w)
        if sum(each == "car" for each, *_ in events[: number + 1]) < 2:
            assert not check.wrong


@given(
    st.lists(st.tuples(st.floats(1, 600), st.sampled_from([0.0, 1380.0, CAR_W, 11_040.0])), max_size=20),
    st.floats(0.8, 1.2),
    st.floats(0, SETTLED_S / 2),
)
def test_a_right_meter_is_never_called_wrong_however_late_the_car_reports(
    charges: list[tuple[float, float]], scale: float, late_s: float
) -> None:
    check, now_s, before_w = PlugCheck(), 0.0, 0.0
    for after_s, power_w in charges:
        now_s += after_s
        check.measured(now_s, scale * power_w)
        check.car_said(now_s + late_s, before_w)
        check.car_said(now_s + SETTLED_S + late_s, power_w)
        now_s, before_w = now_s + SETTLED_S + late_s, power_w
    assert not check.wrong
    assert math.isfinite(now_s)
