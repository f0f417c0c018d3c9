"""The main fuse has the last word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.reason import Reason, Why
from solar_charging.control.decision import decide
from solar_charging.control.situation import Decision, Situation, State
from tests.situations import (
    CHARGING,
    ENABLED,
    FOLLOWING,
    SETTINGS,
    SILENT,
    WAITING,
    any_situation,
    fused,
    steady,
)

CHARGE_NOW = replace(WAITING, switches=replace(ENABLED, charge_now=True))


@pytest.mark.parametrize(
    ("situation", "current_a", "cap_a"),
    [
        (replace(CHARGE_NOW, grid_power_w=1320.0), 16, None),
        (replace(CHARGE_NOW, grid_power_w=1320.1), 15, 15),
        (replace(CHARGE_NOW, grid_power_w=5000.0 - 5 * 230), 5, 5),
        (replace(CHARGE_NOW, grid_power_w=5000.1 - 5 * 230), 0, 0),
        (replace(CHARGE_NOW, grid_power_w=9000.0), 0, 0),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=5000.0), 10, 10),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=5000.1), 9, 9),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=6150.0), 5, 5),
        (replace(CHARGE_NOW, car=CHARGING, grid_power_w=6150.1), 0, 0),
        (replace(CHARGE_NOW, grid_power_w=None), 5, 5),
        (replace(CHARGE_NOW, surplus=SILENT), 5, 5),
        (replace(FOLLOWING, surplus=steady(700.0), grid_power_w=6100.0), 5, None),
        # Of phases that are not known for sure three count for more, one for less.
        (replace(CHARGE_NOW, most_watts_per_amp=690.0, grid_power_w=5000.0 - 5 * 690), 5, 5),
        (replace(CHARGE_NOW, most_watts_per_amp=690.0, grid_power_w=5000.1 - 5 * 690), 0, 0),
        (replace(CHARGE_NOW, car=CHARGING, most_watts_per_amp=690.0, grid_power_w=5000.1), 9, 9),
    ],
)
def test_the_main_fuse_has_the_last_word(situation: Situation, current_a: int, cap_a: int | None) -> None:
    decision = decide(situation, fused(5000))
    assert (decision.current_a, decision.cap_a) == (current_a, cap_a)
    assert decision.reason.why.value.startswith("fuse") is (cap_a is not None)


def test_a_charge_that_the_fuse_ends_is_given_with_the_fuse_s_own_current() -> None:
    decision = decide(replace(CHARGE_NOW, grid_power_w=3000.0), fused(5000))
    assert decision == Decision(
        State.CHARGE_NOW, 8, Reason(Why.FUSE, {"current_a": 8, "least_a": 5, "max_import_w": 5000.0}), cap_a=8
    )


@effort(deadline=None)
@given(any_situation, st.floats(500, 20_000))
def test_the_fuse_is_never_asked_for_more_than_it_carries(situation: Situation, fuse_w: float) -> None:
    decision = decide(situation, fused(fuse_w))
    grid_w = situation.grid_power_w
    fresh = not situation.surplus.silent
    if decision.current_a and grid_w is not None and fresh:
        offered_a = situation.car.offered_a or 0 if situation.car and situation.charging else 0
        more_w = (decision.current_a - offered_a) * (
            situation.most_watts_per_amp if decision.current_a > offered_a else situation.least_watts_per_amp
        )
        assert grid_w + more_w <= fuse_w + 1e-6


@effort(deadline=None)
@given(any_situation, st.floats(500, 20_000))
def test_the_fuse_only_ever_takes_back(situation: Situation, fuse_w: float) -> None:
    free, bound = decide(situation, SETTINGS), decide(situation, fused(fuse_w))
    assert bound.state is free.state
    # What is left as it is flows on with what it was told.
    left_a = situation.car.offered_a if situation.car is not None and free.current_a is None else None
    assert bound.current_a == free.current_a or (bound.current_a or 0) < (free.current_a or left_a or 0)
