"""A car's entities, found by the names that each integration gives them."""

from __future__ import annotations

import pytest

from solar_charging.settings.car import CarEntities
from solar_charging.vehicle.entities.patterns import NEEDED, Found, Role, find

FLEET = """
switch.helia_charge switch.helia_sentry_mode switch.helia_defrost number.helia_charge_current
number.helia_charge_limit device_tracker.helia_location device_tracker.helia_route sensor.helia_charging
sensor.helia_battery_level sensor.helia_charger_current sensor.helia_charger_power
sensor.helia_charger_voltage sensor.helia_charge_cable sensor.helia_charge_rate
binary_sensor.helia_charge_cable binary_sensor.helia_status
binary_sensor.helia_charger_has_multiple_phases binary_sensor.helia_scheduled_charging_pending
button.helia_wake lock.helia_charge_cable_lock
"""

TESLA_CUSTOM = """
switch.helia_charger switch.helia_polling number.helia_charging_amps number.helia_charge_limit
device_tracker.helia_location_tracker device_tracker.helia_destination_location_tracker
binary_sensor.helia_charger binary_sensor.helia_charging binary_sensor.helia_online binary_sensor.helia_asleep
binary_sensor.helia_scheduled_charging sensor.helia_battery sensor.helia_charger_power
sensor.helia_charging_rate button.helia_wake_up button.helia_force_data_update
"""

ESPHOME = """
switch.helia_charger switch.helia_sentry_mode number.helia_charging_amps number.helia_charging_limit
sensor.helia_charging sensor.helia_battery sensor.helia_usable_battery sensor.helia_charger_current
sensor.helia_charger_voltage sensor.helia_charger_power sensor.helia_charger_phases
binary_sensor.helia_charger binary_sensor.helia_asleep binary_sensor.helia_user_present button.helia_wake_up
"""

ESPHOME_FORK = """
switch.helia_charger switch.helia_ble_connection number.helia_charging_amps number.helia_charging_limit
sensor.helia_charging_state sensor.helia_charge_level sensor.helia_charge_current sensor.helia_charge_voltage
sensor.helia_charge_power sensor.helia_charge_limit sensor.helia_current_limit binary_sensor.helia_asleep
binary_sensor.helia_charge_flap button.helia_wake_up
"""

FLEET_ROLES = {
    Role.CHARGE: "switch.helia_charge",
    Role.CURRENT: "number.helia_charge_current",
    Role.LOCATION: "device_tracker.helia_location",
    Role.CHARGING: "sensor.helia_charging",
    Role.SOC: "sensor.helia_battery_level",
    Role.LIMIT: "number.helia_charge_limit",
    Role.DRAWN: "sensor.helia_charger_current",
    Role.VOLTAGE: "sensor.helia_charger_voltage",
    Role.POWER: "sensor.helia_charger_power",
    Role.PHASES: "binary_sensor.helia_charger_has_multiple_phases",
    Role.CABLE: "binary_sensor.helia_charge_cable",
    Role.SCHEDULED: "binary_sensor.helia_scheduled_charging_pending",
    Role.AWAKE: "binary_sensor.helia_status",
    Role.WAKE_UP: "button.helia_wake",
}

TESLA_CUSTOM_ROLES = {
    Role.CHARGE: "switch.helia_charger",
    Role.CURRENT: "number.helia_charging_amps",
    Role.LOCATION: "device_tracker.helia_location_tracker",
    Role.CHARGING: "binary_sensor.helia_charger",
    Role.SOC: "sensor.helia_battery",
    Role.LIMIT: "number.helia_charge_limit",
    Role.DRAWN: "sensor.helia_charger_power",
    Role.VOLTAGE: "sensor.helia_charger_power",
    Role.POWER: "sensor.helia_charger_power",
    Role.PHASES: "sensor.helia_charger_power",
    Role.CABLE: "binary_sensor.helia_charger",
    Role.AWAKE: "binary_sensor.helia_online",
    Role.ASLEEP: "binary_sensor.helia_asleep",
    Role.WAKE_UP: "button.helia_wake_up",
}

ESPHOME_ROLES = {
    Role.CHARGE: "switch.helia_charger",
    Role.CURRENT: "number.helia_charging_amps",
    Role.CHARGING: "sensor.helia_charging",
    Role.SOC: "sensor.helia_battery",
    Role.LIMIT: "number.helia_charging_limit",
    Role.DRAWN: "sensor.helia_charger_current",
    Role.VOLTAGE: "sensor.helia_charger_voltage",
    Role.POWER: "sensor.helia_charger_power",
    Role.PHASES: "sensor.helia_charger_phases",
    Role.CABLE: "binary_sensor.helia_charger",
    Role.ASLEEP: "binary_sensor.helia_asleep",
    Role.WAKE_UP: "button.helia_wake_up",
}

ESPHOME_FORK_ROLES = {
    Role.CHARGE: "switch.helia_charger",
    Role.CURRENT: "number.helia_charging_amps",
    Role.CHARGING: "sensor.helia_charging_state",
    Role.SOC: "sensor.helia_charge_level",
    Role.LIMIT: "number.helia_charging_limit",
    Role.DRAWN: "sensor.helia_charge_current",
    Role.VOLTAGE: "sensor.helia_charge_voltage",
    Role.POWER: "sensor.helia_charge_power",
    Role.ASLEEP: "binary_sensor.helia_asleep",
    Role.WAKE_UP: "button.helia_wake_up",
}

