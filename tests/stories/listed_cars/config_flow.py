"""Makes the one config entry of the domain, which devices and trackers need."""

from __future__ import annotations

from typing import Any

from homeassistant import config_entries

from . import DOMAIN


class Flow(config_entries.ConfigFlow, domain=DOMAIN):
    async def async_step_import(self, _: dict[str, Any]) -> Any:
        return self.async_create_entry(title=DOMAIN, data={})
