"""Shows a simulated car as an integration of Home Assistant does: as entities, with that one's habits."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from simulator.car import CarAsleepError, SimulatedCar
from simulator.habits import Habits, Past
from simulator.tesla_json import KM_PER_MILE, charge_state, vehicle_state
from simulator.tesla_terms import PowerState

Json = dict[str, Any]
Values = dict[str, Any]

NAMES: Mapping[str, str] = {
    "charge": "switch.{}_charge",
    "current": "number.{}_charge_current",
    "limit": "number.{}_charge_limit",
    "location": "device_tracker.{}_location",
    "charging": "sensor.{}_charging",
    "soc": "sensor.{}_battery_level",
    "drawn": "sensor.{}_charger_current",
    "voltage": "sensor.{}_charger_voltage",
    "power": "sensor.{}_charger_power",
    "added": "sensor.{}_charge_energy_added",
    "odometer": "sensor.{}_odometer",
    "awake": "binary_sensor.{}_status",
    "cable": "binary_sensor.{}_charge_cable",
    "phases": "binary_sensor.{}_charger_has_multiple_phases",
    "scheduled": "binary_sensor.{}_scheduled_charging_pending",
    "wake_up": "button.{}_wake",
}
"""What Tesla Fleet, Teslemetry and Tessie call a car's entities, by role."""

UNITS: Mapping[str, str] = {
    "current": "A", "limit": "%", "soc": "%", "drawn": "A", "voltage": "V", "power": "kW", "added": "kWh",
    "odometer": "km",
}  # fmt: skip
UNKNOWN, UNAVAILABLE = "unknown", "unavailable"
NOT_ONLINE = "Command failed: The vehicle is not 'online'."
NOT_WOKEN = "Could not wake up vehicle"
SERVICES: Mapping[str, tuple[str, str]] = {
    "switch/turn_on": ("charge", "charge_start"),
    "switch/turn_off": ("charge", "charge_stop"),
    "number/set_value": ("current", "set_charging_amps"),
}


def shown(car: SimulatedCar) -> Values:
    """Returns what there is to tell of a car, by role, as Home Assistant writes it."""
    data = charge_state(car)
    word = str(data["charging_state"])
    phases = data["charger_phases"]
    return {
        "charge": "on" if car.charging else "off",
        "current": data["charge_current_request"],
        "max": data["charge_current_request_max"],
        "limit": data["charge_limit_soc"],
        "location": "home" if car.at_home else "not_home",
        "position": car.position,
        "charging": "no_power" if word == "NoPower" else word.lower(),
        "soc": data["battery_level"],
        "drawn": data["charger_actual_current"],
        "voltage": data["charger_voltage"],
        "power": data["charger_power"],
        "added": data["charge_energy_added"],
        "odometer": round(vehicle_state(car)["odometer"] * KM_PER_MILE, 3),
        "cable": "on" if data["conn_charge_cable"] == "IEC" else "off",
        "phases": None if phases is None else "on" if phases > 1 else "off",
        "scheduled": "on" if car.schedule_pending else "off",
    }


