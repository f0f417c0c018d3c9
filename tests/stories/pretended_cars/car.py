"""The simulated car behind a pretended integration."""

from __future__ import annotations

import logging
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.update_coordinator import CoordinatorEntity, DataUpdateCoordinator

from .names import NAMES

DOMAIN = "pretended_cars"
EVERY = timedelta(seconds=0.5)
VOLTAGE_V = 230


class Car(DataUpdateCoordinator[dict[str, Any]]):
    """Looks at the car without keeping it awake, and hands commands on to it."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        super().__init__(hass, logging.getLogger(__name__), name=entry.title, update_interval=EVERY)
        self.settings = entry.data
        self.names = NAMES[entry.data["integration"]]

    async def _async_update_data(self) -> dict[str, Any]:
        session = async_get_clientsession(self.hass)
        async with session.get(f"{self.settings['url']}simulator/state") as answer:
            return dict((await answer.json())["car"])

    async def command(self, name: str, **body: Any) -> None:
        """Raises HomeAssistantError in the words of the integrations."""
        url = f"{self.settings['url']}api/1/vehicles/{self.settings['vin']}/{name}"
        bearer = {"Authorization": f"Bearer {self.settings['token']}"}
        session = async_get_clientsession(self.hass)
        async with session.post(url, json=body, headers=bearer) as answer:
            if answer.status == HTTPStatus.REQUEST_TIMEOUT:
                raise HomeAssistantError("Could not wake up vehicle")
            response = (await answer.json())["response"]
        if response.get("result") is False:
            raise HomeAssistantError(f"Command was unsuccessful: {response['reason']}")
        await self.async_refresh()

    @property
    def charges(self) -> bool:
        return self.data["charging_state"] in ("Starting", "Charging")


class CarEntity(CoordinatorEntity[Car]):
    """An entity that Home Assistant names after the car and after what it is."""

    _attr_has_entity_name = True

    def __init__(self, car: Car, key: str, **described: Any) -> None:
        super().__init__(car)
        self.key = key
        name = car.settings["name"]
        self._attr_name = car.names[key]
        self._attr_unique_id = f"{name}-{key}"
        self._attr_device_info = {"identifiers": {(DOMAIN, name)}, "name": name}
        for attribute, value in described.items():
            setattr(self, f"_attr_{attribute}", value)
