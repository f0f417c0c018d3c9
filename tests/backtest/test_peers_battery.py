"""What other projects leave to a house battery, take from it, and when they hold it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from backtest.engine import run
from backtest.house_battery import BatteryModel
from backtest.law import View
from backtest.laws.evcc import Evcc, EvccBattery, EvccSettings, unbroken
from backtest.laws.openwb import OpenWb, OpenWbBattery
from backtest.laws.peer import Peer
from backtest.laws.teslasolarcharger import TeslaSolarCharger, TscBattery, TscSettings
from backtest.laws.teslasolarcharger_floor import DynamicFloor
from backtest.prices import Prices
from backtest.scenario import Session
from tests.backtest.houses import PROMPT, at, house, view_at


def evcc(**battery: float | bool) -> Evcc:
    return Evcc(PROMPT, EvccSettings(battery=EvccBattery(**battery)))  # type: ignore[arg-type]


def tsc(**battery: float | bool) -> TeslaSolarCharger:
    return TeslaSolarCharger(PROMPT, TscSettings(battery=TscBattery(5000.0, **battery)))  # type: ignore[arg-type]


def openwb(**battery: object) -> OpenWb:
    return OpenWb(PROMPT, OpenWbBattery(**battery))  # type: ignore[arg-type]


def seen(law: Peer, grid_w: float, battery_w: float, soc_pct: float, **others: float | bool) -> View:
    """A charge at 10 A under a law that has just looked."""
    view = view_at(
        house(house_battery=BatteryModel()),
        at(12),
        **{"charging": True, "offered_a": 10, "car_a": 10, **others},
        grid_w=grid_w,
        battery_w=battery_w,
        battery_soc_pct=soc_pct,
    )
    law.decide(view)
    return view


CHARGES, GIVES = -2000.0, 2000.0


@pytest.mark.parametrize(
    ("law", "battery_w", "soc_pct", "surplus_w"),
    [
        pytest.param(Evcc(PROMPT), GIVES, 50, 2300, id="evcc, told of none: what it gives is sun"),
        pytest.param(evcc(), GIVES, 50, 300, id="evcc: what it gives is none"),
        pytest.param(evcc(), CHARGES, 50, 4300, id="evcc: what it takes is the car's"),
        pytest.param(
            evcc(priority_pct=60), CHARGES, 50, 2200, id="evcc, below prioritySoc: its own, and 100 W"
        ),
        pytest.param(evcc(priority_pct=60), CHARGES, 60, 4300, id="evcc, at prioritySoc"),
        pytest.param(evcc(priority_pct=60), GIVES, 50, 200, id="evcc, below it and discharging"),
        pytest.param(TeslaSolarCharger(PROMPT), GIVES, 50, 2300, id="tsc, told of none"),
        pytest.param(tsc(), GIVES, 50, 300, id="tsc: what it gives is none"),
        pytest.param(tsc(min_pct=60), CHARGES, 50, -700, id="tsc, below its least charge: all of its power"),
        pytest.param(tsc(min_pct=60), CHARGES, 60, 4300, id="tsc, at its least charge"),
        pytest.param(tsc(discharge_w=1500), 0.0, 50, 2300, id="tsc, by day, but it is night"),
        pytest.param(OpenWb(PROMPT), GIVES, 50, 2300, id="openwb, told of none"),
        pytest.param(openwb(), CHARGES, 50, 4300, id="openwb, ev_mode, charging"),
        pytest.param(openwb(), GIVES, 50, 300, id="openwb, ev_mode, discharging"),
        pytest.param(openwb(mode="bat_mode"), CHARGES, 50, 2200, id="openwb, bat_mode: its own, and 100 W"),
        pytest.param(openwb(mode="bat_mode"), 0.0, 100, 2300, id="openwb, bat_mode, full"),
        pytest.param(openwb(mode="bat_mode"), GIVES, 100, 300, id="openwb, bat_mode, full, discharging"),
        pytest.param(
            openwb(mode="min_soc_bat_mode"), CHARGES, 49, 2200, id="openwb, below the least: as bat_mode"
        ),
        pytest.param(
            openwb(mode="min_soc_bat_mode"), CHARGES, 50, 4300, id="openwb, from the least on: as ev_mode"
        ),
        pytest.param(
            openwb(mode="min_soc_bat_mode", reserve_w=1500.0),
            CHARGES,
            49,
            2800,
            id="openwb, all but the reserve",
        ),
        pytest.param(
            openwb(mode="min_soc_bat_mode", reserve_w=3000.0),
            CHARGES,
            49,
            1200,
            id="openwb, short of the reserve",
        ),
        pytest.param(
            openwb(mode="min_soc_bat_mode", discharge_w=1000.0), GIVES, 70, 1300, id="openwb, may give some"
        ),
        pytest.param(
            openwb(mode="min_soc_bat_mode", discharge_w=1000.0),
            GIVES,
            69,
            300,
            id="openwb, not before the most",
        ),
    ],
)
def test_what_the_car_may_draw(law: Peer, battery_w: float, soc_pct: float, surplus_w: float) -> None:
    """With a car that draws 2300 W and nothing at the grid meter."""
    assert law.surplus_w(seen(law, 0.0, battery_w, soc_pct)) == surplus_w


def test_openwb_lets_it_give_until_it_is_down_to_the_least() -> None:
    law = openwb(mode="min_soc_bat_mode", discharge_w=1000.0)
    surplus_w = []
    for minute, soc_pct in enumerate((60, 70, 60, 50, 49, 60)):
        view = seen(law, 0.0, 0.0, soc_pct, now_s=at(12 + minute / 60).timestamp())
        surplus_w.append(law.surplus_w(view))
    assert surplus_w == [2300, 3300, 3300, 3300, 2200, 2300]


@pytest.mark.parametrize(
    ("battery", "soc_pct", "charging", "wanted_a"),
    [
        pytest.param({}, 100, True, 0, id="off by default: it stops"),
        pytest.param({"buffer_pct": 80}, 81, True, 5, id="above bufferSoc it goes on"),
        pytest.param({"buffer_pct": 80}, 80, True, 0, id="at bufferSoc it stops"),
        pytest.param({"buffer_pct": 80}, 81, False, None, id="but does not start"),
        pytest.param({"buffer_start_pct": 90}, 90, False, 5, id="from bufferStartSoc on it starts"),
        pytest.param({"buffer_start_pct": 90}, 89, False, None, id="not below"),
    ],
)
def test_evcc_charges_out_of_a_full_battery(
    battery: dict[str, float], soc_pct: float, charging: bool, wanted_a: int | None
) -> None:
    law = evcc(**battery)
    drawn_a = 5 if charging else 0
    wanted = None
    for beat in range(8):
        view = seen(
            law,
            grid_w=0.0,
            battery_w=230.0 * drawn_a,
            soc_pct=soc_pct,
            charging=charging,
            car_a=drawn_a,
            offered_a=5,
            now_s=at(12 + beat / 120 - 0.0001).timestamp(),
        )
        view.now_s += 30
        wanted = law.decide(view)
    assert wanted == wanted_a


NIGHT = (Session(at(0), at(4), soc_target_pct=60),)


@pytest.mark.parametrize(
    ("law", "given_kwh", "holds"),
    [
        pytest.param(evcc(), 4.5, 0, id="evcc by default"),
        pytest.param(evcc(holds=True), 0.0, 1, id="evcc, batteryDischargeControl"),
        pytest.param(openwb(), 4.5, 0, id="openwb by default"),
        pytest.param(openwb(control="nothing"), 0.0, 1, id="openwb, no discharge"),
        pytest.param(openwb(control="house"), 0.0, 1, id="openwb, for the house alone"),
    ],
)
def test_what_it_gives_to_a_car_that_buys(law: Peer, given_kwh: float, holds: int) -> None:
    model = BatteryModel(efficiency_in=1.0, efficiency_out=1.0)
    result = run(house(hours=6, sessions=NIGHT, house_battery=model), law)
    assert result.missed == 0
    assert result.house is not None
    assert result.house.to_car_kwh == pytest.approx(given_kwh, abs=0.3)
    assert bool(result.house.holds) == bool(holds)


def test_openwb_leaves_the_house_what_it_needs() -> None:
    """The battery gives the house's 500 W and nothing to the car."""
    model = BatteryModel(efficiency_in=1.0, efficiency_out=1.0)
    result = run(house(-500.0, hours=4, sessions=NIGHT, house_battery=model), openwb(control="house"))
    assert result.house is not None
    assert result.house.to_car_kwh < 0.1
    assert result.house.import_kwh == pytest.approx(result.car_kwh, abs=0.1)