class SimulatedEntities:
    """Is a car in Home Assistant, under `name`; times are unix seconds.

    `counts` adds up polls, refreshes, wake-ups, and the commands by their services. While not `available` all
    entities are unavailable. An integration that is not `told` begins without knowing the car.
    """

    def __init__(
        self,
        car: SimulatedCar,
        name: str = "model_y",
        habits: Habits | None = None,
        now_s: float = 0.0,
        told: bool = True,
    ) -> None:
        self.car = car
        self.habits = habits or Habits()
        self.ids = {role: pattern.format(name) for role, pattern in NAMES.items()}
        self.counts: Counter[str] = Counter()
        self.available = True
        self._roles = {entity: role for role, entity in self.ids.items()}
        self._past: Past[Values] = Past(self.habits.cache_s)
        self._past.note(now_s, shown(car))
        self._values: Values = shown(car) if told else {}
        self._awake: bool | None = True
        self._changed: list[str] = []
        self._frozen: Values | None = None
        self._frozen_until_s = -math.inf
        self._orders: list[tuple[float, str, int | None]] = []
        self._states: dict[str, Json] = {}
        self._reported_s: dict[str, float] = {}
        self._poll(now_s)
        self._next_s = self._after(now_s)

    # What Home Assistant shows

    def state(self, entity: str) -> Json | None:
        """Returns an entity with its attributes and times, None where there is none of that name."""
        return self._states.get(entity)

    def last_reported_s(self, entity: str) -> float | None:
        """Returns when an entity was last written, be it with the same value."""
        return self._reported_s.get(entity)

    def last_said_s(self, entity: str) -> float | None:
        """Returns the newest time of an entity that Home Assistant, as old as it is, knows."""
        state = self._states.get(entity)
        if state is None or self.habits.repeats_told:
            return self._reported_s.get(entity)
        return datetime.fromisoformat(state["last_updated"]).timestamp()

    def advance(self, now_s: float) -> list[str]:
        """Lets time pass, polls when that is due; returns the entities that have changed since."""
        self.car.advance(now_s)
        for order in [order for order in self._orders if order[0] <= now_s]:
            self._orders.remove(order)
            self._obey(*order[1:], order[0])
        if self.habits.cache_s:
            self._past.note(now_s, shown(self.car))
        if now_s >= self._next_s:
            self._next_s = self._after(now_s)
            if self.available:
                self._poll(now_s)
        return self.take_changed()

    def take_changed(self) -> list[str]:
        """Returns the entities that have changed since the last time, of which notice is taken by that."""
        changed, self._changed = list(dict.fromkeys(self._changed)), []
        return changed

    def restart(self, now_s: float) -> None:
        """Forgets all values, as when Home Assistant starts: all is unknown until the next poll."""
        self.available = True
        self._values, self._awake, self._frozen = {}, None, None
        self._write(now_s)

    def vanish(self, now_s: float) -> None:
        """Makes all entities unavailable."""
        self.available = False
        self._write(now_s)

    # What Home Assistant is asked for

    def call(self, service: str, entity: str, value: float | None, now_s: float) -> Json:
        """Carries a service out; returns Home Assistant's answer to it."""
        role = self._roles.get(entity)
        if role is None or not self.available:
            return {"success": True}  # Home Assistant leaves those alone
        if service == "homeassistant/update_entity":
            self.counts["refreshes"] += 1
            if self.habits.obeys_update_entity:
                self._poll(now_s)
            return {"success": True}
        if service == "button/press":
            self._wake(now_s)
            return {"success": True}
        if service == "number/set_value" and role == "limit":
            command = "set_charge_limit"
        else:
            wanted, command = SERVICES[service]
            assert wanted == role, f"{service} is not for {entity}"
        self.counts[service] += 1
        return self._command(role, command, None if value is None else round(value), now_s)

    def _wake(self, now_s: float) -> None:
        self.counts["wake_ups"] += 1
        self.car.wake_up(now_s)

    def _command(self, role: str, command: str, value: int | None, now_s: float) -> Json:
        self.car.advance(now_s)
        before = shown(self.car)
        if self.car.power_state is not PowerState.ONLINE:
            if self._awake is not False:
                return _failed(NOT_ONLINE)
            if not self.habits.wakes_for_commands:
                return _failed(NOT_WOKEN)
            self._wake(now_s)
            self._orders.append((now_s + self.car.settings.wake_delay_s, command, value))
        else:
            refusal = self._obey(command, value, now_s)
            if refusal:
                return _failed(f"Command was unsuccessful: {refusal}")
        if self.habits.snaps_back_s:
            self._frozen, self._frozen_until_s = before, now_s + self.habits.snaps_back_s
        optimistic: object = {"charge_start": "on", "charge_stop": "off"}.get(command, value)
        self._values[role] = optimistic
        self._write(now_s, only=role)
        if self.habits.refreshes_after_command:
            self._poll(now_s)
        return {"success": True}

    def _obey(self, command: str, value: int | None, now_s: float) -> str:
        """Returns the car's own word of refusal, empty where it obeys."""
        verb = getattr(self.car, command)
        try:
            outcome = verb(now_s) if value is None else verb(value, now_s)
        except CarAsleepError:
            return "asleep"
        return "" if outcome.result else str(outcome.reason)

    # Reports

    def _after(self, now_s: float) -> float:
        poll_s, phase_s = self.habits.poll_s, self.habits.phase_s
        return now_s if not poll_s else (math.floor((now_s - phase_s) / poll_s) + 1) * poll_s + phase_s

    def _poll(self, now_s: float) -> None:
        """Asks the car what there is, without waking it."""
        self.counts["polls"] += 1
        self._awake = self.car.power_state is PowerState.ONLINE
        if self._awake:
            if self._frozen is not None and now_s < self._frozen_until_s:
                self._values = dict(self._frozen)
            else:
                old = self.habits.cache_s
                self._values = dict(self._past.at(now_s - old)) if old else shown(self.car)
        elif self.habits.lost_asleep:
            self._values = {}
        self._write(now_s)

    def _write(self, now_s: float, only: str | None = None) -> None:
        for role in self.ids if only is None else [only]:
            entity = self.ids[role]
            state, attributes = self._told(role), self._attributes(role)
            before = self._states.get(entity)
            self._reported_s[entity] = now_s
            if before is not None and (before["state"], before["attributes"]) == (state, attributes):
                continue
            when = datetime.fromtimestamp(now_s, timezone.utc).isoformat()
            since = before["last_changed"] if before is not None and before["state"] == state else when
            told = {"entity_id": entity, "state": state, "attributes": attributes}
            self._states[entity] = told | {"last_changed": since, "last_updated": when}
            self._changed.append(entity)

    def _told(self, role: str) -> str:
        if not self.available:
            return UNAVAILABLE
        if role in self.habits.untold:
            return UNKNOWN
        if role in self.habits.wrong_words:
            return self.habits.wrong_words[role]
        if role == "awake":
            return UNKNOWN if self._awake is None else "on" if self._awake else "off"
        value = self._values.get(role)
        return UNKNOWN if value is None else str(value)

    def _attributes(self, role: str) -> Json:
        attributes: Json = {"unit_of_measurement": UNITS[role]} if role in UNITS else {}
        if not self.available:
            return attributes
        if role == "current" and "max" not in self.habits.untold:
            greatest_a = self.habits.number_max_a or self._values.get("max")
            return attributes if greatest_a is None else attributes | {"min": 0, "max": greatest_a}
        if role == "location" and role not in self.habits.untold and "position" in self._values:
            latitude, longitude = self._values["position"]
            return {"latitude": latitude, "longitude": longitude}
        return attributes


def _failed(message: str) -> Json:
    return {"success": False, "error": {"code": "home_assistant_error", "message": message}}
