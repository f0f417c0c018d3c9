"""A car in Home Assistant that is looked for until it is there, and again when it has other names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from solar_charging.base.reason import Problem
from solar_charging.settings.car import Car as CarSettings
from solar_charging.vehicle.car import NotFound
from solar_charging.vehicle.entities.found_car import FoundCar
from solar_charging.vehicle.entities.registry import Registry
from tests.household import ZONE
from tests.listed_homes import cloud_car, rows

VIN = "LRWYGCEK1NC000001"


class Home:
    """Home Assistant with its states and its registry, which may be silent."""

    def __init__(self, *names: str) -> None:
        cars = [cloud_car("tesla_fleet", name, VIN[:-1] + str(i)) for i, name in enumerate(names)]
        self.rows, self.devices = rows({"tesla_fleet": cars}, "de")
        self.readable = True
        self.said: list[str] = []
        self.called: list[str] = []

    def states(self) -> dict[str, dict[str, Any]]:
        present = (row["entity_id"] for row in self.rows if row["disabled_by"] is None)
        shown = {entity: "stopped" if entity.startswith("sensor") else "on" for entity in present}
        return {entity: {"state": state, "attributes": {}} for entity, state in shown.items()}

    def registry(self) -> Registry | None:
        return Registry.of_rows(self.rows, self.devices) if self.readable else None

    def say(self, text: str) -> None:
        self.said.append(text)

    def state(self, entity: str) -> Mapping[str, Any] | None:
        return self.states().get(entity)

    def said_s(self, _: Collection[str]) -> float | None:
        return None

    def integration(self, _: str) -> str | None:
        return None

    def call(self, _: str, **data: Any) -> None:
        self.called.append(data["entity_id"])

    def rename(self, before: str, after: str) -> None:
        for row in self.rows:
            row["entity_id"] = row["entity_id"].replace(before, after)

    def car(self, **settings: Any) -> FoundCar:
        return FoundCar(CarSettings.model_validate(settings), self)


def missed(car: FoundCar) -> tuple[Problem, Mapping[str, Any]]:
    with pytest.raises(NotFound) as caught:
        car.read(ZONE)
    return caught.value.reason.why, caught.value.reason.values


@pytest.mark.parametrize(
    "settings", [{}, {"entities": {}}, {"entities": {"name": "Helia"}}, {"vin": VIN[:-1] + "0"}]
)
def test_the_only_car_is_found_by_whatever_is_said_of_it(settings: dict[str, Any]) -> None:
    home = Home("Helia")
    home.car(**settings).start()
    assert home.called == ["switch.helia_aufladung"]


def test_what_was_found_is_told_once() -> None:
    home = Home("Helia")
    car = home.car()
    for _ in range(3):
        car.read(ZONE)
    assert len(home.said) == 1


def test_what_is_missing_is_told_again_only_when_it_has_changed() -> None:
    home = Home()
    car = home.car(entities={"name": "helia"})
    for _ in range(3):
        assert missed(car) == (Problem.CAR_NOT_FOUND, {"car": "helia"})
    assert len(home.said) == 1
    whole = Home("Helia")
    home.devices = whole.devices
    home.rows = [row for row in whole.rows if "aufladung" not in row["entity_id"]]
    for _ in range(3):
        assert missed(car) == (
            Problem.ENTITIES_MISSING,
            {"car": "Helia (Tesla Fleet), VIN ...0000", "roles": "charge"},
        )
    assert len(home.said) == 2
    home.rows = whole.rows
    car.start()
    assert (len(home.said), home.called) == (3, ["switch.helia_aufladung"])


def test_of_several_cars_all_are_named() -> None:
    assert missed(Home("Helia", "Eos").car()) == (Problem.CARS_TO_CHOOSE, {"names": "helia, eos"})
    assert missed(Home().car()) == (Problem.NO_CAR_THERE, {})


def test_where_the_registry_is_silent_for_a_while_the_car_is_found_later() -> None:
    home = Home("Helia")
    home.readable = False
    car = home.car()
    assert missed(car)[0] is Problem.NO_CAR_THERE
    home.readable = True
    car.start()
    assert home.called == ["switch.helia_aufladung"]


def test_entities_that_are_given_other_names_are_found_again() -> None:
    home = Home("Helia")
    car = home.car()
    car.start()
    home.rename(".helia", ".garage_helia")
    car.stop()
    assert home.called == ["switch.helia_aufladung", "switch.garage_helia_aufladung"]
    assert "switch.garage_helia_aufladung" not in car.entities
    assert "sensor.garage_helia_ladestatus" in car.entities
    home.rows = []
    assert missed(car)[0] is Problem.NO_CAR_THERE
    assert car.entities == ()
