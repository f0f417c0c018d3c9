"""The replay: what the meters show, how the car obeys, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backtest.car import PluggedCar
from backtest.engine import run
from backtest.law import View
from backtest.prices import Prices
from backtest.result import cost_of
from backtest.scenario import Scenario, Session
from tests.backtest.houses import LOSSLESS, PROMPT, Script, at, house

HOUR = 360  # steps


def kinds(wishes: dict[int, int], **changed: float) -> list[str]:
    """The requests that a law's wishes lead to, in a car that is plugged in and half full."""
    car = PluggedCar(replace(PROMPT, **changed), 30.0, seed=0)
    car.plug_in()
    for step in range(max(wishes) + 1):
        if step in wishes:
            car.told(wishes[step], step, asleep=False)
        car.step(step)
    return [sent.kind for sent in car.sent]


@pytest.mark.parametrize(
    ("wishes", "sent"),
    [
        pytest.param({0: 0}, [], id="a stop of what stands still is none"),
        pytest.param({0: 32}, ["start"], id="a start at the current that was told last"),
        pytest.param({0: 10}, ["set", "start"], id="a start at another"),
        pytest.param({0: 10, 1: 10}, ["set", "start"], id="the same again"),
        pytest.param({0: 10, 1: 11}, ["set", "start", "set"], id="a change"),
        pytest.param({0: 10, 1: 0}, ["set", "start", "stop"], id="a stop"),
        pytest.param({0: 10, 1: 0, 2: 10}, ["set", "start", "stop", "start"], id="it remembers its current"),
    ],
)
def test_only_what_differs_is_sent(wishes: dict[int, int], sent: list[str]) -> None:
    assert kinds(wishes) == sent


@pytest.mark.parametrize("amps", [-1, 4, 33])
def test_a_current_that_the_car_does_not_have_is_refused(amps: int) -> None:
    with pytest.raises(ValueError, match=f"amps must be 0 or 5 to 32, is {amps}"):
        kinds({0: amps})


def test_a_car_that_is_away_or_full_takes_no_command() -> None:
    away = PluggedCar(PROMPT, 30.0, seed=0)
    full = PluggedCar(PROMPT, 48.0, seed=0)
    full.plug_in()
    for car in (away, full):
        assert not car.told(10, 0, asleep=False)
        assert car.sent == []


def test_energy_and_money_of_an_hour_at_ten_amps() -> None:
    scenario = house(surplus_w=1000, car=replace(PROMPT, **LOSSLESS))
    result = run(scenario, Script({12 * HOUR: 10, 13 * HOUR: 0}))
    assert result.car_kwh == pytest.approx(2.3)
    assert result.car_solar_kwh == pytest.approx(1.0)
    assert result.car_grid_kwh == pytest.approx(1.3)
    assert result.charging_cost == pytest.approx(1.3 * 0.30 + 1.0 * 0.08)
    assert result.baseline_cost == pytest.approx(-24 * 0.08)
    assert result.net_cost == pytest.approx(result.baseline_cost + result.charging_cost)
    assert result.self_consumption == pytest.approx(1 / 24)
    assert result.stored_kwh == pytest.approx(2.3)
    assert (result.starts, result.commands, result.wakes) == (1, 3, 1)
    assert result.api_cost == pytest.approx(3 * 0.001 + 0.02)


def test_cheap_hours_cost_less() -> None:
    cost = [run(house(), Script({hour * HOUR: 10, (hour + 1) * HOUR: 0})).charging_cost for hour in (4, 12)]
    assert cost == pytest.approx([2.3 * 0.20, 2.3 * 0.30])


def test_losses_stay_out_of_the_battery() -> None:
    result = run(house(), Script({0: 10, HOUR: 0}))
    assert result.stored_kwh == pytest.approx(0.98 * 2.3 - 0.194)


def test_the_charge_ends_at_the_limit_and_another_wish_changes_nothing() -> None:
    scenario = house(car=replace(PROMPT, **LOSSLESS), soc_start_pct=79.0)
    result = run(scenario, Script(dict.fromkeys(range(8640), 32)))
    assert result.car_kwh == pytest.approx(0.6, abs=32 * 230 / 1000 / 360)
    assert result.starts == 1
    assert result.soc_pct[-1] == pytest.approx(80, abs=0.05)


@pytest.mark.parametrize(("latency_s", "start_latency_s", "first"), [(0, 0, 0), (0, 20, 2), (0, 24, 2)])
def test_a_start_takes_its_time(latency_s: float, start_latency_s: float, first: int) -> None:
    car = replace(PROMPT, latency_s=latency_s, start_latency_s=start_latency_s)
    amps = run(house(car=car), Script({0: 10})).amps
    assert amps[: first + 1].tolist() == [0] * first + [10]


