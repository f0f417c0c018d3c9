"""A dark morning before a departure: the car heats itself at the plug, on simulated time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from simulator.car import CarSettings
from solar_charging.base.reason import Why
from solar_charging.control.situation import State
from solar_charging.vehicle.car import CarState, HomeZone
from solar_charging.vehicle.commands import Verb
from tests.household import Household, SimulatedVehicle, constant_day, settings

SIX = datetime(2026, 6, 15, 6, tzinfo=timezone.utc)


class WarmVehicle(SimulatedVehicle):
    """The simulated car with a climate, which wakes it up."""

    climate: bool | None = False

    def read(self, home: HomeZone | None) -> CarState:
        return replace(super().read(home), climate=self.climate)


@dataclass
class Morning(Household):
    """A house without sun or cheap power, and a car that has what it needs at eight."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.warm = WarmVehicle(self.car)
        self.vehicle = self.warm
        self.restart()
        self.warm.reads_are_free = True

    def until(self, hour: float) -> Morning:
        self.run(minutes=round((SIX + timedelta(hours=hour - 6) - self.now).total_seconds() / 60))
        return self

    def heats(self, climate: bool | None = True) -> None:
        self.car.rouse(self.now.timestamp())
        self.warm.climate = climate
        self.controller.access.polling.soon(self.now.timestamp())


def morning(departure: str = "08:00", **charging: Any) -> Morning:
    return Morning(
        settings=settings(
            car={"read_s": 60, "idle_read_s": 60},
            departures=[{"time": departure, "soc_pct": 50}],
            charging=charging,
        ),
        trace=constant_day(-300),
        start=SIX,
        soc_pct=60,
        charge_limit_pct=90,
        car_settings=CarSettings(),
    )


def drawn(house: Morning) -> list[tuple[State, int]]:
    return list(
        dict.fromkeys((each.decision.state, each.decision.current_a or 0) for _, each in house.outcomes)
    )


def test_it_gets_the_least_current_for_three_quarters_of_an_hour_and_nothing_else() -> None:
    house = morning().until(7)
    house.heats()
    house.until(7.25)
    assert house.last.decision.reason.why is Why.CLIMATE
    assert round(house.car.current_a) == 5
    house.until(7.7)
    assert round(house.car.current_a) == 5
    house.until(7.9)
    assert house.car.current_a == 0
    assert house.last.decision.state is State.WAITING_FOR_SUN
    assert [verb for verb in house.verbs() if verb in ("start", "stop")] == ["start", "stop"]


@pytest.mark.parametrize(
    ("departure", "charging", "climate"),
    [
        ("08:00", {"climate_hold": False}, True),
        ("08:00", {}, False),
        ("08:00", {}, None),
        ("09:00", {}, True),  # too early to be for it
        ("06:45", {}, True),  # it has passed
    ],
)
def test_else_it_is_left_to_its_battery(departure: str, charging: dict[str, bool], climate: Any) -> None:
    house = morning(departure, **charging).until(7)
    house.heats(climate)
    house.until(7.4)
    assert house.car.current_a == 0
    assert Verb.START.value not in house.verbs()


def test_a_car_that_begins_to_draw_by_itself_for_its_climate_is_nobodys_and_goes_on_with_the_least() -> None:
    house = morning().until(7)
    house.heats()
    house.car.charge_start(house.now.timestamp())
    house.until(7.2)
    assert State.BY_HAND not in {state for state, _ in drawn(house)}
    assert (house.last.decision.state, round(house.car.current_a)) == (State.DEPARTURE, 5)
    house.until(7.95)
    assert house.car.current_a == 0


def test_without_a_climate_such_a_charge_is_a_persons() -> None:
    house = morning().until(7)
    house.heats(False)
    house.car.charge_start(house.now.timestamp())
    house.until(7.2)
    assert house.last.decision.state is State.BY_HAND


def test_a_fault_is_told_of_no_car_that_heats() -> None:
    house = morning().until(7)
    house.heats()
    house.until(8.5)
    assert not [alert for _, outcome in house.outcomes for alert in outcome.alerts]
    assert not [reason for _, outcome in house.outcomes for reason in outcome.unclear]
