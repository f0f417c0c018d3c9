"""The last part of a charge is kept for the time just before a departure, where that costs little more."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import Charger
from solar_charging.planning.departures import GUARD_S, Departure
from solar_charging.planning.finish import Finish, Kept
from solar_charging.planning.planner import EnergyValue
from solar_charging.planning.scenarios import Known
from solar_charging.planning.schedule import Purchase, Schedule
from solar_charging.settings.charging import Charging
from tests.situations import PARKED
from tests.solar_charging.planning.test_planner import asked, planner, summer

CHARGER = Charger(watts_per_amp=230.0, min_a=5, max_a=16)
FULL_KW = CHARGER.most_stored_kw
NIGHT = datetime(2026, 6, 16, 2, tzinfo=timezone.utc)
LEAVES = Departure((NIGHT + timedelta(hours=5.5)).timestamp(), 60)


def prices(last: float, before: float = 0.20) -> Known:
    """What power costs by the quarter of an hour from two on; from 06:45 to 07:30 it costs `last`."""
    bought = np.full(96, before)
    bought[19:22] = last
    return Known(bought, np.full(96, 0.08), LEAVES)


def finish(known: Known, **charging: Any) -> Finish:
    made = Finish(Charging(**{"finish_by": 30, **charging}))
    made.planned(known, NIGHT.timestamp())
    return made


def kept(
    missing_min: float, last: float = 0.20, price: float = 0.20, now: datetime = NIGHT, **charging: Any
) -> Kept | None:
    """What is kept where so many minutes of charging are missing."""
    spare_s = LEAVES.at_s - now.timestamp() - 60 * missing_min
    return finish(prices(last), **charging).kept(LEAVES, spare_s, CHARGER, now.timestamp(), price)


@pytest.mark.parametrize(
    ("missing_min", "is_kept"), [(30.1, False), (30, True), (10, True), (-math.inf, False)]
)
def test_no_more_is_kept_than_the_last_minutes_bring(missing_min: float, is_kept: bool) -> None:
    found = kept(missing_min)
    assert (found is not None) is is_kept
    if found is not None:
        assert found.kwh == pytest.approx(missing_min / 60 * FULL_KW)
        assert found.from_s == LEAVES.at_s - 60 * missing_min - GUARD_S


@pytest.mark.parametrize(
    ("last", "price", "extra_pct", "is_kept"),
    [
        (0.22, 0.20, 10, True),
        (0.2201, 0.20, 10, False),
        (0.20, 0.20, 0, True),
        (0.2001, 0.20, 0, False),
        (0.40, 0.20, 100, True),
        (0.10, 0.20, 0, True),
        (-0.09, -0.10, 10, True),
        (-0.0899, -0.10, 10, False),
        (0.0001, 0.0, 10, False),
    ],
)
def test_it_may_get_so_much_dearer(last: float, price: float, extra_pct: int, is_kept: bool) -> None:
    assert (kept(20, last, price, finish_extra_pct=extra_pct) is not None) is is_kept


@pytest.mark.parametrize(("spare_s", "is_kept"), [(GUARD_S, False), (GUARD_S + 1, True), (-60.0, False)])
def test_it_is_charged_when_it_cannot_wait_any_longer(spare_s: float, is_kept: bool) -> None:
    now_s = LEAVES.at_s - 20 * 60 - spare_s
    found = finish(prices(0.20)).kept(LEAVES, spare_s, CHARGER, now_s, 0.20)
    assert (found is not None) is is_kept


def test_nothing_is_kept_unless_it_is_set_nor_for_another_departure() -> None:
    assert kept(20, finish_by=None) is None
    later = LEAVES._replace(at_s=LEAVES.at_s + 3600)
    assert finish(prices(0.20)).kept(later, 7200.0, CHARGER, NIGHT.timestamp(), 0.20) is None
    assert finish(prices(0.20)).kept(None, math.inf, CHARGER, NIGHT.timestamp(), 0.20) is None


def purchase(begin_h: float, hours: float, price: float = 0.20) -> Purchase:
    begin = NIGHT + timedelta(hours=begin_h)
    return Purchase(begin, begin + timedelta(hours=hours), hours * FULL_KW, price)


def schedule(*purchases: Purchase) -> Schedule:
    return Schedule(datetime.fromtimestamp(LEAVES.at_s, timezone.utc), 60, purchases, 0.0, 0.0, 0.0)


def test_the_plan_says_so() -> None:
    moved = finish(prices(0.21)).moved(schedule(purchase(0, 1), purchase(2, 1.5)), CHARGER)
    first, second, last = moved.purchases
    assert first == purchase(0, 1)
    assert second.end == NIGHT + timedelta(hours=3)
    assert second.kwh == pytest.approx(FULL_KW)
    assert (last.begin, last.end) == (NIGHT + timedelta(hours=4.75), NIGHT + timedelta(hours=5.25))
    assert (last.kwh, last.price_per_kwh) == (pytest.approx(FULL_KW / 2), pytest.approx(0.21))


@pytest.mark.parametrize(
    ("purchases", "last"),
    [
        ((purchase(2, 1.5),), 0.30),  # too dear
        ((purchase(4.75, 0.5),), 0.20),  # is at the end as it is
        ((), 0.20),
    ],
)
def test_a_plan_that_is_as_it_should_be_stays(purchases: tuple[Purchase, ...], last: float) -> None:
    made = schedule(*purchases)
    assert finish(prices(last)).moved(made, CHARGER) == made
    assert finish(prices(last), finish_by=None).moved(made, CHARGER) == made


bought = st.lists(st.builds(purchase, st.floats(0, 4), st.floats(0.02, 1), st.floats(-0.1, 0.4)), max_size=4)


@given(bought, st.floats(-0.1, 0.5))
def test_as_much_is_bought_and_never_much_dearer(purchases: list[Purchase], last: float) -> None:
    before = schedule(*purchases)
    after = finish(prices(last, before=last)).moved(before, CHARGER)
    assert sum(each.kwh for each in after.purchases) == pytest.approx(sum(each.kwh for each in purchases))
    cost = [sum(each.kwh * each.price_per_kwh for each in one.purchases) for one in (before, after)]
    most = sum(each.kwh * (each.price_per_kwh + 0.1 * abs(each.price_per_kwh)) for each in purchases)
    assert cost[1] <= max(cost[0], most) + 1e-6


# In the planner


def through_the_night(peak: float, **charging: Any) -> dict[str, EnergyValue]:
    """Beats of a night of a car that is 15 minutes from the 60 % of 07:30; power is cheap until six."""
    tariff = {"off_peak": [{"start": "22:00", "end": "06:00"}], "off_peak_price": 0.20, "peak_price": peak}
    each, car = planner(summer(0.0), tariff=tariff, charging=charging), replace(PARKED, soc_pct=58.5)
    nights = [datetime(2026, 6, 15, 22, tzinfo=timezone.utc) + timedelta(minutes=15 * n) for n in range(37)]
    return {f"{now:%H:%M}": asked(each, now, car=car) for now in nights}


def ends(value: EnergyValue) -> list[str]:
    assert value.schedule is not None
    return [f"{each.end:%H:%M}" for each in value.schedule.purchases]


def test_in_a_night_it_waits_for_the_end_where_that_costs_little_more() -> None:
    night = through_the_night(0.21, finish_by=30)
    waits = {clock for clock, value in night.items() if value.kept is not None}
    assert waits == {clock for clock, value in night.items() if GUARD_S < value.spare_s < math.inf}
    assert {"22:00", "05:45", "06:30"} < waits
    assert (night["03:00"].bought_kwh, ends(night["03:00"])) == (0.0, ["07:15"])


@pytest.mark.parametrize(("peak", "charging"), [(0.23, {"finish_by": 30}), (0.21, {})])
def test_else_it_is_bought_while_power_is_cheap(peak: float, charging: dict[str, int]) -> None:
    night = through_the_night(peak, **charging)
    assert all(value.kept is None for clock, value in night.items() if clock >= "22:00" or clock < "06:00")
    assert night["03:00"].bought_kwh > 0
    assert ends(night["03:00"]) == ["06:00"]
