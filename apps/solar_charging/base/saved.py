"""Reads values of what was saved before a restart, and lets through none that could not have been saved.

Each reader raises ValueError for what is no such value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from .time_grid import LAST_S

SPOILT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""All that reading a file may raise which holds something else than what was saved."""


class OtherVersion(Exception):
    """Tells that what is read was saved by an app that does it in another way."""


LARGEST = 1e12
"""No number that is kept is farther from 0."""

YEARS = range(1970, 3000)
"""The years that a day may be of, with a clock that was never set and one that is set wrongly."""

Value = TypeVar("Value")


def number(value: Any, least: float = -LARGEST, most: float = LARGEST) -> float:
    """Returns a number from `least` to `most`; NaN is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise ValueError(f"must be a number from {least:g} to {most:g}, is {value!r:.40}")
    return float(value)


def whole(value: Any, least: int = 0, most: int = int(LARGEST)) -> int:
    """Returns a whole number from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"must be a whole number from {least} to {most}, is {value!r:.40}")
    return value


def moment_s(value: Any) -> float:
    """Returns a moment in unix seconds that has a date."""
    return number(value, 0.0, LAST_S)


def flag(value: Any) -> bool:
    """Returns a yes or no."""
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, is {value!r:.40}")
    return value


def text(value: Any) -> str:
    """Returns a text."""
    if not isinstance(value, str):
        raise ValueError(f"must be a text, is {value!r:.40}")
    return value


def day(value: Any) -> date:
    """Returns a day."""
    found = date.fromisoformat(text(value))
    if found.year not in YEARS:
        raise ValueError(f"must be a day of {YEARS[0]} to {YEARS[-1]}, is {found}")
    return found


def maybe(read: Callable[[Any], Value], value: Any) -> Value | None:
    """Returns what `read` makes of a value, None where nothing was saved."""
    return None if value is None else read(value)


def pairs(value: Any) -> list[tuple[Any, Any]]:
    """Returns the names of a section with what each stands for."""
    if not isinstance(value, Mapping):
        raise ValueError(f"must be a section, is {value!r:.40}")
    return list(value.items())
