"""What a person reads in the log of what was found of a car."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.vehicle.entities.found import Found, Wanted, find
from solar_charging.vehicle.entities.found_text import COSTS, UNMISSED, block
from solar_charging.vehicle.entities.patterns import Role
from solar_charging.vehicle.entities.registry import Registry
from tests.listed_homes import cloud_car, custom_car, logged_car, other_board, rows

VIN = "LRWYGCEK1NC000001"
FLEET = {"tesla_fleet": [cloud_car("tesla_fleet", "Helia", VIN)]}
BOARD = {"esphome": [other_board("Garage BLE", "A0:B1:C2:D3:E4:F6")]}


def found(of: dict[str, Any], name: str | None = None, **more: Any) -> Found:
    listed = Registry.of_rows(*rows(of, "de"))
    there = [entity.entity_id for entity in listed.entities if entity.disabled_by is None]
    return find(Wanted(name, **more), there, listed)


def test_each_role_has_its_entity_and_its_value_and_what_is_missing_its_cost() -> None:
    car = found(FLEET, by_hand={Role.SOC: "sensor.typo"})
    states = {
        "number.helia_ladestromstarke": {"state": "16", "attributes": {"unit_of_measurement": "A"}},
        "switch.helia_aufladung": {"state": "off"},
        "button.helia_wecken": {"state": "unknown"},
    }
    assert block(car, states).splitlines() == [
        "Entities of Helia (Tesla Fleet), VIN ...0001: found by the entity registry, in any language",
        "  charge         switch.helia_aufladung = off",
        "  current        number.helia_ladestromstarke = 16 A",
        "  location       device_tracker.helia_standort",
        "  charging       sensor.helia_ladestatus",
        "  limit          number.helia_ladelimit",
        "  drawn          sensor.helia_ladegerat_stromstarke",
        "  voltage        sensor.helia_ladegerat_spannung",
        "  power          sensor.helia_ladegerat_leistung",
        "  cable          binary_sensor.helia_ladekabel",
        "  added          sensor.helia_ladeenergie_hinzugefugt",
        "  awake          binary_sensor.helia_status",
        "  wake_up        button.helia_wecken",
        "Needed, and missing:",
        "  soc            car.entities.soc is sensor.typo, which is not in Home Assistant: "
        "without it nobody knows how full the car is",
        "Not there, and what that costs:",
        "  phases         the phases are not told: they are measured at the first start; "
        "binary_sensor.helia_ladegerat_hat_mehrere_phasen is disabled (by integration)",
        "  scheduled      a charge that the car itself has scheduled is not seen; "
        "binary_sensor.helia_geplanter_ladevorgang_anstehend is disabled (by integration)",
        "  odometer       a drive that nobody saw is known by the cable alone; "
        "sensor.helia_kilometerzahler is disabled (by integration)",
        "  climate        what it heats or cools with before a departure comes from its battery",
        "To enable one: Settings > Devices & services > Entities, show the disabled ones in the filter, open "
        "it, its cogwheel, Enabled. What is needed is then found within minutes, the rest at the app's next "
        "start.",
    ]


def test_where_something_needed_is_missing_the_entities_that_might_do_are_listed_by_kind() -> None:
    text = block(found({**BOARD, "mqtt": [logged_car("X")]}, "garage_ble", vin=None), {})
    assert "  location       device_tracker.tesla_location (by TeslaMate)" in text.splitlines()
    alone = found(BOARD)
    tracked = find(
        Wanted(), ["device_tracker.phone", *alone.roles.values()], Registry.of_rows(*rows(BOARD, "de"))
    )
    lines = block(tracked, {}).splitlines()
    assert lines[-2:] == ["What else there is:", "  device_tracker device_tracker.phone"]
    assert (
        "  location       set car.entities.location, or car.locate_by another way: without it nobody knows "
        "whether the car is at home, and it is never commanded"
    ) in lines


def test_what_begins_with_the_name_is_listed_where_the_registry_cannot_be_read() -> None:
    there = ["switch.model_y_recharge", "switch.model_y_mode", "number.model_y_courant", "climate.model_y_x"]
    lines = block(find(Wanted("model_y"), there), {}).splitlines()
    assert lines[0] == "No car called model_y is found in Home Assistant"
    assert lines[-3:] == [
        "What else there is:",
        "  number         number.model_y_courant",
        "  switch         switch.model_y_mode, switch.model_y_recharge",
    ]


def test_an_attribute_is_shown_where_it_holds_the_value() -> None:
    car = found({"tesla_custom": [custom_car("Eos", VIN)]})
    states = {"sensor.eos_charger_power": {"state": "3", "attributes": {"charger_amps_actual": 16}}}
    lines = block(car, states).splitlines()
    assert "  drawn          sensor.eos_charger_power, charger_amps_actual = 16" in lines
    assert "  power          sensor.eos_charger_power = 3" in lines


def test_which_of_several_integrations_was_taken_is_said_with_the_cause() -> None:
    car = found({**FLEET, **BOARD})
    assert (
        "The car is in ESPHome Tesla BLE too; Tesla Fleet has most of what is needed: it is used."
        in block(car, {}).splitlines()
    )
    lent = found({**FLEET, **BOARD}, "garage_ble")
    assert "  location       device_tracker.helia_standort (by Tesla Fleet)" in block(lent, {}).splitlines()
    assert (
        "The car is in Tesla Fleet too; ESPHome Tesla BLE is the one you named: it is used, but for location."
        in block(lent, {}).splitlines()
    )


def test_several_cars_are_offered_with_what_to_write() -> None:
    two = {"tesla_fleet": [*FLEET["tesla_fleet"], cloud_car("tesla_fleet", "Léa's", "LRWYGCEK1NC000002")]}
    assert block(found(two), {}).splitlines() == [
        "2 cars in Home Assistant; set car.entities.name to one of:",
        "  helia  Helia (Tesla Fleet), VIN ...0001",
        "  lea_s  Léa's (Tesla Fleet), VIN ...0002",
    ]
    assert block(found(two, "nobody"), {}).splitlines()[0] == (
        "No car called nobody in Home Assistant; set car.entities.name to one of:"
    )


def test_where_there_is_no_car_at_all_what_is_needed_is_named() -> None:
    lines = block(found({}), {}).splitlines()
    assert lines[:2] == ["No car is found in Home Assistant", "Needed, and missing:"]
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("uses", "words"),
    [(("read",), {"soc"}), (("command",), {"charge", "wake_up"}), (("locate",), {"location"})],
)
def test_only_what_the_entities_are_wanted_for_is_missed(uses: tuple[str, ...], words: set[str]) -> None:
    car = Found("x", "Tesla Fleet", {}, uses=uses)
    said = {line.split()[0] for line in block(car, {}).splitlines()[2:]}
    assert words <= said
    assert not ({"soc", "charge", "location"} - words) & said


def test_a_number_is_never_whole_in_the_log() -> None:
    for car in (found(FLEET), found(FLEET, "x"), found(FLEET, vin="LRWYGCEK1NC000009")):
        assert "LRWYGCEK1NC" not in block(car, {})


def test_each_role_has_a_cost() -> None:
    assert set(Role) == COSTS.keys() | UNMISSED
