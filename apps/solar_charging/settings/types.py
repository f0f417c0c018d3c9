"""Defines the types of which the models of apps.yaml are made: times, days, entities, prices."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from .foreign import listed_in, time_of_day
from .hidden import TOKEN
from .rules import Rule
from .words import RuleError

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _time_of_day(value: object) -> time:
    # YAML 1.1 reads an unquoted 22:00 as the number 1320 and an unquoted 05:30 as text: only text is safe.
    if not isinstance(value, str):
        raise RuleError(Rule.TIME_QUOTED, time=time_of_day(value) or "22:00")
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", value)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        meant = time_of_day(value)
        raise RuleError(Rule.TIME) if meant is None else RuleError(Rule.TIME_MEANT, time=meant)
    return time(int(match[1]), int(match[2]))


def _end_of_day(value: object) -> object:
    return time() if value == "24:00" else _time_of_day(value)


ENTITY_ID = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")


def _entity(value: str) -> str:
    value = value.strip()
    if not ENTITY_ID.fullmatch(value):
        # As Home Assistant itself makes ids of names.
        meant = re.sub(r"[^a-z0-9_.]+", "_", value.casefold())
        if not re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", meant) or TOKEN.search(value):
            raise RuleError(Rule.ENTITY)
        raise RuleError(Rule.ENTITY_MEANT, meant=meant)
    return value


def listed(value: object) -> object:
    """Returns a list of YAML as a tuple, which nobody can change; of nothing at all an empty one.

    Raises RuleError for anything else.
    """
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise RuleError(Rule.LIST)
    return tuple(value)


def listed_from(known: tuple[str, ...]) -> Callable[[object], object]:
    """Returns a function as `listed`, which of text like mon-fri says how it is written as a list."""

    def check(value: object) -> object:
        meant = listed_in(value, known) if isinstance(value, str) else []
        if meant:
            raise RuleError(Rule.LIST_MEANT, meant=f"[{', '.join(meant)}]")
        return listed(value)

    return check


def one_or_many(value: object) -> object:
    """Returns one entity, or a list of them, as a tuple; None is none."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def one_way(signed: tuple[str, ...], name: str, halves: dict[str, tuple[str, ...]]) -> None:
    """Raises RuleError unless a power is named by one signed sensor, or by both its halves."""
    one, other = halves
    named = [half for half in halves.values() if half]
    if bool(signed) == bool(named):
        raise RuleError(Rule.EITHER, whole=name, one=one, other=other)
    if named and len(named) < len(halves):
        raise RuleError(Rule.BOTH, one=one, other=other)


def each_its_own(entities: tuple[str, ...]) -> None:
    """Raises RuleError where a meter is named for two things."""
    for entity in entities:
        if entities.count(entity) > 1:
            raise RuleError(Rule.OWN_ENTITY, entity=entity)


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
EndOfDay = Annotated[time, BeforeValidator(_end_of_day)]
Days = Annotated[tuple[Weekday, ...], BeforeValidator(listed_from(WEEKDAYS)), Field(min_length=1)]
EntityId = Annotated[str, AfterValidator(_entity)]
Summed = Annotated[tuple[EntityId, ...], BeforeValidator(one_or_many)]
"""One entity, or several whose sum counts."""

Percent = Annotated[int, Field(ge=0, le=100)]
Price = Annotated[float, Field(ge=-10, le=10_000, allow_inf_nan=False)]


def _url(value: str) -> str:
    # What follows a backslash is the host to some readers of addresses, and a path to those that call it.
    if not re.fullmatch(r"https?://[^/\s\\][^\s\\]*", value):
        raise RuleError(Rule.ADDRESS)
    # Requests joins paths to it, and a missing last slash would cut the last part off.
    return value if value.endswith("/") else value + "/"


Url = Annotated[str, AfterValidator(_url)]


Seconds = Annotated[float, Field(ge=0.1, le=86_400, allow_inf_nan=False)]


def _in_watts(value: float) -> float:
    if 0 < value < LEAST_LIKELY_W:
        raise RuleError(Rule.IN_WATTS, kilowatts=f"{value:g}", number=f"{1000 * value:g}")
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
