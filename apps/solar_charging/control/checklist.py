"""Puts the checklist together: whether all that the app goes by is found, and makes sense."""

from __future__ import annotations

from datetime import datetime

from ..base.checks import Item, Risk
from ..base.reason import Problem, Reason
from . import check_car, check_rest
from .check_line import Line, Mark, Told
from .check_meters import MeterChecks
from .controller import Controller
from .outcome import Outcome

MOST_TOLD = 3
"""So many things that are wrong are told at once; the card has the others."""


def checklist(controller: Controller, outcome: Outcome, told: Told, now: datetime) -> tuple[Line, ...]:
    """Returns all lines as they are at `now` (aware), by what is known and by what the beat has come to."""
    settings, house, access = controller.settings, controller.house, controller.access
    meters = MeterChecks(settings, house, told, now.timestamp()).lines()
    value, inputs = outcome.energy_value, controller.inputs
    return (
        *meters[:-1],
        check_car.found(settings.car, access, told),
        check_car.place(access.car, told),
        check_car.phases(settings.car, access.car, house.phases.factor),
        check_rest.tariff(settings.tariff, inputs, told, now),
        check_rest.forecast(settings, inputs, told),
        check_rest.departures(settings, value, inputs.agenda, told),
        check_car.plan(value),
        meters[-1],
        check_rest.switches(told.absent),
        check_rest.notify(settings, told),
    )


def worst(lines: tuple[Line, ...]) -> Mark:
    """Returns how the list stands as a whole."""
    marks = {line.mark for line in lines}
    return next((each for each in (Mark.CROSS, Mark.QUESTION) if each in marks), Mark.TICK)


class SwitchedOn:
    """Says what a person should hear who switches the app on while a line is crossed: once, until it is over.

    `told` says that this was told before a restart: what is still wrong then stays told. Until that is known
    it is `pending`.
    """

    def __init__(self, told: bool) -> None:
        self._on: bool | None = None
        self.pending = told
        self._items: frozenset[Item] = frozenset()
        self._said: Reason[Problem] | None = None

    def beat(self, on: bool, lines: tuple[Line, ...]) -> Reason[Problem] | None:
        """Takes in whether the app is `on`; returns what is told now, None where nothing is."""
        before, self._on = self._on, on
        wrong = [line for line in lines if line.mark is Mark.CROSS]
        items = frozenset(line.item for line in wrong)
        if wrong and on and (before is False or self.pending):
            self._said, self._items, self.pending = _told_of(wrong), items, False
        elif not on or not items & self._items:
            self._said, self.pending = None, self.pending and on
        return self._said


def _told_of(wrong: list[Line]) -> Reason[Problem]:
    first, *more = [Reason(Risk(line.item.value), {"found": line.found}) for line in wrong[:MOST_TOLD]]
    said: Reason[Risk] | Reason[Problem] = first
    for each in more:
        said = Reason(Problem.BOTH, {"first": said, "second": each})
    return Reason(Problem.SWITCHED_ON, {"wrong": said})
