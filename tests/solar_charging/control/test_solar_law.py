"""Following the sun: each answer with the values on both sides of its limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.economics import Charger, Prices, Storage
from solar_charging.base.reason import Why
from solar_charging.control.solar_law import (
    LEAST_BOUGHT_KWH,
    LawView,
    Target,
    expected_w,
    follow_sun,
    waited,
    waiting_benefit_per_h,
)
from solar_charging.metering.surplus import MIN_COVERAGE, NEWEST_WEIGHT

PATIENT, AT_AN_END = 0.01, 0.0101

IDLE = LawView(
    samples_w=np.array([2300.0]),
    held_s=np.array([300.0]),
    coverage=1.0,
    now_w=2300.0,
    lasting_w=2300.0,
    charger=Charger(watts_per_amp=230.0, min_a=5, max_a=16),
    prices=Prices(import_per_kwh=0.30, export_per_kwh=0.08),
    value_per_kwh=0.20,
    bought_kwh=0.0,
    offered_a=None,
    waited_cost=AT_AN_END,
    start_cost=0.02,
    command_cost=0.001,
    interval_s=180.0,
)
RUNNING = replace(IDLE, offered_a=10, waited_cost=0.0)
THREE_PHASES = replace(IDLE, charger=Charger(watts_per_amp=690.0, min_a=5, max_a=16))
CHEAPER_TO_BUY = replace(IDLE, prices=Prices(import_per_kwh=0.05, export_per_kwh=0.08))
PAID_TO_TAKE = replace(IDLE, prices=Prices(import_per_kwh=-0.10, export_per_kwh=0.0))


def under(view: LawView, surplus_w: float) -> LawView:
    """The same under a surplus that has been what it is for the whole window."""
    return replace(view, samples_w=np.array([surplus_w]), now_w=surplus_w, lasting_w=surplus_w)


FROM_STORE = replace(
    under(IDLE, -400.0),
    prices=Prices(0.30, 0.08, Storage(takes_kw=5.0, gives_kw=5.0, taken_per_kwh=0.09, given_per_kwh=0.10)),
)
"""A house battery gives for less than a kWh in the car is worth, and there is no sun."""


GIVEN, MOST_KW = 0.28, 3.0
"""A house battery gives for a little more than a kWh in the car is worth."""


@pytest.mark.parametrize(
    ("gives_kw", "given", "waited_cost", "goes_on"),
    [
        (MOST_KW, GIVEN, PATIENT, True),
        (MOST_KW, GIVEN, AT_AN_END, False),
        (5 * 0.23, GIVEN, PATIENT, True),
        (5 * 0.23 - 0.01, GIVEN, PATIENT, False),
        (MOST_KW, 0.30 - 0.001, PATIENT, True),
        (MOST_KW, 0.30, PATIENT, False),
    ],
)
def test_a_pause_without_any_sun_is_waited_for_while_the_house_battery_carries_it(
    gives_kw: float, given: float, waited_cost: float, goes_on: bool
) -> None:
    storage = Storage(5.0, gives_kw, taken_per_kwh=0.20, given_per_kwh=given)
    prices = Prices(0.30, 0.08, storage)
    view = replace(under(RUNNING, -400.0), prices=prices, waited_cost=waited_cost)
    assert bool(follow_sun(view).current_a) is goes_on


@pytest.mark.parametrize(
    ("view", "target"),
    [
        (FROM_STORE, Target(16, Why.FROM_BATTERY)),
        # A start waits for half of its price, as under the sun.
        (replace(FROM_STORE, waited_cost=PATIENT), Target(0, Why.GATHERING)),
        # Nobody has planned that, so it is not bought where nothing is known of the house.
        (replace(FROM_STORE, now_w=None), Target(0, Why.MEASURING)),
        (replace(FROM_STORE, coverage=0.4), Target(0, Why.MEASURING)),
        (replace(FROM_STORE, now_w=None, offered_a=10), Target(10, Why.MEASURING)),
        (replace(FROM_STORE, now_w=None, value_per_kwh=0.35), Target(16, Why.BUYING)),
    ],
)
def test_what_a_house_battery_gives_is_not_bought(view: LawView, target: Target) -> None:
    assert follow_sun(view) == target


@pytest.mark.parametrize(
    ("view", "target"),
    [
        # 5 A store 0.933 kW of 1.15; the import that is left pays where 720 W of it are sun.
        (under(IDLE, 719.9), Target(0, Why.WAITING_FOR_SUN)),
        (under(IDLE, 720.1), Target(5, Why.FOLLOWING_SUN)),
        # One ampere more stores 0.2254 kW at 0.20: enough for itself where the sun carries 109 W of its 230.
        (under(IDLE, 1258.6), Target(5, Why.FOLLOWING_SUN)),
        (under(IDLE, 1258.8), Target(6, Why.FOLLOWING_SUN)),
        (under(IDLE, 3558.6), Target(15, Why.FOLLOWING_SUN)),
        (under(IDLE, 3558.8), Target(16, Why.FOLLOWING_SUN)),
        (under(IDLE, 9000.0), Target(16, Why.FOLLOWING_SUN)),
        (under(IDLE, -500.0), Target(0, Why.WAITING_FOR_SUN)),
        (under(THREE_PHASES, 1807.2), Target(0, Why.WAITING_FOR_SUN)),
        (under(THREE_PHASES, 1807.3), Target(5, Why.FOLLOWING_SUN)),
        (under(THREE_PHASES, 20_000.0), Target(16, Why.FOLLOWING_SUN)),
    ],
)
def test_a_charge_starts_with_the_current_that_earns_most(view: LawView, target: Target) -> None:
    assert follow_sun(view) == target


@pytest.mark.parametrize(
    ("value", "target"),
    [
        (0.0857, Target(0, Why.WAITING_FOR_SUN)),  # worth less than feeding 16 A in brings
        (0.0867, Target(16, Why.FOLLOWING_SUN)),
        (0.20, Target(16, Why.FOLLOWING_SUN)),
    ],
)
def test_plenty_of_sun_is_stored_where_that_is_worth_more_than_feeding_it_in(
    value: float, target: Target
) -> None:
    assert follow_sun(under(replace(IDLE, value_per_kwh=value), 5000.0)) == target


@pytest.mark.parametrize(
    ("view", "target"),
    [
        (under(CHEAPER_TO_BUY, 0.0), Target(16, Why.BUYING)),
        (under(CHEAPER_TO_BUY, 9000.0), Target(16, Why.FOLLOWING_SUN)),
        (under(replace(CHEAPER_TO_BUY, value_per_kwh=0.0), 0.0), Target(0, Why.WAITING_FOR_SUN)),
        (under(replace(PAID_TO_TAKE, value_per_kwh=0.0), 0.0), Target(16, Why.BUYING)),
        (under(replace(IDLE, value_per_kwh=0.35), 0.0), Target(16, Why.BUYING)),
        (under(replace(IDLE, value_per_kwh=0.35), 1839.9), Target(16, Why.BUYING)),
        (under(replace(IDLE, value_per_kwh=0.35), 1840.0), Target(16, Why.FOLLOWING_SUN)),
    ],
)
def test_power_is_bought_where_it_costs_less_than_it_is_worth(view: LawView, target: Target) -> None:
    assert follow_sun(view) == target


@pytest.mark.parametrize(("value", "starts"), [(0.3235, False), (0.3236, True)])
def test_what_pays_without_any_sun_has_been_waited_for_by_the_plan(value: float, starts: bool) -> None:
    # 16 A draw 3.68 kW and store 3.4124 of them: 0.30 a kWh drawn is 0.32353 a kWh stored.
    view = replace(IDLE, value_per_kwh=value, waited_cost=0.0)
    assert bool(follow_sun(view).current_a) is starts


@pytest.mark.parametrize(
    ("view", "target"),
    [
        (replace(IDLE, waited_cost=PATIENT), Target(0, Why.GATHERING)),
        (replace(IDLE, waited_cost=AT_AN_END), Target(10, Why.FOLLOWING_SUN)),
        (replace(IDLE, waited_cost=0.0, start_cost=0.0), Target(0, Why.GATHERING)),
        (replace(under(IDLE, 0.0), waited_cost=1.0), Target(0, Why.WAITING_FOR_SUN)),
        (replace(under(RUNNING, 0.1), waited_cost=PATIENT), Target(5, Why.CLOUD, urgent=True)),
        (replace(under(RUNNING, 0.1), waited_cost=AT_AN_END), Target(0, Why.TOO_LITTLE_SUN)),
        (replace(under(RUNNING, 719.9), waited_cost=AT_AN_END), Target(0, Why.TOO_LITTLE_SUN)),
        (replace(under(RUNNING, 720.1), waited_cost=AT_AN_END), Target(5, Why.FOLLOWING_SUN, urgent=True)),
        (replace(RUNNING, waited_cost=1.0), Target(10, Why.FOLLOWING_SUN)),
    ],
)
def test_starts_and_stops_wait_until_waiting_has_cost_half_a_start(view: LawView, target: Target) -> None:
    assert follow_sun(view) == target


DEAR_STORE = Storage(takes_kw=5.0, gives_kw=5.0, taken_per_kwh=0.19, given_per_kwh=0.40)
BEFORE_THE_GRID = replace(IDLE, value_per_kwh=0.35, prices=Prices(0.30, 0.08, DEAR_STORE))
"""Buying would pay, but a house battery that is not held gives first, and dearer."""


@pytest.mark.parametrize(
    ("view", "target"),
    [
        (replace(under(BEFORE_THE_GRID, 4000.0), waited_cost=PATIENT), Target(0, Why.GATHERING)),
        (under(BEFORE_THE_GRID, 4000.0), Target(16, Why.FOLLOWING_SUN)),
        (replace(under(BEFORE_THE_GRID, 1.0), offered_a=10, waited_cost=PATIENT), Target(5, Why.CLOUD)),
        (replace(under(BEFORE_THE_GRID, 1.0), offered_a=10), Target(0, Why.TOO_LITTLE_SUN)),
    ],
)
def test_starts_and_stops_wait_where_a_house_battery_gives_before_what_is_cheap(
    view: LawView, target: Target
) -> None:
    assert follow_sun(view) == target


@pytest.mark.parametrize(
    ("surplus_w", "held_s", "current_a"),
    [
        (-500.0, 19.9, 10),
        (-500.0, 20.0, 0),
        (359.9, 20.0, 0),  # twice as much would not be the 720 W that 5 A need
        (360.1, 20.0, 10),
        (2300.0, 20.0, 10),
    ],
)
def test_after_a_restart_a_charge_ends_where_it_is_clear_that_it_costs(
    surplus_w: float, held_s: float, current_a: int
) -> None:
    view = replace(under(RUNNING, surplus_w), held_s=np.array([held_s]), coverage=held_s / 300)
    assert follow_sun(view) == Target(current_a, Why.MEASURING if current_a else Why.TOO_LITTLE_SUN)


@pytest.mark.parametrize(
    ("samples_w", "now_w", "bought_kwh", "current_a"),
    [
        ([-400.0, -300.0], -350.0, 0.0, 0),
        ([-400.0, -300.0], -350.0, LEAST_BOUGHT_KWH - 0.001, 0),
        ([-400.0, -300.0], -350.0, LEAST_BOUGHT_KWH, 5),  # the plan goes on buying
        ([-400.0, 0.0], -350.0, 0.0, 0),
        ([-400.0, 0.1], -350.0, 0.0, 5),  # there was sun a moment ago
        ([-400.0, -300.0], 0.1, 0.0, 5),
    ],
)
def test_a_charge_ends_at_once_where_there_is_neither_sun_nor_anything_to_buy(
    samples_w: list[float], now_w: float, bought_kwh: float, current_a: int
) -> None:
    window = replace(RUNNING, samples_w=np.array(samples_w), held_s=np.array([150.0, 150.0]), now_w=now_w)
    why = Why.CLOUD if current_a else Why.TOO_LITTLE_SUN
    assert follow_sun(replace(window, bought_kwh=bought_kwh))[:2] == (current_a, why)


@pytest.mark.parametrize(
    ("surplus_w", "command_cost", "interval_s", "current_a"),
    [
        # The eleventh ampere has to earn 0.02 an hour to be worth a command that lasts three minutes.
        (2499.6, 0.001, 180.0, 10),
        (2499.7, 0.001, 180.0, 11),
        (2087.9, 0.001, 180.0, 10),
        (2087.8, 0.001, 180.0, 9),
        # A free command is worth any gain, and a longer interval a smaller one.
        (2408.6, 0.0, 180.0, 10),
        (2408.8, 0.0, 180.0, 11),
        (2454.1, 0.001, 360.0, 10),
        (2454.2, 0.001, 360.0, 11),
        (9000.0, 0.1, 180.0, 10),
    ],
)
def test_a_current_is_changed_only_where_that_is_worth_a_command(
    surplus_w: float, command_cost: float, interval_s: float, current_a: int
) -> None:
    view = replace(under(RUNNING, surplus_w), command_cost=command_cost, interval_s=interval_s)
    assert follow_sun(view).current_a == current_a


@pytest.mark.parametrize(
    ("surplus_w", "command_cost", "urgent"),
    [
        # What is worth 0.08 an hour is worth 0.004 in three minutes.
        (2300.0, 0.001, False),
        (1700.0, 0.001, False),
        (1200.0, 0.001, True),
        (1200.0, 0.05, False),
        (9000.0, 0.001, True),
    ],
)
def test_a_change_that_is_worth_much_cannot_wait(surplus_w: float, command_cost: float, urgent: bool) -> None:
    assert follow_sun(replace(under(RUNNING, surplus_w), command_cost=command_cost)).urgent is urgent


@pytest.mark.parametrize(
    ("view", "current_a"),
    [
        (replace(IDLE, now_w=None), 0),
        (replace(IDLE, coverage=MIN_COVERAGE - 0.01), 0),
        (replace(RUNNING, now_w=None), 10),
        (replace(RUNNING, coverage=MIN_COVERAGE - 0.01), 10),
        (replace(RUNNING, now_w=None, waited_cost=1.0), 10),
        (replace(RUNNING, now_w=None, offered_a=3), 5),
        (replace(RUNNING, now_w=None, offered_a=0), 5),
        (replace(RUNNING, now_w=None, offered_a=32), 16),
        (replace(RUNNING, now_w=None, samples_w=np.zeros(0), held_s=np.zeros(0), coverage=0.0), 10),
    ],
)
def test_what_is_not_known_changes_nothing_but_a_current_out_of_range(view: LawView, current_a: int) -> None:
    assert follow_sun(view) == Target(current_a, Why.MEASURING)


def test_half_a_window_is_enough_to_go_by() -> None:
    assert follow_sun(replace(IDLE, coverage=MIN_COVERAGE)).why is Why.FOLLOWING_SUN


@pytest.mark.parametrize(("offered_a", "current_a"), [(3, 5), (4, 5), (16, 16), (32, 16)])
def test_a_current_out_of_range_is_brought_into_it_without_being_worth_a_command(
    offered_a: int, current_a: int
) -> None:
    view = replace(under(RUNNING, 230.0 * current_a), offered_a=offered_a, command_cost=1.0)
    assert follow_sun(view).current_a == current_a


def test_the_newest_surplus_weighs_most() -> None:
    view = replace(IDLE, samples_w=np.array([0.0, 1000.0]), held_s=np.array([100.0, 300.0]), now_w=2000.0)
    assert expected_w(view) == pytest.approx(NEWEST_WEIGHT * 2000 + (1 - NEWEST_WEIGHT) * 750)
    assert expected_w(replace(view, now_w=None)) == pytest.approx(750)
    assert expected_w(replace(IDLE, samples_w=np.zeros(0), held_s=np.zeros(0), now_w=None)) == 0


@pytest.mark.parametrize(
    ("view", "rate"),
    [
        (under(IDLE, 0.0), 0.20 * 0.933 - 0.30 * 1.15),
        (under(IDLE, -900.0), 0.20 * 0.933 - 0.30 * 1.15),
        (under(IDLE, 1150.0), 0.20 * 0.933 - 0.08 * 1.15),
        (under(IDLE, 9000.0), 0.20 * (0.98 * 3.68 - 0.194) - 0.08 * 3.68),
        (replace(IDLE, lasting_w=None), 0.0),
        (replace(IDLE, coverage=MIN_COVERAGE - 0.01), 0.0),
    ],
)
def test_what_the_best_current_earns_an_hour_is_that_of_the_surplus_that_lasts(
    view: LawView, rate: float
) -> None:
    assert waiting_benefit_per_h(view) == pytest.approx(rate)


@pytest.mark.parametrize(
    ("account", "rate", "charging", "after"),
    [
        (0.0, 0.12, False, 0.01),  # five minutes of sun that was not used
        (0.01, 0.12, False, 0.02),
        (0.01, -0.12, False, 0.0),  # not charging was right meanwhile
        (0.005, -0.12, False, 0.0),
        (0.0, -0.12, True, 0.01),  # five minutes of cloud that were paid for
        (0.02, 0.12, True, 0.01),
        (0.005, 0.12, True, 0.0),
        (0.005, 0.0, True, 0.005),
    ],
)
def test_waiting_adds_up_and_what_speaks_for_it_takes_off_again(
    account: float, rate: float, charging: bool, after: float
) -> None:
    assert waited(account, rate, 1 / 12, charging) == pytest.approx(after)


@pytest.mark.parametrize(("surplus_w", "least_min", "most_min"), [(20, 3, 5), (500, 9, 15), (700, 100, 200)])
def test_a_deep_cloud_ends_a_charge_sooner_than_a_thin_one(
    surplus_w: float, least_min: int, most_min: int
) -> None:
    view, minutes = under(RUNNING, surplus_w), 0
    while follow_sun(view).current_a:
        minutes += 1
        view = replace(
            view, waited_cost=waited(view.waited_cost, waiting_benefit_per_h(view), 1 / 60, charging=True)
        )
    assert least_min <= minutes <= most_min


powers_w = st.floats(-20_000, 20_000)
windows = st.lists(st.tuples(powers_w, st.floats(0.1, 60)), min_size=1, max_size=6)
storages = st.none() | st.builds(
    Storage, st.floats(0, 20), st.floats(0, 20), st.floats(-0.5, 1.0), st.floats(-0.5, 1.0)
)
prices = st.builds(
    Prices, import_per_kwh=st.floats(-0.5, 1.0), export_per_kwh=st.floats(-0.5, 1.0), storage=storages
)
chargers = st.builds(
    lambda per_amp, least_a, more_a: Charger(per_amp, least_a, least_a + more_a),
    st.floats(90, 800),
    st.integers(1, 16),
    st.integers(0, 32),
)


@st.composite
def views(draw: st.DrawFn) -> LawView:
    """Any view."""
    window = draw(windows)
    return LawView(
        samples_w=np.array([power_w for power_w, _ in window]),
        held_s=np.array([held_s for _, held_s in window]),
        coverage=draw(st.floats(0, 1)),
        now_w=draw(st.none() | powers_w),
        lasting_w=draw(st.none() | powers_w),
        charger=draw(chargers),
        prices=draw(prices),
        value_per_kwh=draw(st.floats(-1, 2)),
        bought_kwh=draw(st.floats(0, 50)),
        offered_a=draw(st.none() | st.integers(0, 80)),
        waited_cost=draw(st.floats(0, 0.1)),
        start_cost=draw(st.floats(0, 0.1)),
        command_cost=draw(st.floats(0, 0.1)),
        interval_s=draw(st.floats(0.1, 1000)),
    )


@effort(deadline=None)
@given(views())
def test_the_target_is_nothing_or_within_the_limits(view: LawView) -> None:
    current_a = follow_sun(view).current_a
    assert current_a == 0 or view.charger.min_a <= current_a <= view.charger.max_a


def earned_per_h(view: LawView, current_a: int) -> float:
    """What a current is expected to earn, straight from the definition."""
    drawn_kw = current_a * view.charger.watts_per_amp / 1000
    stored_kw = max(view.charger.efficiency * drawn_kw - view.charger.overhead_w / 1000, 1e-3)

    def earned(surplus_w: float) -> float:
        bought, sold, storage = view.prices
        takes_kw, gives_kw, taken, given = storage or Storage(0.0, 0.0, 0.0, 0.0)
        # What would be exported comes first, then what the battery would take, and what it would give.
        sources = ((-takes_kw, sold), (0.0, taken), (gives_kw, given))
        cost = had_kw = 0.0
        for edge_kw, price in sources:
            has_kw = min(drawn_kw, max(surplus_w / 1000 + edge_kw, 0.0))
            cost, had_kw = cost + price * (has_kw - had_kw), has_kw
        return view.value_per_kwh * stored_kw - cost - bought * (drawn_kw - had_kw)

    window = zip(view.samples_w.tolist(), view.held_s.tolist(), strict=True)
    mean = sum(earned(power_w) * held_s for power_w, held_s in window) / float(view.held_s.sum())
    assert view.now_w is not None
    return NEWEST_WEIGHT * earned(view.now_w) + (1 - NEWEST_WEIGHT) * mean


@effort(deadline=None)
@given(views(), powers_w)
def test_a_start_takes_a_current_that_no_other_and_no_rest_would_beat(view: LawView, now_w: float) -> None:
    view = replace(view, now_w=now_w, coverage=1.0, offered_a=None, waited_cost=1.0)
    started_a = follow_sun(view).current_a
    best = max(earned_per_h(view, int(current_a)) for current_a in view.charger.currents_a)
    if started_a:
        assert earned_per_h(view, started_a) == pytest.approx(best, abs=1e-9)
        assert best > -1e-9
    else:
        assert best < 1e-9


@effort(deadline=None)
@given(views(), powers_w)
def test_the_sun_that_starts_a_charge_does_not_end_it(view: LawView, now_w: float) -> None:
    view = replace(view, now_w=now_w, coverage=1.0, offered_a=None)
    started_a = follow_sun(view).current_a
    if started_a:
        assert follow_sun(replace(view, offered_a=started_a, waited_cost=1.0)).current_a == started_a
