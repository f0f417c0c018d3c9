"""Reads what the entities of a car report of it, whichever integration made them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...base.entity_state import NO_VALUES, EntityState, attributes_of
from ...base.reason import Problem, Reason
from ...base.shown import shown
from .. import spans
from ..car import KM_PER_MILE, MIN_MAINS_V, CarState, ChargingState, HomeZone, Mute, Unreachable
from ..known import FLOWS_A
from ..spans import Span, position
from .patterns import Role
from .words import AWAKE, CHARGING, CLIMATE, KEEPERS, LOGGED

COMMANDED = (Role.CHARGE, Role.CURRENT, Role.LIMIT, Role.LOCATION, Role.WAKE_UP)
MEASURED = tuple(role for role in Role if role not in (*COMMANDED, Role.WALL_CONNECTED, Role.CLIMATE))
"""What only the car itself changes; what a person can command changes at once when it is."""

VITAL = (Role.DRAWN, Role.CHARGING, Role.SOC, Role.VOLTAGE)
"""Of a car of which none of these is known nothing is known."""

LAG_S = 75.0
"""An integration may write what it knew before as if it were new: a stream's late events, a server's cache, a
look that was under way when the car was commanded. So much older a report may be than it seems.
"""

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
    Role.POWER: "kW",
    Role.ADDED: "kWh",
    Role.ODOMETER: "km",
}

SPANS: Mapping[Role, Span] = {
    **dict.fromkeys((Role.SOC, Role.LIMIT), spans.PER_CENT),
    Role.CURRENT: spans.OFFERED_A,
    Role.DRAWN: spans.AMPS,
    Role.VOLTAGE: spans.VOLTS,
    Role.POWER: spans.KILOWATTS,
    Role.ADDED: spans.KWH,
    Role.ODOMETER: spans.KM,
}

OTHER_UNITS: Mapping[Role, str] = {Role.ODOMETER: "mi", Role.POWER: "W"}
"""What else some of them may be told in."""

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
        """Returns a value as a number, None where it is not known, no number of a car, or in another unit."""
        return self._span(role).number(_number(self._value(role)))

    def _span(self, role: Role) -> Span:
        return SPANS[role].times(1000 if role is Role.POWER and self._unit(role) == "W" else 1)

    @property
    def unclear(self) -> tuple[Reason[Problem], ...]:
        """Lists what the entities say that makes no sense."""
        found = []
        for role in UNITS:
            value = self._value(role)
            if value is not None and self.number(role) is None:
                found.append(self._span(role).problem(self._name(role), _number(value)))
        word = self.word(Role.CHARGING)
        if word is None and Role.CHARGING in self._states and not self._silent:
            found.append(Reason(Problem.WORD_UNTOLD, {"where": self._name(Role.CHARGING)}))
        if word is not None and word not in CHARGING:
            known = ", ".join(state.value for state in ChargingState if state is not ChargingState.UNKNOWN)
            values = {"where": self._name(Role.CHARGING), "got": shown(word), "known": known}
            found.append(Reason(Problem.WORD_UNKNOWN, values))
        return tuple(found)

    @property
    def charging(self) -> ChargingState:
        """Returns what the charge port reports, or else what current and cable say of it."""
        word, cable = self.word(Role.CHARGING), self.word(Role.CABLE)
        unplugged = cable == "off"
        if unplugged and (word == "off" or word in LOGGED):
            return ChargingState.DISCONNECTED
        if word in LOGGED and cable != "on":
            return ChargingState.UNKNOWN
        told = CHARGING.get(word or "", ChargingState.UNKNOWN)
        if told is not ChargingState.UNKNOWN:
            return told
        drawn_a = self.number(Role.DRAWN)
        if drawn_a is None:
            return ChargingState.UNKNOWN
        idle = ChargingState.DISCONNECTED if unplugged else ChargingState.STOPPED
        return ChargingState.CHARGING if drawn_a >= FLOWS_A else idle

    @property
    def _silent(self) -> bool:
        """Says whether nothing vital of the car is known."""
        return all(self._value(role) is None for role in VITAL if role in self._states)

    @property
    def awake(self) -> bool:
        """Says whether the car is awake, as far as its integration knows.

        Raises Mute when nothing at all is known, and Unreachable when all is unavailable: then it is the
        integration that fails, not the car.
        """
        for role, word_for_awake in ((Role.AWAKE, "on"), (Role.ASLEEP, "off")):
            word = self.word(role) or ""
            if AWAKE.get(word, word) in ("on", "off"):
                return AWAKE.get(word, word) == word_for_awake
        vital = [self._states[role].get("state") for role in VITAL if role in self._states]
        if not vital or not self._silent:
            return True
        knows = Role.AWAKE in self._states or Role.ASLEEP in self._states
        if knows and all(said in (None, "unavailable") for said in vital):
            raise Unreachable(Problem.ENTITIES_UNAVAILABLE)
        if knows:
            raise Mute
        return False

    def car_state(self, home: HomeZone | None, now_s: float, said_s: float | None = None) -> CarState:
        """Returns all of it, at `now_s` (unix seconds), which stands in where no entity has a time.

        `said_s` is when the entities last reported a value, be it the same, where that was asked for.
        """
        reported_s = min(max(self._measured_s(now_s), said_s or 0.0), now_s)
        charging, offered_a = self.charging, self.number(Role.CURRENT)
        at_home, distance_m = self._place(home)
        odometer, miles = self.number(Role.ODOMETER), self._unit(Role.ODOMETER) == "mi"
        return CarState(
            at_s=reported_s - LAG_S,
            asleep=not self.awake,
            driving=self.word(Role.AWAKE) == "driving",
            at_home=at_home,
            distance_m=distance_m,
            radius_m=None if home is None else home.radius_m,
            charging=charging,
            soc_pct=self.number(Role.SOC),
            charge_limit_pct=self.number(Role.LIMIT),
            offered_a=None if offered_a is None else round(offered_a),
            drawn_a=self.number(Role.DRAWN),
            max_current_a=_whole(spans.OFFERED_A.number(self._attributes(Role.CURRENT).get("max"))),
            # An idle car has none, whatever its entities show.
            phases=PHASES.get(self.word(Role.PHASES) or "") if charging is ChargingState.CHARGING else None,
            voltage_v=self._mains_voltage(),
            power_w=self._power_w(),
            scheduled=self.word(Role.SCHEDULED) == "on",
            added_kwh=self.number(Role.ADDED),
            odometer_km=None if odometer is None else odometer * (KM_PER_MILE if miles else 1),
            unclear=self.unclear,
            climate=self._climate(),
            wall_connected={"on": True, "off": False}.get(self.word(Role.WALL_CONNECTED) or ""),
            wall_newer=self._changed_since(Role.WALL_CONNECTED, reported_s),
        )

    def _climate(self) -> bool | None:
        """Returns whether the car heats or cools itself, but not to keep something in it warm or cool."""
        word, preset = self.word(Role.CLIMATE), self._attributes(Role.CLIMATE).get("preset_mode")
        running = CLIMATE.get(word or "")
        return False if running and str(preset).lower() in KEEPERS else running

    def _changed_since(self, role: Role, moment_s: float) -> bool:
        """Says whether a value has changed since a moment (unix seconds)."""
        changed_s = _unix_s(self._states.get(role, {}).get("last_changed"))
        return changed_s is not None and changed_s > moment_s

    def _attributes(self, role: Role) -> Mapping[str, Any]:
        return attributes_of(self._states.get(role, {}))

    def _value(self, role: Role) -> Any:
        state, attributes = self._states.get(role, {}).get("state"), self._attributes(role)
        if state in NO_VALUES:
            return None
        if HIDDEN.get(role) in attributes:
            return attributes[HIDDEN[role]]
        known = (None, UNITS.get(role), OTHER_UNITS.get(role))
        return state if attributes.get("unit_of_measurement") in known else None

    def _unit(self, role: Role) -> str | None:
        unit = self._attributes(role).get("unit_of_measurement")
        return None if unit is None else str(unit)

    def _name(self, role: Role) -> str:
        """Returns what a person knows an entity by: its id, else the setting that names it."""
        return str(self._states.get(role, {}).get("entity_id") or f"car.entities.{role.value}")

    def _mains_voltage(self) -> float | None:
        voltage_v = self.number(Role.VOLTAGE)
        return voltage_v if voltage_v is not None and voltage_v >= MIN_MAINS_V else None

    def _power_w(self) -> float | None:
        power = self.number(Role.POWER)
        return None if power is None else power * (1 if self._unit(Role.POWER) == "W" else 1000)

    def _place(self, home: HomeZone | None) -> tuple[bool | None, float | None]:
        """Returns whether the car is at home, and how many m from its centre; None if not known."""
        place, attributes = self._value(Role.LOCATION), self._attributes(Role.LOCATION)
        where = position(_number(attributes.get("latitude")), _number(attributes.get("longitude")))
        distance_m = None if home is None or where is None else home.distance_m(*where)
        if place is None or place == "home":
            return (None if place is None else True), distance_m
        # A smaller zone within the home, such as the garage, gives its own name.
        return home is not None and distance_m is not None and distance_m <= home.radius_m, distance_m

    def _measured_s(self, now_s: float) -> float:
        """Returns when the car last reported something (unix seconds).

        An integration writes all values of one look together, so the newest time counts.
        """
        switch = self._states.get(Role.CHARGE)  # which may stand in for what the charge port reports
        states = [self._states[role] for role in MEASURED if self._states.get(role) not in (None, switch)]
        moments = [state.get("last_reported") or state.get("last_updated") for state in states]
        found_s = [at_s for at_s in map(_unix_s, moments) if at_s is not None]
        return max(found_s, default=now_s)


def _number(value: Any) -> Any:
    """Returns the number that a text is; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        return value


def _unix_s(moment: Any) -> float | None:
    """Returns a moment in unix seconds, None where it is none."""
    try:
        return datetime.fromisoformat(str(moment).replace("Z", "+00:00")).timestamp()
    except (ArithmeticError, ValueError):
        return None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
