"""A car that Home Assistant already knows: the verbs of a Vehicle over its entities."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from .car import (
    Asleep,
    CarState,
    ChargingState,
    CommandRefused,
    HomeZone,
    NeedsPerson,
    SigningRequired,
    Unreachable,
    VehicleError,
)
from .patterns import Role

UNKNOWN = ("unavailable", "unknown", None)

READINGS = (Role.DRAWN, Role.CHARGING, Role.SOC, Role.VOLTAGE)
"""What only the car itself changes; switch and number change at once when they are told to."""

HIDDEN: Mapping[Role, str] = {
    Role.CHARGING: "charging_state",
    Role.DRAWN: "charger_amps_actual",
    Role.VOLTAGE: "charger_volts",
    Role.PHASES: "charger_phases",
}
"""Attributes in which tesla_custom keeps what others have an entity for."""

UNITS: Mapping[Role, str] = {
    Role.CURRENT: "A",
    Role.SOC: "%",
    Role.LIMIT: "%",
    Role.DRAWN: "A",
    Role.VOLTAGE: "V",
}

CHARGING_WORDS: Mapping[str, ChargingState] = {
    **{state.value: state for state in ChargingState},
    "nopower": ChargingState.NO_POWER,
    "on": ChargingState.CHARGING,
    "off": ChargingState.STOPPED,
}

PHASES: Mapping[str, int] = {"on": 3, "off": 1, "1": 1, "2": 3, "3": 3}
"""A yes or no, or the car's own number, in which 2 stands for three phases."""

IDLE = (ChargingState.STOPPED, ChargingState.COMPLETE, ChargingState.DISCONNECTED, ChargingState.NO_POWER)
ALREADY_SO = ("is_charging", "charging", "already_started", "not_charging", "already_set", "requested")
FLOOR_A = 5
MIN_MAINS_V = 80


class Port(Protocol):
    """What is needed of Home Assistant."""

    def state(self, entity: str) -> Mapping[str, Any] | None:
        """An entity's state, attributes, last_updated and so on; None when there is no such entity."""

    def call(self, service: str, **data: Any) -> None:
        """Call a service such as switch/turn_on, and wait: the integrations wake a sleeping car first.

        Raises a VehicleError; `check_answer` knows which.
        """


def check_answer(service: str, answer: Any) -> None:
    """Raises the VehicleError that is in an answer of AppDaemon's call_service, if there is one."""
    if not isinstance(answer, Mapping):
        raise Unreachable(f"{service}: Home Assistant is not connected")
    if answer.get("success") is not False:
        return
    error = answer.get("error")
    if not isinstance(error, Mapping):
        raise Unreachable(f"{service}: Home Assistant did not answer in time")
    raise refusal(service, str(error.get("message") or error.get("code") or "no reason given"))


def refusal(service: str, message: str) -> VehicleError:
    """What an integration's message means; the car's own word is the last part of it."""
    text = message.lower()
    if "vehicle command protocol" in text or "unsigned_cmds_hardlocked" in text:
        return SigningRequired("the car takes signed commands only, and its integration does not sign")
    if "wake up vehicle" in text or "offline or asleep" in text:
        return Asleep("the car is asleep or offline")
    return CommandRefused(service, message.rsplit(": ", 1)[-1].strip())


