"""What is learnt of the battery from the charges that are seen."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.planning.battery_estimate import (
    EFFICIENCIES,
    LAST,
    LEAST_CHARGES,
    LEAST_PCT,
    SIZES,
    BatteryEstimator,
)
from solar_charging.settings.car import Car
from solar_charging.vehicle.car import CarState, ChargingState
from tests.situations import CHARGING

BEAT_S, LONGEST_S = 30.0, 60.0
UNSET = Car(token_file="-")
DRAWN_W = 3680.0
STORED_KW = (0.98 * DRAWN_W - 194) / 1000
AWAY = replace(CHARGING, charging=ChargingState.DISCONNECTED)


class Told:
    """Tells of charges at the same current, with a look each ten minutes or so."""

    def __init__(self, settings: Car = UNSET) -> None:
        self.estimator = BatteryEstimator(settings, LONGEST_S)
        self.now_s = 0.0

    def beats(self, count: int, drawn_w: float = DRAWN_W) -> None:
        for _ in range(count):
            self.now_s += BEAT_S
            self.estimator.beat(self.now_s, drawn_w)

    def look(self, soc_pct: float, added_kwh: float | None = None, as_believed: bool | None = True) -> None:
        self.estimator.looked(replace(CHARGING, soc_pct=soc_pct, added_kwh=added_kwh), as_believed)

    def leave(self, car: CarState = AWAY) -> None:
        self.estimator.looked(car, True)

    def charge(
        self, battery_kwh: float, gained_pct: float = 20, added: float | None = None, leaves: bool = True
    ) -> None:
        """From 30 % on, with a look for each per cent; `added` is how much the car says was stored of
        each kWh that was.
        """
        self.beats(1, 0.0)
        beats = round(battery_kwh / 100 / STORED_KW * 3600 / BEAT_S)
        kwh = beats * BEAT_S / 3600 * STORED_KW
        self.look(29.9, None if added is None else 0.0)
        for step in range(round(gained_pct) + 1):
            self.look(
                30 + step * gained_pct / round(gained_pct), None if added is None else added * kwh * step
            )
            self.beats(beats if step < round(gained_pct) else 1)
        if leaves:
            self.leave()


def after(charges: int, battery_kwh: float, settings: Car = UNSET, **how: Any) -> BatteryEstimator:
    told = Told(settings)
    for _ in range(charges):
        told.charge(battery_kwh, **how)
    return told.estimator


@pytest.mark.parametrize("battery_kwh", [48.0, 60.0, 75.0])
def test_a_batterys_size_is_what_was_stored_for_each_per_cent(battery_kwh: float) -> None:
    estimate = after(LEAST_CHARGES, battery_kwh).estimate
    assert estimate.battery_kwh == pytest.approx(battery_kwh, rel=0.02)
    assert (estimate.learnt_battery_kwh, estimate.charges) == (estimate.battery_kwh, LEAST_CHARGES)
    assert (estimate.efficiency, estimate.learnt_efficiency) == (0.98, None)


@pytest.mark.parametrize(
    ("charges", "gained_pct", "learns"),
    [
        (LEAST_CHARGES, LEAST_PCT, True),
        (LEAST_CHARGES, LEAST_PCT - 0.1, False),
        (LEAST_CHARGES - 1, 50, False),
        (0, 0, False),
    ],
)
def test_few_and_short_charges_say_nothing(charges: int, gained_pct: float, learns: bool) -> None:
    estimate = after(charges, 75, gained_pct=gained_pct).estimate
    assert (estimate.learnt_battery_kwh is not None) is learns
    assert (estimate.battery_kwh == 60) is not learns


@pytest.mark.parametrize(
    ("given_kwh", "seen_kwh", "learnt_kwh"),
    [(60, 20, 36), (60, 37, 37), (60, 101, 101), (60, 140, 102)],
)
def test_what_no_battery_can_be_is_not_believed(given_kwh: float, seen_kwh: float, learnt_kwh: float) -> None:
    estimate = after(LEAST_CHARGES, seen_kwh).estimate
    assert UNSET.battery_kwh == given_kwh
    assert estimate.battery_kwh == pytest.approx(learnt_kwh, rel=0.02)


def test_what_the_settings_name_counts_more_and_what_was_learnt_is_shown() -> None:
    given = Car(token_file="-", battery_kwh=60, efficiency=0.9)
    estimate = after(LEAST_CHARGES, 75, given, added=0.97).estimate
    assert (estimate.battery_kwh, estimate.efficiency) == (60, 0.9)
    assert estimate.learnt_battery_kwh == pytest.approx(75 * 0.97, rel=0.02)
    assert estimate.learnt_efficiency == pytest.approx(0.98 * 0.97, abs=0.01)


@pytest.mark.parametrize(("added", "efficiency"), [(1.0, 0.98), (0.95, 0.934), (0.7, 0.8), (1.2, 1.0)])
def test_what_the_car_says_was_added_tells_its_efficiency(added: float, efficiency: float) -> None:
    estimate = after(LEAST_CHARGES, 60, added=added).estimate
    assert estimate.efficiency == pytest.approx(efficiency, abs=0.005)
    assert estimate.battery_kwh == pytest.approx(60 * added, rel=0.02)


def test_one_strange_charge_among_others_does_no_harm() -> None:
    told = Told()
    for battery_kwh in (75, 75, 30, 75, 140):
        told.charge(battery_kwh)
    assert told.estimator.estimate.battery_kwh == pytest.approx(75, rel=0.02)


def test_an_older_battery_is_followed() -> None:
    told = Told()
    for battery_kwh in [75] * LAST + [70] * LAST:
        told.charge(battery_kwh)
    assert told.estimator.estimate.battery_kwh == pytest.approx(70, rel=0.02)
    assert told.estimator.estimate.charges == LAST


@pytest.mark.parametrize("by", ["a silent meter", "a pause", "another current", "a fall"])
def test_a_charge_that_is_not_wholly_known_ends_there(by: str) -> None:
    told = Told()
    for _ in range(LEAST_CHARGES):
        told.charge(75, gained_pct=9, leaves=False)
        if by == "a silent meter":
            told.beats(1, math.nan)
        elif by == "a pause":
            told.now_s += LONGEST_S + 1
        elif by == "another current":
            told.look(39.5, as_believed=False)
        else:
            told.look(38.0)
        told.beats(20)
        told.look(45.0)
        told.leave()
    assert told.estimator.estimate.charges == 0


def test_a_look_that_cannot_be_judged_yet_neither_ends_a_charge_nor_counts() -> None:
    told = Told()
    for _ in range(LEAST_CHARGES):
        told.charge(75, leaves=False)
        told.look(99.0, as_believed=None)
        told.leave()
    assert told.estimator.estimate.battery_kwh == pytest.approx(75, rel=0.02)


def paused(told: Told) -> None:
    """The car stays at the plug for hours, and uses a little."""
    told.beats(600, 100.0)
    told.look(50.0)


def charged_on(told: Told) -> None:
    """The car goes on to charge, and has not told of it yet."""
    told.beats(24)
    told.look(50.0)


@pytest.mark.parametrize("after_it", [paused, charged_on])
def test_what_no_per_cent_tells_of_is_not_counted(after_it: Callable[[Told], None]) -> None:
    told = Told()
    for _ in range(LEAST_CHARGES):
        told.charge(75, leaves=False)
        after_it(told)
        told.leave()
    assert told.estimator.estimate.battery_kwh == pytest.approx(75, rel=0.02)


def test_a_car_that_uses_a_little_between_two_charges_loses_no_overhead_then() -> None:
    told = Told()
    for _ in range(LEAST_CHARGES):
        told.charge(75, leaves=False)
        told.beats(600, 100.0)
        for soc_pct in (51.0, 52.0):
            told.beats(round(75 / 100 / STORED_KW * 3600 / BEAT_S))
            told.look(soc_pct)
        told.leave()
    assert told.estimator.estimate.battery_kwh == pytest.approx(75, rel=0.02)


def test_a_count_that_begins_anew_is_not_taken_for_what_was_added() -> None:
    told = Told()
    for _ in range(LEAST_CHARGES):
        told.charge(75, added=1.0, leaves=False)
        told.look(50.5, added_kwh=0.0)
        told.leave()
    estimate = told.estimator.estimate
    assert estimate.battery_kwh == pytest.approx(75, rel=0.04)
    assert estimate.learnt_efficiency is None


@pytest.mark.parametrize(
    ("left", "learns"),
    [
        (AWAY, True),
        (replace(CHARGING, at_home=False), True),
        (replace(CHARGING, charging=ChargingState.STOPPED), False),
        (replace(CHARGING, soc_pct=20), False),
        (replace(CHARGING, charging=ChargingState.UNKNOWN), False),
    ],
)
def test_what_was_learnt_holds_from_when_the_car_leaves(left: CarState, learns: bool) -> None:
    told = Told()
    for _ in range(LEAST_CHARGES):
        told.charge(75, leaves=False)
        told.leave(left)
    assert (told.estimator.estimate.battery_kwh != 60) is learns


def test_a_restart_forgets_no_charge_that_is_over() -> None:
    before, after_it = after(LEAST_CHARGES, 75, added=0.97), BatteryEstimator(UNSET, LONGEST_S)
    after_it.from_dict(json.loads(json.dumps(before.to_dict())))
    assert after_it.estimate == before.estimate
    assert after_it.to_dict() == before.to_dict()


def test_what_was_measured_by_far_too_low_says_nothing_and_can_be_restored() -> None:
    told = Told()
    for _ in range(LEAST_CHARGES):
        told.charge(75, added=0.8)
    before = told.estimator.to_dict()
    told.beats(1, 0.0)
    for soc_pct in (29.9, 30, 50):
        told.look(soc_pct)
        told.beats(60, drawn_w=200)
    told.leave()
    assert told.estimator.to_dict() == before
    told.estimator.from_dict(before)


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"charges": [[60]]},
        {"charges": [[0, None]]},
        {"charges": [[math.inf, 1]]},
        {"charges": [["x", 1]]},
    ],
)
def test_what_was_not_saved_so_is_refused(saved: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        BatteryEstimator(UNSET, LONGEST_S).from_dict(saved)


acts = st.one_of(
    st.tuples(st.just("beat"), st.floats(0, 120), st.floats(0, 50_000) | st.just(math.nan)),
    st.tuples(
        st.just("look"), st.floats(0, 100), st.none() | st.floats(0, 200), st.sampled_from([True, None])
    ),
    st.tuples(st.just("leave")),
)


@effort(deadline=None)
@given(st.lists(acts, max_size=60))
def test_whatever_is_told_a_battery_stays_one(told: list[Any]) -> None:
    estimator, now_s = BatteryEstimator(UNSET, LONGEST_S), 0.0
    for act, *values in told * 4:
        if act == "beat":
            now_s += values[0]
            estimator.beat(now_s, values[1])
        elif act == "look":
            estimator.looked(replace(CHARGING, soc_pct=values[0], added_kwh=values[1]), values[2])
        else:
            estimator.looked(AWAY, True)
        assert SIZES[0] * 60 <= estimator.estimate.battery_kwh <= SIZES[1] * 60
        assert EFFICIENCIES[0] <= estimator.estimate.efficiency <= EFFICIENCIES[1]
    estimator.from_dict(json.loads(json.dumps(estimator.to_dict())))
