"""What the car's limit is to serve by day and by night, and when it may be sent: the core in a house."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from simulator.habits import Habits
from solar_charging.base.reason import Note, Problem, Reason
from solar_charging.control.situation import State
from solar_charging.vehicle.commands import Verb
from tests.household import ALL_ON, MORNING, OFFICE, Household, constant_day, settings

EVENING = datetime(2026, 6, 15, 20, tzinfo=timezone.utc)
CHEAP = {"peak_price": 0.30, "off_peak": [{"start": "22:00", "end": "06:00", "price": 0.15}]}
LEAVING = [{"time": "07:30", "soc_pct": 60}]


def house(surplus_w: float = -400, start: datetime = EVENING, **given: Any) -> Household:
    """A house whose car is known by entities and manages its limit."""
    car = {"manage_limit": True, **given.pop("car", {})}
    sections = {"departures": LEAVING, "tariff": CHEAP, **given, "car": car}
    return Household(settings(**sections), constant_day(surplus_w), start, soc_pct=40.0, habits=Habits())


def limits(home: Household) -> list[int | None]:
    return [command.limit_pct for _, command in home.commands if command.verb is Verb.SET_LIMIT]


def test_by_night_the_limit_is_the_plans_and_a_charge_ends_below_it() -> None:
    home = house().run(hours=11)
    assert limits(home) == [65]
    assert 60 <= home.car.soc_pct <= 63
    assert home.last.own_limit_pct == 80


def test_by_day_the_sun_may_fill_it_to_the_persons_own() -> None:
    home = house(4000, MORNING).run(hours=6)
    assert limits(home) == []
    assert home.car.soc_pct > 60


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"charging": {"minimum_soc_pct": 70}}, [70]),
        ({"departures": [{"time": "07:30", "soc_pct": 20}], "charging": {"morning_soc_pct": 67}}, [67]),
        ({"car": {"manage_limit": False}}, []),
    ],
)
def test_what_else_is_wanted_is_left_room_for(given: dict[str, Any], sent: list[int]) -> None:
    assert limits(house(**given).run(minutes=20)) == sent


def test_charge_now_goes_on_to_the_persons_own() -> None:
    home = house().run(minutes=10)
    home.switches = replace(ALL_ON, charge_now=True)
    home.run(minutes=30)
    assert limits(home) == [65, 80]
    assert home.last.decision.state is State.CHARGE_NOW
    assert home.car.charging


def test_what_was_lowered_is_no_wish_of_anybodys() -> None:
    """A car that is full by the app's limit is not called full, and goes on with the sun."""
    home = house().run(minutes=10)
    assert limits(home) == [65]
    home.car.set_soc(65.0, home.now.timestamp())
    home.car.charge_start(home.now.timestamp())
    home.run(minutes=3)
    assert home.car.charging_state.value == "Complete"
    assert home.last.decision.state is not State.FULL
    home.world.trace = constant_day(5000)
    home.run(minutes=30)
    assert limits(home) == [65, 80]
    assert home.car.charging


def test_a_trip_is_no_reason_to_call_the_limit_too_low_but_where_it_may_not_be_raised() -> None:
    trip = [{"time": "07:30", "soc_pct": 100}]
    said = []
    for manages in (True, False):
        home = house(departures=trip, car={"manage_limit": manages})
        home.car.set_soc(80.0, home.now.timestamp())
        said.append(home.run(minutes=30).last.decision.reason.why.value == "limit_too_low")
    assert said == [False, True]


def test_a_car_that_leaves_before_it_is_put_back_is_told_of() -> None:
    home = house().run(minutes=10)
    home.car.drive_to(OFFICE, home.now.timestamp())
    home.run(minutes=2)
    (alert,) = home.limiter.alerts
    assert alert.text == Reason(Note.LIMIT_LEFT, {"own_pct": 80.0, "limit_pct": 65.0})
    assert limits(home) == [65]


def test_a_budget_that_is_spent_lowers_nothing() -> None:
    api = {"command_price": 0.1, "monthly_cap": 0.05}
    assert limits(house(api=api).run(hours=1)) == []


def test_of_a_car_that_another_entry_has_nothing_is_put_back() -> None:
    home = house().run(minutes=10)
    problem = Reason(Problem.SAME_CAR, {"app": "other"})
    outcome = home.controller.beat(home.now, home.switches, problem)
    assert outcome.limit is None
    outcome = home.controller.beat(home.now, home.switches, Reason(Problem.HELPER_MISSING, {"entity": "e"}))
    assert outcome.limit is not None
    assert outcome.limit.back
