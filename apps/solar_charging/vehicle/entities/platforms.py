"""Knows by what each integration's entities are told apart in the registry, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .patterns import Role
from .registry import Registered

VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")


@dataclass(frozen=True)
class Platform:
    """Is one integration of cars: its domain, its name for a person, and its entities' keys by role.

    A key is such as switch.charge_state_charging_state; of several the first that is there wins. `owner`
    returns what an entity's unique id says of the car, and `keys` the keys that an entity answers to.
    """

    domain: str
    name: str
    roles: Mapping[Role, tuple[str, ...]]
    owner: Callable[[Registered], str]
    keys: Callable[[Registered], tuple[str, ...]]


def _before(between: str) -> Callable[[Registered], str]:
    return lambda entity: entity.unique_id.partition(between)[0]


def _cloud_keys(entity: Registered) -> tuple[str, ...]:
    last = entity.unique_id.partition("-")[2]
    return f"{entity.domain}.{last}", f"{entity.domain}.{entity.translation_key}"


def _custom_keys(entity: Registered) -> tuple[str, ...]:
    return (f"{entity.domain}.{entity.unique_id.partition('_')[2]}",)


def _bluetooth_keys(entity: Registered) -> tuple[str, ...]:
    # Its texts are sensors too, and in some languages state and level of the charge have one name.
    _, kind, last = [*entity.unique_id.partition("@")[0].split("-", 2), "", ""][:3]
    return tuple(f"{kind}.{squeezed(name)}" for name in (entity.original_name, last) if name)


def _logger_owner(entity: Registered) -> str:
    match = re.match(r"teslamate_[^_]+", entity.unique_id)
    return match[0] if match else ""


def _logger_keys(entity: Registered) -> tuple[str, ...]:
    return (f"{entity.domain}.{entity.unique_id.removeprefix(_logger_owner(entity)).lstrip('_')}",)


def squeezed(name: str) -> str:
    """Returns a name without all that ESPHome leaves out of an id, or replaces there."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _called(kind: str, *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{kind}.{squeezed(name)}" for name in names))


CLOUD: Mapping[Role, tuple[str, ...]] = {
    Role.CHARGE: (
        "switch.charge_state_user_charge_enable_request",
        "switch.charge_state_charge_enable_request",
        "switch.charge_state_charging_state",
    ),
    Role.CURRENT: ("number.charge_state_charge_current_request",),
    Role.LOCATION: ("device_tracker.location",),
    Role.CHARGING: ("sensor.charge_state_charging_state",),
    Role.SOC: ("sensor.charge_state_battery_level", "sensor.charge_state_usable_battery_level"),
    Role.LIMIT: ("number.charge_state_charge_limit_soc",),
    Role.DRAWN: ("sensor.charge_state_charger_actual_current",),
    Role.VOLTAGE: ("sensor.charge_state_charger_voltage",),
    Role.POWER: ("sensor.charge_state_charger_power",),
    Role.PHASES: ("binary_sensor.charge_state_charger_phases",),
    Role.CABLE: ("binary_sensor.charge_state_conn_charge_cable",),
    Role.SCHEDULED: ("binary_sensor.charge_state_scheduled_charging_pending",),
    Role.ADDED: ("sensor.charge_state_charge_energy_added",),
    Role.ODOMETER: ("sensor.vehicle_state_odometer",),
    Role.AWAKE: ("binary_sensor.state",),
    Role.WAKE_UP: ("button.wake",),
    Role.CLIMATE: ("climate.driver_temp", "climate.primary"),
}
"""Tesla Fleet, Teslemetry and Tessie call their entities as Tesla's API calls its values."""

CUSTOM: Mapping[Role, tuple[str, ...]] = {
    Role.CHARGE: ("switch.charger",),
    Role.CURRENT: ("number.charging_amps",),
    Role.LOCATION: ("device_tracker.location_tracker",),
    # It has the words, current, voltage and phases as attributes of these.
    Role.CHARGING: ("binary_sensor.charger",),
    Role.SOC: ("sensor.battery",),
    Role.LIMIT: ("number.charge_limit",),
    Role.DRAWN: ("sensor.charger_power",),
    Role.VOLTAGE: ("sensor.charger_power",),
    Role.POWER: ("sensor.charger_power",),
    Role.PHASES: ("sensor.charger_power",),
    Role.CABLE: ("binary_sensor.charger",),
    Role.ADDED: ("sensor.energy_added",),
    Role.ODOMETER: ("sensor.odometer",),
    Role.AWAKE: ("binary_sensor.online",),
    Role.ASLEEP: ("binary_sensor.asleep",),
    Role.WAKE_UP: ("button.wake_up",),
    Role.CLIMATE: ("climate.hvac_climate_system",),
}