@pytest.mark.parametrize(
    ("prices", "need_s", "begins_h"),
    [
        pytest.param([0.3, 0.2, 0.1, 0.2], 3600, 2.0, id="the cheapest hour"),
        pytest.param([0.3, 0.1, 0.2, 0.1], 7200, 2.0, id="two hours, the latest of equals"),
        pytest.param([0.2, 0.2, 0.2, 0.2], 3600, 3.0, id="as late as can be"),
        pytest.param([0.2, 0.2, 0.2, 0.2], 5000, 2.5, id="begun with a quarter of an hour"),
    ],
)
def test_evccs_unbroken_plan(prices: list[float], need_s: float, begins_h: float) -> None:
    scenario = house(hours=4, prices=Prices(np.repeat(prices, 360), np.zeros(1440)))
    (slot,) = unbroken(view_at(scenario, at(0)), at(4).timestamp(), need_s)
    assert (slot.begin_s - at(0).timestamp()) / 3600 == begins_h
    assert slot.end_s - slot.begin_s == need_s


def test_tsc_leaves_a_current_alone_for_a_while() -> None:
    law = TeslaSolarCharger(PROMPT, TscSettings(skip_s=120.0))
    result = run(house([2300.0] * 10 + [4600.0] * 50, hours=1), law)
    changed = np.flatnonzero(np.diff(result.amps.astype(int))) + 1
    assert (np.diff(changed) >= 12).all()


