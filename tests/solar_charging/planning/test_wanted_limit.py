"""How high the car's own limit is wanted: never below what it holds, 50 % or the next day's need."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.planning.wanted_limit import STEP_PCT, Wants, lowered_limit_pct, wanted_limit_pct

NIGHT = Wants(own_pct=80, soc_pct=40.0, draws=False, need_pct=30.0, plan_pct=62.0, sun_pct=None)


@pytest.mark.parametrize(
    ("of", "wanted_pct"),
    [
        ({}, 65),
        ({"plan_pct": 60.0}, 60),
        ({"plan_pct": 60.1}, 65),
        ({"plan_pct": 40.0}, 50),
        ({"plan_pct": 40.0, "need_pct": 57.2}, 58),
        ({"plan_pct": 40.0, "soc_pct": 66.4}, 67),
        # By day the sun may fill it.
        ({"sun_pct": 80.0}, 80),
        ({"sun_pct": 70.0}, 70),
        # Nobody's limit but a trip's is above the person's own.
        ({"plan_pct": 95.0}, 80),
        ({"need_pct": 95.0}, 80),
        ({"soc_pct": 90.0}, 80),
        ({"plan_pct": 100.0, "trip_pct": 100.0}, 100),
        ({"plan_pct": 88.0, "trip_pct": 93.0}, 90),
        ({"plan_pct": 93.0, "trip_pct": 93.0}, 93),
    ],
)
def test_what_the_night_the_sun_and_the_trip_want(of: dict[str, float], wanted_pct: int) -> None:
    assert wanted_limit_pct(NIGHT._replace(**of)) == wanted_pct  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now_pct", "soc_pct", "draws", "lowered_pct"),
    [
        (80, 40.0, False, 65),
        (75, 40.0, False, 65),
        (74, 40.0, False, None),
        (65, 40.0, False, None),
        (80, 64.0, True, 69),
        (80, 65.5, True, None),
        (80, 65.5, False, 66),
    ],
)
def test_it_is_lowered_where_that_is_worth_a_command_and_ends_no_charge(
    now_pct: int, soc_pct: float, draws: bool, lowered_pct: int | None
) -> None:
    assert lowered_limit_pct(NIGHT._replace(soc_pct=soc_pct, draws=draws), now_pct) == lowered_pct


per_cents = st.floats(0, 100)


@given(
    st.integers(50, 100), per_cents, st.booleans(), per_cents, per_cents, st.none() | per_cents,
    st.none() | per_cents,
)  # fmt: skip
def test_whatever_is_wanted_it_leaves_room_for_what_is_held_and_needed(
    own_pct: int, soc_pct: float, draws: bool, need_pct: float, plan_pct: float, sun_pct: float | None,
    trip_pct: float | None,
) -> None:  # fmt: skip
    wants = Wants(own_pct, soc_pct, draws, need_pct, plan_pct, sun_pct, trip_pct)
    most_pct = math.ceil(max(own_pct, trip_pct or 0))
    for limit_pct in (wanted_limit_pct(wants), lowered_limit_pct(wants, most_pct)):
        if limit_pct is not None and limit_pct != most_pct:
            assert max(50, soc_pct, need_pct, plan_pct, sun_pct or 0) <= limit_pct < most_pct
    lowered_pct = lowered_limit_pct(wants, most_pct)
    assert lowered_pct is None or lowered_pct <= most_pct - STEP_PCT
