"""Finds which entity of Home Assistant plays which role of a car, by each integration's names."""

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
            Role.WAKE_UP: ("button.{}_wake_up",),
        },
    ),
)
"""Tesla Fleet, Teslemetry and Tessie name all alike; over Bluetooth a car does not say where it is."""


@dataclass(frozen=True)
class Found:
    """Holds a car's entities; as text, it is a sentence for the log of what was found and what is missing.

    `missing` holds the needed roles without an entity, and those whose entity, set by hand, does not exist;
    `integration` is None where nothing is named after the car.
    """

    car: str
    integration: str | None
    roles: Mapping[Role, str]
    missing: tuple[Role, ...]
    absent: Mapping[Role, str]

    def __str__(self) -> str:
        found = ", ".join(f"{role.value} {entity}" for role, entity in self.roles.items())
        named = f"named as by {self.integration}" if self.integration else f"none is named after {self.car}"
        text = f"entities of {self.car}: {named}; found {found or 'nothing'}"
        return f"{text}; missing {', '.join(map(self._missing, self.missing))}" if self.missing else text

    def _missing(self, role: Role) -> str:
        key = f"car.entities.{role.value}"
        if role in self.absent:
            return f"{role.value} ({key} is {self.absent[role]}, which is not in Home Assistant)"
        other = ", or car.locate_by another way" if role is Role.LOCATION else ""
        return f"{role.value} (set {key}{other})"


def find(
    car: str,
    present: Iterable[str],
    by_hand: Mapping[Role, str],
    uses: Collection[str] = ALL_USES,
) -> Found:
    """Finds the entities of a car among those present in Home Assistant.

    `car` is the car's part of their ids, such as model_y in switch.model_y_charge. A role set by hand wins,
    even over what is there. `uses` are those of NEEDED that the entities are wanted for.
    """
    known = frozenset(present)
    found = {integration.name: integration.roles(car, known) for integration in INTEGRATIONS}
    name = max(found, key=lambda candidate: len(found[candidate]))
    absent = {role: entity for role, entity in by_hand.items() if entity not in known}
    roles = {role: entity for role, entity in {**found[name], **by_hand}.items() if role not in absent}
    if Role.CHARGING not in {*roles, *absent} and roles.keys() >= {Role.CHARGE, Role.CABLE}:
        # The switch says whether it charges, the cable whether it could.
        roles[Role.CHARGING] = roles[Role.CHARGE]
    needed = {role for use in uses for role in NEEDED[use]} - roles.keys()
    return Found(
        car=car,
        integration=name if found[name] else None,
        roles={role: roles[role] for role in Role if role in roles},
        missing=tuple(role for role in Role if role in needed or role in absent),
        absent=absent,
    )
