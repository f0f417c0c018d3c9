"""Describes a simulated car in the shapes of Tesla's API."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from simulator.car import LIMIT_PCT, SimulatedCar
from simulator.tesla_terms import ChargingState, PowerState

Json = dict[str, Any]

MILES_PER_KWH = 3.7
KM_PER_MILE = 1.609344
SEVERAL_PHASES = 2  # is what Tesla says of three


def summary(car: SimulatedCar) -> Json:
    """Returns the vehicle's entry in lists, which is available while it sleeps."""
    awake = car.power_state is PowerState.ONLINE
    return {
        "id": car.settings.numeric_id,
        "id_s": str(car.settings.numeric_id),
        "vehicle_id": car.settings.numeric_id % 10**10,
        "vin": car.settings.vin,
        "display_name": car.settings.display_name,
        "state": "online" if awake else "asleep",
        "access_type": "OWNER",
        "api_version": 71,
        "calendar_enabled": True,
        "command_signing": "off",
        "in_service": False,
        "option_codes": None,
        "color": None,
        "tokens": None,
        "backseat_token": None,
    }


def vehicle_data(car: SimulatedCar, now_s: float, endpoints: Collection[str] = ()) -> Json:
    """Returns the data of an awake car.

    It holds the sections named in `endpoints`, or all but the location when none is named.
    """
    sections: dict[str, Callable[[SimulatedCar], Json]] = {
        "charge_state": charge_state,
        "drive_state": drive_state,
        "vehicle_state": vehicle_state,
    }
    wanted = set(endpoints or sections)
    if "location_data" in wanted:
        wanted.add("drive_state")
        sections["drive_state"] = located_drive_state
    stamp = {"timestamp": int(now_s * 1000)}
    return summary(car) | {name: make(car) | stamp for name, make in sections.items() if name in wanted}


def charge_state(car: SimulatedCar) -> Json:
    flowing = car.current_a > 0
    charging_state, cable = car.plug_story
    connected = charging_state is not ChargingState.DISCONNECTED
    cable_a = (car.cable_shows and car.cable_a) or car.settings.max_current_a
    power_kw = car.power_w / 1000
    soc = int(car.soc_pct + 1e-9)
    return {
        "battery_heater_on": False,
        "battery_level": soc,
        "usable_battery_level": soc,
        "battery_range": round(car.soc_pct / 100 * car.settings.battery_kwh * MILES_PER_KWH, 2),
        "charge_amps": min(car.requested_a, cable_a),
        "charge_current_request": min(car.requested_a, cable_a),
        "charge_current_request_max": min(car.settings.max_current_a, cable_a),
        "charge_enable_request": car.charging,
        "charge_energy_added": round(car.added_kwh, 2),
        "charge_limit_soc": car.charge_limit_pct,
        "charge_limit_soc_min": LIMIT_PCT[0],
        "charge_limit_soc_max": LIMIT_PCT[1],
        "charge_limit_soc_std": 80,
        "charge_port_door_open": connected,
        "charge_port_latch": cable.value.latch,
        "charge_rate": round(power_kw * MILES_PER_KWH, 1),
        "charger_actual_current": round(car.current_a),
        "charger_phases": (1 if car.settings.phases == 1 else SEVERAL_PHASES) if flowing else None,
        "charger_pilot_current": (car.cable_a or car.settings.max_current_a) if connected else None,
        "charger_power": int(power_kw),
        "charger_voltage": round(car.settings.voltage_v) if flowing else 1,
        "charging_state": charging_state.value,
        "conn_charge_cable": cable.value.cable,
        "fast_charger_present": False,
        "fast_charger_type": "ACSingleWireCAN" if connected else "<invalid>",
        "minutes_to_full_charge": minutes_to_limit(car),
        "time_to_full_charge": round(minutes_to_limit(car) / 60, 2),
        "not_enough_power_to_heat": None,
        "scheduled_charging_mode": "Off" if car.port.scheduled_s is None else "StartAt",
        "scheduled_charging_pending": car.schedule_pending,
        "scheduled_charging_start_time": None if car.port.scheduled_s is None else int(car.port.scheduled_s),
        "trip_charging": False,
        "user_charge_enable_request": None,
    }


def minutes_to_limit(car: SimulatedCar) -> int:
    if car.charging_state is not ChargingState.CHARGING or not car.current_a:
        return 0
    return round(car.room_kwh / (car.power_w / 1000) * 60)


def drive_state(_car: SimulatedCar) -> Json:
    return {"power": 0, "shift_state": None, "speed": None}


def located_drive_state(car: SimulatedCar) -> Json:
    latitude, longitude = car.position
    return drive_state(car) | {
        "latitude": latitude,
        "longitude": longitude,
        "native_latitude": latitude,
        "native_longitude": longitude,
        "native_location_supported": 1,
        "native_type": "wgs",
        "heading": 0,
    }


def vehicle_state(car: SimulatedCar) -> Json:
    return {
        "vehicle_name": car.settings.display_name,
        "locked": True,
        "is_user_present": False,
        "odometer": round(car.odometer_km / KM_PER_MILE, 6),
    }
