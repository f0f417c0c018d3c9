"""Reads what a vehicle_data answer of Tesla's API says of a car."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...base.reason import Problem, Reason
from ...base.shown import shown
from .. import spans
from ..car import KM_PER_MILE, MIN_MAINS_V, CarState, ChargingState, HomeZone
from ..known import FLOWS_A
from ..spans import Span, position

CHARGING_STATES: Mapping[str, ChargingState] = {
    "Disconnected": ChargingState.DISCONNECTED,
    "NoPower": ChargingState.NO_POWER,
    "Starting": ChargingState.STARTING,
    "Charging": ChargingState.CHARGING,
    "Complete": ChargingState.COMPLETE,
    "Stopped": ChargingState.STOPPED,
}

STAMP_MS = Span(-1e18, 1e18)
"""A time stamp of any clock: what it makes no sense by is not believed later."""

OTHER_CLOCK_S = 86_400.0
"""Data of an awake car that seems to be older than a day has the time of another clock."""


class Section:
    """Holds one section of the answer, whose values are what they should be, or not told.

    `unclear` lists what was said that makes no sense.
    """

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self._name = name
        section = data.get(name)
        self._values: Mapping[str, Any] = section if isinstance(section, Mapping) else {}
        self.unclear: list[Reason[Problem]] = []

    def value(self, key: str) -> Any:
        """Returns a value as it was sent, None where it was not."""
        return self._values.get(key)

    def number(self, key: str, span: Span) -> float | None:
        """Returns a number of a span; None, and a remark, where something else was sent."""
        value = self._values.get(key)
        number = span.number(value)
        if value is not None and number is None:
            self.unclear.append(span.problem(f"{self._name}.{key}", value))
        return number

    def whole(self, key: str, span: Span) -> int | None:
        """Returns a whole number of a span; None, and a remark, where something else was sent."""
        number = self.number(key, span)
        return None if number is None else round(number)


def car_state(data: Mapping[str, Any], home: HomeZone | None, now_s: float) -> CarState:
    """Returns a vehicle_data answer as a CarState; `now_s` stands in where the car gives no time."""
    charge, drive = Section("charge_state", data), Section("drive_state", data)
    vehicle, climate = Section("vehicle_state", data), Section("climate_state", data)
    odometer = vehicle.number("odometer", spans.KM)
    stamp_ms = charge.number("timestamp", STAMP_MS)
    place = position(drive.number("latitude", spans.LATITUDE), drive.number("longitude", spans.LONGITUDE))
    distance_m = None if home is None or place is None else home.distance_m(*place)
    drawn_a = charge.number("charger_actual_current", spans.AMPS)
    voltage_v = charge.number("charger_voltage", spans.VOLTS)
    power_kw = charge.number("charger_power", spans.KILOWATTS)
    return CarState(
        at_s=_measured_s(stamp_ms, now_s),
        driving=drive.value("shift_state") in ("D", "R", "N"),
        at_home=None if home is None or distance_m is None else distance_m <= home.radius_m,
        distance_m=distance_m,
        radius_m=None if home is None else home.radius_m,
        charging=_charging(charge, drawn_a),
        soc_pct=charge.number("battery_level", spans.PER_CENT),
        charge_limit_pct=charge.number("charge_limit_soc", spans.PER_CENT),
        offered_a=charge.whole("charge_current_request", spans.OFFERED_A),
        drawn_a=drawn_a,
        max_current_a=charge.whole("charge_current_request_max", spans.OFFERED_A),
        phases=_phases(charge.whole("charger_phases", spans.PHASES)),
        voltage_v=voltage_v if voltage_v is not None and voltage_v >= MIN_MAINS_V else None,
        power_w=None if power_kw is None else 1000 * power_kw,
        cable_loose=_cable_loose(charge),
        scheduled=charge.value("scheduled_charging_pending") is True,
        added_kwh=charge.number("charge_energy_added", spans.KWH),
        odometer_km=None if odometer is None else odometer * KM_PER_MILE,
        climate=_climate(climate),
        unclear=tuple(charge.unclear + drive.unclear + vehicle.unclear),
    )


def _measured_s(stamp_ms: float | None, now_s: float) -> float:
    """Returns when the car measured this (unix seconds): never in the future, nor by a clock of its own."""
    if stamp_ms is None or now_s - stamp_ms / 1000 > OTHER_CLOCK_S:
        return now_s
    return min(stamp_ms / 1000, now_s)


def _charging(charge: Section, drawn_a: float | None) -> ChargingState:
    """Returns what the charge port reports; where its word is none, what the current and the cable say."""
    word = charge.value("charging_state")
    if isinstance(word, str) and word in CHARGING_STATES:
        return CHARGING_STATES[word]
    if word is not None:
        known = ", ".join(CHARGING_STATES)
        values = {"where": "charge_state.charging_state", "got": shown(word), "known": known}
        charge.unclear.append(Reason(Problem.WORD_UNKNOWN, values))
    elif drawn_a is not None:
        charge.unclear.append(Reason(Problem.WORD_UNTOLD, {"where": "charge_state.charging_state"}))
    if drawn_a is not None and drawn_a >= FLOWS_A:
        return ChargingState.CHARGING
    cable = charge.value("conn_charge_cable")
    if drawn_a is None or cable is None:
        return ChargingState.UNKNOWN
    return ChargingState.DISCONNECTED if cable == "<invalid>" else ChargingState.STOPPED


def _climate(climate: Section) -> bool | None:
    """Returns whether the car heats or cools itself, but not to keep something in it warm or cool."""
    running = [climate.value(key) for key in ("is_climate_on", "is_preconditioning")]
    if True not in running:
        return False if False in running else None
    return climate.value("climate_keeper_mode") in (None, "", "off", "Off")


def _cable_loose(charge: Section) -> bool:
    if charge.value("charging_state") in (None, "Disconnected"):
        return False
    cable, latch = charge.value("conn_charge_cable"), charge.value("charge_port_latch")
    return bool(cable == "<invalid>" or latch == "Disengaged")


def _phases(reported: int | None) -> int | None:
    # The car says 2 when it charges on three phases, and nothing when it is idle.
    return {1: 1, 2: 3, 3: 3}.get(reported) if reported is not None else None
