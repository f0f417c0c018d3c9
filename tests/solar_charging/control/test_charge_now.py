"""Where a "charge now" ends, and what it comes to."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import Charger
from solar_charging.control.charge_now import ChargeNow, Going
from solar_charging.control.wishes import NO_ENDS, NowEnds

BEGIN = datetime(2026, 6, 15, 9, tzinfo=timezone.utc)
BEGIN_S = BEGIN.timestamp()
CHARGER = Charger(watts_per_amp=230.0, min_a=5, max_a=16, efficiency=1.0, overhead_w=0.0)
WATTS = 3680.0


def begun(asked: NowEnds, soc_pct: float | None = 50.0) -> ChargeNow:
    charge = ChargeNow()
    charge.beat(BEGIN_S, True, asked, WATTS, soc_pct)
    return charge


@pytest.mark.parametrize(
    ("asked", "after_s", "soc_pct", "over"),
    [
        (NO_ENDS, 86_400, 99.0, False),
        (NowEnds(minutes=30), 1799, 50.0, False),
        (NowEnds(minutes=30), 1800, 50.0, True),
        (NowEnds(kwh=3.68), 3590, 50.0, False),
        (NowEnds(kwh=3.68), 3600, 50.0, True),
        (NowEnds(soc_pct=60), 3600, 59.9, False),
        (NowEnds(soc_pct=60), 3600, 60.0, True),
        (NowEnds(soc_pct=60), 3600, None, False),
        (NowEnds(soc_pct=60, minutes=60), 3600, None, True),
        (NowEnds(soc_pct=60, kwh=99, minutes=999), 60, 61.0, True),
    ],
)
def test_it_ends_at_the_first_end_that_was_asked(
    asked: NowEnds, after_s: float, soc_pct: float | None, over: bool
) -> None:
    charge = begun(asked)
    charge.beat(BEGIN_S + after_s, True, asked, WATTS, soc_pct)
    assert charge.over is over


def test_what_has_ended_does_not_go_on_when_its_ends_are_taken_back_before_the_switch() -> None:
    charge = begun(NowEnds(minutes=1))
    charge.beat(BEGIN_S + 60, True, NowEnds(minutes=1), WATTS, 50)
    for asked in (NO_ENDS, NowEnds(minutes=600)):
        charge.beat(BEGIN_S + 90, True, asked, WATTS, 50)
        assert charge.over
    charge.beat(BEGIN_S + 120, False, NO_ENDS, 0, 50)
    charge.beat(BEGIN_S + 150, True, NO_ENDS, WATTS, 50)
    assert not charge.over


def test_a_switch_that_is_not_known_neither_ends_it_nor_begins_another() -> None:
    charge = begun(NowEnds(minutes=30))
    charge.beat(BEGIN_S + 600, None, NowEnds(minutes=30), WATTS, 50)
    assert charge.begun_s == BEGIN_S
    assert charge.beat(BEGIN_S + 660, True, NowEnds(minutes=30), WATTS, 50).until == BEGIN + timedelta(
        minutes=30
    )


def test_it_outlives_a_restart_with_what_was_drawn_meanwhile() -> None:
    asked = NowEnds(kwh=3.68)
    charge = begun(asked)
    charge.beat(BEGIN_S + 1800, True, asked, WATTS, 50)
    other = ChargeNow()
    other.from_dict(json.loads(json.dumps(charge.to_dict())))
    other.beat(BEGIN_S + 3000, True, asked, math.nan, 50)
    assert not other.over
    other.beat(BEGIN_S + 3600, True, asked, WATTS, 50)
    assert other.over


@given(
    asked=st.builds(
        NowEnds,
        soc_pct=st.none() | st.floats(1, 100),
        kwh=st.none() | st.floats(0.1, 100),
        minutes=st.floats(1, 1440),
    ),
    steps=st.lists(
        st.tuples(
            st.floats(-7200, 7200),
            st.just(math.nan) | st.floats(0, 22_000),
            st.none() | st.floats(0, 100),
            st.booleans(),
        ),
        max_size=20,
    ),
)
def test_one_with_minutes_always_ends_whatever_the_clock_the_car_and_restarts_do(
    asked: NowEnds, steps: list[tuple[float, float, float | None, bool]]
) -> None:
    charge, now_s = begun(asked), BEGIN_S
    for step_s, drawn_w, soc_pct, restarts in steps:
        now_s = max(now_s + step_s, 0.0)
        if restarts:
            saved = json.loads(json.dumps(charge.to_dict()))
            charge = ChargeNow()
            charge.from_dict(saved)
        charge.beat(now_s, True, asked, drawn_w, soc_pct)
    assert asked.minutes is not None
    charge.beat(now_s + 60 * asked.minutes, True, asked, math.nan, None)
    assert charge.over


PRICES = np.array([0.10, 0.20, 0.40])


@pytest.mark.parametrize(
    ("asked", "hours", "cost"),
    [
        (NowEnds(minutes=15, until=BEGIN + timedelta(minutes=15)), 0.25, 0.092),
        (NowEnds(kwh=1.84), 0.5, 0.276),
        (NowEnds(kwh=3.68), 1.0, 1.012),
        (NowEnds(soc_pct=55), 0.75 * 5 / 3.68, 0.0),
        (NO_ENDS, 22.5 / 3.68, 0.0),
    ],
)
def test_its_end_is_told_with_its_energy_and_cost(asked: NowEnds, hours: float, cost: float) -> None:
    charge = begun(asked)
    shown = charge.shown(BEGIN, asked, Going(CHARGER, 3.68, 75.0, 50.0, 80.0, prices=PRICES))
    assert shown is not None
    assert shown.ends_at is not None
    assert (shown.ends_at - BEGIN).total_seconds() == pytest.approx(3600 * hours, abs=1)
    assert shown.kwh == pytest.approx(3.68 * hours)
    assert shown.until_pct == pytest.approx(50 + 3.68 * hours / 0.75)
    if cost:
        assert shown.cost == pytest.approx(cost)


@pytest.mark.parametrize(("share", "per_kwh"), [(0.0, 0.30), (0.5, 0.19), (1.0, 0.08)])
def test_the_suns_share_costs_what_feeding_in_would_bring(share: float, per_kwh: float) -> None:
    asked = NowEnds(kwh=2.0)
    going = Going(CHARGER, 3.68, 75.0, 50.0, 80.0, share, np.full(8, 0.30), 0.08)
    charge = begun(asked)
    first = charge.shown(BEGIN, asked, going)
    charge.beat(BEGIN_S + 600, True, asked, WATTS, 51)
    later = charge.shown(BEGIN + timedelta(seconds=600), asked, going)
    assert first is not None
    assert later is not None
    assert first.cost == pytest.approx(2.0 * per_kwh)
    assert later.cost == pytest.approx(2.0 * per_kwh), "the whole, however far it has come"


def test_of_a_car_that_does_not_charge_only_the_clock_is_told() -> None:
    asked = NowEnds(soc_pct=80, kwh=5.0)
    shown = begun(asked).shown(BEGIN, asked, None)
    assert shown is not None
    assert (shown.ends_at, shown.kwh, shown.cost, shown.until_pct) == (None, None, None, 80)
    assert ChargeNow().shown(BEGIN, asked, None) is None
