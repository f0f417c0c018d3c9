"""An integration for tests: in a folder of any domain it lists the cars that `cars.json` has there."""

from __future__ import annotations

from typing import Any

from homeassistant.config_entries import SOURCE_IMPORT, ConfigEntry
from homeassistant.core import HomeAssistant

DOMAIN = __name__.rpartition(".")[2]
PLATFORMS = ["binary_sensor", "button", "device_tracker", "number", "sensor", "switch"]


async def async_setup(hass: HomeAssistant, _config: dict[str, Any]) -> bool:
    flow = hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_IMPORT}, data={})
    hass.async_create_task(flow)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True
