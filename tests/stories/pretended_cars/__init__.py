"""An integration for tests: one simulated car under the names that each real integration would give it."""

from __future__ import annotations

from typing import Any

from homeassistant.config_entries import SOURCE_IMPORT, ConfigEntry
from homeassistant.core import HomeAssistant

from .car import DOMAIN, Car

PLATFORMS = ["binary_sensor", "button", "device_tracker", "number", "sensor", "switch"]


async def async_setup(hass: HomeAssistant, config: dict[str, Any]) -> bool:
    """One entry for each car in configuration.yaml."""
    hass.data[DOMAIN] = {}
    for car in config[DOMAIN]["cars"]:
        flow = hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_IMPORT}, data=car)
        hass.async_create_task(flow)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    car = hass.data[DOMAIN][entry.entry_id] = Car(hass, entry)
    await car.async_config_entry_first_refresh()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True
