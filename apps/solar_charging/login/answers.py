"""Says which answers a login can use, and turns them into settings of apps.yaml."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..settings.car import Car as CarSettings
from ..vehicle.tesla.account import AccountCar
from .login_ways import Question

Fault = Callable[[str], "str | None"]
"""Returns what is wrong with an answer, None if nothing."""


def car_lines(car: Mapping[str, Any], cars: Sequence[AccountCar]) -> list[str]:
    """Returns the section `car` of apps.yaml; all cars but the first are commented out."""
    known = CarSettings.model_validate(car).model_dump(exclude_defaults=True, exclude_none=True)
    lines = ["  car:"]
    for key, value in known.items():
        if isinstance(value, Mapping):
            lines += [f"    {key}:", *(f"      {name}: {_quoted(each)}" for name, each in value.items())]
        elif key != "vin":
            lines.append(f"    {key}: {_quoted(value)}")
    for index, each in enumerate(cars):
        lines.append(f"    {'# ' if index else ''}vin: {_quoted(each.vin)} # {each.model}")
    return lines


def absolute(value: str) -> Path:
    """Returns a path as apps.yaml needs it: absolute, for AppDaemon runs in another folder."""
    return Path(value).expanduser().absolute()


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def as_setting(key: str, value: str) -> dict[str, Any]:
    """Returns an answer as `car` in apps.yaml takes it."""
    if key == "vin":
        return {key: value.upper()}
    if key == "ca_file":
        return {key: str(absolute(value))}
    section, _, name = key.rpartition(".")
    return {section: {name: value}} if section else {key: value}


def setting_fault(question: Question) -> Fault:
    """Returns the rule for a setting's answer: the one of the settings themselves."""

    def fault(value: str) -> str | None:
        if not value:
            return None if question.default == "" else "an answer is needed"
        if question.key == "ca_file" and not absolute(value).is_file():
            return "must be a file that exists"
        try:
            CarSettings.model_validate({"token_file": "-", **as_setting(question.key, value)})
        except ValidationError as error:
            return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        return None

    return fault


def file_fault(value: str) -> str | None:
    """Returns what is wrong with a path for the token file, None if nothing."""
    path = absolute(value)
    if path.is_dir() or not path.parent.is_dir():
        return "must be a file in a folder that exists"
    if "www" in path.parts:
        return "must not lie within www: Home Assistant shows that folder to the network"
    return None


def choice_fault(value: str) -> str | None:
    """Returns what is wrong with a yes or no, None if nothing."""
    return None if value.lower() in ("y", "yes", "n", "no") else "must be yes or no"


def token_fault(value: str) -> str | None:
    """Returns what is wrong with a token, in words that do not show it; None if nothing."""
    fit = value.isascii() and value.isprintable() and value and " " not in value
    return None if fit else "a token is one word of plain letters, digits and signs"
