"""A simulated car: what it answers, how its current moves, when it sleeps."""

from __future__ import annotations

import pytest

from simulator.car import CarAsleepError, SimulatedCar
from simulator.car_settings import CarSettings
from simulator.position import HOME, Position
from simulator.tesla_terms import ChargingState, PowerState

NEVER_SLEEPS = CarSettings(sleep_after_s=1e9)


def charging_car(**settings: float) -> SimulatedCar:
    """A car that has been asked to charge at second 0."""
    car = SimulatedCar(CarSettings(**settings))  # type: ignore[arg-type]
    car.charge_start(0)
    return car


@pytest.mark.parametrize(
    ("after_s", "state", "current_a"),
    [
        (0, ChargingState.STARTING, 0),
        (4.9, ChargingState.STARTING, 0),
        (5, ChargingState.CHARGING, 0),
        (6, ChargingState.CHARGING, 2),
        (12.5, ChargingState.CHARGING, 15),
        (13, ChargingState.CHARGING, 16),
        (60, ChargingState.CHARGING, 16),
    ],
)
def test_a_start_takes_five_seconds_and_a_ramp(
    after_s: float, state: ChargingState, current_a: float
) -> None:
    car = charging_car()
    car.advance(after_s)
    assert car.charging_state is state
    assert car.current_a == pytest.approx(current_a)


@pytest.mark.parametrize(
    ("after_s", "current_a"), [(1.9, 16), (2, 16), (2.5, 12), (3, 8), (3.25, 6), (3.5, 6), (60, 6)]
)
def test_a_lower_current_is_obeyed_after_a_moment(after_s: float, current_a: float) -> None:
    car = charging_car()
    car.set_charging_amps(6, 100)
    car.advance(100 + after_s)
    assert car.current_a == pytest.approx(current_a)


def test_a_hail_of_commands_does_not_hold_the_current_back() -> None:
    car = charging_car()
    for second in range(100, 110):
        car.set_charging_amps(6, second)
    assert car.current_a == 6


@pytest.mark.parametrize(("after_s", "current_a"), [(0, 16), (1, 8), (1.9, 0.8), (2, 0)])
def test_a_stop_takes_two_seconds(after_s: float, current_a: float) -> None:
    car = charging_car()
    assert car.charge_stop(100) == (True, "")
    car.advance(100 + after_s)
    assert car.charging_state is ChargingState.STOPPED
    assert car.current_a == pytest.approx(current_a)


@pytest.mark.parametrize(
    ("asked_a", "drawn_a"),
    [
        pytest.param([5], 5, id="the floor"),
        pytest.param([16], 16, id="the cable's most"),
        pytest.param([17], 16, id="more than the cable carries"),
        pytest.param([4], 5, id="below the floor, once"),
        pytest.param([4, 4], 4, id="below the floor, twice"),
        pytest.param([3, 2], 2, id="another current below the floor counts"),
        pytest.param([4, 8, 4], 5, id="a current above the floor starts the count anew"),
        pytest.param([0, 0], 2, id="nothing is not possible"),
        pytest.param([-3, -3], 2, id="nor is less"),
    ],
)
def test_currents_below_five_amps_are_asked_for_twice(asked_a: list[int], drawn_a: int) -> None:
    car = charging_car()
    for amps in asked_a:
        assert car.set_charging_amps(amps, 100) == (True, "")
    car.advance(200)
    assert car.current_a == drawn_a


def test_the_plug_brings_a_current_below_the_floor_back_to_five_amps() -> None:
    car = charging_car()
    car.set_charging_amps(3, 100)
    car.set_charging_amps(3, 100)
    car.unplug(200)
    car.plug_in(300)
    car.advance(400)
    assert car.current_a == 5


def test_a_current_asked_for_while_stopped_counts_at_the_next_start() -> None:
    car = SimulatedCar()
    car.set_charging_amps(9, 0)
    car.charge_start(1)
    car.advance(60)
    assert car.current_a == 9


@pytest.mark.parametrize(("charges_on_plug_in", "current_a"), [(True, 16), (False, 0)])
def test_a_plugged_in_car_charges_at_once_unless_set_otherwise(
    charges_on_plug_in: bool, current_a: float
) -> None:
    car = SimulatedCar(CarSettings(charges_on_plug_in=charges_on_plug_in), plugged_in=False)
    car.plug_in(0)
    car.advance(60)
    assert car.current_a == current_a


def test_plugging_in_again_changes_nothing() -> None:
    car = SimulatedCar()
    car.plug_in(10)
    assert car.charging_state is ChargingState.STOPPED


def test_refusals_in_teslas_words() -> None:
    car = SimulatedCar(NEVER_SLEEPS, soc_pct=50)
    assert car.charge_stop(0) == (False, "not_charging")
    assert car.charge_start(1) == (True, "")
    assert car.charge_start(2) == (False, "is_charging")
    assert car.set_charge_limit(80, 3) == (False, "already_set")
    assert car.set_charge_limit(50, 4) == (True, "")
    assert car.charge_start(5) == (False, "complete")
    car.unplug(6)
    assert car.charge_start(7) == (False, "disconnected")
    assert car.charge_stop(7) == (False, "not_charging")


def test_a_dead_socket_ends_the_charge_until_it_lives_again() -> None:
    car = charging_car()
    car.cut_mains(60)
    assert (car.charging_state, car.current_a) == (ChargingState.NO_POWER, 0)
    assert car.charge_start(61) == (False, "requested")
    car.restore_mains(100)
    car.advance(200)
    assert (car.charging_state, car.current_a) == (ChargingState.CHARGING, 16)


