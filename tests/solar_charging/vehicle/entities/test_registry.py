"""A car's entities, found by Home Assistant's registry, in which no language matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.vehicle.entities.found import Found, Wanted, find
from solar_charging.vehicle.entities.patterns import Role
from solar_charging.vehicle.entities.registry import Registry, plain
from tests.listed_homes import (
    LANGUAGES,
    board,
    cloud_car,
    custom_car,
    home,
    logged_car,
    other_board,
    rows,
    wall_connector,
)

Home = Mapping[str, list[dict[str, Any]]]

VIN, OTHER_VIN = "LRWYGCEK1NC000001", "LRWYGCEK1NC000002"
FLEET = {"tesla_fleet": [cloud_car("tesla_fleet", "Helia", VIN)]}
TWO = {"tesla_fleet": [*FLEET["tesla_fleet"], cloud_car("tesla_fleet", "Eos", OTHER_VIN)]}
CUSTOM = {"tesla_custom": [custom_car("Helia", VIN)]}
BOARD = {"esphome": [other_board("Garage BLE", "A0:B1:C2:D3:E4:F6")]}
LOGGER = {"mqtt": [logged_car("Tesla Model Y")]}

CLOUD_KEYS = {
    **{Role.CHARGE: "aufladung", Role.CURRENT: "ladestromstarke", Role.LOCATION: "standort"},
    **{Role.CHARGING: "ladestatus", Role.SOC: "batteriestand", Role.LIMIT: "ladelimit"},
    **{Role.DRAWN: "ladegerat_stromstarke", Role.VOLTAGE: "ladegerat_spannung"},
    **{Role.POWER: "ladegerat_leistung", Role.CABLE: "ladekabel", Role.AWAKE: "status"},
    **{Role.ADDED: "ladeenergie_hinzugefugt", Role.WAKE_UP: "wecken"},
}
BOARD_KEYS = {
    **{Role.CHARGE: "laden", Role.CURRENT: "ladestrom", Role.CHARGING: "ladezustand"},
    **{Role.SOC: "ladezustand_2", Role.LIMIT: "ladelimit", Role.DRAWN: "ladestrom"},
    **{Role.VOLTAGE: "ladespannung", Role.POWER: "ladeleistung", Role.ADDED: "bezogene_energie"},
    **{Role.ODOMETER: "kilometerstand", Role.ASLEEP: "im_ruhezustand", Role.WAKE_UP: "aufwecken"},
}


def registry(of: Home, language: str = "de") -> Registry:
    return Registry.of_rows(*rows(of, language))


def found(of: Home, name: str | None = None, language: str = "de", **more: Any) -> Found:
    listed = registry(of, language)
    enabled = [entity.entity_id for entity in listed.entities if entity.disabled_by is None]
    silent = more.pop("silent", ())
    there = [*enabled, *more.pop("also", ())]
    return find(Wanted(name, **more), there, listed, silent)


def ids(car: Found) -> dict[Role, str]:
    return {role: entity.partition(".")[2] for role, entity in car.roles.items()}


@pytest.mark.parametrize("domain", ["tesla_fleet", "teslemetry"])
def test_in_german_tesla_fleet_and_teslemetry_tell_all_that_is_enabled(domain: str) -> None:
    car = found({domain: [cloud_car(domain, "Helia", VIN)]})
    assert ids(car) == {role: f"helia_{key}" for role, key in CLOUD_KEYS.items()}
    assert (car.missing, car.registered) == ((), True)
    assert set(car.disabled) == {Role.PHASES, Role.SCHEDULED, Role.ODOMETER}
    assert car.disabled[Role.PHASES] == (
        "binary_sensor.helia_ladegerat_hat_mehrere_phasen",
        "integration",
    )


def test_in_german_a_board_gives_state_and_level_one_name_and_they_are_told_apart() -> None:
    car = found({"esphome": [board("de", "Tesla BLE", "A0:B1:C2:D3:E4:F5")]})
    assert ids(car) == {role: f"tesla_ble_{key}" for role, key in BOARD_KEYS.items()}
    assert car.missing == (Role.LOCATION,)
    assert set(car.disabled) == {Role.PHASES}


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
@pytest.mark.parametrize(
    ("domain", "name", "count", "missing"),
    [
        ("tesla_fleet", "helia", 13, ()),
        ("teslemetry", "Léa's Model Y", 13, ()),
        ("tessie", "selene", 15, ()),
        ("tesla_custom", "eos", 16, ()),
        ("esphome", "tesla_ble", 12, (Role.LOCATION,)),
        ("esphome", "garage_ble", 13, (Role.LOCATION,)),
        ("mqtt", "tesla_model_3", 12, (Role.CHARGE, Role.CURRENT)),
    ],
)
def test_each_integration_tells_the_same_roles_in_each_language(
    language: str, domain: str, name: str, count: int, missing: tuple[Role, ...]
) -> None:
    everything = home(language)
    car = found({domain: everything[domain]}, name, language)
    assert (len(car.roles), car.missing) == (count, missing)
    english = found({domain: home("de")[domain]}, name, "de")
    assert car.roles.keys() == english.roles.keys()


def test_an_area_in_front_of_the_ids_does_not_matter() -> None:
    entities, devices = rows(FLEET, "es")
    for row in entities:
        row["entity_id"] = row["entity_id"].replace(".helia", ".garaje_helia")
    listed = Registry.of_rows(entities, devices)
    there = [entity.entity_id for entity in listed.entities if entity.disabled_by is None]
    for name in (None, "helia", "garaje_helia", VIN):
        assert find(Wanted(name), there, listed).roles[Role.CHARGE] == "switch.garaje_helia_carga"


# Which car


@pytest.mark.parametrize("name", ["helia", "Helia", "HELIA", VIN, VIN.lower()])
def test_a_name_is_the_devices_the_ids_or_the_number(name: str) -> None:
    assert found(TWO, name).roles[Role.CHARGE] == "switch.helia_aufladung"


def test_the_number_of_the_settings_will_do() -> None:
    assert found(TWO, vin=OTHER_VIN).roles[Role.CHARGE] == "switch.eos_aufladung"
    assert found(TWO, vin="LRWYGCEK1NC000009").car == "...0009"


def test_a_name_that_was_given_by_a_person_counts() -> None:
    entities, devices = rows(FLEET, "de")
    devices[0]["name_by_user"] = "Unser Auto"
    listed = Registry.of_rows(entities, devices)
    there = [entity.entity_id for entity in listed.entities]
    assert find(Wanted("unser_auto"), there, listed).integration == "Tesla Fleet"
    assert find(Wanted("helia"), there, listed).integration == "Tesla Fleet"


def test_a_name_of_other_letters_is_told_from_another() -> None:
    two = {
        "tesla_fleet": [cloud_car("tesla_fleet", *each) for each in (("赤い車", VIN), ("青い車", OTHER_VIN))]
    }
    assert found(two, "青い車").car == "青い車 (Tesla Fleet), VIN ...0002"
    assert len(found(two, "黒い車").choice) == 2


def test_of_two_cars_none_is_taken_and_both_are_offered() -> None:
    car = found(TWO)
    assert (car.integration, car.roles) == (None, {})
    assert car.choice == {
        "helia": "Helia (Tesla Fleet), VIN ...0001",
        "eos": "Eos (Tesla Fleet), VIN ...0002",
    }


def test_cars_of_one_name_are_told_apart_by_their_ids_or_numbers() -> None:
    same = {"tesla_fleet": [cloud_car("tesla_fleet", "Tesla", number) for number in (VIN, OTHER_VIN)]}
    entities, devices = rows(same, "de")
    for row in entities:
        if row["unique_id"].startswith(OTHER_VIN):
            row["entity_id"] = row["entity_id"].replace(".tesla", ".zweiter").removesuffix("_2")
    listed = Registry.of_rows(entities, devices)
    there = [entity.entity_id for entity in listed.entities if entity.disabled_by is None]
    assert list(find(Wanted(), there, listed).choice) == ["tesla", "zweiter"]
    assert find(Wanted("Tesla"), there, listed).car.endswith("0001")
    assert find(Wanted("zweiter"), there, listed).car.endswith("0002")
    alike = (replace(each, entity_id=f"{each.domain}.n{i}") for i, each in enumerate(listed.entities))
    named_alike = replace(listed, entities=tuple(alike))
    offered = find(Wanted(), [e.entity_id for e in named_alike.entities], named_alike).choice
    assert list(offered) == ["its number, which ends in 0001", "its number, which ends in 0002"]


def test_a_name_that_only_one_of_two_has_in_english_is_not_taken_for_the_only_car() -> None:
    one_in_english = ["switch.helia_charge", "number.helia_charge_current"]
    assert len(found(TWO, also=one_in_english).choice) == 2


def test_a_car_that_is_disabled_altogether_is_not_meant_unless_it_is_named() -> None:
    entities, devices = rows(TWO, "de")
    for row in entities:
        if row["unique_id"].startswith(OTHER_VIN):
            row["disabled_by"] = "config_entry"
    listed = Registry.of_rows(entities, devices)
    there = [entity.entity_id for entity in listed.entities if entity.disabled_by is None]
    assert find(Wanted(), there, listed).car == "Helia (Tesla Fleet), VIN ...0001"
    named = find(Wanted("eos"), there, listed)
    assert named.disabled[Role.CHARGE] == ("switch.eos_aufladung", "config_entry")


def test_of_devices_with_one_name_that_share_their_ids_the_exact_ones_are_taken() -> None:
    same = {"tesla_fleet": [cloud_car("tesla_fleet", "Model Y", number) for number in (VIN, OTHER_VIN)]}
    # Home Assistant adds _2 to the ids of the second.
    assert found(same, "model_y", "en").roles[Role.CHARGE] == "switch.model_y_charge"
    assert list(found(same, "model_y", "de").choice) == [
        "its number, which ends in 0001",
        "its number, which ends in 0002",
    ]
    assert found(same, OTHER_VIN, "de").roles[Role.CHARGE] == "switch.model_y_aufladung_2"


def test_entities_of_ones_own_are_found_by_name_beside_cars_that_are_listed() -> None:
    car = found(TWO, "model_y", also=ENGLISH)
    assert (car.missing, set(car.roles.values())) == ((), set(ENGLISH))
    partly = found(TWO, "model_y", also=ENGLISH[:-1])
    assert (partly.missing, partly.choice) == ((Role.SOC,), {})


# Several integrations of one car


@pytest.mark.parametrize(
    ("more", "silent", "integration", "beside"),
    [
        (CUSTOM, (), "Tesla Custom Integration", ("Tesla Fleet",)),
        (BOARD, (), "Tesla Fleet", ("ESPHome Tesla BLE",)),
        (LOGGER, (), "Tesla Fleet", ("TeslaMate",)),
        ({**BOARD, **LOGGER}, (), "Tesla Fleet", ("ESPHome Tesla BLE", "TeslaMate")),
    ],
)
def test_the_integration_with_most_of_what_is_needed_is_taken(
    more: Home, silent: tuple[str, ...], integration: str, beside: tuple[str, ...]
) -> None:
    car = found({**FLEET, **more}, silent=silent)
    assert (car.integration, car.beside, car.borrowed) == (integration, beside, {})


def test_an_integration_that_is_unavailable_is_not_taken_where_another_answers() -> None:
    silent = found(CUSTOM).roles.values()
    assert found({**FLEET, **CUSTOM}, silent=silent).integration == "Tesla Fleet"
    everything = [*silent, *found(FLEET).roles.values()]
    assert found({**FLEET, **CUSTOM}, silent=everything).integration == "Tesla Custom Integration"


def test_a_named_board_borrows_what_it_does_not_know_and_nothing_else() -> None:
    car = found({**FLEET, **BOARD}, "garage_ble")
    assert car.integration == "ESPHome Tesla BLE"
    assert car.borrowed == {Role.LOCATION: "Tesla Fleet"}
    assert car.roles[Role.LOCATION] == "device_tracker.helia_standort"
    assert Role.SCHEDULED not in car.roles
    assert car.missing == ()


def test_of_two_cars_a_board_borrows_from_none() -> None:
    car = found({**TWO, **BOARD}, "garage_ble")
    assert (car.borrowed, car.missing) == ({}, (Role.LOCATION,))


def test_other_boards_and_brokers_are_no_cars() -> None:
    sensor = {"domain": "sensor", "unique_id": "AA-sensor-battery", "name": "Battery"}
    topic = {"domain": "sensor", "unique_id": "zigbee_battery", "name": "Battery"}
    others = {
        "esphome": [{"identifier": "AA", "name": "Weather", "entities": [sensor]}],
        "mqtt": [{"identifier": "z", "name": "Door", "entities": [topic]}],
    }
    assert found({**FLEET, **others}).integration == "Tesla Fleet"
    assert found(others).choice == {}


# By hand, by name, by the wall


def test_what_is_set_by_hand_wins_over_the_registry() -> None:
    car = found(FLEET, by_hand={Role.DRAWN: "sensor.plug"}, also=["sensor.plug"])
    assert car.roles[Role.DRAWN] == "sensor.plug"
    wrong = found(FLEET, by_hand={Role.DRAWN: "sensor.plug"})
    assert (wrong.missing, wrong.absent) == ((Role.DRAWN,), {Role.DRAWN: "sensor.plug"})


def test_all_that_is_needed_by_hand_needs_no_car_to_be_found() -> None:
    needed = (Role.CHARGE, Role.CURRENT, Role.LOCATION, Role.CHARGING, Role.SOC)
    by_hand = {role: f"x.{role.value}" for role in needed}
    car = found(TWO, by_hand=by_hand, also=by_hand.values())
    assert (car.roles, car.missing) == (by_hand, ())


ENGLISH = [
    *("switch.model_y_charge", "number.model_y_charge_current", "device_tracker.model_y_location"),
    *("sensor.model_y_charging", "sensor.model_y_battery_level"),
]


@pytest.mark.parametrize("name", [None, "model_y", "Model Y"])
@pytest.mark.parametrize("listed", [None, Registry()])
def test_entities_that_are_in_no_registry_are_found_by_their_names(
    name: str | None, listed: Registry | None
) -> None:
    car = find(Wanted(name), ENGLISH, listed)
    assert (car.missing, car.registered, set(car.roles.values())) == ((), False, set(ENGLISH))


def test_of_two_names_none_is_taken() -> None:
    others = [entity.replace("model_y", "model_3") for entity in ENGLISH]
    assert list(find(Wanted(), [*ENGLISH, *others]).choice) == ["model_3", "model_y"]


def test_what_begins_with_the_name_is_kept_for_a_person_to_look_at() -> None:
    car = find(Wanted("model_y"), ["switch.model_y_recharge", "number.model_y_courant", "switch.lamp"])
    assert car.others == ("number.model_y_courant", "switch.model_y_recharge")


def test_a_logger_that_tells_what_is_drawn_need_not_tell_what_is_offered() -> None:
    assert found(LOGGER, uses=("read", "locate")).missing == ()
    assert found(LOGGER).missing == (Role.CHARGE, Role.CURRENT)


def test_one_wall_connector_is_taken_and_of_two_none() -> None:
    wall = wall_connector()
    second = {
        **wall,
        "identifier": "B",
        "entities": [e | {"unique_id": f"B-{e['translation_key']}"} for e in wall["entities"]],
    }
    one = found({**FLEET, "tesla_wall_connector": [wall]})
    assert one.roles[Role.WALL_CONNECTED] == "binary_sensor.tesla_wall_connector_fahrzeug_verbunden"
    two = found({**FLEET, "tesla_wall_connector": [wall, {**second, "name": "Second"}]})
    assert Role.WALL_CONNECTED not in two.roles


# What Home Assistant answers


@pytest.mark.parametrize(
    "row",
    [
        None,
        7,
        {},
        {"entity_id": "a.b"},
        {"entity_id": "a.b", "platform": "x"},
        {"entity_id": 1, "platform": "x", "unique_id": "y"},
    ],
)
def test_what_is_no_entity_is_left_out(row: Any) -> None:
    entities, devices = rows(FLEET, "de")
    whole = Registry.of_rows([row, *entities], [row, *devices])
    assert whole == Registry.of_rows(entities, devices)


def test_a_number_as_unique_id_is_read_and_empty_fields_are_none() -> None:
    row = {
        "entity_id": "sensor.a",
        "platform": "x",
        "unique_id": 7,
        "translation_key": "",
        "disabled_by": None,
    }
    (entity,) = Registry.of_rows([row], []).entities
    assert (entity.unique_id, entity.translation_key, entity.disabled_by) == ("7", None, None)


SCRAPS = st.fixed_dictionaries(
    {
        "entity_id": st.sampled_from(["switch.a", "sensor.b", "number.c", "", ".", "x"]),
        "platform": st.sampled_from(
            ["tesla_fleet", "tesla_custom", "esphome", "mqtt", "tesla_wall_connector"]
        ),
        "unique_id": st.sampled_from(
            ["", "-", "_", "@", "a-b-c-d", "teslamate_", "teslamate_1_state", f"{VIN}-wake"]
        ),
        "translation_key": st.none() | st.text(max_size=3),
        "original_name": st.none() | st.text(max_size=3),
        "disabled_by": st.none() | st.just("user"),
    }
)


@given(st.lists(SCRAPS, max_size=8), st.none() | st.text(max_size=4))
def test_whatever_is_registered_finding_never_raises(scraps: list[dict[str, Any]], name: str | None) -> None:
    listed = Registry.of_rows(scraps, [])
    car = find(Wanted(name), ["switch.a", "sensor.b"], listed)
    assert car.missing


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Model Y", "model_y"),
        ("Léa's Model Y", "lea_s_model_y"),
        ("Größe ß", "grosse_ss"),
        ("  _x_ ", "x"),
        ("モデル", ""),
    ],
)
def test_a_name_is_written_as_in_ids(name: str, written: str) -> None:
    assert plain(name) == written
