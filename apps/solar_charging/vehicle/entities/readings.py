"""Reads what the entities of a car report of it, whichever integration made them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...base.entity_state import NO_VALUES, EntityState
from ...base.reason import Problem
from ..car import MIN_MAINS_V, CarState, ChargingState, HomeZone, Unreachable
from .patterns import Role

MEASURED = (Role.DRAWN, Role.CHARGING, Role.SOC, Role.VOLTAGE)
"""What only the car itself changes; switch and number change at once when they are commanded."""

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

CHARGING: Mapping[str, ChargingState] = {
    **{state.value: state for state in ChargingState},
    "nopower": ChargingState.NO_POWER,
    "on": ChargingState.CHARGING,
    "off": ChargingState.STOPPED,
}

PHASES: Mapping[str, int] = {"on": 3, "off": 1, "1": 1, "2": 3, "3": 3}
"""A yes or no, or the car's own number, in which 2 stands for three phases."""


class Readings:
    """Holds the states of a car's entities at one moment, by role; a role without an entity is left out."""

    def __init__(self, states: Mapping[Role, EntityState]) -> None:
        self._states = states

    def word(self, role: Role) -> str | None:
        """Returns a value as one word, such as no_power, None where it is not known."""
        value = self._value(role)
        return None if value is None else str(value).lower().replace(" ", "_").removesuffix(".0")

    def number(self, role: Role) -> float | None:
        """Returns a value as a number, None where it is not known or in another unit."""
        try:
            number = float(self._value(role))
        except (TypeError, ValueError):
            return None
        return number if math.isfinite(number) else None

    @property
    def charging(self) -> ChargingState:
        """Returns what the charge port reports."""
        word = self.word(Role.CHARGING)
        if word == "off" and self.word(Role.CABLE) == "off":
            return ChargingState.DISCONNECTED
        return CHARGING.get(word or "", ChargingState.UNKNOWN)

    @property
    def awake(self) -> bool:
        """Says whether the car is awake, as far as its integration knows.

        Raises Unreachable when nothing at all is known: then it is the integration that fails, not the car.
        """
        for role, word_for_awake in ((Role.AWAKE, "on"), (Role.ASLEEP, "off")):
            word = self.word(role)
            if word in ("on", "off"):
                return word == word_for_awake
        measured = [self._value(role) for role in MEASURED if role in self._states]
        if not measured or any(value is not None for value in measured):
            return True
        if Role.AWAKE in self._states or Role.ASLEEP in self._states:
            raise Unreachable(Problem.ENTITIES_UNAVAILABLE)
        return False

    def car_state(self, home: HomeZone | None, now_s: float) -> CarState:
        """Returns all of it; `now_s` (unix seconds) stands in where no entity has a time."""
        charging, offered_a = self.charging, self.number(Role.CURRENT)
        return CarState(
            at_s=self._measured_s(now_s),
            asleep=not self.awake,
            at_home=self._at_home(home),
            charging=charging,
            soc_pct=self.number(Role.SOC),
            charge_limit_pct=self.number(Role.LIMIT),
            offered_a=None if offered_a is None else round(offered_a),
            drawn_a=self.number(Role.DRAWN),
            max_current_a=None if offered_a is None else _whole(self._attributes(Role.CURRENT).get("max")),
            # An idle car has none, whatever its entities show.
            phases=PHASES.get(self.word(Role.PHASES) or "") if charging is ChargingState.CHARGING else None,
            voltage_v=self._mains_voltage(),
            scheduled=self.word(Role.SCHEDULED) == "on",
        )

    def _attributes(self, role: Role) -> Mapping[str, Any]:
        return self._states.get(role, {}).get("attributes") or {}

    def _value(self, role: Role) -> Any:
        state, attributes = self._states.get(role, {}).get("state"), self._attributes(role)
        if state in NO_VALUES:
            return None
        if HIDDEN.get(role) in attributes:
            return attributes[HIDDEN[role]]
        return state if attributes.get("unit_of_measurement") in (None, UNITS.get(role)) else None

    def _mains_voltage(self) -> float | None:
        voltage_v = self.number(Role.VOLTAGE)
        return voltage_v if voltage_v is not None and voltage_v >= MIN_MAINS_V else None

    def _at_home(self, home: HomeZone | None) -> bool | None:
        place, attributes = self._value(Role.LOCATION), self._attributes(Role.LOCATION)
        latitude, longitude = attributes.get("latitude"), attributes.get("longitude")
        if place is None or place == "home":
            return None if place is None else True
        if home is None or latitude is None or longitude is None:
            return False
        # A smaller zone within the home, such as the garage, gives its own name.
        return home.distance_m(float(latitude), float(longitude)) <= home.radius_m

    def _measured_s(self, now_s: float) -> float:
        """Returns when the car last reported something (unix seconds).

        An integration writes all values of one look together, so the newest time counts.
        """
        states = [self._states[role] for role in MEASURED if role in self._states]
        moments = [state.get("last_reported") or state.get("last_updated") for state in states]
        return max((_unix_s(moment) for moment in moments if moment), default=now_s)


def _unix_s(moment: str) -> float:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, (int, float)) and math.isfinite(value) else None
