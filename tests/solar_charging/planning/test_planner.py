"""What is kept between beats: the past, the plan, and how long what is missing can wait."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from solar_charging.base.economics import Charger, Prices
from solar_charging.base.time_grid import QUARTER_S
from solar_charging.metering.surplus import Surplus
from solar_charging.planning.battery_estimate import BatteryEstimator
from solar_charging.planning.history import History
from solar_charging.planning.house_battery import Store
from solar_charging.planning.inputs import ConfiguredInputs
from solar_charging.planning.planner import SPARE_KWH, UNTOLD_S, EnergyValue, Planner
from solar_charging.settings.settings import Settings, parse_settings
from solar_charging.vehicle.car import CarState, ChargingState
from tests.situations import CHARGING, PARKED, SILENT, steady

CHARGER = Charger(watts_per_amp=230.0, min_a=5, max_a=16)
EVENING = datetime(2026, 6, 15, 21, 30, tzinfo=timezone.utc)
ENTRY: dict[str, Any] = {
    "meters": {"grid_power": "sensor.grid_power"},
    "car": {"token_file": "tokens.json", "battery_kwh": 60},
    "tariff": {"off_peak": [{"start": "22:00", "end": "06:00"}]},
    "departures": [{"time": "07:30", "soc_pct": 60}],
}


def settings(**changes: Any) -> Settings:
    return parse_settings({**ENTRY, **changes})


def summer(kw: float) -> History:
    """Three days of sun from ten to two."""
    history, now_s = History(), EVENING.timestamp()
    for at_s in np.arange(now_s - 3 * 86_400, now_s, QUARTER_S):
        hour = datetime.fromtimestamp(float(at_s), timezone.utc).hour
        history.measured(float(at_s) + 450, 400.0, 1000 * kw if 10 <= hour < 14 else 0.0, 0.0)
    return history


def planner(history: History | None = None, **changes: Any) -> Planner:
    given = settings(**changes)
    zone = ZoneInfo("UTC")
    return Planner(
        given, zone, ConfiguredInputs(given, zone), history or History(), BatteryEstimator(given.car, 60)
    )


def asked(
    each: Planner,
    at: datetime = EVENING,
    surplus: Surplus | None = None,
    car: CarState | None = PARKED,
    drawn_w: float = 0.0,
    filled: bool = False,
) -> EnergyValue:
    """A beat, right after the car was read."""
    seen = None if car is None else replace(car, at_s=at.timestamp())
    return each.energy_value(at, surplus or steady(0.0), seen, drawn_w, CHARGER, filled=filled)


def test_the_surplus_is_remembered_by_the_quarter_of_an_hour() -> None:
    each, first = planner(), int(EVENING.timestamp() // QUARTER_S)
    for beat in range(70):
        asked(each, EVENING + timedelta(seconds=30 * beat), steady(1500.0 if beat < 32 else -300.0))
    known = each.history.surplus_kw(first, 3)
    assert known[:2].tolist() == pytest.approx([1.5, -0.3], abs=0.15)
    assert math.isnan(known[2])


def test_a_silent_meter_leaves_a_gap() -> None:
    each = planner()
    for beat in range(70):
        asked(each, EVENING + timedelta(seconds=30 * beat), SILENT)
    assert np.isnan(each.history.surplus_kw(int(EVENING.timestamp() // QUARTER_S), 2)).all()


def test_a_pause_between_two_beats_is_not_taken_for_measured() -> None:
    each = planner()
    asked(each, EVENING, steady(1000.0))
    asked(each, EVENING + timedelta(minutes=14), steady(1000.0))
    asked(each, EVENING + timedelta(minutes=16), steady(1000.0))
    assert math.isnan(each.history.surplus_kw(int(EVENING.timestamp() // QUARTER_S), 1)[0])


@pytest.mark.parametrize(
    ("car", "here"),
    [
        (PARKED, True),
        (CHARGING, True),
        (replace(PARKED, asleep=True), True),
        (replace(PARKED, at_home=False), False),
        (replace(PARKED, at_home=None), False),
        (replace(PARKED, charging=ChargingState.DISCONNECTED), False),
        (replace(PARKED, soc_pct=None), False),
    ],
)
def test_only_a_car_at_the_plug_at_home_is_planned_for(car: CarState, here: bool) -> None:
    energy_value = asked(planner(summer(0.0)), car=car)
    assert energy_value.departure is not None
    assert math.isfinite(energy_value.spare_s) is here
    assert (energy_value.bought_kwh > 0) is here


@pytest.mark.parametrize(("beyond_kwh", "still"), [(-0.01, True), (0.01, False)])
def test_what_was_to_be_bought_ends_when_it_is_bought(beyond_kwh: float, still: bool) -> None:
    each, night = planner(summer(4.0)), EVENING + timedelta(hours=8)
    to_be_kwh = asked(each, night, car=replace(CHARGING, soc_pct=57.0)).bought_kwh
    assert to_be_kwh > 1.8
    bought = replace(CHARGING, soc_pct=57.0 + (to_be_kwh + beyond_kwh) / 0.6)
    assert (asked(each, night + timedelta(minutes=10), car=bought).bought_kwh == to_be_kwh) is still
    assert (asked(each, night + timedelta(minutes=10), car=bought).bought_kwh > 0) is still


@pytest.mark.parametrize(("beyond_kwh", "still"), [(-0.01, True), (0.01, False)])
def test_beside_a_house_battery_it_ends_with_what_the_departure_wants(beyond_kwh: float, still: bool) -> None:
    each, night = planner(summer(4.0)), EVENING + timedelta(hours=8)
    store = Store(10.0, 5.0, 5.0, 5.0)

    def bought_kwh(at: datetime, stored_kwh: float) -> float:
        car = replace(CHARGING, soc_pct=stored_kwh / 0.6, at_s=at.timestamp())
        return each.energy_value(at, steady(0.0), car, 0.0, CHARGER, store).bought_kwh

    wanted_kwh = 0.6 * 60.0 + SPARE_KWH
    to_be_kwh = bought_kwh(night, 34.9)
    # A whole slot more than is wanted.
    assert 34.9 + to_be_kwh > wanted_kwh + 0.1
    assert (bought_kwh(night + timedelta(minutes=10), wanted_kwh + beyond_kwh) == to_be_kwh) is still


def test_without_a_car_the_value_is_the_usual_one_and_prices_are_known() -> None:
    energy_value = asked(planner(), car=None)
    assert energy_value.prices == Prices(0.30, 0.08)
    assert 0.08 < energy_value.value_per_kwh < 0.22
    assert (energy_value.spare_s, energy_value.bought_kwh) == (math.inf, 0.0)


@pytest.mark.parametrize(
    ("found", "soc_pct", "limit_pct", "missing_kwh"),
    [
        (PARKED, 50, 80, 6.0),
        (PARKED, 50, None, 6.0),
        (PARKED, 50, 55, 3.0),  # more than its own limit it does not take
        (PARKED, 60, 80, None),
        (CHARGING, 50, 80, 6.0 + SPARE_KWH),
        (CHARGING, 60, 80, SPARE_KWH),
        (CHARGING, 61, 80, None),
        (CHARGING, 60, 60, None),
        (CHARGING, 70, 55, None),
    ],
)
def test_what_is_missing_can_wait_until_the_greatest_current_just_brings_it(
    found: CarState, soc_pct: float, limit_pct: float | None, missing_kwh: float | None
) -> None:
    car = replace(found, soc_pct=soc_pct, charge_limit_pct=limit_pct)
    energy_value = asked(planner(), car=car)
    if missing_kwh is None:
        assert energy_value.spare_s == math.inf
    else:
        takes_s = missing_kwh / (0.98 * 3.68 - 0.194) * 3600
        assert energy_value.spare_s == pytest.approx(10 * 3600 - takes_s, abs=1)


def test_between_two_reads_the_battery_fills_by_what_the_car_draws() -> None:
    read = replace(CHARGING, soc_pct=50, at_s=EVENING.timestamp())
    spare_s = [
        planner()
        .energy_value(EVENING + timedelta(minutes=minutes), steady(0.0), read, drawn_w, CHARGER)
        .spare_s
        for minutes, drawn_w in ((0, 3680.0), (30, 3680.0), (30, 0.0))
    ]
    assert spare_s[1] == pytest.approx(spare_s[0], abs=1), "at the greatest current nothing is lost"
    assert spare_s[2] == pytest.approx(spare_s[0] - 1800, abs=1)


def test_what_was_charged_before_a_stop_is_in_the_battery_until_the_car_says_how_full_it_is() -> None:
    each, half_an_hour = planner(), timedelta(minutes=30)
    read = replace(CHARGING, soc_pct=50, at_s=EVENING.timestamp())
    each.energy_value(EVENING + half_an_hour, steady(0.0), read, 3680.0, CHARGER)
    stopped = replace(read, charging=ChargingState.STOPPED)
    reckoned = each.energy_value(EVENING + half_an_hour, steady(0.0), stopped, 0.0, CHARGER)
    said = replace(stopped, at_s=read.at_s + 1800)
    told = each.energy_value(EVENING + half_an_hour, steady(0.0), said, 0.0, CHARGER)
    assert reckoned.spare_s > told.spare_s + 1500


def test_a_battery_that_says_no_more_how_full_it_is_fills_by_all_that_was_drawn_since() -> None:
    each, told_s = planner(), EVENING.timestamp()
    for minutes, drawn_w in ((0, 0.0), (30, 3680.0), (60, 1150.0), (90, 0.0)):
        at = EVENING + timedelta(minutes=minutes)
        car = replace(CHARGING, soc_pct=50, soc_s=told_s, at_s=at.timestamp())
        each.energy_value(at, steady(0.0), car, drawn_w, CHARGER)
    stored_kwh = 0.5 * sum(CHARGER.efficiency * kw - CHARGER.overhead_w / 1000 for kw in (3.68, 1.15))
    assert each.reckoned_pct(car) == pytest.approx(50 + 100 * stored_kwh / 60)


@pytest.mark.parametrize(("age_s", "told"), [(0, True), (UNTOLD_S - 1, True), (UNTOLD_S, False)])
def test_what_the_car_says_of_its_battery_counts_until_it_is_old(age_s: float, told: bool) -> None:
    each, at_s = planner(), EVENING.timestamp()
    car = replace(CHARGING, soc_pct=50, soc_s=at_s - age_s, at_s=at_s)
    each.energy_value(EVENING, steady(0.0), car, 3680.0, CHARGER)
    assert (each.reckoned_pct(car) is None) is told
    assert each.reckoned_pct(None) is None


def test_a_dark_week_is_bought_for_at_night_and_a_sunny_one_is_not() -> None:
    weekend = {"departures": [{"time": "18:00", "soc_pct": 60}]}
    dark, sunny = (asked(planner(summer(kw), **weekend)) for kw in (0.0, 6.0))
    assert dark.bought_kwh > 5
    assert sunny.bought_kwh == 0
    assert sunny.value_per_kwh < dark.value_per_kwh


def test_on_its_first_day_it_buys_in_the_cheap_time_for_the_departure() -> None:
    first = planner()
    evening, morning = (asked(first, EVENING + timedelta(hours=hours)).value_per_kwh for hours in (0, 7))
    assert evening < 0.30 * CHARGER.drawn_per_stored(CHARGER.most_kw)
    assert morning > 0.20 * CHARGER.drawn_per_stored(CHARGER.most_kw)


LACKING, CONTENT = (replace(PARKED, soc_pct=pct, charge_limit_pct=100) for pct in (20, 99))


def test_a_plan_to_buy_holds_for_the_quarter_of_an_hour() -> None:
    each, fuller = planner(summer(0.0)), replace(LACKING, soc_pct=30)
    bought = [
        asked(each, EVENING + timedelta(minutes=minutes), car=car).bought_kwh
        for minutes, car in ((1, LACKING), (2, LACKING), (14, fuller), (15, fuller))
    ]
    assert bought[0] == bought[1] == bought[2] > bought[3] > 0


def test_a_plan_without_anything_to_buy_holds_for_the_hour() -> None:
    each = planner(summer(0.0))
    bought = [
        asked(each, EVENING + timedelta(minutes=minutes), car=car).bought_kwh > 0
        for minutes, car in ((1, CONTENT), (29, LACKING), (30, LACKING))
    ]
    assert bought == [False, False, True]


def test_while_the_car_charges_it_is_planned_by_the_quarter_of_an_hour() -> None:
    each, runs = planner(summer(0.0)), ChargingState.CHARGING
    bought = [
        asked(each, EVENING + timedelta(minutes=minutes), car=replace(car, charging=runs)).bought_kwh > 0
        for minutes, car in ((1, CONTENT), (14, LACKING), (15, LACKING))
    ]
    assert bought == [False, False, True]


def test_a_car_that_comes_is_planned_for_at_once() -> None:
    each, at = planner(summer(0.0)), EVENING + timedelta(seconds=60)
    assert asked(each, at, car=replace(PARKED, at_home=False)).bought_kwh == 0
    assert asked(each, at + timedelta(seconds=30)).bought_kwh > 0


def test_stays_and_what_was_wanted_are_remembered() -> None:
    each = planner()
    asked(each, EVENING, car=PARKED)
    asked(each, EVENING + timedelta(hours=9), car=replace(PARKED, soc_pct=60))
    gone = EVENING + timedelta(hours=9, minutes=30)
    asked(each, gone, car=replace(PARKED, charging=ChargingState.DISCONNECTED))
    ((stay, _),) = each.history.stays(0)
    assert (stay.since_s, stay.until_s) == (EVENING.timestamp(), gone.timestamp())
    assert (stay.came_kwh, stay.left_kwh, stay.wanted_kwh) == pytest.approx((30.0, 36.0, 36.0))


def test_a_car_of_which_nothing_is_known_ends_no_stay() -> None:
    each = planner()
    asked(each, EVENING)
    asked(each, EVENING + timedelta(hours=1), car=None)
    asked(each, EVENING + timedelta(hours=1), car=replace(PARKED, charging=ChargingState.UNKNOWN))
    assert list(each.history.stays(0)) == []


SPOT = "sensor.spot"


def hourly(**prices: float) -> dict[str, Any]:
    """A curve of 34 hours from Monday midnight on, 0.30 but where another price is named."""
    data = []
    for number in range(34):
        begin = datetime(2026, 6, 15, tzinfo=timezone.utc) + timedelta(hours=number)
        end = begin + timedelta(hours=1)
        price = prices.get(f"h{number}", 0.30)
        data.append({"start": begin.isoformat(), "end": end.isoformat(), "price_per_kwh": price})
    return {"state": "0.3", "attributes": {"data": data}}


def by_the_hour(kw: float, soc_pct: float, **prices: float) -> tuple[Planner, CarState]:
    given, zone = settings(tariff={"price_entity": SPOT}), ZoneInfo("UTC")
    inputs = ConfiguredInputs(given, zone)
    inputs.rates.update(SPOT, hourly(**prices), EVENING.timestamp())
    return Planner(given, zone, inputs, summer(kw), BatteryEstimator(given.car, 60)), replace(
        PARKED, soc_pct=soc_pct, charge_limit_pct=90
    )


@pytest.mark.parametrize("hour", [23, 26, 28])
def test_what_is_missing_is_bought_in_the_hour_that_is_cheapest(hour: int) -> None:
    each, car = by_the_hour(0.0, soc_pct=56, **{f"h{hour}": 0.05})
    for number in range(22, 30):
        energy_value = asked(
            each, datetime(2026, 6, 15, tzinfo=timezone.utc) + timedelta(hours=number), car=car
        )
        pays = energy_value.value_per_kwh > energy_value.prices.import_per_kwh * CHARGER.drawn_per_stored(
            CHARGER.most_kw
        )
        assert pays is (number == hour), number


@pytest.mark.parametrize("kw", [0.0, 6.0])
def test_power_that_is_paid_for_is_taken_though_nothing_is_missing(kw: float) -> None:
    each, car = by_the_hour(kw, soc_pct=70, h26=-0.05)
    for number in range(22, 30):
        energy_value = asked(
            each, datetime(2026, 6, 15, tzinfo=timezone.utc) + timedelta(hours=number), car=car
        )
        pays = energy_value.value_per_kwh > energy_value.prices.import_per_kwh * CHARGER.drawn_per_stored(
            CHARGER.most_kw
        )
        assert pays is (number == 26), number


@pytest.mark.parametrize(("limit_pct", "most_kwh"), [(None, 6.2), (55, 3.0), (50, 0.0), (45, 0.0)])
def test_no_more_is_bought_for_a_departure_than_up_to_the_grids_limit(
    limit_pct: int | None, most_kwh: float
) -> None:
    energy_value = asked(planner(summer(0.0), charging={"grid_limit_pct": limit_pct}))
    assert energy_value.bought_kwh == pytest.approx(most_kwh, abs=0.5)
    assert energy_value.departure is not None
    assert energy_value.departure.soc_pct == min(60, limit_pct or 60)


def test_the_plan_says_what_it_is_about_to_do() -> None:
    plan = asked(planner(summer(0.0))).schedule
    assert plan is not None
    ((begin, end, kwh, price, _),) = plan.purchases
    assert (f"{begin:%H:%M}", f"{end:%H:%M}", price) == ("03:45", "06:00", pytest.approx(0.20))
    assert kwh == pytest.approx(asked(planner(summer(0.0))).bought_kwh)
    assert plan.departure == EVENING + timedelta(hours=10)


def test_no_plan_is_told_of_without_a_car() -> None:
    assert asked(planner(), car=replace(PARKED, at_home=False)).schedule is None


@pytest.mark.parametrize(
    ("charging", "limit_pct", "filled", "wanted_pct"),
    [
        ({}, 80, False, 60),
        ({}, 55, False, 55),  # never more than the car's own limit
        ({"grid_limit_pct": 40}, 80, False, 40),
        ({"morning_soc_pct": 70}, 80, False, 70),
        ({}, 80, True, 80),
        ({"off_peak_soc_pct": 30}, 80, True, 60),
        ({}, None, False, 60),
    ],
)
def test_a_departure_that_nobody_tells_is_expected(
    charging: dict[str, int], limit_pct: int | None, filled: bool, wanted_pct: int
) -> None:
    car = replace(PARKED, charge_limit_pct=limit_pct)
    found = asked(planner(departures=[], charging=charging), car=car, filled=filled)
    assert found.departure is not None
    assert found.departure.learnt
    assert found.departure.soc_pct == wanted_pct
    assert found.schedule is not None
    assert f"{found.schedule.departure:%H:%M}" == "06:00"


def test_a_departure_that_is_told_always_wins() -> None:
    found = asked(planner())
    assert found.departure is not None
    assert not found.departure.learnt
    assert (found.habit, found.correction) == (None, None)


def test_what_is_told_ends_with_the_grids_limit() -> None:
    plan = asked(planner(summer(0.0), charging={"grid_limit_pct": 51})).schedule
    assert plan is not None
    assert sum(each.kwh for each in plan.purchases) == pytest.approx(0.6)