def test_the_battery_stores_what_is_drawn_less_the_losses() -> None:
    car = SimulatedCar(CarSettings(starting_s=0, rise_a_per_s=1e9))
    car.charge_start(0)
    car.advance(3600)
    assert car.drawn_kwh == pytest.approx(3.68)
    assert car.added_kwh == pytest.approx(0.98 * 3.68 - 0.194)
    assert car.soc_pct == pytest.approx(50 + (0.98 * 3.68 - 0.194) / 60 * 100)


def test_the_energy_does_not_depend_on_how_often_one_looks() -> None:
    seldom, often = charging_car(), charging_car()
    for second in range(1, 3601):
        often.advance(second)
    seldom.advance(3600)
    assert often.drawn_kwh == pytest.approx(seldom.drawn_kwh, rel=1e-9)
    assert often.soc_pct == pytest.approx(seldom.soc_pct, rel=1e-9)


def test_charging_ends_by_itself_at_the_limit_and_goes_on_when_it_is_raised() -> None:
    car = SimulatedCar(NEVER_SLEEPS, soc_pct=79)
    car.charge_start(0)
    car.advance(3600)
    assert (car.charging_state, car.current_a) == (ChargingState.COMPLETE, 0)
    assert car.soc_pct == pytest.approx(80)
    assert car.set_charge_limit(90, 3601) == (True, "")
    car.advance(3700)
    assert (car.charging_state, car.current_a) == (ChargingState.CHARGING, 16)


def test_a_raised_limit_does_not_start_a_car_that_was_stopped() -> None:
    car = SimulatedCar()
    car.set_charge_limit(90, 0)
    assert car.charging_state is ChargingState.STOPPED


@pytest.mark.parametrize(("asked_pct", "limit_pct"), [(49, 50), (50, 50), (100, 100), (101, 100)])
def test_the_limit_stays_within_what_tesla_allows(asked_pct: int, limit_pct: int) -> None:
    car = SimulatedCar()
    car.set_charge_limit(asked_pct, 0)
    assert car.charge_limit_pct == limit_pct


@pytest.mark.parametrize(
    ("idle_s", "state"), [(719.9, PowerState.ONLINE), (720, PowerState.ASLEEP), (9e9, PowerState.ASLEEP)]
)
def test_an_idle_car_falls_asleep_after_twelve_minutes(idle_s: float, state: PowerState) -> None:
    car = SimulatedCar()
    car.advance(idle_s)
    assert car.power_state is state


def test_reading_and_commands_keep_it_awake() -> None:
    car = SimulatedCar()
    car.read(700)
    car.advance(1419)
    assert car.power_state is PowerState.ONLINE
    car.charge_stop(1419)
    car.advance(2138)
    assert car.power_state is PowerState.ONLINE


def test_charging_keeps_it_awake_until_twelve_minutes_after_the_end() -> None:
    car = SimulatedCar(CarSettings(starting_s=0, rise_a_per_s=1e9), soc_pct=50, charge_limit_pct=51)
    car.charge_start(0)
    end_s = 0.6 / (0.98 * 3.68 - 0.194) * 3600
    for at_s, state in ((end_s + 719, PowerState.ONLINE), (end_s + 721, PowerState.ASLEEP)):
        car.advance(at_s)
        assert car.power_state is state


@pytest.mark.parametrize(
    ("after_s", "state"),
    [(0, PowerState.WAKING), (14.9, PowerState.WAKING), (15, PowerState.ONLINE), (734, PowerState.ONLINE),
     (735, PowerState.ASLEEP)],
)  # fmt: skip
def test_waking_takes_its_time_and_does_not_last(after_s: float, state: PowerState) -> None:
    car = SimulatedCar()
    car.wake_up(1000)
    car.advance(1000 + after_s)
    assert car.power_state is state


def test_waking_it_again_does_not_delay_it() -> None:
    car = SimulatedCar()
    for at_s in (1000, 1005, 1010):
        car.wake_up(at_s)
    car.advance(1015)
    assert car.power_state is PowerState.ONLINE


@pytest.mark.parametrize("at_s", [1000, 1014])
def test_a_car_asleep_or_waking_answers_nothing(at_s: float) -> None:
    car = SimulatedCar()
    car.wake_up(1000) if at_s > 1000 else car.advance(1000)
    for ask in (car.read, car.charge_start, car.charge_stop):
        with pytest.raises(CarAsleepError):
            ask(at_s)
    with pytest.raises(CarAsleepError):
        car.set_charging_amps(8, at_s)


def test_a_person_at_the_plug_wakes_it_at_once() -> None:
    car = SimulatedCar()
    car.unplug(1000)
    assert car.power_state is PowerState.ONLINE


@pytest.mark.parametrize(
    ("north_degrees", "at_home"), [(0, True), (0.0008, True), (0.001, False), (0.2, False)]
)
def test_home_is_a_hundred_meters_around(north_degrees: float, at_home: bool) -> None:
    car = SimulatedCar()
    car.drive_to(Position(HOME.latitude + north_degrees, HOME.longitude), 0)
    assert car.at_home is at_home
    assert not car.plugged_in


def test_three_phases_draw_three_times_the_power() -> None:
    one, three = charging_car(), charging_car(phases=3)
    one.advance(60)
    three.advance(60)
    assert three.power_w == 3 * one.power_w == 3 * 16 * 230


def test_time_does_not_run_backwards() -> None:
    car = charging_car()
    car.advance(3600)
    drawn_kwh = car.drawn_kwh
    car.advance(1800)
    assert car.drawn_kwh == drawn_kwh
