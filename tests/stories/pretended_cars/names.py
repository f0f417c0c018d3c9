"""How each integration names the entities of a car that its users can tell it by."""

from __future__ import annotations

CLOUD = {
    "charge": "Charge",
    "current": "Charge current",
    "limit": "Charge limit",
    "location": "Location",
    "charging": "Charging",
    "soc": "Battery level",
    "drawn": "Charger current",
    "voltage": "Charger voltage",
    "cable": "Charge cable",
    "awake": "Status",
    "wake_up": "Wake",
}

NAMES: dict[str, dict[str, str]] = {
    "tesla_fleet": {**CLOUD, "several_phases": "Charger has multiple phases"},
    "teslemetry": {**CLOUD, "several_phases": "Charger has multiple phases"},
    "tessie": CLOUD,
    "tesla_custom": {
        "charge": "Charger",
        "current": "Charging amps",
        "limit": "Charge limit",
        "location": "Location tracker",
        "soc": "Battery",
        "power": "Charger power",
        "charger": "Charger",
        "awake": "Online",
        "asleep": "Asleep",
        "wake_up": "Wake up",
    },
    "esphome_tesla_ble": {
        "charge": "Charger",
        "current": "Charging Amps",
        "limit": "Charging Limit",
        "charging": "Charging",
        "soc": "Battery",
        "drawn": "Charger Current",
        "voltage": "Charger Voltage",
        "phases": "Charger Phases",
        "cable": "Charger",
        "asleep": "Asleep",
        "wake_up": "Wake up",
    },
}
