"""Whether the car does as it was told, and whose a charge is: hours of simulated time with stubborn cars."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from simulator.car import CarSettings, ChargingState
from solar_charging.base.reason import Problem, Reason
from solar_charging.control.situation import State
from solar_charging.vehicle.car import CarState, HomeZone, NotAuthorized, SigningRequired, Unreachable
from solar_charging.vehicle.car import ChargingState as Reported
from solar_charging.vehicle.commands import Verb
from tests.household import ALL_ON, ALWAYS_READY, HOME, OFFICE, PLUG, Household, constant_day, settings

DARK_W, SUNNY_W = -500, 3000
NIGHT = {"off_peak": [{"start": "22:00", "end": "06:00"}]}
EVENING = datetime(2026, 6, 15, 21, 50, tzinfo=timezone.utc)


def house(surplus_w: float, **kwargs: object) -> Household:
    return Household(trace=constant_day(surplus_w), **kwargs)  # type: ignore[arg-type]


def comes_home_and_plugs_in(home: Household) -> None:
    now_s = home.now.timestamp()
    home.car.unplug(now_s)
    home.car.drive_to(OFFICE, now_s)
    home.run(minutes=60)
    now_s = home.now.timestamp()
    home.car.drive_to(HOME, now_s)
    home.car.rouse(now_s)
    home.car.plug_in(now_s)
    assert home.car.charging


def test_switched_off_at_the_full_current_it_leaves_the_next_charge_by_hand_alone() -> None:
    home = house(6000).run(minutes=30)
    assert home.car.current_a == 16
    home.switches = replace(ALL_ON, enabled=False)
    home.controller.person_acted()
    home.run(minutes=5)
    assert home.verbs()[-1] == "stop"
    told = len(home.commands)
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=15)
    # Another switch leaves nothing of a person's to the app that is off.
    home.controller.person_acted()
    home.run(minutes=15)
    assert len(home.commands) == told
    assert home.car.charging


def test_a_car_that_ignores_a_start_is_told_once_more_and_then_left_in_peace() -> None:
    home = house(SUNNY_W)
    starts = []
    home.vehicle.start = lambda: starts.append(home.now)  # type: ignore[method-assign, assignment]
    home.run(minutes=8)
    assert len(starts) == 2
    assert (starts[1] - starts[0]).total_seconds() <= 120
    assert home.last.decision.state is State.UNREACHABLE
    assert home.last.decision.reason.values["problem"] == Reason(Problem.START_IN_VAIN)
    home.run(minutes=60)
    assert len(starts) <= 6


def ignores_starts(home: Household) -> None:
    home.vehicle.start = lambda: None  # type: ignore[method-assign]


def test_a_car_that_would_not_start_for_hours_is_tried_again_and_charged() -> None:
    home = house(SUNNY_W)
    start = home.vehicle.start
    ignores_starts(home)
    home.run(hours=2)
    assert not home.car.charging
    home.vehicle.start = start  # type: ignore[method-assign]
    home.run(minutes=75)  # the longest pause is an hour
    assert home.car.charging


def test_a_car_that_would_not_start_gets_another_chance_when_it_comes_back() -> None:
    home = house(SUNNY_W)
    start = home.vehicle.start
    ignores_starts(home)
    home.run(hours=4)
    home.vehicle.start = start  # type: ignore[method-assign]
    comes_home_and_plugs_in(home)
    home.run(minutes=10)
    assert home.car.charging
    assert home.last.decision.state is State.FOLLOWING_SUN


def test_a_car_that_ignores_a_stop_is_told_again_until_it_obeys() -> None:
    home = house(SUNNY_W).run(minutes=15)
    stop, stops = home.vehicle.stop, []
    home.vehicle.stop = lambda: stops.append(home.now)  # type: ignore[method-assign, assignment]
    home.meter_silent = True
    home.run(minutes=20)
    assert len(stops) >= 4
    home.vehicle.stop = stop  # type: ignore[method-assign]
    home.run(minutes=6)
    assert not home.car.charging


def test_a_car_that_waits_for_its_own_schedule_is_said_to() -> None:
    home = house(SUNNY_W)
    home.vehicle.start = lambda: None  # type: ignore[method-assign]
    read = home.vehicle.read
    home.vehicle.read = lambda zone: replace(read(zone), scheduled=True)  # type: ignore[method-assign]
    home.run(minutes=8)
    assert home.last.decision.reason.values["problem"] == Reason(Problem.WAITS_FOR_SCHEDULE)


def test_a_lower_current_that_is_not_obeyed_is_asked_for_once_more() -> None:
    home = house(SUNNY_W, settings=settings(car={"min_current_a": 2})).run(minutes=15)
    sent = []
    home.vehicle.set_current = sent.append  # type: ignore[method-assign, assignment]
    home.world.trace = constant_day(700)
    home.run(minutes=40)
    assert sent.count(3) >= 2


@pytest.mark.parametrize(("below", "current_a"), [(5, 0), (2, 3)])
def test_less_than_5_a_is_a_matter_of_the_setting(below: int, current_a: int) -> None:
    home = house(600, settings=settings(car={"min_current_a": below})).run(hours=1)
    asked = [command.current_a for _, command in home.commands if command.verb is Verb.SET_CURRENT]
    assert asked == ([current_a] if current_a else [])


def test_a_charge_that_the_cable_began_in_dear_hours_ends_within_a_beat() -> None:
    home = house(DARK_W)
    comes_home_and_plugs_in(home)
    home.run(seconds=40)
    assert not home.car.charging
    assert home.last.decision.state is State.WAITING_FOR_SUN


def test_a_car_that_drives_home_and_is_plugged_in_a_minute_later_draws_no_dear_power_for_long() -> None:
    home = house(DARK_W)
    home.car.unplug(home.now.timestamp())
    read, way_m = home.vehicle.read, 20_000.0

    def on_its_way(zone: HomeZone | None) -> CarState:
        state = replace(read(zone), distance_m=max(way_m, 0.0))
        return replace(state, driving=True, at_home=False) if way_m > 0 else state

    home.vehicle.read = on_its_way  # type: ignore[method-assign]
    while way_m > 0:
        home.car.rouse(home.now.timestamp())
        home.run(seconds=30)
        way_m -= 15 * 30
    home.run(seconds=60)
    home.car.plug_in(home.now.timestamp())
    assert home.car.charging
    home.run(seconds=100)
    assert not home.car.charging


def test_a_kettle_does_not_have_an_idle_car_read_again_and_again() -> None:
    home = house(DARK_W).run(minutes=3)
    reads = len(home.reads)
    for _ in range(5):
        home.world.trace = constant_day(DARK_W - 2000)
        home.run(seconds=60)
        home.world.trace = constant_day(DARK_W)
        home.run(seconds=60)
    assert len(home.reads) - reads <= 5


def test_a_charge_that_the_cable_began_may_be_taken_to_the_minimum() -> None:
    home = house(DARK_W, settings=settings(car={"at_plug_in": "minimum"}))
    comes_home_and_plugs_in(home)
    home.run(seconds=40)
    assert home.car.charging
    assert home.car.requested_a == 5


def test_a_charge_that_the_cable_began_may_be_left_alone() -> None:
    home = house(DARK_W, settings=settings(car={"at_plug_in": "leave"}))
    comes_home_and_plugs_in(home)
    home.run(hours=1)
    assert home.car.charging
    assert home.last.decision.state is State.BY_HAND


def test_a_charge_that_the_cable_began_off_peak_goes_on() -> None:
    home = house(
        DARK_W,
        settings=settings(tariff=NIGHT, charging=ALWAYS_READY),
        start=EVENING.replace(hour=22),
        soc_pct=30,
    )
    comes_home_and_plugs_in(home)
    home.run(minutes=30)
    assert home.car.charging
    assert "stop" not in home.verbs()


def test_sun_at_plug_in_is_used_soon() -> None:
    home = house(SUNNY_W)
    comes_home_and_plugs_in(home)
    home.run(minutes=5)
    assert home.car.charging
    assert home.car.requested_a == 13


def test_a_persons_own_start_is_respected_until_the_car_is_unplugged() -> None:
    home = house(DARK_W).run(minutes=3)
    home.car.charge_start(home.now.timestamp())
    home.run(hours=2)
    assert home.car.charging
    assert home.last.decision.state is State.BY_HAND
    assert not home.commands
    home.car.unplug(home.now.timestamp())
    home.run(minutes=25)
    home.car.plug_in(home.now.timestamp())
    home.car.rouse(home.now.timestamp())
    home.run(minutes=25)
    assert not home.car.charging


def test_a_persons_own_start_may_be_overruled_by_setting() -> None:
    home = house(DARK_W, settings=settings(car={"respect_manual_start": False})).run(minutes=3)
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=30)
    assert not home.car.charging


def test_a_moved_switch_takes_a_persons_charge_over() -> None:
    home = house(DARK_W).run(minutes=3)
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=30)
    home.controller.person_acted()
    home.run(minutes=6)
    assert not home.car.charging


def test_a_persons_charge_survives_a_restart() -> None:
    home = house(DARK_W).run(minutes=3)
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=30)
    saved = home.controller.saved_state.to_dict(home.now)
    home.restart()
    home.controller.saved_state.from_dict(saved)
    home.run(hours=1)
    assert home.car.charging
    assert not home.commands


def test_a_persons_charge_is_still_kept_within_the_main_fuse() -> None:
    home = house(-2000, settings=settings(charging={"max_import_w": 4000})).run(minutes=3)
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=30)
    assert home.last.decision.state is State.BY_HAND
    assert home.world.meters(home.now.timestamp()).grid_power_w <= 4000


def test_a_meter_at_the_plug_tells_of_a_persons_start_at_once() -> None:
    home = house(DARK_W, settings=settings(meters={"car_power": PLUG})).run(minutes=3)
    home.car.charge_start(home.now.timestamp())
    home.run(seconds=90)
    assert home.last.decision.state is State.BY_HAND


def test_a_start_whose_answer_was_lost_is_still_the_apps_own() -> None:
    home = house(SUNNY_W)
    start = home.vehicle.start

    def start_and_lose_the_answer() -> None:
        start()
        home.vehicle.start = start  # type: ignore[method-assign]
        raise Unreachable(Problem.LATE_ANSWER)

    home.vehicle.start = start_and_lose_the_answer  # type: ignore[method-assign]
    home.run(minutes=30)
    assert home.car.charging
    assert home.last.decision.state is State.FOLLOWING_SUN


def test_one_false_unplugged_changes_nothing() -> None:
    home = house(SUNNY_W).run(minutes=15)
    read, home.commands = home.vehicle.read, []

    def flap(zone: HomeZone | None) -> CarState:
        home.vehicle.read = read  # type: ignore[method-assign]
        return replace(read(zone), charging=Reported.DISCONNECTED)

    home.vehicle.read = flap  # type: ignore[method-assign]
    home.run(minutes=15)
    assert home.last.decision.state is State.FOLLOWING_SUN
    assert not home.commands


def test_a_raised_limit_lets_a_complete_car_charge_on() -> None:
    home = house(SUNNY_W, soc_pct=79.5).run(hours=1)
    assert home.car.charging_state is ChargingState.COMPLETE
    home.car.change_limit(90, home.now.timestamp())
    home.car.rouse(home.now.timestamp())
    home.run(hours=1)
    assert home.car.charging
    assert home.last.decision.state is State.FOLLOWING_SUN


@pytest.mark.parametrize(
    "error", [SigningRequired(Problem.UNSIGNED), NotAuthorized(Problem.LOGIN_REFUSED, answer="no")]
)
def test_what_needs_a_person_is_tried_ever_more_rarely(error: SigningRequired | NotAuthorized) -> None:
    home = house(SUNNY_W)
    tries = []

    def refuse(*_: object) -> None:
        tries.append(home.now)
        raise error

    home.vehicle.set_current = refuse  # type: ignore[method-assign]
    home.run(hours=6)
    assert 2 <= len(tries) <= 7
    assert home.last.decision.reason.values["problem"] == error.reason
    home.controller.person_acted()
    home.run(minutes=2)
    assert len(tries) <= 9


def test_a_battery_just_below_its_off_peak_target_is_not_worth_a_wake_up() -> None:
    home = house(DARK_W, settings=settings(tariff=NIGHT), start=EVENING, soc_pct=79, charge_limit_pct=90)
    home.run(minutes=2)
    home.car.fall_asleep(home.now.timestamp())
    home.run(hours=3)
    assert "wake_up" not in home.verbs()


@pytest.mark.parametrize("takes_a", [2, 6, 7])
def test_a_car_that_takes_less_than_the_least_that_is_set_is_asked_for_what_it_takes(takes_a: int) -> None:
    given = settings(car={"min_current_a": 8})
    home = house(SUNNY_W, settings=given, car_settings=CarSettings(max_current_a=takes_a)).run(hours=2)
    home.switches = replace(ALL_ON, charge_now=True)
    home.run(minutes=10)
    assert home.car.charging
    assert {command.current_a for _, command in home.commands} <= {None, takes_a}
    assert len(home.commands) <= 3


def test_switches_off_means_no_wake_up_for_sun_or_tariff() -> None:
    home = house(SUNNY_W)
    home.switches = replace(ALL_ON, enabled=False)
    home.car.fall_asleep(home.now.timestamp())
    home.run(hours=2)
    assert not home.commands
