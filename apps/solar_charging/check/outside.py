"""Looks at a house from outside, in one go: feeds what Home Assistant says to a controller of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..base.checks import Finding, Item
from ..base.entity_state import NO_VALUES, EntityState, LiveState
from ..base.reason import Problem
from ..control.check_line import Line, Mark, Told, question
from ..control.checklist import checklist
from ..control.controller import Controller
from ..control.outcome import Outcome
from ..control.senses import Senses
from ..control.switchboard import Switchboard
from ..control.watching import Watching
from ..settings.settings import Settings
from ..setup.surroundings import Surroundings
from ..vehicle.car import HomeZone, Unreachable, VehicleError
from ..vehicle.entities.found_car import FoundCar
from ..vehicle.entities.registry import Registry
from ..vehicle.tesla.token_file import TokenFile
from .counters import sign_agrees

LONGEST_S = 3600.0
"""What was said longer ago, in s, is as good as never said."""


class Snapshot:
    """Is what Home Assistant said when it was asked, for the senses of a controller."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._states = surroundings.states

    def state(self, entity: str) -> str | None:
        """Returns an entity's state, None where there is no such entity."""
        found = self._states.get(entity)
        return None if found is None else str(found.get("state"))

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        """Returns an entity with its attributes, None where there is no such entity."""
        found = self._states.get(entity)
        return None if found is None else dict(found)

    def states(self) -> Mapping[str, EntityState]:
        """Returns all entities with their attributes, by their ids."""
        return self._states

    def live(self, entities: Collection[str]) -> Mapping[str, LiveState | None] | None:
        """Returns None: nobody is asked twice."""


class CarShown:
    """Is the same for a car that is known by its entities; it cannot be commanded."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def state(self, entity: str) -> EntityState | None:
        """Returns an entity with its attributes and times, None when there is no such entity."""
        return self._surroundings.states.get(entity)

    def states(self) -> Mapping[str, EntityState]:
        """Returns all entities, with their attributes, by their ids."""
        return self._surroundings.states

    def registry(self) -> Registry | None:
        """Returns what Home Assistant's registries say, None where they cannot be read."""
        return self._surroundings.registry

    def say(self, text: str) -> None:
        """Leaves out the block of lines of what was found: the app's log has it."""

    def said_s(self, entities: Collection[str]) -> float | None:
        """Returns when any of these last reported a value, None where that is not known."""
        return newest_s(self._surroundings, entities)

    def integration(self, entity: str) -> str | None:
        """Returns the name of the integration that an entity comes from, None where that is not known."""
        row = self._surroundings.by_entity.get(entity)
        return None if row is None else row.platform

    def call(self, service: str, **data: Any) -> None:
        """Raises Unreachable, for nothing is commanded from here."""
        del data  # whatever it is
        raise Unreachable(Problem.NOT_CONNECTED, service=service)


def looked_at(settings: Settings, surroundings: Surroundings, zone: ZoneInfo) -> Outcome:
    """Returns what a beat would come to by what Home Assistant says, with the checklist."""
    now_s, snapshot = surroundings.now_s, Snapshot(surroundings)
    now = datetime.fromtimestamp(now_s, timezone.utc)
    heard_s = newest_s(surroundings, settings.meters.grid_entities)
    heard = datetime.fromtimestamp(min(max(heard_s or now_s, now_s - LONGEST_S), now_s), timezone.utc)
    controller = Controller(settings, zone, now_s - LONGEST_S, reads_are_free=True)
    senses = Senses(
        controller, nullcontext(), lambda: heard, snapshot, lambda *_: None, Watching(controller, zone)
    )
    senses.sense_all()
    switchboard = Switchboard(settings, snapshot.state, lambda _: None, lambda _: None)
    positions, _ = switchboard.positions(present=True)
    home = HomeZone.of_state(snapshot.whole_state("zone.home"))
    entities = _ask_car(settings, controller, surroundings, home)
    outcome = controller.beat(now, positions, None)
    told = Told(
        wrong=senses.wrong,
        units=senses.units,
        absent=switchboard.absent,
        notifies=_notifies(settings, surroundings),
        sign_agrees=sign_agrees(settings.meters, surroundings),
        car_entities=entities,
        has_home=home is not None,
    )
    lines = checklist(controller, outcome, told, now)
    outcome.checklist = tuple(_elsewhere(line, settings) for line in lines)
    return outcome


def _ask_car(
    settings: Settings, controller: Controller, surroundings: Surroundings, home: HomeZone | None
) -> tuple[str, ...]:
    """Reads the car by its entities, or looks at its tokens; returns the entities."""
    now_s, car = surroundings.now_s, FoundCar(settings.car, CarShown(surroundings))
    try:
        if settings.car.ways["read"] == "entities":
            controller.car_read(car.read(home), now_s)
        elif settings.car.token_file is not None and Path(settings.car.token_file).parent.is_dir():
            TokenFile(Path(settings.car.token_file)).load()
    except VehicleError as error:
        controller.look_failed(error, now_s)
    return car.entities


def _elsewhere(line: Line, settings: Settings) -> Line:
    """Returns a line that says so where the car's tokens are on another computer."""
    file = settings.car.token_file
    away = settings.car.ways["read"] == "tesla" and file is not None and not Path(file).parent.is_dir()
    if line.item is not Item.CAR or line.mark is not Mark.QUESTION or not away:
        return line
    return question(Item.CAR, Finding.ELSEWHERE, file=file)


def _notifies(settings: Settings, surroundings: Surroundings) -> bool | None:
    if settings.notify is None or not surroundings.services:
        return None
    domain, _, name = settings.notify.partition(".")
    return name in surroundings.services.get(domain, ())


def newest_s(surroundings: Surroundings, entities: Collection[str]) -> float | None:
    """Returns when any of some entities last said a value (unix seconds), None where that is not known.

    Before 2024.4 Home Assistant told changes alone: a value that is the same may be of now.
    """
    said = [surroundings.states[each] for each in entities if each in surroundings.states]
    moments = [_moment_s(each.get("last_reported")) for each in said if each.get("state") not in NO_VALUES]
    return max((each for each in moments if each is not None), default=None)


def _moment_s(said: object) -> float | None:
    try:
        return datetime.fromisoformat(str(said).replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        return None
