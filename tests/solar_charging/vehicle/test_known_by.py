"""The entities by which Home Assistant knows a car, whichever ways lead to it."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.vehicle.car import Vehicle
from solar_charging.vehicle.entities.entities import HomeAssistantCar
from solar_charging.vehicle.entities.patterns import Role
from solar_charging.vehicle.ways import MixedCar, known_by
from tests.household import SimulatedVehicle

READ = {Role.CHARGING: "sensor.charging", Role.LOCATION: "device_tracker.car"}
PLACE = {Role.CHARGING: "sensor.other", Role.LOCATION: "device_tracker.phone"}
LOCATED = {Role.LOCATION: "device_tracker.phone"}
NOBODY: Any = None


def by_entities(roles: dict[Role, str]) -> HomeAssistantCar:
    return HomeAssistantCar(roles, NOBODY)


def asked_itself() -> Vehicle:
    return SimulatedVehicle.__new__(SimulatedVehicle)


@pytest.mark.parametrize(
    ("car", "roles"),
    [
        (asked_itself(), {}),
        (by_entities(READ), READ),
        (MixedCar(asked_itself(), by_entities(READ), asked_itself()), {}),
        (MixedCar(by_entities(READ), asked_itself(), asked_itself()), READ),
        # It is read here, and located there.
        (MixedCar(by_entities(READ), asked_itself(), by_entities(PLACE)), {**READ, **LOCATED}),
        (MixedCar(asked_itself(), asked_itself(), by_entities(PLACE)), LOCATED),
    ],
)  # fmt: skip
def test_a_car_is_known_by_the_entities_of_the_ways_that_read_and_locate_it(
    car: Vehicle, roles: dict[Role, str]
) -> None:
    assert known_by(car) == roles
