"""Sets up the Energy dashboard for the second dashboard, which shows Home Assistant's diagrams of power."""

from __future__ import annotations

from typing import Any

from stage.environments import is_of

SINCE = (2025, 12)
DASHBOARD = "solar_charging_sankey.yaml"
URL = "/solar-power/overview"
LINE = (
    f"solar-power: {{mode: yaml, filename: dashboards/{DASHBOARD}, title: Solar power, "
    "icon: mdi:solar-power-variant}"
)
"""What a user adds under `dashboards:`."""

# The house's kWh meters, from its power sensors; the grid's sensor is signed, an integral of it would fall.
PACKAGE = """\
energy:
template:
  - sensor:
      - name: Grid import power
        unit_of_measurement: W
        device_class: power
        state: "{{ [states('sensor.grid_power') | float(0), 0] | max }}"
      - name: Grid export power
        unit_of_measurement: W
        device_class: power
        state: "{{ [0 - states('sensor.grid_power') | float(0), 0] | max }}"
sensor:
  - {platform: integration, name: Grid import, source: sensor.grid_import_power, unit_prefix: k, method: left}
  - {platform: integration, name: Grid export, source: sensor.grid_export_power, unit_prefix: k, method: left}
  - {platform: integration, name: Solar production, source: sensor.solar_power, unit_prefix: k, method: left}
"""


# The same of the house battery, whose sensor is signed too.
BATTERY_PACKAGE = """\
template battery:
  - sensor:
      - name: Battery gives
        unit_of_measurement: W
        device_class: power
        state: "{{ [states('sensor.battery_power') | float(0), 0] | max }}"
      - name: Battery takes
        unit_of_measurement: W
        device_class: power
        state: "{{ [0 - states('sensor.battery_power') | float(0), 0] | max }}"
sensor battery:
  - {platform: integration, name: Battery out, source: sensor.battery_gives, unit_prefix: k, method: left}
  - {platform: integration, name: Battery in, source: sensor.battery_takes, unit_prefix: k, method: left}
"""


def package(*, battery: bool = False) -> str:
    """Returns the package of the kWh meters, of the house `battery` too where there is one."""
    return PACKAGE + (BATTERY_PACKAGE if battery else "")


def has_power_diagrams(python: tuple[int, ...] | None = None) -> bool:
    """Says whether the pinned Home Assistant for a Python such as (3, 13, 5) has the diagrams.

    Without one it is that of the Python for Home Assistant.
    """
    return is_of(SINCE, python)


def preferences(*, battery: bool = False) -> dict[str, Any]:
    """Returns what a user sets in the Energy dashboard, as Home Assistant stores it."""
    no_price = {"entity_energy_price": None, "number_energy_price": None}
    grid = {
        "type": "grid",
        "flow_from": [{"stat_energy_from": "sensor.grid_import", "stat_cost": None, **no_price}],
        "flow_to": [{"stat_energy_to": "sensor.grid_export", "stat_compensation": None, **no_price}],
        "power": [{"stat_rate": "sensor.solar_charging_grid_power"}],
        "cost_adjustment_day": 0,
    }
    sun = {
        "type": "solar",
        "stat_energy_from": "sensor.solar_production",
        "stat_rate": "sensor.solar_charging_solar_power",
        "config_entry_solar_forecast": None,
    }
    car = {
        "name": "Car",
        "stat_consumption": "sensor.solar_charging_car_energy",
        "stat_rate": "sensor.solar_charging_charging_power",
    }
    store = {
        "type": "battery",
        "stat_energy_from": "sensor.battery_out",
        "stat_energy_to": "sensor.battery_in",
        "stat_rate": "sensor.solar_charging_battery_power",
    }
    sources = [grid, sun, store] if battery else [grid, sun]
    return {"energy_sources": sources, "device_consumption": [car]}
