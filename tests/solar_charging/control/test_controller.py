"""The loop over hours of simulated time: a house, a car, and nothing of AppDaemon."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simulator.car import ChargingState
from simulator.trace import Trace
from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.situation import State
from solar_charging.vehicle.car import Asleep, CarState, CommandRefused, RateLimited, Unreachable
from solar_charging.vehicle.commands import Command, Verb
from solar_charging.vehicle.polling import Look
from tests.household import (
    ALL_ON,
    HOME,
    MORNING,
    OFFICE,
    PLUG,
    Household,
    constant_day,
    settings,
)

NIGHT = {"off_peak": [{"start": "22:00", "end": "06:00"}]}
EVENING = datetime(2026, 6, 15, 21, 50, tzinfo=timezone.utc)


def noon(surplus_w: float, **kwargs: object) -> Household:
    """A house with a constant surplus."""
    return Household(trace=constant_day(surplus_w), **kwargs)  # type: ignore[arg-type]


def charging(surplus_w: float, **kwargs: object) -> Household:
    """The same, a quarter of an hour after its charge began."""
    home = noon(surplus_w, **kwargs).run(minutes=15)
    assert home.car.charging
    return home


@pytest.mark.parametrize(
    ("surplus_w", "current_a"),
    [(-500, 0), (500, 0), (1000, 5), (1200, 5), (1360, 6), (3500, 15), (3690, 16), (9000, 16)],
)
def test_a_constant_surplus_becomes_the_current_that_earns_most(surplus_w: float, current_a: int) -> None:
    home = noon(surplus_w).run(minutes=30)
    assert (home.car.requested_a if home.car.charging else 0) == current_a
    assert home.last.decision.state is (State.FOLLOWING_SUN if current_a else State.WAITING_FOR_SUN)


def test_a_constant_surplus_needs_one_start_and_no_more_commands() -> None:
    home = noon(3000).run(hours=3)
    assert home.verbs().count("start") == 1
    assert len(home.commands) <= 3


@pytest.mark.parametrize("late_s", [0, 30, 60, 120])
def test_a_car_that_reports_late_does_not_make_the_loop_swing(late_s: float) -> None:
    home = noon(3000)
    read = home.vehicle.read

    def read_late(zone: object) -> object:
        state = read(zone)  # type: ignore[arg-type]
        return replace(state, at_s=state.at_s - late_s)

    home.vehicle.read = read_late  # type: ignore[assignment, method-assign]
    home.run(hours=2)
    assert home.car.requested_a == 13
    assert len(home.commands) <= 4


def test_a_meter_at_the_plug_is_believed_before_the_car() -> None:
    home = noon(3000, settings=settings(meters={"car_power": PLUG})).run(hours=1)
    assert home.last.figures.charging_power_w == pytest.approx(home.car.power_w, abs=1)
    assert home.car.requested_a == 13


def test_a_meter_at_the_plug_that_fails_leaves_the_sleeping_car_at_nothing() -> None:
    home = noon(500, settings=settings(meters={"car_power": PLUG})).run(minutes=40)
    assert home.car.power_state.value == "asleep"
    home.settings = settings()
    home.controller.meter(PLUG, {"state": "unavailable"}, home.now.timestamp())
    home.run(minutes=10)
    assert home.last.figures.surplus_w == pytest.approx(500, abs=1)


def test_the_cloudy_morning_has_one_charge_that_the_dark_cloud_ends() -> None:
    home = Household().run(hours=1, minutes=45)
    assert [verb for verb in home.verbs() if verb in ("start", "stop")] == ["start", "stop"]
    stopped = next(at for at, command in home.commands if command.verb is Verb.STOP)
    assert datetime(2026, 6, 15, 10, 20, tzinfo=timezone.utc) < stopped
    assert stopped < datetime(2026, 6, 15, 10, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize(("cloud_min", "goes_on"), [(2, True), (12, False)])
def test_a_kettle_does_not_stop_the_car_but_a_long_cloud_does(cloud_min: int, goes_on: bool) -> None:
    home = charging(2000)
    home.commands.clear()
    home.world.trace = constant_day(-200)
    home.run(minutes=cloud_min)
    assert home.car.charging is goes_on
    home.world.trace = constant_day(2000)
    home.run(minutes=12)
    assert home.car.charging
    assert home.verbs().count("start") == (0 if goes_on else 1)


@pytest.mark.parametrize(("surplus_w", "waits"), [(3000, True), (600, False)])
def test_a_change_of_current_waits_for_the_command_interval_unless_much_is_lost_meanwhile(
    surplus_w: int, waits: bool
) -> None:
    home = charging(2000)
    home.world.trace = constant_day(2600)
    home.commands.clear()
    while not home.commands:
        home.run(seconds=30)
    ((changed, _),) = home.commands
    home.world.trace = constant_day(surplus_w)
    while len(home.commands) == 1:
        home.run(seconds=30)
    assert (home.commands[1][0] - changed >= timedelta(seconds=180)) is waits


def test_a_broken_sky_takes_few_starts_and_few_commands() -> None:
    home = Household().run(hours=11)
    assert home.verbs().count("start") <= 5
    assert len(home.commands) <= 70


def test_most_of_a_day_charged_from_the_sun_is_sun() -> None:
    home = Household().run(hours=8)
    assert home.world.books.car_solar_kwh > 0.9 * home.world.books.car_kwh > 9


def test_off_peak_begins_and_ends_at_its_boundary() -> None:
    ready = {"always_ready": True}
    home = noon(-500, settings=settings(tariff=NIGHT, charging=ready), start=EVENING, soc_pct=45)
    home.run(minutes=9)
    assert not home.commands
    home.run(minutes=2)
    assert home.car.charging
    assert home.car.requested_a == 16
    assert home.last.decision.state is State.OFF_PEAK
    late = {"off_peak": [{"start": "22:00", "end": "06:30"}]}
    home = noon(-500, settings=settings(tariff=late, charging=ready), start=EVENING.replace(hour=6, minute=5))
    home.run(minutes=24)
    assert home.car.charging
    home.run(minutes=2)
    assert not home.car.charging


def test_off_peak_power_is_bought_up_to_its_state_of_charge_only() -> None:
    ready = {"always_ready": True, "off_peak_soc_pct": 65}
    home = noon(-500, settings=settings(tariff=NIGHT, charging=ready), start=EVENING, soc_pct=60)
    home.run(hours=4)
    assert not home.car.charging
    assert home.car.soc_pct == pytest.approx(65, abs=1.1)


def test_off_peak_current_is_the_set_one() -> None:
    home = noon(
        -500,
        settings=settings(tariff=NIGHT, charging={"always_ready": True, "off_peak_current_a": 9}),
        start=EVENING,
    )
    assert home.run(minutes=15).car.requested_a == 9


def test_off_peak_charging_needs_its_switch() -> None:
    home = noon(-500, settings=settings(tariff=NIGHT), start=EVENING)
    home.switches = replace(ALL_ON, off_peak=False)
    assert not home.run(hours=1).commands


def test_charge_now_charges_to_the_limit_and_then_ends_itself() -> None:
    home = noon(-500, soc_pct=79)
    home.switches = replace(ALL_ON, charge_now=True)
    home.run(minutes=5)
    assert home.car.requested_a == 16
    home.run(hours=1)
    assert home.car.charging_state is ChargingState.COMPLETE
    assert home.last.decision.state is State.FULL
    assert home.last.charge_over


def test_unplugging_ends_charge_now() -> None:
    home = noon(-500)
    home.switches = replace(ALL_ON, charge_now=True)
    home.run(minutes=5)
    home.car.unplug(home.now.timestamp())
    home.outcomes.clear()
    home.run(minutes=12)
    assert [outcome.charge_over for _, outcome in home.outcomes].count(True) == 1


def test_switching_off_ends_a_charge_from_the_sun_and_gives_the_current_back() -> None:
    home = charging(2000)
    home.switches = replace(ALL_ON, enabled=False)
    home.commands.clear()
    home.run(minutes=10)
    assert [command for _, command in home.commands] == [
        Command(Verb.STOP),
        Command(Verb.SET_CURRENT, 16),
    ]
    assert home.car.charge_start(home.now.timestamp()).result, "a person can charge by hand"
    home.run(minutes=10)
    assert home.car.charging


def test_switching_off_leaves_an_off_peak_charge_running() -> None:
    ready = settings(tariff=NIGHT, charging={"always_ready": True})
    home = noon(-500, settings=ready, start=EVENING).run(minutes=20)
    home.switches = replace(ALL_ON, enabled=False)
    home.commands.clear()
    home.run(minutes=30)
    assert not home.commands
    assert home.car.charging


def test_a_charge_that_ran_before_the_app_was_switched_on_is_none_of_its_business() -> None:
    home = noon(-500)
    home.switches = replace(ALL_ON, enabled=False)
    home.car.charge_start(home.now.timestamp())
    assert not home.run(hours=1).commands
    assert home.car.charging


def test_a_charge_that_begins_by_itself_in_dear_hours_is_ended() -> None:
    home = noon(-500)
    home.car.unplug(home.now.timestamp())
    home.run(minutes=20)
    home.car.rouse(home.now.timestamp())
    home.car.plug_in(home.now.timestamp())
    home.run(minutes=6)
    assert home.verbs() == ["stop"]


def test_a_car_elsewhere_is_never_commanded() -> None:
    home = noon(3000)
    home.car.drive_to(OFFICE, home.now.timestamp())
    assert not home.run(hours=3).commands
    assert home.last.decision.state is State.AWAY


def test_a_car_that_drove_off_while_charging_is_not_commanded_where_it_charges_next() -> None:
    home = charging(3000)
    home.car.drive_to(OFFICE, home.now.timestamp())
    home.car.plug_in(home.now.timestamp())
    home.run(minutes=11)
    home.commands.clear()
    home.run(hours=2)
    assert not home.commands


def test_a_car_without_a_position_is_never_commanded() -> None:
    home = noon(3000)
    read = home.vehicle.read
    home.vehicle.read = lambda _: read(None)  # type: ignore[method-assign, assignment]
    assert not home.run(hours=2).commands
    assert home.last.decision.reason.why is Why.POSITION_UNKNOWN


def test_a_car_that_comes_home_is_found_and_charged() -> None:
    home = noon(3000)
    home.car.drive_to(OFFICE, home.now.timestamp())
    home.run(hours=1)
    home.car.drive_to(HOME, home.now.timestamp())
    home.car.rouse(home.now.timestamp())
    home.car.plug_in(home.now.timestamp())
    home.run(minutes=10)
    assert home.car.charging
    assert home.car.requested_a == 13


@pytest.mark.parametrize(
    ("tariff", "stopped"), [({}, True), ({"off_peak": [{"start": "00:00", "end": "24:00"}]}, False)]
)
def test_a_dead_meter_ends_a_dear_charge_but_no_cheap_one(tariff: dict, stopped: bool) -> None:
    home = charging(3000, settings=settings(tariff=tariff, charging={"always_ready": True}))
    home.meter_silent = True
    home.run(seconds=110)
    assert home.car.charging
    home.run(seconds=60)
    assert home.car.charging is not stopped


def test_the_powers_shown_belong_together_and_a_silent_meters_is_none() -> None:
    home = charging(3000)
    shown = home.last.figures
    assert shown.grid_power_w is not None
    assert shown.solar_power_w is not None
    assert shown.house_load_w is not None
    assert shown.charging_power_w is not None
    assert shown.charging_power_w > 2000
    sources_w = shown.solar_power_w + shown.grid_power_w
    assert sources_w == pytest.approx(shown.house_load_w + shown.charging_power_w)
    home.meter_silent = True
    home.run(minutes=4)
    assert (home.last.figures.grid_power_w, home.last.figures.house_load_w) == (None, None)


def test_a_meter_that_is_back_lets_the_charge_go_on_as_soon_as_it_has_measured() -> None:
    home = charging(3000)
    home.meter_silent = True
    home.run(minutes=4)
    assert not home.car.charging
    home.meter_silent = False
    home.run(minutes=4)
    assert home.car.charging


def test_a_meter_that_repeats_itself_is_not_dead() -> None:
    home = charging(3000)
    home.meter_silent = True
    for _ in range(30):
        home.run(seconds=60)
        home.controller.grid_alive(home.now.timestamp() - 5)
    assert home.car.charging
    assert home.last.decision.state is State.FOLLOWING_SUN


def test_a_restart_changes_nothing_of_a_running_charge() -> None:
    home = charging(3000)
    current_a, home.commands = home.car.requested_a, []
    home.restart()
    home.run(minutes=30)
    assert not home.commands
    assert home.car.requested_a == current_a
    assert home.last.decision.state is State.FOLLOWING_SUN


def test_a_sleeping_car_is_not_woken_to_look_at_it() -> None:
    home = noon(500)
    home.car.fall_asleep(home.now.timestamp())
    home.run(hours=6)
    assert not home.commands
    assert not home.reads


def test_a_sleeping_car_is_woken_for_the_sun() -> None:
    home = noon(3000)
    home.car.fall_asleep(home.now.timestamp())
    home.run(minutes=15)
    assert home.verbs() == ["wake_up", "set_current", "start"]


def test_an_idle_car_falls_asleep_in_spite_of_the_app() -> None:
    home = noon(500).run(minutes=40)
    assert home.car.power_state.value == "asleep"
    assert len(home.reads) <= 2


def test_wake_ups_are_rationed() -> None:
    limits = {"wake_ups_per_day": 2, "wake_up_interval_s": 1800}
    home = noon(3000, settings=settings(car=limits))
    home.car.fall_asleep(home.now.timestamp())
    home.vehicle.wake_up = lambda: None  # type: ignore[method-assign]
    home.run(hours=6)
    assert home.verbs() == ["wake_up"] * 2
    (first, _), (second, _) = home.commands
    assert second - first >= timedelta(minutes=30)


def test_a_network_failure_is_named_and_the_stop_is_sent_when_it_is_over() -> None:
    home = charging(3000)
    home.vehicle.fails = Unreachable(Problem.LATE_ANSWER)
    home.switches = replace(ALL_ON, enabled=False)
    home.run(minutes=5)
    assert home.car.charging
    assert home.last.decision.state is State.UNREACHABLE
    assert home.last.decision.reason.values["problem"] == Reason(Problem.LATE_ANSWER)
    home.vehicle.fails = None
    home.run(minutes=6)
    assert not home.car.charging


def test_a_rate_limit_is_obeyed() -> None:
    home = noon(3000).run(minutes=3)
    calls = []
    home.vehicle.fails = RateLimited(3600)
    home.run(minutes=10)
    home.vehicle.awake = lambda: calls.append(home.now) or True  # type: ignore[method-assign, func-returns-value]
    home.vehicle.fails = None
    home.run(minutes=45)
    assert not calls
    home.run(minutes=10)
    assert home.car.charging


def test_a_refused_start_is_not_repeated_at_once_but_the_car_is_looked_at() -> None:
    home = noon(3000)
    starts = []

    def refuse() -> None:
        starts.append(home.now)
        raise CommandRefused("start_charge", "trip_charging")

    home.vehicle.start = refuse  # type: ignore[method-assign]
    home.run(minutes=30)
    assert 2 <= len(starts) <= 4


@pytest.mark.parametrize(("fuse_w", "current_a"), [(4621, 14), (4619, 13), (2551, 5), (2549, 0)])
def test_the_main_fuse_limits_what_the_car_may_draw(fuse_w: float, current_a: int) -> None:
    home = noon(-1400, settings=settings(charging={"max_import_w": fuse_w}))
    home.switches = replace(ALL_ON, charge_now=True)
    home.run(minutes=20)
    assert (home.car.requested_a if home.car.charging else 0) == current_a
    assert home.world.meters(home.now.timestamp()).grid_power_w <= fuse_w


def test_a_kettle_takes_its_share_of_the_fuse_once_and_not_twice() -> None:
    fuse = settings(charging={"max_import_w": 4500, "beat_s": 1, "average_s": 300})
    home = noon(-300, settings=fuse, meter_every_s=1)
    home.switches = replace(ALL_ON, charge_now=True)
    home.run(minutes=5)
    assert home.car.requested_a == 16
    home.world.trace = constant_day(-2300)
    home.run(minutes=2)
    assert home.car.charging
    assert home.car.requested_a == 9
    assert home.world.meters(home.now.timestamp()).grid_power_w <= 4500
    home.world.trace = constant_day(-300)
    home.run(minutes=5)
    assert home.car.requested_a == 16


def test_a_kettle_just_after_the_start_takes_its_share_of_the_fuse_too() -> None:
    fuse = settings(charging={"max_import_w": 4500, "beat_s": 1})
    home = noon(-300, settings=fuse, meter_every_s=1)
    home.switches = replace(ALL_ON, charge_now=True)
    while not home.car.current_a >= 15:
        home.run(seconds=1)
    home.world.trace = constant_day(-2300)
    home.run(seconds=15)
    assert home.car.charging
    assert home.world.meters(home.now.timestamp()).grid_power_w <= 4500


def test_next_change_is_the_tariff_boundary_or_the_end_of_the_interval() -> None:
    home = noon(3000, settings=settings(tariff=NIGHT)).run(minutes=30)
    assert home.last.next_change_at == datetime(2026, 6, 15, 22, tzinfo=timezone.utc)
    day = Household(settings=settings(tariff=NIGHT)).run(hours=2)
    waits = [(at, outcome.next_change_at) for at, outcome in day.outcomes if not outcome.commands]
    assert any(moment - at < timedelta(seconds=180) for at, moment in waits if moment)


def test_a_car_that_falls_asleep_under_our_eyes_is_not_read_again_and_again() -> None:
    home = noon(3000)
    home.vehicle.awake = lambda: True  # type: ignore[method-assign]
    home.car.fall_asleep(home.now.timestamp())
    calls = []

    def read(_: object) -> CarState:
        calls.append(home.now)
        raise Asleep()

    home.vehicle.read = read  # type: ignore[method-assign]
    home.run(minutes=2)
    assert len(calls) <= 4
    assert home.last.decision.state is not State.UNREACHABLE


def test_a_silent_network_is_looked_at_no_more_until_its_pause_is_over() -> None:
    home = noon(3000).run(minutes=3)
    home.controller.look_failed(Unreachable(Problem.LATE_ANSWER), home.now.timestamp())
    assert home.controller.look(home.now.timestamp() + 29) is Look.NOT
    assert home.controller.look(home.now.timestamp() + 31) is not Look.NOT


surpluses = st.lists(st.floats(-3000, 8000), min_size=4, max_size=12)


@given(surpluses, st.integers(0, 3))
@effort(max_examples=25, deadline=None)
def test_whatever_the_sky_does_the_car_gets_nothing_or_a_current_in_its_range(
    surplus_w: list[float], phase: int
) -> None:
    solar_w = np.maximum(np.resize(np.array(surplus_w), 288) + 500, 0)
    trace = Trace(datetime(2026, 6, 15, tzinfo=timezone.utc), 300, np.full(288, 500.0), solar_w)
    home = Household(trace=trace, start=MORNING + timedelta(minutes=phase)).run(hours=1)
    for _, command in home.commands:
        assert command.current_a is None or 5 <= command.current_a <= 16
    switched = [
        (at, command.verb) for at, command in home.commands if command.verb in (Verb.START, Verb.STOP)
    ]
    for (earlier, _), (later, verb) in pairwise(switched):
        # What is gained or lost by the minute takes so long to be worth half a start.
        assert later - earlier >= timedelta(seconds=180 if verb is Verb.STOP else 60)


def test_where_power_costs_less_than_nothing_it_is_bought_without_plan_or_switch() -> None:
    windows = [{"start": "22:00", "end": "23:00", "price": -0.02}]
    no_off_peak = replace(ALL_ON, off_peak=False)
    home = noon(-500, settings=settings(tariff={"off_peak": windows}), start=EVENING, switches=no_off_peak)
    home.run(minutes=9)
    assert not home.commands
    home.run(minutes=10)
    assert (home.last.decision.state, home.car.requested_a) == (State.BUYING, 16)
    home.run(hours=1)
    assert not home.car.charging


def test_what_an_entity_tells_is_planned_with_at_once() -> None:
    """A night that is dearer than the morning is none to buy in."""
    told = settings(
        tariff={"price_entity": "sensor.spot", **NIGHT},
        departures=[{"time": "12:00", "soc_pct": 60}],
    )
    home = noon(-500, settings=told, start=EVENING).run(minutes=17)
    assert home.last.decision.state is State.WAITING_FOR_SUN
    dear_until = datetime(2026, 6, 16, 4, tzinfo=timezone.utc)
    steps = [(EVENING, dear_until, 0.5), (dear_until, dear_until + timedelta(hours=8), 0.1)]
    data = [{"start": str(begin), "end": str(end), "price_per_kwh": price} for begin, end, price in steps]
    value = home.last.energy_value.value_per_kwh
    home.controller.meter("sensor.spot", {"state": "0.5", "attributes": {"data": data}}, home.now.timestamp())
    home.run(seconds=30)
    assert home.last.energy_value.prices.import_per_kwh == 0.5
    assert home.last.energy_value.value_per_kwh < 0.6 * value
