"""On how many phases a car charges is measured, and never guessed."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.phases import (
    FACTORS,
    NO_NEUTRAL,
    ONE,
    THREE,
    TRIAL_S,
    Phases,
    drawn_by_power,
    factor_of_power,
    factor_of_step,
)
from solar_charging.metering.steps import Samples

HOUSE_W, SETTLE_S = 400.0, 60.0


@pytest.mark.parametrize(
    ("step_w", "by_a", "volts", "factor"),
    [
        (1150, 5, 230, ONE),
        (3450, 5, 230, THREE),
        (1992, 5, 230, NO_NEUTRAL),
        (-3450, -5, 230, THREE),
        (-7360, -32, 230, ONE),
        (1150 + 357, 5, 230, ONE),
        (1150 + 358, 5, 230, None),
        (1150 - 357, 5, 230, ONE),
        (1150 - 358, 5, 230, None),
        (3450 - 472, 5, 230, THREE),
        (3450 - 473, 5, 230, None),
        (0, 5, 230, None),
        (-1150, 5, 230, None),
        (9000, 5, 230, None),
        # So small a step may be anything.
        (690, 1, 230, None),
        (0, 1, 230, None),
        (690, 3, 230, ONE),
        (930, 3, 230, None),
        (2070, 3, 230, THREE),
        (600, 5, 120, ONE),
        (800, 5, 120, None),
        (595, 5, 119, None),
        (math.nan, 5, 230, None),
    ],
)
def test_a_step_of_the_houses_load_shows_the_phases(
    step_w: float, by_a: float, volts: float, factor: float | None
) -> None:
    assert factor_of_step(step_w, by_a, volts) == factor


@pytest.mark.parametrize(
    ("power_w", "drawn_a", "factor"),
    [
        # 5 A: 1.15, 1.99 or 3.45 kW, cut off or rounded.
        (1000, 5, None),
        (2000, 5, None),
        (3000, 5, THREE),
        (0, 5, None),
        (7000, 32, ONE),
        (3000, 13, ONE),
        (2000, 13, ONE),
        (5000, 13, NO_NEUTRAL),
        (9000, 13, THREE),
        (8000, 13, THREE),
        (1150, 5, ONE),
        (3450, 5, THREE),
        (2700, 5, None),
        (11_000, 16, THREE),
        (50_000, 16, None),
        (3000, 0, None),
        (-1000, 5, None),
    ],
)
def test_the_cars_own_power_shows_the_phases_where_it_is_clear(
    power_w: float, drawn_a: float, factor: float | None
) -> None:
    assert factor_of_power(power_w, drawn_a, 230) == factor


@given(st.sampled_from(FACTORS), st.integers(5, 32), st.sampled_from([math.floor, round]))
def test_whole_kilowatts_never_show_the_wrong_phases(
    factor: float, drawn_a: int, told: Callable[[float], int]
) -> None:
    power_w = 1000 * told(factor * drawn_a * 230 / 1000)
    assert factor_of_power(power_w, drawn_a, 230) in (factor, None)


@pytest.mark.parametrize(
    ("power_w", "reckoned_w", "drawn_w"),
    [
        (2000, 2990, 2990),
        (3000, 2990, 2990),
        (1000, 2990, 1500),
        (1380, 2990, 1380),
        (0, 2990, 0),
        (1380, math.nan, 1380),
    ],
)
def test_what_a_car_draws_that_tells_its_power_alone(
    power_w: float, reckoned_w: float, drawn_w: float
) -> None:
    assert drawn_by_power(power_w, reckoned_w) == drawn_w


def test_a_power_in_whole_kilowatts_is_too_coarse_where_nothing_else_is_known() -> None:
    assert math.isnan(drawn_by_power(3000, math.nan))


class Metered(Phases):
    """Is shown by one meter what it is by the house's."""

    def __init__(self) -> None:
        self.samples = Samples()
        super().__init__(self.samples)

    def shows(self, at_s: float, house_w: float) -> None:
        self.samples.add(at_s, house_w, None)
        self.reading(at_s)


def shown(phases: Metered, at_s: float, watts: Iterable[float], every_s: float = 10.0) -> float:
    """The meter shows these loads, one after the other; returns when it has."""
    for house_w in watts:
        at_s += every_s
        phases.shows(at_s, house_w)
    return at_s


def charged(phases: Metered, step_w: float, at_s: float = 0.0, every_s: float = 10.0) -> float:
    """A charge of 5 A begins; returns when the meter has shown it for a while."""
    at_s = shown(phases, at_s, [HOUSE_W] * 6, every_s)
    phases.changing(at_s, 5, at_s + SETTLE_S, 230)
    return shown(phases, at_s, [HOUSE_W + step_w] * 12, every_s)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("every_s", [1.0, 10.0, 60.0, 300.0])
