"""What keeps a car from charging though it was told to, and what it says of it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.car import SimulatedCar
from simulator.car_settings import CarSettings
from simulator.charge_port import Cable
from simulator.tesla_json import charge_state
from simulator.tesla_terms import DONE, ChargingState, Outcome, PowerState

NOT_NOW = Outcome(False, "requested")


def told(car: SimulatedCar, *names: str) -> list[Any]:
    state = charge_state(car)
    return [state[name] for name in ("charging_state", *names)]


@pytest.mark.parametrize(
    ("cable", "seen"),
    [
        (Cable.LOOSE, ["Stopped", "<invalid>", "Engaged"]),
        (Cable.UNLATCHED, ["Stopped", "IEC", "Disengaged"]),
        (Cable.OUT, ["Disconnected", "<invalid>", "Disengaged"]),
    ],
)
@pytest.mark.parametrize("charging", [True, False])
def test_a_pulled_cable_ends_the_charge_and_shows(cable: Cable, seen: list[str], charging: bool) -> None:
    car = SimulatedCar()
    if charging:
        car.charge_start(0)
    car.pull(cable, 60)
    assert told(car, "conn_charge_cable", "charge_port_latch") == seen
    assert car.current_a == 0


def test_half_out_no_charge_begins_until_the_plug_is_pushed_in() -> None:
    car = SimulatedCar()
    car.pull(Cable.LOOSE, 0)
    assert car.charge_start(1) == NOT_NOW
    car.plug_in(2)
    car.advance(60)
    assert (car.charging_state, car.current_a) == (ChargingState.CHARGING, 16)


def test_a_deaf_car_accepts_a_start_and_does_nothing() -> None:
    car = SimulatedCar()
    car.deaf = True
    assert car.charge_start(0) == DONE
    car.advance(60)
    assert (car.charging_state, car.current_a) == (ChargingState.STOPPED, 0)
    car.deaf = False
    car.charge_start(60)
    assert car.charging_state is ChargingState.STARTING


def test_a_deaf_car_still_stops() -> None:
    car = SimulatedCar()
    car.charge_start(0)
    car.deaf = True
    car.charge_stop(60)
    car.advance(70)
    assert car.current_a == 0


@pytest.mark.parametrize(
    ("at_s", "state"),
    [(99.9, ChargingState.STOPPED), (100, ChargingState.STARTING), (105, ChargingState.CHARGING)],
)
def test_a_car_with_a_timer_begins_at_its_moment(at_s: float, state: ChargingState) -> None:
    car = SimulatedCar(plugged_in=False)
    car.schedule_charging(100, 0)
    car.plug_in(10)
    car.advance(at_s)
    assert car.charging_state is state


def test_the_timer_refuses_a_start_before_its_moment_and_not_after() -> None:
    car = SimulatedCar()
    car.schedule_charging(100, 0)
    assert car.charge_start(99) == NOT_NOW
    assert car.charge_start(100) == Outcome(False, "is_charging")
    car.charge_stop(110)
    assert car.charge_start(120) == DONE


def test_the_timer_shows_until_its_moment() -> None:
    car = SimulatedCar()
    names = ("scheduled_charging_mode", "scheduled_charging_pending", "scheduled_charging_start_time")
    assert told(car, *names) == ["Stopped", "Off", False, None]
    car.schedule_charging(100, 0)
    assert told(car, *names) == ["Stopped", "StartAt", True, 100]
    car.advance(100)
    assert told(car, *names) == ["Starting", "Off", False, None]


def test_a_timer_set_while_charging_does_not_end_the_charge() -> None:
    car = SimulatedCar()
    car.charge_start(0)
    car.schedule_charging(1000, 60)
    car.advance(100)
    assert (car.current_a, car.schedule_pending) == (16, False)


def test_a_timer_without_a_plug_starts_nothing() -> None:
    car = SimulatedCar(plugged_in=False)
    car.schedule_charging(100, 0)
    car.advance(200)
    assert car.charging_state is ChargingState.DISCONNECTED


def test_a_timer_taken_back_leaves_the_car_stopped_and_willing() -> None:
    car = SimulatedCar()
    car.schedule_charging(100, 0)
    car.schedule_charging(None, 10)
    car.advance(200)
    assert car.charging_state is ChargingState.STOPPED
    assert car.charge_start(201) == DONE


def test_the_timer_wakes_a_sleeping_car() -> None:
    car = SimulatedCar()
    car.schedule_charging(10_000, 0)
    car.advance(9_999)
    assert car.power_state is PowerState.ASLEEP
    car.advance(10_060)
    assert (car.power_state, car.current_a) == (PowerState.ONLINE, 16)


def test_a_raised_limit_does_not_outrun_the_timer() -> None:
    car = SimulatedCar(CarSettings(sleep_after_s=1e9), soc_pct=80, charge_limit_pct=80)
    assert car.charge_start(0) == Outcome(False, "complete")
    car.schedule_charging(100, 1)
    car.change_limit(90, 2)
    assert car.charging_state is ChargingState.STOPPED


def test_a_misread_plug_is_out_for_single_reads_only() -> None:
    car = SimulatedCar()
    car.charge_start(0)
    car.port.misreads_left = 1
    seen = []
    for second in (60, 61):
        car.read(second)
        seen.append(told(car, "conn_charge_cable", "charger_actual_current"))
    assert seen == [["Disconnected", "<invalid>", 16], ["Charging", "IEC", 16]]


def test_a_command_does_not_use_a_misread_up() -> None:
    car = SimulatedCar()
    car.port.misreads_left = 1
    assert car.charge_start(0) == DONE
    car.read(1)
    assert told(car) == ["Disconnected"]
