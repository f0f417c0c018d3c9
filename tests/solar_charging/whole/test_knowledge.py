"""What is believed in homes whose reports are old, incomplete or contradictory: hours of simulated time."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from simulator.car import ChargingState
from simulator.habits import Habits
from solar_charging.base.reason import Note, Problem, Sign, Why
from solar_charging.control.situation import State
from solar_charging.vehicle.commands import Verb
from tests.household import ALWAYS_READY, GRID, HOME, OFFICE, Household, constant_day, settings

DARK_W, SUNNY_W = -500, 3000
NIGHT = {"off_peak": [{"start": "22:00", "end": "06:00"}]}
AT_HALF_PAST_SEVEN = [{"time": "07:30", "soc_pct": 60}]
EVENING = datetime(2026, 6, 15, 20, 50, tzinfo=timezone.utc)
FRESH = Habits()


def house(surplus_w: float, **kwargs: object) -> Household:
    return Household(trace=constant_day(surplus_w), **kwargs)  # type: ignore[arg-type]


def states(home: Household) -> set[State]:
    return {outcome.decision.state for _, outcome in home.outcomes}


def drives_off_and_comes_home(home: Household, hours: float = 1) -> None:
    home.car.drive_to(OFFICE, home.now.timestamp())
    home.run(hours=hours)
    home.car.drive_to(HOME, home.now.timestamp())
    home.car.plug_in(home.now.timestamp())


# The switch moment


@pytest.mark.parametrize("habits", [FRESH, Habits(poll_s=30)])
def test_a_car_plugged_in_under_known_sun_keeps_charging_and_gets_its_current(habits: Habits) -> None:
    home = house(SUNNY_W, habits=habits).run(minutes=10)
    drives_off_and_comes_home(home)
    home.commands.clear()
    home.run(minutes=5)
    assert set(home.verbs()) <= {"set_current"}
    assert home.car.charging
    assert home.car.requested_a == 13


def test_a_reading_between_the_cars_obeying_and_its_answer_is_no_surplus() -> None:
    home = house(SUNNY_W)
    start = home.vehicle.start

    def start_and_answer_late() -> None:
        start()
        watts = {"unit_of_measurement": "W"}
        for _ in range(3):
            home.controller.meter(GRID, {"state": "50", "attributes": watts}, home.now.timestamp())

    home.vehicle.start = start_and_answer_late  # type: ignore[method-assign]
    home.run(minutes=10)
    shown = [
        outcome.figures.surplus_w for _, outcome in home.outcomes if outcome.figures.surplus_w is not None
    ]
    assert home.verbs() == ["set_current", "start"]
    assert min(shown) > SUNNY_W - 100


def test_after_a_start_the_app_says_that_it_is_starting_up_and_for_how_long() -> None:
    home = house(DARK_W).run(seconds=60)
    decision = home.last.decision
    assert (decision.state, decision.reason.why) == (State.STARTING_UP, Why.MEASURING)
    first = home.outcomes[0][1].decision.reason.values["ready"]
    assert decision.reason.values["ready"] < first  # type: ignore[operator]
    home.run(minutes=3)
    assert home.last.decision.state is State.WAITING_FOR_SUN


def test_after_a_start_a_dear_charge_ends_as_soon_as_the_meter_leaves_no_doubt() -> None:
    home = house(SUNNY_W).run(minutes=20)
    assert home.car.charging
    saved = home.controller.saved_state.to_dict(home.now)
    home.world.trace = constant_day(DARK_W)
    home.restart()
    home.controller.saved_state.from_dict(saved)
    home.run(seconds=70)
    assert not home.car.charging


# Cheap power needs no meter


def test_a_silent_meter_stops_no_purchase_at_a_known_price() -> None:
    at_four = [{"time": "16:00", "soc_pct": 80}]
    home = house(DARK_W, settings=settings(tariff=NIGHT, departures=at_four), start=EVENING, soc_pct=30)
    home.run(hours=1, minutes=20)
    home.meter_silent = True
    home.run(hours=8)
    assert home.car.soc_pct > 65
    night = [outcome.decision.state for _, outcome in home.outcomes[-800:]]
    assert State.BUYING in night


def test_a_silent_meter_stops_what_follows_the_sun() -> None:
    home = house(SUNNY_W).run(minutes=20)
    home.meter_silent = True
    home.run(minutes=5)
    assert home.last.decision.state is State.NO_READING
    assert not home.car.charging


# Promises


@pytest.mark.parametrize("lost", [False, True])
def test_a_sleeping_car_that_was_never_seen_is_woken_once_for_its_departure(lost: bool) -> None:
    habits = Habits(lost_asleep=lost)
    home = house(
        DARK_W,
        settings=settings(tariff=NIGHT, departures=AT_HALF_PAST_SEVEN),
        start=EVENING,
        soc_pct=40,
        habits=habits,
    )
    home.car.fall_asleep(home.now.timestamp())
    home.run(hours=10, minutes=39)
    assert home.car.soc_pct >= 59.5
    assert 1 <= home.verbs().count("wake_up") <= 2
    assert home.verbs().count("start") == 1


def test_a_wake_up_that_taught_that_the_battery_is_full_is_not_asked_again() -> None:
    home = house(
        DARK_W,
        settings=settings(tariff=NIGHT),
        start=EVENING,
        soc_pct=85,
        charge_limit_pct=90,
        habits=Habits(lost_asleep=True),
    )
    home.car.fall_asleep(home.now.timestamp())
    home.run(hours=9)
    assert home.verbs().count("wake_up") <= 1


def test_a_car_that_cannot_be_heard_puts_its_departure_in_danger() -> None:
    home = house(
        DARK_W,
        settings=settings(tariff=NIGHT, departures=AT_HALF_PAST_SEVEN),
        start=EVENING,
        habits=Habits(lost_asleep=True),
    )
    home.car.fall_asleep(home.now.timestamp())
    home.vehicle.wake_up = lambda: None  # type: ignore[method-assign]
    home.run(hours=2)
    (alert,) = (each for each in home.last.alerts if each.kind == "departure")
    assert alert.text.why is Note.NOT_HEARD
    assert alert.text.values["wanted_pct"] == 60


def test_a_car_whose_position_drifts_at_its_plug_is_at_home() -> None:
    home = house(
        DARK_W, settings=settings(tariff=NIGHT, charging=ALWAYS_READY), start=EVENING, soc_pct=50
    ).run(minutes=5)
    home.car.position = home.car.position._replace(latitude=home.car.position.latitude + 0.0012)
    home.run(hours=3)
    assert State.AWAY not in states(home)
    assert home.car.charging


def test_a_car_that_is_away_says_how_far() -> None:
    home = house(DARK_W, habits=FRESH).run(minutes=5)
    home.car.drive_to(OFFICE, home.now.timestamp())
    home.run(minutes=5)
    assert home.last.decision.reason.why is Why.AWAY_BY
    assert home.last.decision.reason.values["radius_m"] == 100


# Whose charge it is


def cut(home: Household) -> None:
    home.meter_silent = True
    home.car.cut_mains(home.now.timestamp())
    home.car.charging_state = ChargingState.NO_POWER
    home.run(minutes=5)
    home.meter_silent = False
    home.car.restore_mains(home.now.timestamp())


def own_timer(home: Household) -> None:
    home.car.schedule_charging(home.now.timestamp() + 600, home.now.timestamp())
    home.run(minutes=10)


def raised_limit(home: Household) -> None:
    home.car.change_limit(70, home.now.timestamp())


@pytest.mark.parametrize("habits", [FRESH, Habits(poll_s=300, phase_s=17)])
@pytest.mark.parametrize(
    ("happens", "sign"),
    [(cut, Sign.POWER_BACK), (own_timer, Sign.SCHEDULE), (raised_limit, Sign.LIMIT_RAISED)],
)
def test_what_begins_without_a_person_is_ended_once_and_said(
    habits: Habits, happens: object, sign: Sign
) -> None:
    home = house(DARK_W, habits=habits, soc_pct=60, charge_limit_pct=60 if happens is raised_limit else 80)
    if happens is raised_limit:
        home.car.charging_state = ChargingState.COMPLETE
    home.run(minutes=10)
    happens(home)  # type: ignore[operator]
    home.run(minutes=21)
    assert not home.car.charging
    assert home.verbs() == ["stop"]
    assert State.BY_HAND not in states(home)
    said = [
        outcome.decision.reason.values["sign"].why  # type: ignore[union-attr]
        for _, outcome in home.outcomes
        if outcome.decision.reason.why is Why.ENDED_NOBODYS
    ]
    assert set(said) == {sign}
    home.car.rouse(home.now.timestamp())
    home.car.charge_start(home.now.timestamp())


def test_a_persons_stop_is_respected_and_said_until_a_switch_is_moved() -> None:
    home = house(SUNNY_W, habits=FRESH).run(minutes=20)
    home.car.charge_stop(home.now.timestamp())
    home.run(hours=2)
    assert home.last.decision.state is State.STOPPED_BY_HAND
    assert home.verbs().count("start") == 1
    home.controller.person_acted()
    home.run(minutes=5)
    assert home.car.charging


def test_a_persons_stop_does_not_forbid_what_the_next_departure_needs() -> None:
    home = house(
        DARK_W,
        settings=settings(tariff=NIGHT, departures=AT_HALF_PAST_SEVEN),
        start=EVENING.replace(hour=18),
        soc_pct=40,
        habits=FRESH,
    ).run(minutes=10)
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=30)
    assert home.last.decision.state is State.BY_HAND
    home.car.charge_stop(home.now.timestamp())
    home.run(minutes=30)
    assert home.last.decision.state is State.STOPPED_BY_HAND
    home.run(hours=12)
    assert home.car.soc_pct >= 59.5


def test_a_persons_start_is_respected_until_that_charge_ends() -> None:
    home = house(DARK_W, habits=FRESH, soc_pct=75).run(minutes=10)
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=30)
    assert home.last.decision.reason.why is Why.BY_HAND_SINCE
    home.run(hours=3)
    assert home.car.charging_state is ChargingState.COMPLETE
    assert home.last.decision.state is State.FULL


# Not told, and said against itself


@pytest.mark.parametrize(
    ("role", "problem"),
    [
        ("drawn", Problem.DRAWN_UNTOLD),
        ("soc", Problem.SOC_UNTOLD),
        ("limit", Problem.LIMIT_UNTOLD),
        ("voltage", Problem.VOLTAGE_UNTOLD),
    ],
)
def test_each_value_that_is_not_told_costs_little_and_is_named(role: str, problem: Problem) -> None:
    home = house(SUNNY_W, habits=Habits(untold=frozenset({role}))).run(hours=3)
    assert [each.why for each in home.last.unclear] == [problem]
    assert home.car.requested_a == 13
    assert home.verbs() == ["set_current", "start"]
    assert home.car.drawn_kwh > 8


def test_a_cable_that_carries_6_a_costs_no_command_without_effect() -> None:
    home = Household(habits=FRESH, settings=settings(car={"max_current_a": 16}))
    home.car.cable_a = 6
    home.run(hours=6)
    sets = [command.current_a for _, command in home.commands if command.verb is Verb.SET_CURRENT]
    assert all(current_a <= 6 for current_a in sets[2:] if current_a is not None)


@pytest.mark.parametrize(("refresh", "cost"), [("always", True), ("free", False), ("never", False)])
def test_a_refresh_that_costs_something_is_paid_from_the_budget(refresh: str, cost: bool) -> None:
    given = settings(car={"refresh": refresh}, api={"command_price": 0.0, "wake_up_price": 0.0})
    home = house(SUNNY_W, settings=given, habits=Habits(poll_s=600, phase_s=599)).run(minutes=12)
    assert (home.last.costs.today > 0) is cost