def test_the_first_start_shows_it_by_any_meter(factor: float, every_s: float) -> None:
    phases = Metered()
    at_s = shown(phases, 0.0, [HOUSE_W] * 6, every_s)
    phases.changing(at_s, 5, at_s + SETTLE_S, 230)
    shown(phases, at_s, [HOUSE_W + factor * 1150] * 120, every_s)
    assert phases.factor == factor
    assert not phases.sure


def test_a_meter_that_is_late_shows_it_later() -> None:
    phases = Metered()
    at_s = shown(phases, 0.0, [HOUSE_W] * 6)
    phases.changing(at_s, 5, at_s + SETTLE_S, 230)
    at_s = shown(phases, at_s, [HOUSE_W] * 18)
    assert phases.factor is None
    shown(phases, at_s, [HOUSE_W + 3450] * 6)
    assert phases.factor == THREE


def test_a_meter_that_shows_a_mean_is_not_believed_on_its_way() -> None:
    phases = Metered()
    at_s = shown(phases, 0.0, [HOUSE_W] * 6)
    phases.changing(at_s, 5, at_s + SETTLE_S, 230)
    ramp = [HOUSE_W + 3450 * step / 30 for step in range(1, 31)]
    at_s = shown(phases, at_s, ramp)
    assert phases.factor is None
    shown(phases, at_s, [HOUSE_W + 3450] * 6)
    assert phases.factor == THREE


def test_a_slow_meters_mean_of_before_and_after_is_not_believed() -> None:
    phases = Metered()
    at_s = shown(phases, 0.0, [HOUSE_W] * 3, every_s=120)
    phases.changing(at_s, 5, at_s + SETTLE_S, 230)
    shown(phases, at_s, [HOUSE_W + 1150, HOUSE_W + 3450, HOUSE_W + 3450], every_s=120)
    assert phases.factor == THREE


@pytest.mark.parametrize(
    "watts",
    [
        [HOUSE_W] * 40,  # the meter does not see the car
        [HOUSE_W + 1150, HOUSE_W + 2500] * 20,  # the house is restless
        [],
    ],
    ids=["blind", "restless", "silent"],
)
def test_what_shows_nothing_leaves_it_unknown(watts: list[float]) -> None:
    phases = Metered()
    at_s = shown(phases, 0.0, [HOUSE_W] * 6)
    phases.changing(at_s, 5, at_s + SETTLE_S, 230)
    shown(phases, at_s, watts)
    assert phases.factor is None


@pytest.mark.parametrize(("ran_s", "tried"), [(TRIAL_S - 0.1, False), (TRIAL_S, True)])
def test_a_charge_that_shows_nothing_is_not_waited_for(ran_s: float, tried: bool) -> None:
    phases = Metered()
    phases.beat(0.0, charging=True)
    phases.beat(ran_s, charging=True)
    assert phases.tried is tried
    phases.unplugged()
    assert not phases.tried


def test_two_measurements_outweigh_one_that_says_otherwise() -> None:
    phases = Metered()
    at_s = charged(phases, 3450)
    at_s = charged(phases, 3450, at_s)
    assert phases.sure
    at_s = charged(phases, 1150, at_s)
    assert (phases.factor, phases.sure) == (THREE, False)
    charged(phases, 1150, at_s)
    assert (phases.factor, phases.sure) == (ONE, False)


def test_another_cable_is_measured_anew() -> None:
    phases = Metered()
    at_s = charged(phases, 3450, charged(phases, 3450))
    phases.unplugged()
    assert (phases.factor, phases.sure) == (THREE, False)
    charged(phases, 1150, at_s)
    assert (phases.factor, phases.sure) == (ONE, False)


def test_two_changes_at_once_show_as_one() -> None:
    phases = Metered()
    at_s = shown(phases, 0.0, [HOUSE_W] * 6)
    phases.changing(at_s, 5, at_s + SETTLE_S, 230)
    phases.changing(at_s + 10, 3, at_s + 10 + SETTLE_S, 230)
    shown(phases, at_s, [HOUSE_W + 8 * 690] * 15)
    assert phases.factor == THREE


def test_what_was_learnt_outlives_a_restart() -> None:
    phases, other = Metered(), Metered()
    charged(phases, 1992, charged(phases, 1992))
    other.from_dict(json.loads(json.dumps(phases.to_dict())))
    assert (other.factor, other.sure) == (NO_NEUTRAL, True)


@pytest.mark.parametrize(
    "saved", [{"factor": 2.0, "votes": 1}, {"factor": 3.0, "votes": None}, {}, {"factor": "3", "votes": 1}]
)
def test_what_was_saved_otherwise_is_refused(saved: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Metered().from_dict(saved)
