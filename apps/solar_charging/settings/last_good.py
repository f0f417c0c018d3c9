"""Reads the settings by which the app last worked, and of broken ones what can still be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from .settings import Settings, SettingsError, own_settings, parse_settings

SPOKEN = ("language", "notify", "notifications", "home_assistant", "time_zone", "state_file")
"""What the app needs to tell a person that the rest is wrong."""

NO_METER = {"meters": {"grid_power": "sensor.none"}}


def recalled(name: str, saved: object) -> Settings | None:
    """Returns the settings of the entry `name` that were saved while they were good; None where they are not.

    There is no password in them: one in an address is refused, and tokens have a file of their own.
    """
    try:
        return parse_settings({"name": name, **saved}) if isinstance(saved, Mapping) else None
    except SettingsError:
        return None


def readable(args: Mapping[str, Any]) -> Settings:
    """Returns settings by which a person can be told that `args` are wrong: never to be controlled by.

    What concerns that, and is right, is as it is set; everything else is as by default.
    """
    own = own_settings(args) if isinstance(args, Mapping) else {}
    given = {key: own[key] for key in SPOKEN if key in own}
    try:
        return Settings.model_validate({**given, **NO_METER})
    except ValidationError as error:
        wrong = {problem["loc"][0] for problem in error.errors()}
        right = {key: value for key, value in given.items() if key not in wrong}
    return Settings.model_validate({**right, **NO_METER})
