"""Finds where the attributes of an entity of Home Assistant list prices: each integration has its own way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from reprlib import repr as shown
from typing import Any, NamedTuple

from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from .price_times import is_time

LISTS = (
    ("raw_today", "raw_tomorrow"),
    ("prices_today", "prices_tomorrow"),
    ("today_interval_prices", "tomorrow_interval_prices"),
    ("today_hourly_prices", "tomorrow_hourly_prices"),
    ("today_hours", "tomorrow_hours"),
    ("today", "tomorrow"),
    ("prices",),
    ("data",),
    ("rates",),
    ("forecast",),
    ("forecasts",),
)
"""Attributes that hold prices, those of today and tomorrow together; the first that hold any count."""

HOURS = (
    (re.compile(r"price_(\d\d)h(?:_d)?"), re.compile(r"price_next_day_(\d\d)h(?:_d)?")),
    (re.compile(r"oggi_h_(\d\d)"), re.compile(r"domani_h_(\d\d)")),
)
"""Names of attributes that are each the price of an hour, of today and of tomorrow."""

DEEPEST = 8
"""How many sections are opened at most, one within the other, to find a list."""


class Listed(NamedTuple):
    """Is a list of prices: what it is called, of which day it is where it does not say (1 is tomorrow).

    `problem` says why there is none.
    """

    where: str
    lead: int
    entries: Sequence[Any]
    problem: Reason[Problem] | None = None


def find_lists(entity: str, attributes: Mapping[str, Any]) -> Sequence[Listed] | None:
    """Returns the lists of prices that an entity's attributes hold; empty where nothing is published yet.

    None where there is no place for any.
    """
    for group in LISTS:
        if any(_holds(attributes.get(name)) for name in group):
            return [*_group(f"{entity}: ", attributes, group)]
    if any(name in attributes and not attributes[name] for group in LISTS for name in group):
        return []
    for patterns in HOURS:
        found = [_by_hour(entity, attributes, pattern, lead) for lead, pattern in enumerate(patterns)]
        if any(each.entries for each in found):
            return found
    return _by_moment(entity, attributes)


def _holds(held: object) -> bool:
    """Says whether an attribute may hold a list; a number is a price or a mean, and no list."""
    return bool(held) and not isinstance(held, (int, float))


def _group(where: str, holder: Mapping[str, Any], group: Sequence[str]) -> Iterator[Listed]:
    for lead, name in enumerate(group):
        held = holder.get(name)
        if _holds(held):
            try:
                yield from _unwrapped(f"{where}{name}", lead, held)
            except MeterError as error:
                yield Listed(f"{where}{name}", lead, (), error.reason)


def _by_hour(entity: str, attributes: Mapping[str, Any], name: re.Pattern[str], lead: int) -> Listed:
    """Returns the attributes that are each the price of an hour; an hour again follows the first."""
    matches = [(match, attributes[key]) for key in sorted(attributes) if (match := name.fullmatch(str(key)))]
    entries = [{"start": f"{match[1]}:00", "value": value} for match, value in matches]
    return Listed(f"{entity}: {name.pattern}", lead, entries)


def _by_moment(entity: str, attributes: Mapping[str, Any]) -> Sequence[Listed] | None:
    """Returns the attributes whose names are moments, None where there are none."""
    times = [key for key in attributes if "T" in str(key) and is_time(key)]
    entries = [{"start": key, "value": attributes[key]} for key in times]
    return [Listed(f"{entity}: attributes", 0, entries)] if entries else None


def _unwrapped(where: str, lead: int, held: Any) -> Iterator[Listed]:
    """Yields what is held as a list: text is read, a table of times too, and a section with one list opened.

    Raises MeterError where there is no list in it, or more than one.
    """
    if where.count(".") > DEEPEST:
        raise MeterError(Problem.PRICE_LIST_SHAPE, where=where, got=shown(held))
    if isinstance(held, str):
        held = _read(where, held)
    if isinstance(held, Sequence) and not isinstance(held, str):
        yield Listed(where, lead, held)
    elif not isinstance(held, Mapping):
        raise MeterError(Problem.PRICE_LIST_SHAPE, where=where, got=shown(held))
    elif held and all(is_time(key) for key in held):
        yield Listed(where, lead, [{"start": key, "value": value} for key, value in held.items()])
    else:
        yield from _opened(where, lead, held)


def _opened(where: str, lead: int, section: Mapping[str, Any]) -> Iterator[Listed]:
    for group in LISTS:
        if len(group) > 1 and any(_holds(section.get(name)) for name in group):
            yield from _group(f"{where}.", section, group)
            return
    within = {
        name: held for name, held in section.items() if held and isinstance(held, (list, tuple, Mapping))
    }
    if not within:
        raise MeterError(Problem.PRICE_LIST_SHAPE, where=where, got=shown(section))
    if len(within) > 1:
        raise MeterError(Problem.PRICE_LISTS, where=where, names=", ".join(map(str, within)))
    ((name, held),) = within.items()
    yield from _unwrapped(f"{where}.{name}", lead, held)


def _read(where: str, text: str) -> Any:
    """Returns what a list says that is given as text. Raises MeterError where it is no list."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, (list, Mapping)):
        raise MeterError(Problem.PRICE_LIST_SHAPE, where=where, got=shown(text))
    return read
