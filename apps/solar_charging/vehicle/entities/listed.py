"""Lists the cars that are in Home Assistant's registry, and picks the one that is meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .patterns import Role
from .platforms import PLATFORMS, VIN, WALL_CONNECTOR, Platform
from .registry import Registered, Registry, plain

TELLING = ((Role.CHARGE, Role.CURRENT, Role.CHARGING), (Role.CHARGING, Role.SOC, Role.DRAWN))
"""What has all of one of these is a car: boards and brokers have much else."""

VIN_TAIL = 4
"""So many characters of a car's number are shown."""


@dataclass(frozen=True)
class ListedCar:
    """Is a car as one integration lists it.

    `roles` holds its entities that are there, `disabled` those that are disabled and have no other, each
    with by whom it is, and `others` its entities that are good for nothing here. `vin` is None where the
    integration does not tell it.
    """

    platform: Platform
    name: str
    vin: str | None
    roles: Mapping[Role, str]
    disabled: Mapping[Role, tuple[str, str]]
    others: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """Returns what the ids of its entities begin with, such as model_y; nothing where they differ."""
        ids = [entity.partition(".")[2].split("_") for entity in self.roles.values()]
        common = []
        for parts in zip(*ids):  # noqa: B905 - only as long as the shortest
            if len(set(parts)) > 1:
                break
            common.append(parts[0])
        return "_".join(common)

    def __str__(self) -> str:
        number = f", VIN ...{self.vin[-VIN_TAIL:]}" if self.vin else ""
        return f"{self.name or self.stem} ({self.platform.name}){number}"


def listed_cars(registry: Registry, present: Collection[str]) -> tuple[ListedCar, ...]:
    """Returns the cars of all integrations, of whose entities only those `present` count as there."""
    found = []
    for platform in PLATFORMS:
        of_car: dict[str, list[Registered]] = {}
        for entity in registry.entities:
            if entity.platform == platform.domain and platform.owner(entity):
                of_car.setdefault(platform.owner(entity), []).append(entity)
        cars = (_car(platform, owner, mine, registry, present) for owner, mine in of_car.items())
        found += [car for car in cars if car is not None]
    return tuple(found)


def _car(
    platform: Platform,
    owner: str,
    mine: Iterable[Registered],
    registry: Registry,
    present: Collection[str],
) -> ListedCar | None:
    by_key: dict[str, list[Registered]] = {}
    for entity in mine:
        for key in platform.keys(entity):
            by_key.setdefault(key, []).append(entity)
    roles: dict[Role, str] = {}
    disabled: dict[Role, tuple[str, str]] = {}
    for role, keys in platform.roles.items():
        candidates = [entity for key in keys for entity in by_key.get(key, ())]
        there = [each for each in candidates if each.disabled_by is None and each.entity_id in present]
        off = [each for each in candidates if each.disabled_by is not None]
        if there:
            roles[role] = there[0].entity_id
        elif off:
            disabled[role] = off[0].entity_id, str(off[0].disabled_by)
    if not any(set(telling) <= {*roles, *disabled} for telling in TELLING):
        return None
    used = {*roles.values(), *(entity for entity, _ in disabled.values())}
    devices = (registry.devices.get(each.device_id or "") for each in mine)
    number = owner.upper()
    return ListedCar(
        platform=platform,
        name=next((name for name in devices if name), ""),
        vin=number if VIN.fullmatch(number) else None,
        roles=roles,
        disabled=disabled,
        others=tuple(sorted(e.entity_id for e in mine if e.disabled_by is None and e.entity_id not in used)),
    )


def wall_connection(registry: Registry, present: Collection[str]) -> str | None:
    """Returns the entity by which the one Wall Connector says that a car is plugged in; None of several."""
    found = [
        entity.entity_id
        for entity in registry.entities
        if entity.platform == WALL_CONNECTOR
        and entity.unique_id.endswith("-vehicle_connected")
        and entity.disabled_by is None
        and entity.entity_id in present
    ]
    return found[0] if len(found) == 1 else None


def grouped(cars: Iterable[ListedCar]) -> tuple[tuple[ListedCar, ...], ...]:
    """Returns the cars, each with all the integrations that list it.

    They are told apart by their numbers. A board or a logger does not tell it: where each integration lists
    one car at most, and no two numbers differ, it is the same car.
    """
    every = tuple(cars)
    numbers = sorted({car.vin for car in every if car.vin})
    platforms = [car.platform.domain for car in every]
    if len(numbers) <= 1 and len(set(platforms)) == len(platforms):
        return (every,) if every else ()
    with_number = [tuple(car for car in every if car.vin == number) for number in numbers]
    return (*with_number, *((car,) for car in every if car.vin is None))


def meant(cars: Collection[ListedCar], name: str | None, vin: str | None) -> tuple[ListedCar, ...]:
    """Returns the cars that a name or a number stands for; all where neither is given.

    A name may be the number, the device's name, or what the ids of the entities begin with, in this order; of
    several devices of one name the ids decide.
    """
    if vin is not None:
        cars = [car for car in cars if car.vin == vin] or [car for car in cars if car.vin is None]
    if name is None:
        return tuple(cars)
    written = plain(name)
    rules = (
        lambda car: car.vin == name.upper(),
        lambda car: car.name.casefold() == name.casefold(),
        lambda car: plain(car.name) == written != "",
        lambda car: car.stem == written,
        lambda car: any(entity.partition(".")[2].startswith(f"{written}_") for entity in car.roles.values()),
    )
    found = next((found for rule in rules if (found := tuple(filter(rule, cars)))), ())
    return tuple(car for car in found if car.stem == written) or found
