"""Finds a car in Home Assistant before it is first asked, and looks again until all is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ...base.entity_state import EntityState
from ...base.reason import Problem
from ...settings.car import Car as CarSettings
from ...settings.car import CarEntities
from ..car import CarState, HomeZone, NotFound
from .entities import HomeAssistantCar, Port
from .found import Found, Wanted, find
from .found_text import block
from .patterns import NEEDED, Role
from .registry import Registry


class Finder(Port, Protocol):
    """Defines what is needed of Home Assistant to find a car there, and to command it."""

    def states(self) -> Mapping[str, EntityState]:
        """Returns all entities, with their attributes, by their ids."""

    def registry(self) -> Registry | None:
        """Returns what Home Assistant's registries say, None where they cannot be read."""

    def say(self, text: str) -> None:
        """Takes the block of lines of what was found."""


class FoundCar:
    """Is a car by Home Assistant's entities, which are looked for until they are all there."""

    reads_are_free = True

    def __init__(self, settings: CarSettings, home_assistant: Finder) -> None:
        self._settings = settings
        self._home_assistant = home_assistant
        self._said: Found | None = None
        self._car: HomeAssistantCar | None = None

    @property
    def roles(self) -> Mapping[Role, str]:
        """Returns the car's entities by what they are good for; none before they were found."""
        return {} if self._car is None else self._car.roles

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the entities whose change is news of the car; none before they were found."""
        return () if self._car is None else self._car.entities

    def tend(self) -> None:
        """Does nothing: Home Assistant looks after the way itself."""

    def refresh(self) -> bool:
        """Has the integration ask for newer data, if that is wanted, or known to be free."""
        return self._found().refresh()

    def awake(self) -> bool:
        """Says whether the car is awake."""
        return self._found().awake()

    def read(self, home: HomeZone | None) -> CarState:
        """Returns what the entities show."""
        return self._found().read(home)

    def wake_up(self) -> None:
        """Presses the button that wakes the car."""
        self._found().wake_up()

    def start(self) -> None:
        """Begins to charge."""
        self._found().start()

    def stop(self) -> None:
        """Ends the charge."""
        self._found().stop()

    def set_current(self, current_a: int) -> None:
        """Offers the car a charging current in A."""
        self._found().set_current(current_a)

    def set_limit(self, limit_pct: int) -> None:
        """Sets the state of charge in % up to which the car charges."""
        self._found().set_limit(limit_pct)

    def _found(self) -> HomeAssistantCar:
        if self._car is None or not self._there():
            self._car = None
            found = self._look()
            _check(found)
            self._car = HomeAssistantCar(found.roles, self._home_assistant, self._settings.refresh)
        return self._car

    def _there(self) -> bool:
        """Says whether what is needed is still there: entities are given other names, and removed."""
        assert self._said is not None  # a car was found by it
        needed = {role for use in self._said.uses for role in NEEDED[use]} & self._said.roles.keys()
        return all(self._home_assistant.state(self._said.roles[role]) is not None for role in needed)

    def _look(self) -> Found:
        given = self._settings.entities or CarEntities()
        wanted = Wanted(
            name=given.name,
            vin=self._settings.vin,
            by_hand={Role(key): entity for key, entity in given if key != "name" and entity is not None},
            uses=[use for use in NEEDED if self._settings.ways[use] == "entities"],
        )
        states = self._home_assistant.states()
        silent = {entity for entity, state in states.items() if state.get("state") == "unavailable"}
        found = find(wanted, states, self._home_assistant.registry(), silent)
        if found != self._said:
            self._said = found
            self._home_assistant.say(block(found, states))
        return found


def _check(found: Found) -> None:
    """Raises NotFound in one sentence where something is missing; the log has it all."""
    if not found.missing:
        return
    if len(found.choice) > 1:
        raise NotFound(Problem.CARS_TO_CHOOSE, names=", ".join(found.choice))
    if found.integration is None and not found.roles:
        raise NotFound(Problem.CAR_NOT_FOUND, car=found.car) if found.car else NotFound(Problem.NO_CAR_THERE)
    roles = ", ".join(role.value for role in found.missing)
    raise NotFound(Problem.ENTITIES_MISSING, car=found.car, roles=roles)
