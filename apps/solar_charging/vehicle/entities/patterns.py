"""Knows which entity of Home Assistant plays which role of a car by each integration's English names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Role(str, Enum):
    """Says what an entity of a car is good for; the values are the keys of `car.entities` in apps.yaml."""

    CHARGE = "charge"
    CURRENT = "current"
    LOCATION = "location"
    CHARGING = "charging"
    SOC = "soc"
    LIMIT = "limit"
    DRAWN = "drawn"
    VOLTAGE = "voltage"
    POWER = "power"
    PHASES = "phases"
    CABLE = "cable"
    SCHEDULED = "scheduled"
    ADDED = "added"
    ODOMETER = "odometer"
    AWAKE = "awake"
    ASLEEP = "asleep"
    WAKE_UP = "wake_up"
    WALL_CONNECTED = "wall_connected"
    CLIMATE = "climate"


NEEDED: Mapping[str, tuple[Role, ...]] = {
    "read": (Role.CHARGING, Role.SOC, Role.CURRENT),
    "command": (Role.CHARGE, Role.CURRENT),
    "locate": (Role.LOCATION,),
}
"""The roles without which a car cannot be read, commanded, located; all others are welcome."""

ALL_USES = tuple(NEEDED)


@dataclass(frozen=True)
class Integration:
    """Is one way in which entities are named.

    Of several patterns of a role the first whose entity is there wins.
    """

    name: str
    patterns: Mapping[Role, tuple[str, ...]]

    def roles(self, car: str, present: Collection[str]) -> dict[Role, str]:
        """Returns the entities among those present that this integration would have made for the car."""
        found: dict[Role, str] = {}
        for role, patterns in self.patterns.items():
            for entity in (pattern.format(car) for pattern in patterns):
                if entity in present:
                    found.setdefault(role, entity)
        return found


INTEGRATIONS: tuple[Integration, ...] = (
    Integration(
        "Tesla Fleet, Teslemetry or Tessie",
        {
            Role.CHARGE: ("switch.{}_charge",),
            Role.CURRENT: ("number.{}_charge_current",),
            Role.LOCATION: ("device_tracker.{}_location",),
            Role.CHARGING: ("sensor.{}_charging",),
            Role.SOC: ("sensor.{}_battery_level",),
            Role.LIMIT: ("number.{}_charge_limit",),
            Role.DRAWN: ("sensor.{}_charger_current",),
            Role.VOLTAGE: ("sensor.{}_charger_voltage",),
            Role.POWER: ("sensor.{}_charger_power",),
            Role.PHASES: ("binary_sensor.{}_charger_has_multiple_phases",),
            Role.CABLE: ("binary_sensor.{}_charge_cable",),
            Role.SCHEDULED: ("binary_sensor.{}_scheduled_charging_pending",),
            Role.ADDED: ("sensor.{}_charge_energy_added",),
            Role.ODOMETER: ("sensor.{}_odometer",),
            Role.AWAKE: ("binary_sensor.{}_status",),
            Role.CLIMATE: ("climate.{}_climate",),
            Role.WAKE_UP: ("button.{}_wake",),
        },
    ),
    Integration(
        "Tesla Custom Integration",
        {
            Role.CHARGE: ("switch.{}_charger",),
            Role.CURRENT: ("number.{}_charging_amps",),
            Role.LOCATION: ("device_tracker.{}_location_tracker",),
            # It has the words, current, voltage and phases as attributes of these.
            Role.CHARGING: ("binary_sensor.{}_charger",),
            Role.SOC: ("sensor.{}_battery",),
            Role.LIMIT: ("number.{}_charge_limit",),
            Role.DRAWN: ("sensor.{}_charger_power",),
            Role.VOLTAGE: ("sensor.{}_charger_power",),
            Role.POWER: ("sensor.{}_charger_power",),
            Role.PHASES: ("sensor.{}_charger_power",),
            Role.CABLE: ("binary_sensor.{}_charger",),
            Role.ADDED: ("sensor.{}_energy_added",),
            Role.ODOMETER: ("sensor.{}_odometer",),
            Role.AWAKE: ("binary_sensor.{}_online",),
            Role.ASLEEP: ("binary_sensor.{}_asleep",),
            Role.CLIMATE: ("climate.{}_hvac_climate_system",),
            Role.WAKE_UP: ("button.{}_wake_up",),
        },
    ),
    Integration(
        "ESPHome Tesla BLE",
        {
            Role.CHARGE: ("switch.{}_charger", "switch.{}_charging"),
            Role.CURRENT: ("number.{}_charging_amps",),
            Role.CHARGING: ("sensor.{}_charging", "sensor.{}_charging_state"),
            Role.SOC: ("sensor.{}_battery", "sensor.{}_charge_level"),
            Role.LIMIT: ("number.{}_charging_limit",),
            Role.DRAWN: ("sensor.{}_charger_current", "sensor.{}_charge_current"),
            Role.VOLTAGE: ("sensor.{}_charger_voltage", "sensor.{}_charge_voltage"),
            Role.POWER: ("sensor.{}_charger_power", "sensor.{}_charge_power"),
            Role.PHASES: ("sensor.{}_charger_phases",),
            Role.CABLE: ("binary_sensor.{}_charger",),
            Role.ADDED: ("sensor.{}_energy_added", "sensor.{}_charge_energy_added"),
            Role.ODOMETER: ("sensor.{}_odometer",),
            Role.ASLEEP: ("binary_sensor.{}_asleep",),
            Role.CLIMATE: ("climate.{}_climate",),
            Role.WAKE_UP: ("button.{}_wake_up",),
        },
    ),
)
"""Tesla Fleet, Teslemetry and Tessie name all alike; over Bluetooth a car does not say where it is."""


def by_name(car: str, present: Collection[str]) -> tuple[Integration, dict[Role, str]]:
    """Returns the integration that has named most of a car's entities among those present, and those.

    `car` is the car's part of their ids, such as model_y in switch.model_y_charge.
    """
    found = [(integration, integration.roles(car, present)) for integration in INTEGRATIONS]
    return max(found, key=lambda each: len(each[1]))


def named_cars(present: Collection[str]) -> tuple[str, ...]:
    """Returns the names of all cars of which an entity to start it and one to set its current are there."""
    names = {
        name
        for integration in INTEGRATIONS
        for name in _names(integration.patterns[Role.CHARGE], present)
        & _names(integration.patterns[Role.CURRENT], present)
    }
    return tuple(sorted(names))


def _names(patterns: Iterable[str], present: Iterable[str]) -> set[str]:
    ends = [pattern.split("{}") for pattern in patterns]
    return {
        entity[len(before) : -len(after)]
        for entity in present
        for before, after in ends
        if entity.startswith(before) and entity.endswith(after) and len(entity) > len(before + after)
    }