@pytest.mark.parametrize(
    ("load_w", "sun_w", "hour", "floor_pct"),
    [
        pytest.param(250.0, 0.0, 22, 5.0, id="it has never seen the sun"),
        pytest.param(
            250.0, 4000.0, 22, 42.0, id="by night: what the house needs to the morning, half as much again"
        ),
        pytest.param(250.0, 4000.0, 9, 5.0, id="in the morning of a bright day"),
        pytest.param(250.0, 800.0, 16, 95.0, id="by day: full by sunset"),
    ],
)
def test_tscs_dynamic_floor(load_w: float, sun_w: float, hour: int, floor_pct: float) -> None:
    floor, days = DynamicFloor(5000.0), 4
    surplus_w = [sun_w * (8 <= minute // 60 % 24 < 18) - load_w for minute in range(days * 1440)]
    scenario = house(surplus_w, hours=24 * days, house_battery=BatteryModel(), forecast_error=0.0)
    last_s = at(48 + hour).timestamp()
    view = view_at(scenario, at(0))
    while view.now_s <= last_s:
        hours = (view.now_s - at(0).timestamp()) / 3600
        view.solar_w = sun_w * (8 <= hours % 24 < 18)
        view.grid_w = load_w - view.solar_w
        floor.watch(view)
        view.now_s += 600
    assert floor.min_pct == pytest.approx(floor_pct, abs=1)


def test_tscs_dynamic_floor_lasts_to_the_end_of_the_trace() -> None:
    scenario = house([3000.0] * 720 + [-300.0] * 720, hours=72, house_battery=BatteryModel())
    law = tsc(dynamic=True)
    result = run(scenario, law)
    assert result.house is not None


def test_a_battery_that_no_law_steers_is_left_alone() -> None:
    view = seen(evcc(), 0.0, 0.0, 50)
    assert view.battery_limit_w == math.inf