BLUETOOTH: Mapping[Role, tuple[str, ...]] = {
    Role.CHARGE: _called("switch", "Charger", "Charging", "Laden", "Charge", "Töltés"),
    Role.CURRENT: _called(
        "number", "Charging amps", "Ladestrom", "Ampérage de charge", "Töltési áram", "Laadstroom"
    ),
    Role.CHARGING: _called(
        "text_sensor",
        *("Charging state", "Charging", "Ladezustand", "État de charge", "Töltési állapot", "Laadstatus"),
    ),
    Role.SOC: _called(
        "sensor",
        *("Charge level", "Battery", "Ladezustand", "État de charge", "Töltöttségi szint", "Laadstatus"),
    ),
    Role.LIMIT: _called(
        "number", "Charging limit", "Ladelimit", "Limite de charge", "Töltési limit", "Oplaadlimiet"
    ),
    Role.DRAWN: _called(
        "sensor",
        *(
            "Charge current",
            "Charger current",
            "Ladestrom",
            "Courant de charge",
            "Töltési áram",
            "Laadstroom",
        ),
    ),
    Role.VOLTAGE: _called(
        "sensor",
        *("Charge voltage", "Charger voltage", "Ladespannung", "Tension de charge"),
        *("Töltési feszültség", "Laadspanning"),
    ),
    Role.POWER: _called(
        "sensor",
        *("Charge power", "Charger power", "Ladeleistung", "Puissance de charge"),
        *("Töltési teljesítmény", "Laadvermogen"),
    ),
    Role.PHASES: _called("sensor", "Charger phases", "Ladephasen", "Phases de charge", "Töltő fázisok"),
    Role.CABLE: _called("binary_sensor", "Charger"),
    Role.ADDED: _called(
        "sensor",
        *("Charge energy added", "Energy added", "Bezogene Energie", "Énergie ajoutée"),
        *("Vételezett energia", "Toegevoegde energie"),
    ),
    Role.ODOMETER: _called("sensor", "Odometer", "Kilometerstand", "Kilométrage", "Km. óra állás"),
    Role.ASLEEP: _called(
        "binary_sensor", "Asleep", "Im Ruhezustand", "En veille", "Alvó állapotban", "In slaapstand"
    ),
    Role.WAKE_UP: _called("button", "Wake up", "Aufwecken", "Réveiller", "Felébresztés", "Wekken"),
    Role.CLIMATE: _called("climate", "Climate"),
}
"""The boards of both ESPHome projects are set to a language themselves: these are all that are published."""

LOGGER: Mapping[Role, tuple[str, ...]] = {
    Role.CURRENT: ("sensor.charge_current_request",),
    Role.LOCATION: ("device_tracker.location",),
    Role.CHARGING: ("sensor.charging_state", "sensor.state"),
    Role.SOC: ("sensor.battery_level", "sensor.usable_battery_level"),
    Role.LIMIT: ("sensor.charge_limit_soc",),
    Role.DRAWN: ("sensor.charger_actual_current",),
    Role.VOLTAGE: ("sensor.charger_voltage",),
    Role.POWER: ("sensor.charger_power",),
    Role.PHASES: ("sensor.charger_phases",),
    Role.CABLE: ("binary_sensor.plugged_in",),
    Role.ADDED: ("sensor.charge_energy_added",),
    Role.ODOMETER: ("sensor.odometer",),
    Role.AWAKE: ("sensor.state",),
    Role.CLIMATE: ("binary_sensor.is_climate_on", "binary_sensor.is_preconditioning"),
}
"""TeslaMate only reads; by these unique ids its handbook has Home Assistant show what it publishes."""

PLATFORMS: tuple[Platform, ...] = (
    Platform("teslemetry", "Teslemetry", CLOUD, _before("-"), _cloud_keys),
    Platform("tesla_fleet", "Tesla Fleet", CLOUD, _before("-"), _cloud_keys),
    Platform("tessie", "Tessie", CLOUD, _before("-"), _cloud_keys),
    Platform("tesla_custom", "Tesla Custom Integration", CUSTOM, _before("_"), _custom_keys),
    Platform("esphome", "ESPHome Tesla BLE", BLUETOOTH, _before("-"), _bluetooth_keys),
    Platform("mqtt", "TeslaMate", LOGGER, _logger_owner, _logger_keys),
)
"""Of several that have all that is needed the first is taken: one that streams before those that ask."""

WALL_CONNECTOR = "tesla_wall_connector"
"""The integration that asks a Wall Connector itself."""

DOMAINS = (*(platform.domain for platform in PLATFORMS), WALL_CONNECTOR)
"""The integrations whose entities are worth asking for."""
