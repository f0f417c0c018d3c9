"""Keeps the settings by which the app last worked, and reads of broken ones what can still be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from .car import Car
from .settings import Settings, SettingsError, own_settings, parse_settings

SPOKEN = ("language", "notify", "notifications", "home_assistant", "time_zone", "state_file")
"""What the app needs to tell a person that the rest is wrong."""

NO_METER = {"meters": {"grid_power": "sensor.none"}}

URLS = tuple(key for key in Car.model_fields if key.endswith("_url"))


def kept(args: Mapping[str, Any]) -> dict[str, Any]:
    """Returns good settings, an app's arguments, as they are saved: without passwords, fit for JSON.

    Tokens are never among them: those have a file of their own.
    """
    own = own_settings(args)
    car = own.get("car")
    if not isinstance(car, Mapping):
        return own
    return {**own, "car": {key: _without_password(car[key]) if key in URLS else car[key] for key in car}}


def recalled(name: str, saved: object) -> Settings | None:
    """Returns the settings that `kept` gave of the entry `name`, None where they are not good any more."""
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


def _without_password(url: Any) -> Any:
    if not isinstance(url, str) or "@" not in urlsplit(url).netloc:
        return url
    return url.replace(f"{urlsplit(url).netloc.rpartition('@')[0]}@", "", 1)
