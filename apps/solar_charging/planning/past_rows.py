"""Reads what Home Assistant's recorder answers: means by steps of time, and the states of entities.

Of what makes no sense nothing is taken: a row without a number or a time, outside of what was asked for, off
the grid of its steps, or one that contradicts another.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ..base.saved import LARGEST, SPOILT, moment_s, number

FINE_S, HOUR_S = 300, 3600
"""The steps in s of the recorder's short and long statistics."""

Means = Mapping[str, Mapping[int, float]]
"""The means of entities, by when each step begins (unix seconds)."""


class PastState(NamedTuple):
    """Is a state that an entity had from `at_s` (unix seconds) on, with its attributes."""

    at_s: float
    state: Mapping[str, Any]


def means(answer: Any, entities: Collection[str], step_s: int, since_s: float, until_s: float) -> Means:
    """Returns the means of entities in an answer to `recorder/statistics_during_period`.

    The steps are `step_s` long, and lie between `since_s` and `until_s` (unix seconds).
    """
    found = {}
    for entity in entities:
        of_entity: dict[int, float] = {}
        for start_s, value in _mean_rows(_rows(answer, entity)):
            if start_s % step_s or not since_s <= start_s <= until_s - step_s:
                continue
            same = of_entity.setdefault(start_s, value) == value
            of_entity[start_s] = value if same else math.nan
        found[entity] = {start_s: value for start_s, value in of_entity.items() if not math.isnan(value)}
    return found


def _mean_rows(rows: list[Any]) -> Iterator[tuple[int, float]]:
    for row in rows:
        try:
            start_s, value = moment_s(row["start"] / 1000), number(row["mean"])
        except SPOILT:
            continue
        if start_s == int(start_s):
            yield int(start_s), value


def states(
    answer: Any, entities: Collection[str], since_s: float, until_s: float
) -> dict[str, list[PastState]]:
    """Returns the states of entities in an answer to `history/history_during_period`, the oldest first.

    An entity that had a state before `since_s` (unix seconds) has it from then on. A row without attributes
    has those of the row before it.
    """
    return {entity: list(_states(_rows(answer, entity), since_s, until_s)) for entity in entities}


def _states(rows: list[Any], since_s: float, until_s: float) -> Iterator[PastState]:
    told = []
    for row in rows:
        try:
            at_s, said, attributes = number(row["lu"], 0.0, LARGEST), row["s"], row.get("a")
        except SPOILT:
            continue
        if at_s < until_s and isinstance(said, str) and isinstance(attributes, (Mapping, type(None))):
            told.append((max(at_s, since_s), said, attributes))
    worn: Mapping[str, Any] = {}
    for at_s, said, attributes in sorted(told, key=lambda each: each[0]):
        worn = worn if attributes is None else attributes
        yield PastState(at_s, {"state": said, "attributes": worn})


def units(answer: Any) -> dict[str, str]:
    """Returns the units of the means, by entity, in an answer to `recorder/get_statistics_metadata`."""
    found = {}
    for row in answer if isinstance(answer, list) else ():
        if isinstance(row, Mapping) and isinstance(row.get("statistic_id"), str):
            unit = row.get("display_unit_of_measurement") or row.get("statistics_unit_of_measurement")
            if isinstance(unit, str):
                found[row["statistic_id"]] = unit
    return found


def _rows(answer: Any, entity: str) -> list[Any]:
    rows = answer.get(entity) if isinstance(answer, Mapping) else None
    return rows if isinstance(rows, list) else []
