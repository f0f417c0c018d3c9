"""Says what a line of the checklist is, and what it is made of besides what the controller knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from ..base.checks import Finding, Item, Todo
from ..base.reason import Problem, Reason, Text, Value

MUCH = 3.0
"""A meter's rhythm is told anew when it is so many times as long, or as short: many report as they please."""


class Mark(str, Enum):
    """Says how a line stands; published, so the names are an interface."""

    TICK = "tick"
    QUESTION = "question"
    CROSS = "cross"


@dataclass(frozen=True)
class Line:
    """Is a line of the checklist: what was found, and what there is to do about it.

    What is `passing`, such as a sensor that says nothing by night, takes no tick away that was there before.
    """

    item: Item
    mark: Mark
    found: Reason[Text]
    todo: Reason[Todo] | None = None
    passing: bool = False


@dataclass(frozen=True)
class Told:
    """Holds what Home Assistant tells of a house, and the controller does not know.

    `wrong` is what is wrong with entities, `units` are in what they measure, of those that say anything.
    `absent` are helpers that there are not, `notifies` says whether the service for notifications is there,
    `sign_agrees` whether the counters of the Energy dashboard agree with the grid meter (None: not known).
    `car_entities` are those that the car was found by, `has_home` says whether there is a zone of home.
    """

    wrong: Mapping[str, Reason[Problem]] = field(default_factory=dict)
    units: Mapping[str, object] = field(default_factory=dict)
    absent: Collection[str] = ()
    notifies: bool | None = None
    sign_agrees: bool | None = None
    car_entities: tuple[str, ...] = ()
    has_home: bool = True


def tick(item: Item, finding: Finding | Reason[Text], **values: Value) -> Line:
    """Returns a line that is right."""
    return Line(item, Mark.TICK, _reason(finding, values))


def question(
    item: Item,
    finding: Finding | Reason[Text],
    todo: Reason[Todo] | Todo | None = None,
    passing: bool = False,
    **values: Value,
) -> Line:
    """Returns a line that is open."""
    return Line(item, Mark.QUESTION, _reason(finding, values), _todo(todo), passing)


def cross(
    item: Item, finding: Finding | Reason[Text], todo: Reason[Todo] | Todo | None = None, **values: Value
) -> Line:
    """Returns a line that is wrong."""
    return Line(item, Mark.CROSS, _reason(finding, values), _todo(todo))


def _reason(finding: Finding | Reason[Text], values: Mapping[str, Value]) -> Reason[Text]:
    return finding if isinstance(finding, Reason) else Reason(finding, values)


def _todo(todo: Reason[Todo] | Todo | None) -> Reason[Todo] | None:
    return Reason(todo) if isinstance(todo, Todo) else todo


def kept(lines: tuple[Line, ...], before: tuple[Line, ...]) -> tuple[Line, ...]:
    """Returns the lines, each as it was `before` where nothing has come up that is worth telling."""
    known = {line.item: line for line in before}
    return tuple(
        known[line.item] if line.item in known and _says_as_much(known[line.item], line) else line
        for line in lines
    )


def _says_as_much(before: Line, now: Line) -> bool:
    if before.mark is not Mark.TICK:
        return False
    if now.passing:
        return True
    spans = [each.found.values.get("every") for each in (before, now)]
    if before.found.why is not now.found.why or not all(isinstance(each, timedelta) for each in spans):
        return False
    was_s, is_s = (each.total_seconds() for each in spans if isinstance(each, timedelta))
    return was_s / MUCH < is_s < MUCH * was_s
