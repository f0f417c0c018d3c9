"""Opens the ways to the car that the settings name: by one it is read, commanded, located."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from ..base.reason import Problem
from ..settings.car import Car as CarSettings
from .car import CarState, HomeZone, NeedsPerson, Vehicle
from .entities.entities import HomeAssistantCar, Port
from .entities.patterns import NEEDED, Role, find
from .tesla.tesla import TeslaCar


class FoundCar:
    """Is a car by Home Assistant's entities, which are looked for until they are all there.

    `present` returns the entities that Home Assistant has, `say` takes the sentence of what was found.
    """

    reads_are_free = True

    def __init__(
        self,
        settings: CarSettings,
        port: Port,
        present: Callable[[], Collection[str]],
        say: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._port = port
        self._present = present
        self._say = say
        self._car: HomeAssistantCar | None = None

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the entities whose change is news of the car; none before they were found."""
        return () if self._car is None else self._car.entities

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

    def _found(self) -> HomeAssistantCar:
        if self._car is None:
            entities = self._settings.entities
            assert entities is not None  # the settings' own rule
            by_hand = {Role(key): entity for key, entity in entities if key != "name" and entity is not None}
            uses = [use for use in NEEDED if self._settings.ways[use] == "entities"]
            found = find(entities.name, self._present(), by_hand, uses)
            if found.missing:
                raise NeedsPerson(Problem.ENTITIES_MISSING, found=str(found))
            self._say(str(found))
            self._car = HomeAssistantCar(found.roles, self._port, self._settings.refresh)
        return self._car


class MixedCar:
    """Is a car that is read, commanded and located by different ways."""

    def __init__(self, read: Vehicle, command: Vehicle, locate: Vehicle) -> None:
        self._read = read
        self._command = command
        self._locate = locate

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


def open_ways(
    settings: CarSettings,
    port: Port,
    present: Callable[[], Collection[str]],
    say: Callable[[str], None],
) -> Vehicle:
    """Returns the car by the ways of the settings."""
    ways: dict[str, Vehicle] = {}
    for way in set(settings.ways.values()):
        ways[way] = TeslaCar(settings) if way == "tesla" else FoundCar(settings, port, present, say)
    if len(ways) == 1:
        return next(iter(ways.values()))
    return MixedCar(**{use: ways[way] for use, way in settings.ways.items()})
