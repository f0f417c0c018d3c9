"""A meter that nets: what a period has come to so far, what that leaves for the car, and what is billed."""

from __future__ import annotations

import json
import math
from datetime import timedelta

import numpy as np
import pytest

from simulator.trace import Trace
from solar_charging.accounting.period import Period, period_of
from solar_charging.base.economics import Prices
from solar_charging.metering.meter import Reading
from solar_charging.metering.netting import LEAST_S, Balance
from solar_charging.metering.surplus import Surplus, SurplusMeter
from tests.household import MORNING, Household, settings

HOUR = 1_780_002_000.0  # a full hour
QUARTER_S, HOLD_S = 900.0, 120.0
PRICES = Prices(0.30, 0.08)


def told(*readings: tuple[float, float], period_s: float = QUARTER_S) -> Balance:
    """A meter that showed so many watts from so many seconds after the full hour on."""
    balance = Balance(period_s, HOLD_S)
    for at_s, power_w in readings:
        balance.metered(HOUR + at_s, power_w)
    return balance


@pytest.mark.parametrize(
    ("number", "at_s", "period_s"),
    [(0, 0, 900), (0, 899.9, 900), (1, 900, 900), (3, 3599.9, 900), (0, 3599.9, 3600), (1, 3600, 3600)],
)
def test_periods_follow_each_other_from_the_full_hour_on(number: int, at_s: float, period_s: float) -> None:
    assert period_of(HOUR + at_s, period_s) == HOUR // period_s + number


@pytest.mark.parametrize(
    ("readings", "now_s", "spare_w"),
    [
        ([(0, -1000)], 0, 0.0),
        ([(0, -1000)], 60, 60_000 / 840),
        ([(0, -1000), (60, 500)], 120, 30_000 / 780),
        ([(0, 1000)], 60, -60_000 / 840),
        ([(0, -1000)], 119, 119_000 / 781),
        ([(0, -1000)], 300, 120_000 / 600),  # a silent meter is believed for two minutes
        ([(0, -1000), (300, -1000)], 301, 121_000 / 599),
        ([(-100, -1000)], 10, 10_000 / 890),  # what was before belongs to the period before
        ([(-300, -1000)], 10, 0.0),
        ([(600, -1000)], 720, 120_000 / 180),
        ([(700, -1000)], 720, 20_000 / LEAST_S),  # the end is not taken to be nearer
        ([(700, -1000)], 900, 0.0),
        ([(700, -1000), (890, 0)], 910, 0.0),
        ([(60, -1000)], 30, 0.0),  # a clock that was set back
    ],
)
def test_what_was_exported_can_be_drawn_until_the_period_ends(
    readings: list[tuple[float, float]], now_s: float, spare_w: float
) -> None:
    assert told(*readings).spare_w(HOUR + now_s) == pytest.approx(spare_w)


def test_looking_oftener_changes_nothing() -> None:
    often, once = told((0, -1000)), told((0, -1000))
    for now_s in range(0, 100, 7):
        often.spare_w(HOUR + now_s)
    assert often.spare_w(HOUR + 100) == pytest.approx(once.spare_w(HOUR + 100))


def test_a_restart_forgets_nothing_of_the_running_period() -> None:
    before, after = told((0, -1000)), Balance(QUARTER_S, HOLD_S)
    spare_w = before.spare_w(HOUR + 100)
    after.from_dict(json.loads(json.dumps(before.to_dict())))
    assert after.spare_w(HOUR + 100) == pytest.approx(spare_w)
    assert after.spare_w(HOUR + 950) == 0.0


@pytest.mark.parametrize("broken", [{}, {"at_s": 1.0}, {"at_s": 1.0, "imported_ws": math.nan}])
def test_a_broken_balance_is_refused(broken: dict[str, float]) -> None:
    with pytest.raises((ValueError, KeyError)):
        Balance(QUARTER_S, HOLD_S).from_dict(broken)