ALL_NEEDED = sorted({role for roles in NEEDED.values() for role in roles})
HOUSE = "zone.home sensor.grid_power switch.helia switch.garage_charge number.other_charge_current"


def found(present: str, **by_hand: str) -> Found:
    hand = {Role(key): entity for key, entity in by_hand.items()}
    return find("helia", f"{HOUSE} {present}".split(), hand)


@pytest.mark.parametrize(
    ("present", "integration", "roles"),
    [
        (FLEET, "Tesla Fleet, Teslemetry or Tessie", FLEET_ROLES),
        (TESLA_CUSTOM, "Tesla Custom Integration", TESLA_CUSTOM_ROLES),
        (ESPHOME, "ESPHome Tesla BLE", ESPHOME_ROLES),
        (ESPHOME_FORK, "ESPHome Tesla BLE", ESPHOME_FORK_ROLES),
    ],
    ids=["fleet", "tesla_custom", "esphome", "esphome_fork"],
)
def test_each_integration_is_known_by_its_names(
    present: str, integration: str, roles: dict[Role, str]
) -> None:
    car = found(present)
    assert car.integration == integration
    assert car.roles == roles


@pytest.mark.parametrize("present", [FLEET, TESLA_CUSTOM], ids=["fleet", "tesla_custom"])
def test_an_integration_of_teslas_service_misses_nothing(present: str) -> None:
    assert found(present).missing == ()


@pytest.mark.parametrize("present", [ESPHOME, ESPHOME_FORK], ids=["esphome", "esphome_fork"])
def test_over_bluetooth_a_car_does_not_say_where_it_is(present: str) -> None:
    car = found(present)
    assert car.missing == (Role.LOCATION,)
    assert "location (set car.entities.location, or car.locate_by another way)" in str(car)


@pytest.mark.parametrize("present", [ESPHOME, ESPHOME_FORK], ids=["esphome", "esphome_fork"])
def test_a_position_by_hand_completes_it(present: str) -> None:
    car = found(f"{present} device_tracker.phone", location="device_tracker.phone")
    assert car.missing == ()
    assert car.roles[Role.LOCATION] == "device_tracker.phone"


@pytest.mark.parametrize(
    ("uses", "missing"),
    [
        (("read", "command", "locate"), (Role.LOCATION,)),
        (("read", "command"), ()),
        (("locate",), (Role.LOCATION,)),
        ((), ()),
    ],
)
def test_only_what_the_entities_are_wanted_for_can_be_missing(
    uses: tuple[str, ...], missing: tuple[Role, ...]
) -> None:
    assert find("helia", ESPHOME.split(), {}, uses).missing == missing


@pytest.mark.parametrize("role", ALL_NEEDED)
def test_without_a_needed_role_the_car_is_not_complete(role: Role) -> None:
    present = FLEET.replace(FLEET_ROLES[role], "").replace(FLEET_ROLES[Role.CABLE], "")
    assert found(present).missing == (role,)


@pytest.mark.parametrize("role", [role for role in FLEET_ROLES if role not in ALL_NEEDED])
def test_any_other_role_may_be_absent(role: Role) -> None:
    car = found(FLEET.replace(FLEET_ROLES[role], ""))
    assert car.missing == ()
    assert role not in car.roles


def test_what_is_set_by_hand_wins() -> None:
    car = found(f"{FLEET} sensor.plug_current", drawn="sensor.plug_current")
    assert car.roles[Role.DRAWN] == "sensor.plug_current"


@pytest.mark.parametrize("role", [Role.CURRENT, Role.DRAWN])
def test_what_is_set_by_hand_must_be_there(role: Role) -> None:
    car = found(FLEET, **{role.value: "sensor.typo"})
    assert car.missing == (role,)
    assert role not in car.roles
    assert f"car.entities.{role.value} is sensor.typo, which is not in Home Assistant" in str(car)


def test_switch_and_cable_stand_in_for_what_the_port_reports() -> None:
    by_hand = {"charge": "switch.a", "current": "number.b", "cable": "binary_sensor.c"}
    assert found("switch.a number.b binary_sensor.c", **by_hand).roles[Role.CHARGING] == "switch.a"
    assert Role.CHARGING in found("switch.a number.b", charge="switch.a", current="number.b").missing


def test_nothing_is_found_of_a_car_that_is_not_there() -> None:
    car = found("")
    assert (car.integration, car.roles) == (None, {})
    assert str(car).startswith("entities of helia: none is named after helia; found nothing; missing charge ")


def test_another_cars_entities_are_not_taken() -> None:
    assert find("helia", FLEET.replace("helia", "helia_2").split(), {}).roles == {}


def test_the_log_gets_one_sentence() -> None:
    assert str(found("switch.helia_charge number.helia_charge_current")) == (
        "entities of helia: named as by Tesla Fleet, Teslemetry or Tessie; "
        "found charge switch.helia_charge, current number.helia_charge_current; "
        "missing location (set car.entities.location, or car.locate_by another way), "
        "charging (set car.entities.charging), soc (set car.entities.soc)"
    )


def test_each_entity_that_can_be_set_has_a_role() -> None:
    assert CarEntities.model_fields.keys() - {"name"} <= {role.value for role in Role}
