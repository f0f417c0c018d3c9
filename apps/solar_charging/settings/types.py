"""Defines the types of which the models of apps.yaml are made: times, days, entities, prices."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _time_of_day(value: object) -> time:
    # YAML 1.1 reads an unquoted 22:00 as the number 1320 and an unquoted 05:30 as text: only text is safe.
    if not isinstance(value, str):
        raise ValueError('write the time in quotes, as "22:00"')
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", value)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError('must be a time of day from "00:00" to "23:59"; only an end may be "24:00"')
    return time(int(match[1]), int(match[2]))


def _end_of_day(value: object) -> object:
    return time() if value == "24:00" else _time_of_day(value)


ENTITY_ID = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")


def _entity(value: str) -> str:
    if not ENTITY_ID.fullmatch(value):
        # As Home Assistant itself makes ids of names.
        meant = re.sub(r"[^a-z0-9_.]+", "_", value.strip().casefold())
        hint = f"; did you mean {meant}?" if ENTITY_ID.fullmatch(meant) else ""
        raise ValueError(f"must be an entity id such as sensor.grid_power, not a name{hint}")
    return value


def listed(value: object) -> object:
    """Returns a list of YAML as a tuple, which nobody can change; of nothing at all an empty one.

    Raises ValueError for anything else.
    """
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise ValueError("must be a list, in brackets or with a dash before each of its entries")
    return tuple(value)


def one_or_many(value: object) -> object:
    """Returns one entity, or a list of them, as a tuple; None is none."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def one_way(signed: tuple[str, ...], name: str, halves: dict[str, tuple[str, ...]]) -> None:
    """Raises ValueError unless a power is named by one signed sensor, or by both its halves."""
    both = " and ".join(halves)
    named = [half for half in halves.values() if half]
    if bool(signed) == bool(named):
        raise ValueError(f"name either {name} or both {both}")
    if named and len(named) < len(halves):
        raise ValueError(f"{both} belong together: name both")


def each_its_own(entities: tuple[str, ...]) -> None:
    """Raises ValueError where a meter is named for two things."""
    for entity in entities:
        if entities.count(entity) > 1:
            raise ValueError(f"each meter must be an entity of its own, got {entity} twice")


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
EndOfDay = Annotated[time, BeforeValidator(_end_of_day)]
Days = Annotated[tuple[Weekday, ...], BeforeValidator(listed), Field(min_length=1)]
EntityId = Annotated[str, AfterValidator(_entity)]
Summed = Annotated[tuple[EntityId, ...], BeforeValidator(one_or_many)]
"""One entity, or several whose sum counts."""

Percent = Annotated[int, Field(ge=0, le=100)]
Price = Annotated[float, Field(ge=-10, le=10_000, allow_inf_nan=False)]


def _url(value: str) -> str:
    # What follows a backslash is the host to some readers of addresses, and a path to those that call it.
    if not re.fullmatch(r"https?://[^/\s\\][^\s\\]*", value):
        raise ValueError("must be an address that begins with http:// or https:// and has no backslash")
    # Requests joins paths to it, and a missing last slash would cut the last part off.
    return value if value.endswith("/") else value + "/"


Url = Annotated[str, AfterValidator(_url)]


Seconds = Annotated[float, Field(ge=0.1, le=86_400, allow_inf_nan=False)]


def _in_watts(value: float) -> float:
    if 0 < value < LEAST_LIKELY_W:
        raise ValueError(f"must be in watts: {value:g} kW is {1000 * value:g}, so write {1000 * value:g}")
    return value


LEAST_LIKELY_W = 100.0
"""No house, inverter or battery has less in W as its greatest power: whoever writes less means kW."""

Watts = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False), AfterValidator(_in_watts)]


Amps = Annotated[int, Field(ge=1, le=80)]


Cost = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class Section(BaseModel):
    """Is a section of apps.yaml: frozen, strict about types, and without keys that it does not know."""

    # Strict, for YAML reads `on` as true, and Pydantic would take that for the number 1.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