def surplus_of(netting_s: float | None) -> Surplus:
    """An idle car; 3 kW were exported for a minute, then 1 kW."""
    meter = SurplusMeter(300.0, HOLD_S, netting_s)
    meter.car_reported(HOUR - 1000, 0.0)
    for at_s, power_w in ((0.0, -3000.0), (60.0, -1000.0)):
        meter.grid_reading(Reading(HOUR + at_s, power_w))
    return meter.at(HOUR + 120, since_s=HOUR - 1000)


def test_where_the_meter_nets_the_mean_counts_too_and_what_the_period_has_exported() -> None:
    surplus = surplus_of(QUARTER_S)
    assert (surplus.now_w, surplus.mean_w) == (1000.0, 2000.0)
    assert surplus.lasting_w == pytest.approx(1200.0)
    assert surplus.spare_w == pytest.approx(240_000 / 780)
    assert surplus.rest_w == pytest.approx(1200.0 + 240_000 / 780)


def test_where_it_does_not_the_newest_is_what_lasts() -> None:
    surplus = surplus_of(None)
    assert (surplus.lasting_w, surplus.spare_w, surplus.rest_w) == (1000.0, None, None)


def test_what_is_not_known_lasts_not_at_all() -> None:
    silent = SurplusMeter(300.0, HOLD_S, QUARTER_S).at(HOUR, since_s=HOUR)
    assert (silent.lasting_w, silent.rest_w) == (None, None)


def test_a_period_has_its_mean_prices() -> None:
    period = Period()
    period.add(600, 1000.0, 0.0, 0.0, Prices(0.30, 0.08))
    period.add(300, 1000.0, 0.0, 0.0, Prices(0.15, 0.02))
    assert period.prices[:2] == pytest.approx((0.25, 0.06))


def test_of_what_is_believed_a_look_leaves_its_share() -> None:
    period = Period()
    for share in (1.0, 0.5, 0.0):
        period.add(3600, 1000.0, 0.0, 0.0, PRICES)
        period.confirm(share)
    assert (period.drawn_kwh, period.believed_kwh) == (1.5, 0.0)


@pytest.mark.parametrize("broken", [["x"], [1.0] * 10, [-1.0], [0.0, math.nan], [0.0, -1.0], None])
def test_a_broken_period_is_refused(broken: list[float]) -> None:
    with pytest.raises((ValueError, TypeError)):
        Period.from_list(broken)


def half_sunny(netting_s: float | None) -> Household:
    """6 kW are left over in the first half of each hour, twice what the car can take; none in the second."""
    midnight = MORNING - timedelta(hours=MORNING.hour)
    trace = Trace(midnight, 1800, np.full(48, 300.0), np.tile([6300.0, 0.0], 24))
    return Household(
        settings=settings(tariff={"netting_s": netting_s}, car={"max_current_a": 13}), trace=trace
    )


def test_what_was_exported_is_charged_before_the_period_ends() -> None:
    home = half_sunny(3600).run(minutes=59)
    assert home.car.charging
    session = home.run(minutes=3).last.sums.session
    assert session is not None
    assert session.bill.solar_kwh > 2.5
    assert session.bill.grid_kwh < 0.1


def test_where_the_meter_does_not_net_it_is_lost() -> None:
    home = half_sunny(None).run(minutes=45)
    assert not home.car.charging


def test_a_restart_in_the_middle_of_a_period_is_not_seen() -> None:
    home, again = (half_sunny(3600).run(minutes=40) for _ in range(2))
    saved = json.loads(json.dumps(again.controller.saved_state.to_dict(again.now)))
    again.restart()
    again.controller.saved_state.from_dict(saved)
    for each in (home, again):
        each.run(minutes=15)
    assert again.car.charging
    assert again.controller.saved_state.to_dict(again.now)["balance"]["imported_ws"] == pytest.approx(
        home.controller.saved_state.to_dict(home.now)["balance"]["imported_ws"], abs=50_000
    )
