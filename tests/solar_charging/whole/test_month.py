"""The budget over days and weeks of simulated time, and the wake-ups that a promise may have."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest

from simulator.car import PowerState
from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.situation import State
from solar_charging.vehicle.commands import Command, Verb
from tests.household import ALL_ON, ALWAYS_READY, Household, constant_day, settings

pytestmark = pytest.mark.long

JUNE = datetime(2026, 6, 1, 6, tzinfo=timezone.utc)
NIGHT = {"off_peak": [{"start": "22:00", "end": "06:00"}]}


def month(cap: float | None, start: datetime = JUNE, **sections: object) -> Household:
    """The cloudy day again and again, with a cap."""
    return Household(settings=settings(api={"monthly_cap": cap}, **sections), start=start)  # type: ignore[arg-type]


def spent(home: Household) -> Decimal:
    return Decimal(home.controller.saved_state.to_dict(home.now)["spending"]["month"])


def bill(home: Household) -> Decimal:
    """What Tesla would ask for all that was asked of the car; a reply that it sleeps costs as much."""
    prices = {Verb.WAKE_UP: Decimal("0.02")}
    commands = sum((prices.get(command.verb, Decimal("0.001")) for _, command in home.commands), Decimal(0))
    return commands + len(home.reads) * Decimal("0.002")


def test_the_account_agrees_with_what_the_car_was_asked() -> None:
    home = month(None).run(hours=12)
    assert spent(home) == bill(home) > 0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("cap", [0.0, 0.1, 1.0])
def test_the_cap_is_never_exceeded_and_every_charge_has_an_end(cap: float) -> None:
    home = month(cap, start=datetime(2026, 6, 24, 6, tzinfo=timezone.utc))
    for _ in range(6):
        home.run(hours=24)
        assert bill(home) == spent(home) <= Decimal(str(cap))
        home.car.set_soc(50, home.now.timestamp())
    home.world.trace = constant_day(-500)
    home.run(hours=2)
    assert not home.car.charging


@pytest.mark.timeout(300)
def test_the_less_money_the_less_is_asked_and_still_the_sun_is_charged() -> None:
    charged = []
    for cap in (0.3, 0.6, 2.0, None):
        home = month(cap, start=datetime(2026, 6, 26, 6, tzinfo=timezone.utc)).run(hours=60)
        charged.append(home.world.books.car_solar_kwh)
    assert charged[0] > 0
    assert all(less <= more + 1 for less, more in pairwise(charged))


def test_a_new_month_brings_new_money() -> None:
    home = month(0.0, start=datetime(2026, 6, 30, 12, tzinfo=timezone.utc))
    home.settings = settings(api={"monthly_cap": 1.0})
    home.restart()
    asked = home.controller
    asked.saved_state.from_dict(
        {
            **asked.saved_state.to_dict(home.now),
            "spending": {"today": "0", "month": "1", "at": home.now.isoformat()},
        }
    )
    home.run(hours=6)
    assert not home.commands
    assert Why.BUDGET in {outcome.decision.reason.why for _, outcome in home.outcomes}
    home.run(hours=20)
    assert home.commands


def test_a_car_that_was_never_read_for_want_of_money_is_said_so() -> None:
    home = month(0.0)
    home.car.rouse(home.now.timestamp())
    home.run(minutes=5)
    assert home.last.decision.state is State.UNREACHABLE
    assert home.last.decision.reason.values == {"problem": Reason(Problem.BUDGET_SPENT)}


def test_what_is_asked_over_entities_costs_no_reads() -> None:
    home = month(None)
    home.vehicle.reads_are_free = True
    home.restart()
    home.run(hours=6)
    assert len(home.reads) > 500
    assert spent(home) == bill(home) - len(home.reads) * Decimal("0.002")


def test_where_money_is_scarce_the_current_is_changed_and_read_more_rarely() -> None:
    rich, poor = (month(cap, start=datetime(2026, 6, 15, 6, tzinfo=timezone.utc)) for cap in (None, 4.0))
    controller = poor.controller
    taken = {"today": "1", "month": "2.3", "at": poor.now.isoformat()}
    controller.saved_state.from_dict({**controller.saved_state.to_dict(poor.now), "spending": taken})
    for home in (rich, poor):
        home.run(hours=9)
    assert poor.last.costs.scarcity > 2
    assert 0 < poor.verbs().count("set_current") < 0.7 * rich.verbs().count("set_current")
    assert len(poor.reads) < len(rich.reads)
    assert poor.world.books.car_solar_kwh > 0.7 * rich.world.books.car_solar_kwh


# Wake-ups for what was promised


def sleeping(**sections: object) -> Household:
    """A car that sleeps at home in the evening, whose wake-ups for the sun are used up."""
    car = {"wake_ups_per_day": 0}
    home = Household(
        settings=settings(car=car, **sections),  # type: ignore[arg-type]
        trace=constant_day(-500),
        start=datetime(2026, 6, 15, 20, tzinfo=timezone.utc),
    )
    home.run(hours=1, minutes=50)
    assert home.car.power_state is PowerState.ASLEEP
    return home


def test_the_sun_has_no_wake_ups_left() -> None:
    home = sleeping()
    home.world.trace = constant_day(3000)
    home.run(hours=2)
    assert not home.commands


def test_off_peak_wakes_the_car_though_the_suns_wake_ups_are_used_up() -> None:
    home = sleeping(tariff=NIGHT, charging=ALWAYS_READY).run(minutes=20)
    assert home.verbs()[0] == "wake_up"
    assert home.car.charging


def test_charge_now_wakes_the_car_though_the_suns_wake_ups_are_used_up() -> None:
    home = sleeping()
    home.switches = replace(ALL_ON, charge_now=True)
    assert home.run(minutes=3).car.charging


def test_a_departure_wakes_the_car_though_the_suns_wake_ups_are_used_up() -> None:
    home = sleeping(departures=[{"time": "23:40", "soc_pct": 53}])
    home.run(hours=1, minutes=40)
    assert home.last.decision.state is State.DEPARTURE
    assert home.car.charging


@pytest.mark.parametrize(("left", "at_once"), [("0.170", False), ("0.169", True)])
def test_a_promise_that_no_wake_up_can_be_paid_for_is_kept_while_the_car_is_awake(
    left: str, at_once: bool
) -> None:
    """In the middle of June 0.009 a day are kept for stops, and promises to a car that is awake."""
    home = month(
        1.0,
        start=datetime(2026, 6, 15, 18, tzinfo=timezone.utc),
        departures=[{"time": "07:00", "soc_pct": 60}],
    )
    home.world.trace = constant_day(-500)
    home.car.rouse(home.now.timestamp())
    taken = {"today": "0", "month": str(1 - Decimal(left)), "at": home.now.isoformat()}
    home.controller.saved_state.from_dict(
        {**home.controller.saved_state.to_dict(home.now), "spending": taken}
    )
    home.run(minutes=10)
    assert (home.last.decision.state is State.DEPARTURE) is at_once
    assert home.car.charging is at_once


def test_a_car_that_does_not_wake_up_is_called_ever_more_rarely() -> None:
    home = sleeping()
    home.vehicle.wake_up = lambda: None  # type: ignore[method-assign]
    home.switches = replace(ALL_ON, charge_now=True)
    home.run(hours=6)
    calls = [at for at, command in home.commands if command == Command(Verb.WAKE_UP)]
    pauses = [later - earlier for earlier, later in pairwise(calls)]
    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(minutes=3)
    assert pauses[-1] >= timedelta(minutes=30)
    assert len(calls) <= 17