class HomeAssistantCar:
    """One car as a Vehicle, by its entities (see patterns.find)."""

    reads_are_free = True

    def __init__(self, roles: Mapping[Role, str], port: Port) -> None:
        self._roles = roles
        self._port = port

    def awake(self) -> bool:
        """Whether the car is awake, as far as its integration knows.

        Raises Unreachable when all entities of the car are unavailable: then it is the integration that ails.
        """
        for role, word_for_awake in ((Role.AWAKE, "on"), (Role.ASLEEP, "off")):
            word = self._value(role)
            if word in ("on", "off"):
                return bool(word == word_for_awake)
        if any(self._value(role) is not None for role in READINGS):
            return True
        if Role.AWAKE in self._roles or Role.ASLEEP in self._roles:
            raise Unreachable("Home Assistant knows nothing of the car: all its entities are unavailable")
        return False

    def read(self, home: HomeZone | None) -> CarState:
        """What the entities show, also of a sleeping car: then its values of before."""
        current = self._state(Role.CURRENT)
        offered_a = self._number(Role.CURRENT)
        charging = self._charging()
        voltage_v = self._number(Role.VOLTAGE)
        return CarState(
            at_s=self._at_s(),
            asleep=not self.awake(),
            at_home=self._at_home(home),
            charging=charging,
            soc_pct=self._number(Role.SOC),
            charge_limit_pct=self._number(Role.LIMIT),
            offered_a=None if offered_a is None else round(offered_a),
            drawn_a=self._number(Role.DRAWN),
            max_current_a=None if offered_a is None else _whole(current.get("attributes", {}).get("max")),
            # An idle car has none, whatever its entities show.
            phases=PHASES.get(self._word(Role.PHASES)) if charging is ChargingState.CHARGING else None,
            voltage_v=voltage_v if voltage_v is not None and voltage_v >= MIN_MAINS_V else None,
            scheduled=self._word(Role.SCHEDULED) == "on",
        )

    def wake_up(self) -> None:
        """Press the button that wakes the car."""
        self._call("button/press", Role.WAKE_UP)

    def start(self) -> None:
        """Begin to charge."""
        charges = self._charging() in (ChargingState.STARTING, ChargingState.CHARGING)
        if not charges or self._word(Role.CHARGE) == "off" or not self.awake():
            self._call("switch/turn_on", Role.CHARGE)

    def stop(self) -> None:
        """End the charge; a car that sleeps does not charge."""
        if self.awake() and (self._charging() not in IDLE or self._word(Role.CHARGE) == "on"):
            self._call("switch/turn_off", Role.CHARGE)

    def set_current(self, current_a: int) -> None:
        """Offer the car a charging current in A.

        Asked for less than 5 A a car first goes to 5, and obeys when it is asked again.
        """
        if self._number(Role.CURRENT) == current_a and self._draws_about(current_a):
            return
        for _ in range(2 if current_a < FLOOR_A else 1):
            self._call("number/set_value", Role.CURRENT, value=current_a)

    def _draws_about(self, current_a: int) -> bool:
        """Whether nothing speaks against the car taking what the number shows."""
        drawn_a = self._number(Role.DRAWN)
        idle = self._charging() is not ChargingState.CHARGING
        return idle or drawn_a is None or abs(drawn_a - current_a) <= 1

    def _call(self, service: str, role: Role, **data: Any) -> None:
        entity = self._roles.get(role)
        if entity is None:
            raise NeedsPerson(f"{service} needs an entity: set car.entities.{role.value}")
        # Home Assistant calls it a success to leave an entity alone that is not there.
        if self._state(role).get("state") in ("unavailable", None):
            raise Unreachable(f"{entity} is unavailable in Home Assistant")
        try:
            self._port.call(service, entity_id=entity, **data)
        except CommandRefused as error:
            if error.reason not in ALREADY_SO:
                raise

    # What the entities say

    def _state(self, role: Role) -> Mapping[str, Any]:
        entity = self._roles.get(role)
        return (self._port.state(entity) if entity is not None else None) or {}

    def _value(self, role: Role) -> Any:
        """The value that plays a role, None where it is not known or in another unit."""
        state = self._state(role)
        attributes = state.get("attributes") or {}
        if state.get("state") in UNKNOWN:
            return None
        if HIDDEN.get(role) in attributes:
            return attributes[HIDDEN[role]]
        return state["state"] if attributes.get("unit_of_measurement") in (None, UNITS.get(role)) else None

    def _word(self, role: Role) -> str:
        return str(self._value(role)).lower().replace(" ", "_").removesuffix(".0")

    def _number(self, role: Role) -> float | None:
        try:
            number = float(self._value(role))
        except (TypeError, ValueError):
            return None
        return number if math.isfinite(number) else None

    def _charging(self) -> ChargingState:
        state = CHARGING_WORDS.get(self._word(Role.CHARGING), ChargingState.UNKNOWN)
        if self._word(Role.CHARGING) == "off" and self._word(Role.CABLE) == "off":
            return ChargingState.DISCONNECTED
        return state

    def _at_home(self, home: HomeZone | None) -> bool | None:
        place = self._value(Role.LOCATION)
        if place is None or place == "home":
            return None if place is None else True
        attributes = self._state(Role.LOCATION).get("attributes") or {}
        latitude, longitude = attributes.get("latitude"), attributes.get("longitude")
        if home is None or latitude is None or longitude is None:
            return False
        # A smaller zone within the home, such as the garage, gives its own name.
        return home.holds(float(latitude), float(longitude))

    def _at_s(self) -> float:
        """When the car last said something: an integration writes all values of a look at the same time."""
        states = [self._state(role) for role in READINGS]
        told = [state.get("last_reported") or state.get("last_updated") for state in states]
        moments = [
            datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() for moment in told if moment
        ]
        return max(moments, default=time.time())


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, (int, float)) and math.isfinite(value) else None
