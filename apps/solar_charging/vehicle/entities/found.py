"""Finds a car's entities: those set by hand, else by Home Assistant's registry, else by their names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from .listed import VIN_TAIL, ListedCar, grouped, listed_cars, meant, wall_connection
from .patterns import ALL_USES, NEEDED, Role, by_name, named_cars
from .registry import Registry, plain


@dataclass(frozen=True)
class Found:
    """Holds a car's entities.

    `car` is what it is called, empty where no name was given. `integration` made its entities, None where
    nothing is known of the car; `registered` says that the registry told so. `missing` holds the needed roles
    without an entity, and those whose entity, set by hand, does not exist (`absent`). Of `disabled` each has
    its entity, and by whom it is disabled. `borrowed` are needed roles that another integration had to give,
    `beside` names integrations that list the car too, and not by the name that was given where this one is
    `named`. `others` are entities that may be worth a look where something needed is missing, and `choice`
    what may be written as `car.entities.name`, with what it stands for, where that is open.
    """

    car: str
    integration: str | None
    roles: Mapping[Role, str]
    missing: tuple[Role, ...] = ()
    absent: Mapping[Role, str] = field(default_factory=dict)
    uses: tuple[str, ...] = ALL_USES
    registered: bool = False
    disabled: Mapping[Role, tuple[str, str]] = field(default_factory=dict)
    borrowed: Mapping[Role, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    named: bool = False
    others: tuple[str, ...] = ()
    choice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """Says which car is looked for, and for what.

    `name` is what a person calls it, `vin` its number, None where they say nothing. A role set `by_hand`
    wins, even over what is there. `uses` are those of NEEDED that the entities are wanted for.
    """

    name: str | None = None
    vin: str | None = None
    by_hand: Mapping[Role, str] = field(default_factory=dict)
    uses: Collection[str] = ALL_USES

    @property
    def called(self) -> str:
        """Returns what a person calls the car, empty where they say nothing."""
        return self.name or (f"...{self.vin[-VIN_TAIL:]}" if self.vin else "")

    def missing(self, roles: Collection[Role]) -> tuple[Role, ...]:
        """Returns the needed roles that are not among these."""
        needed = {role for use in self.uses for role in NEEDED[use]}
        if "command" not in self.uses and Role.DRAWN in roles:
            needed.discard(Role.CURRENT)  # what is drawn tells more than what was asked for
        return tuple(role for role in Role if role in needed and role not in roles)


def find(
    wanted: Wanted,
    present: Iterable[str],
    registry: Registry | None = None,
    silent: Collection[str] = (),
) -> Found:
    """Finds the entities of a car among those present in Home Assistant.

    `registry` is None where it cannot be read. Entities that are `silent` are there, but unavailable: an
    integration with others is taken rather.
    """
    known = frozenset(present)
    named = _by_names(wanted, known)
    if registry is None:
        return named
    registered = _by_registry(wanted, known, registry, silent)
    if wanted.name is None and len(registered.choice) > 1:
        return registered  # that one of them has an English name does not make it the one that is meant
    # A name that says nothing in the registry, or not enough, may still begin some ids.
    return min((registered, named), key=_shortcomings)


def _shortcomings(way: Found) -> tuple[int, bool, bool, bool, bool]:
    one = len(way.choice) <= 1
    return len(way.missing), one, way.integration is None, not way.choice, not way.registered


def _complete(wanted: Wanted, found: Found, known: Collection[str], wall: str | None = None) -> Found:
    """Returns what was found with what is set by hand, and what is missing after all."""
    absent = {role: entity for role, entity in wanted.by_hand.items() if entity not in known}
    roles = {Role.WALL_CONNECTED: wall} if wall else {}
    roles |= {**found.roles, **wanted.by_hand}
    roles = {role: roles[role] for role in Role if role in roles and role not in absent}
    if Role.CHARGING not in {*roles, *absent} and roles.keys() >= {Role.CHARGE, Role.CABLE}:
        # The switch says whether it charges, the cable whether it could.
        roles[Role.CHARGING] = roles[Role.CHARGE]
    missing = {*wanted.missing(roles), *absent}
    return replace(
        found,
        roles=roles,
        missing=tuple(role for role in Role if role in missing),
        absent=absent,
        uses=tuple(use for use in NEEDED if use in wanted.uses),
        disabled={role: off for role, off in found.disabled.items() if role not in roles},
        borrowed={role: name for role, name in found.borrowed.items() if role not in wanted.by_hand},
    )


def _by_names(wanted: Wanted, known: Collection[str]) -> Found:
    names = (plain(wanted.name),) if wanted.name else named_cars(known)
    if len(names) != 1:
        choice = {name: f"the entities that are named after {name}" for name in names}
        return _complete(wanted, Found(wanted.called, None, {}, choice=choice), known)
    integration, roles = by_name(names[0], known)
    begun = (entity for entity in known if entity.partition(".")[2].startswith(f"{names[0]}_"))
    others = tuple(sorted(set(begun) - set(roles.values())))
    found = Found(wanted.name or names[0], integration.name if roles else None, roles, others=others)
    return _complete(wanted, found, known)


def _by_registry(
    wanted: Wanted, known: Collection[str], registry: Registry, silent: Collection[str]
) -> Found:
    cars = listed_cars(registry, known)
    if wanted.name is None and wanted.vin is None:
        # One that is disabled altogether is not meant where another is not.
        cars = tuple(car for car in cars if car.roles) or cars
    chosen = meant(cars, wanted.name, wanted.vin)
    pool = cars if wanted.vin is None else chosen
    groups = [group for group in grouped(pool) if any(car in chosen for car in group)]
    if len(groups) != 1:
        open_to = [group[0] for group in groups] or cars
        found = Found(wanted.called, None, {}, registered=True, choice=_choice(open_to))
        return _complete(wanted, found, known)

    def rank(car: ListedCar) -> tuple[bool, int, bool, int]:
        missing = wanted.missing({*car.roles, *wanted.by_hand})
        return car not in chosen, len(missing), set(car.roles.values()) <= set(silent), -len(car.roles)

    first, *rest = sorted(groups[0], key=rank)
    borrowed = {
        role: next(car for car in rest if role in car.roles)
        for role in wanted.missing({*first.roles, *wanted.by_hand})
        if any(role in car.roles for car in rest)
    }
    trackers = tuple(sorted(entity for entity in known if entity.startswith("device_tracker.")))
    found = Found(
        car=str(first),
        integration=first.platform.name,
        roles={**first.roles, **{role: car.roles[role] for role, car in borrowed.items()}},
        registered=True,
        disabled=first.disabled,
        borrowed={role: car.platform.name for role, car in borrowed.items()},
        beside=tuple(car.platform.name for car in rest),
        named=first in chosen and not any(car in chosen for car in rest),
        others=tuple(dict.fromkeys((*first.others, *trackers))),
    )
    return _complete(wanted, found, known, wall_connection(registry, known))


def _choice(cars: Collection[ListedCar]) -> dict[str, str]:
    """Returns by which name each car can be told from the others, and what it is."""
    names = [plain(car.name) for car in cars]
    stems = [car.stem for car in cars]
    choice = {}
    for car, name, stem in zip(cars, names, stems, strict=True):
        unique = name if name and names.count(name) == 1 else stem if stems.count(stem) == 1 else ""
        choice[unique or f"its number, which ends in {(car.vin or '')[-VIN_TAIL:]}"] = str(car)
    return choice
