"""Entities of one kind, as they are described."""

from __future__ import annotations

from typing import Any

from homeassistant.components.button import ButtonEntity

from .listed import Listed, described


async def async_setup_entry(_hass: Any, _entry: Any, add: Any) -> None:
    add(described("button", Press))


class Press(Listed, ButtonEntity):
    async def async_press(self) -> None:
        """Does nothing: the car sleeps on."""