def test_a_command_takes_up_to_its_latency_and_is_never_overtaken() -> None:
    car = replace(PROMPT, latency_s=30)
    wishes = {step: 6 + step % 7 for step in range(200)}
    amps = run(house(car=car, hours=1), Script(wishes), seed=3).amps[:200]
    asked = [[wishes[max(step - late, 0)] for late in range(4)] for step in range(200)]
    assert all(now in near for now, near in zip(amps[4:], asked[4:], strict=True))


def test_the_same_seed_gives_the_same_and_another_seed_another_result() -> None:
    scenario = house(car=replace(PROMPT, latency_s=30))
    wishes = {step: 6 + step // 7 % 7 for step in range(2000)}
    one, same, other = (run(scenario, Script(wishes), seed).amps.tolist() for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_the_meter_shows_the_house_a_minute_late_and_the_car_at_once() -> None:
    scenario = house(surplus_w=[-100.0 * minute for minute in range(1, 61)], hours=1)
    law = Script({8: 10}, look=lambda view: view.grid_w)
    run(scenario, law)
    assert law.seen[5:15] == [100, 100, 100, 100, *[100 + 2300] * 3, *[200 + 2300] * 3]


def test_a_trace_of_ten_seconds_is_shown_ten_seconds_late() -> None:
    law = Script({}, look=lambda view: view.grid_w)
    run(house(surplus_w=[-1.0, -2.0, -3.0, -4.0], hours=1, step_s=10), law)
    assert law.seen[:5] == [1, 1, 2, 3, 4]


@pytest.mark.parametrize(("age_s", "late"), [(0, 0), (30, 3), (120, 12)])
def test_what_the_car_reports_may_be_old(age_s: float, late: int) -> None:
    scenario = house(car=replace(PROMPT, report_age_s=age_s))
    law = Script({20: 10}, look=lambda view: (view.car_a, view.now_s - view.car_reported_s))
    run(scenario, law)
    assert [amps for amps, _ in law.seen].index(10) == 21 + late
    assert {age for _, age in law.seen} == {age_s}


@pytest.mark.parametrize(
    ("idle_s", "asleep"), [pytest.param(720, False, id="just awake"), pytest.param(730, True, id="asleep")]
)
def test_a_car_that_sleeps_has_to_be_woken(idle_s: int, asleep: bool) -> None:
    result = run(house(), Script({idle_s // 10: 10}))
    assert result.wakes == asleep


def test_a_read_costs_and_keeps_the_car_awake() -> None:
    law = Script({140: 10}, look=lambda view: view.read() if view.now_s == at(0.2).timestamp() else None)
    result = run(house(), law)
    assert (result.data_reads, result.wakes) == (1, 0)
    assert result.api_cost == pytest.approx(0.002 + 2 * 0.001)


def test_a_law_that_wakes_the_car_itself_pays_once() -> None:
    def wake_before(view: View) -> int:
        if view.now_s == at(0.375).timestamp():
            view.wake()
        return len(view.wakes)

    law = Script({140: 10}, look=wake_before)
    assert run(house(), law).wakes == 1
    assert law.seen[-1] == 1


def test_a_wake_up_takes_its_time() -> None:
    amps = run(house(car=replace(PROMPT, wake_delay_s=20)), Script({100: 10})).amps
    assert amps[100:104].tolist() == [0, 0, 10, 10]


SESSIONS = (
    Session(at(0), at(7), soc_target_pct=50),
    Session(at(17), at(24), soc_target_pct=50, trip_kwh=6),
)


def test_a_trip_uses_up_the_battery_and_what_is_missing_costs_the_dearest_price() -> None:
    result = run(house(sessions=SESSIONS), Script({}))
    assert result.soc_pct[[7 * HOUR, 17 * HOUR, -1]].tolist() == [50, 40, 40]
    assert result.shortfall_kwh == pytest.approx(6)
    assert result.missed == 1
    assert result.charging_cost == pytest.approx(6 * 0.30)


@pytest.mark.parametrize(("target_pct", "missed"), [(50.4, 0), (50.6, 1)])
def test_half_a_per_cent_is_no_missed_departure_but_is_paid_for(target_pct: float, missed: int) -> None:
    result = run(house(sessions=(Session(at(0), at(7), soc_target_pct=target_pct),)), Script({}))
    assert result.missed == missed
    assert result.shortfall_kwh == pytest.approx((target_pct - 50) * 0.6)


def test_a_session_may_say_what_the_car_comes_with() -> None:
    sessions = (SESSIONS[0], replace(SESSIONS[1], soc_in_pct=45.0, soc_target_pct=45.0))
    result = run(house(sessions=sessions), Script({}))
    assert result.soc_pct[-1] == 45
    assert result.missed == 0


def test_a_trip_that_the_battery_does_not_last_for_is_short_at_once() -> None:
    result = run(house(sessions=(replace(SESSIONS[1], trip_kwh=32, soc_target_pct=0),)), Script({}))
    assert result.shortfall_kwh == pytest.approx(2)


def test_the_plug_ends_the_charge() -> None:
    result = run(house(sessions=SESSIONS), Script({0: 10, 10 * HOUR: 10}))
    assert result.amps[7 * HOUR - 1] == 10
    assert not result.amps[7 * HOUR :].any()
    assert result.starts == 1


def test_sessions_that_touch_are_one_charge_with_two_wishes() -> None:
    sessions = (Session(at(0), at(7), soc_target_pct=60), Session(at(7), at(24), soc_target_pct=50))
    result = run(house(sessions=sessions), Script({6 * HOUR: 10}))
    assert result.amps[7 * HOUR] == 10
    assert (result.starts, result.missed) == (1, 1)


def test_a_law_sees_the_session_it_is_in() -> None:
    law = Script({}, look=lambda view: (view.plugged, view.departure_s, view.soc_target_pct))
    run(house(sessions=SESSIONS), law)
    assert law.seen[7 * HOUR - 1] == (True, at(7).timestamp(), 50)
    assert law.seen[7 * HOUR] == (False, None, 0)
    assert law.seen[17 * HOUR] == (True, at(24).timestamp(), 50)


def test_the_warm_up_is_not_counted() -> None:
    wishes = {2 * HOUR: 10, 3 * HOUR: 0, 20 * HOUR: 12, 21 * HOUR: 0}
    whole = run(house(), Script(wishes))
    scored = run(house(score_from=at(12)), Script(wishes))
    assert (whole.commands, scored.commands) == (6, 3)
    assert [sent for sent in whole.sent if sent.step >= scored.sent[0].step] == list(scored.sent)
    assert (whole.days, scored.days) == (1, 0.5)
    assert scored.car_kwh == pytest.approx(12 * 0.23)
    assert scored.stored_kwh < whole.stored_kwh


def test_progress_is_told_to_its_end() -> None:
    told: list[float] = []
    run(house(hours=72), Script({}), progress=told.append)
    assert told == pytest.approx([1 / 3, 2 / 3, 1])


WISHES = st.dictionaries(st.integers(0, 719), st.sampled_from([0, 5, 9, 16, 32]), max_size=40)
SURPLUS = st.lists(st.integers(-5000, 7000).map(float), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(wishes=WISHES, surplus_w=SURPLUS, seed=st.integers(0, 99))
def test_energy_is_neither_lost_nor_found(wishes: dict[int, int], surplus_w: list[float], seed: int) -> None:
    scenario: Scenario = house(surplus_w=surplus_w, hours=2, car=replace(PROMPT, latency_s=30))
    result = run(scenario, Script(wishes), seed)
    assert result.car_kwh == pytest.approx(result.amps.sum() * 230 / 360_000)
    assert result.car_kwh == pytest.approx(result.car_grid_kwh + result.car_solar_kwh)
    gains = [scenario.car.stored_kw(int(amps)) / 360 for amps in result.amps]
    assert result.stored_kwh == pytest.approx(sum(gains))
    assert result.soc_pct.max() <= 80 + 0.05
    assert set(np.unique(result.amps)) <= {0, *range(5, 33)}
    on = np.diff(np.concatenate(([0], result.amps > 0)).astype(int)) > 0
    assert on.sum() <= result.starts


@pytest.mark.parametrize(
    ("netting_s", "bill"),
    [
        (10, (0.25, 0.25, 0.25 * 0.08 + 0.25 * 0.30)),
        (1800, (0.5, 0.0, 0.5 * 0.08)),
        (3600, (0.5, 0.0, 0.5 * 0.08)),
    ],
)
def test_a_meter_that_nets_bills_each_period_as_one(netting_s: float, bill: tuple[float, ...]) -> None:
    gusts = house(
        [2000.0] * 15 + [0.0] * 15,
        hours=2,
        prices=Prices(np.full(720, 0.30), np.full(720, 0.08)),
        car=replace(PROMPT, voltage_v=200.0),
        netting_s=netting_s,
    )
    half_an_hour = run(gusts, Script({0: 5, 180: 0}))
    found = half_an_hour.car_solar_kwh, half_an_hour.car_grid_kwh, half_an_hour.charging_cost
    assert found == pytest.approx(bill)


@given(st.lists(st.tuples(st.floats(-9e3, 9e3), st.floats(-0.1, 1), st.floats(-0.1, 1)), min_size=1))
def test_cost_is_netted_within_each_value(rows: list[tuple[float, float, float]]) -> None:
    grid_w, bought, sold = (np.array(column) for column in zip(*rows, strict=True))
    by_hand = sum(w * (buy if w > 0 else sell) / 360_000 for w, buy, sell in rows)
    assert cost_of(grid_w, bought, sold) == pytest.approx(by_hand, abs=1e-9)
