"""Feeds the house's meters to Home Assistant as sensors."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import NamedTuple

from simulator.world import Meters


class Sensor(NamedTuple):
    """Describes a sensor as Home Assistant shows it."""

    entity_id: str
    state: str
    attributes: Mapping[str, str]


def sensors(meters: Meters, voltage_v: float, *, import_export: bool = False) -> list[Sensor]:
    """Returns all sensors of the house; the grid as one signed power in W, or as import and export in kW."""
    if import_export:
        grid = [
            _power("import_power", "Grid import", max(meters.grid_power_w, 0.0) / 1000, "kW"),
            _power("export_power", "Grid export", max(-meters.grid_power_w, 0.0) / 1000, "kW"),
        ]
    else:
        grid = [_power("grid_power", "Grid", meters.grid_power_w, "W")]
    return [
        *grid,
        *_battery(meters),
        _power("solar_power", "Solar", meters.solar_power_w, "W"),
        _power("wallbox_power", "Wallbox", meters.car_power_w, "W"),
        _sensor("mains_voltage", "Mains voltage", f"{voltage_v:.1f}", "V", "voltage"),
    ]


def _battery(meters: Meters) -> list[Sensor]:
    """Returns the sensors of the house battery, none where there is none."""
    if meters.battery_power_w is None or meters.battery_soc_pct is None:
        return []
    soc_pct = f"{meters.battery_soc_pct:.1f}"
    return [
        _power("battery_power", "House battery", meters.battery_power_w, "W"),
        _sensor("battery_soc", "House battery, state of charge", soc_pct, "%", "battery"),
    ]


def _power(name: str, title: str, value: float, unit: str) -> Sensor:
    digits = 3 if unit == "kW" else 0
    return _sensor(name, title, f"{round(value, digits) + 0.0:.{digits}f}", unit, "power")


def _sensor(name: str, title: str, state: str, unit: str, device_class: str) -> Sensor:
    attributes = {
        "friendly_name": title,
        "unit_of_measurement": unit,
        "device_class": device_class,
        "state_class": "measurement",
    }
    return Sensor(f"sensor.{name}", state, attributes)


class Feed:
    """Posts sensors to Home Assistant's REST API; while it is away, waits for it and says so once."""

    def __init__(
        self, url: str, token: str, timeout_s: float = 10.0, say: Callable[[str], object] = print
    ) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._timeout_s = timeout_s
        self._say = say
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
        self._away = False

    def post(self, sensors: list[Sensor]) -> None:
        """Posts all sensors, changed or not, as an integration would; gives up at the first failure."""
        try:
            for sensor in sensors:
                self._post(sensor)
        except (OSError, HTTPException) as error:
            if not self._away:
                self._say(f"Home Assistant is away ({error}): its sensors wait for it")
            self._away = True
        else:
            if self._away:
                self._say("Home Assistant is back: its sensors go on")
            self._away = False

    def _post(self, sensor: Sensor) -> None:
        body = json.dumps({"state": sensor.state, "attributes": sensor.attributes}).encode()
        url = f"{self._url}/api/states/{sensor.entity_id}"
        request = urllib.request.Request(url, body, self._headers, method="POST")
        with self._open(request, timeout=self._timeout_s) as response:
            response.read()
