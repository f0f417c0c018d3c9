"""Opens the ways to the car that the settings name: by one it is read, commanded, located."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..base.reason import Problem, Reason
from ..settings.car import Car as CarSettings
from .car import CarState, HomeZone, Vehicle
from .entities.entities import HomeAssistantCar
from .entities.found_car import Finder, FoundCar
from .entities.patterns import Role
from .tesla.tesla import TeslaCar


class MixedCar:
    """Is a car that is read, commanded and located by different ways."""

    def __init__(self, read: Vehicle, command: Vehicle, locate: Vehicle) -> None:
        self._read = read
        self._command = command
        self._locate = locate

    @property
    def roles(self) -> Mapping[Role, str]:
        """Returns the entities by which it is read, and those by which it is located."""
        place = known_by(self._locate).get(Role.LOCATION)
        elsewhere = {} if place is None else {Role.LOCATION: place}
        return {**known_by(self._read), **elsewhere}

    @property
    def reads_are_free(self) -> bool:
        """Says whether reading costs nothing by all the ways that it needs."""
        return self._read.reads_are_free and self._locate.reads_are_free

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the entities whose change is news of the car."""
        return self._read.entities

    def refresh(self) -> bool:
        """Asks for newer data by the way by which the car is read."""
        return self._read.refresh()

    def tend(self) -> Reason[Problem] | None:
        """Does what was left undone by each way; returns what is wrong with the first of them."""
        problems = [way.tend() for way in (self._read, self._command, self._locate)]
        return next((each for each in problems if each is not None), None)

    def awake(self) -> bool:
        """Says whether the car is awake."""
        return self._read.awake()

    def read(self, home: HomeZone | None) -> CarState:
        """Returns everything of the car, its position by the way that knows it."""
        if self._locate is self._read:
            return self._read.read(home)
        place = self._locate.read(home)
        return replace(
            self._read.read(None),
            at_home=place.at_home,
            distance_m=place.distance_m,
            radius_m=place.radius_m,
        )

    def wake_up(self) -> None:
        """Asks the car to wake up."""
        self._command.wake_up()

    def start(self) -> None:
        """Begins to charge."""
        self._command.start()

    def stop(self) -> None:
        """Ends the charge."""
        self._command.stop()

    def set_current(self, current_a: int) -> None:
        """Offers the car a charging current in A."""
        self._command.set_current(current_a)

    def set_limit(self, limit_pct: int) -> None:
        """Sets the state of charge in % up to which the car charges."""
        self._command.set_limit(limit_pct)


def known_by(vehicle: Vehicle) -> Mapping[Role, str]:
    """Returns the entities by which Home Assistant knows a car; none of one that is asked itself."""
    return vehicle.roles if isinstance(vehicle, (FoundCar, HomeAssistantCar, MixedCar)) else {}


def open_ways(settings: CarSettings, home_assistant: Finder) -> Vehicle:
    """Returns the car by the ways of the settings."""
    ways: dict[str, Vehicle] = {}
    for way in set(settings.ways.values()):
        ways[way] = TeslaCar(settings) if way == "tesla" else FoundCar(settings, home_assistant)
    if len(ways) == 1:
        return next(iter(ways.values()))
    return MixedCar(**{use: ways[way] for use, way in settings.ways.items()})
