"""Finds the entry of apps.yaml that another one must leave a car, or a meter, to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from ..base.reason import Problem, Reason
from ..settings.settings import Settings

OF_ONE_CAR = ("charge", "current", "charging", "soc", "drawn")
"""Roles whose entities belong to one car alone; a tracker may well be a phone that drives several."""


def rival(own: str, entries: Mapping[str, Settings]) -> Reason[Problem] | None:
    """Returns why the entry `own` has to leave its car alone, None where it need not.

    `entries` are all that run, `own` included. Of two that would fight the one goes on whose name comes
    first.
    """
    going: list[str] = []
    for name in sorted(entries):
        clashes = (_clash(entries[name], other, entries[other]) for other in going)
        clash = next((each for each in clashes if each is not None), None)
        if name == own:
            return clash
        if clash is None:
            going.append(name)
    return None


def _clash(own: Settings, name: str, other: Settings) -> Reason[Problem] | None:
    """Returns what the two have in common that only one of them may have; the car counts first."""
    others = dict(_of_car(other))
    for thing, shown in _of_car(own):
        if thing in others and not _told_apart(thing, own, other):
            return Reason(Problem.SAME_CAR, {"entry": name, "shared": shown})
    if own.home_assistant != other.home_assistant:
        return None
    shared = [each for each in own.meters.grid_entities if each in other.meters.grid_entities]
    return Reason(Problem.SAME_METER, {"entry": name, "entity": shared[0]}) if shared else None


Thing = tuple[str, str]
TOKEN = "token_file"


def _of_car(settings: Settings) -> Iterator[tuple[Thing, str]]:
    """Yields what only one car has, each with how it is called in the log: no number and no token."""
    car = settings.car
    if car.vin is not None:
        yield ("vin", car.vin), "car.vin"
    if car.entities is not None:
        yield (settings.home_assistant, car.entities.name), f"car.entities.name {car.entities.name}"
        for role in OF_ONE_CAR:
            entity = getattr(car.entities, role)
            if entity is not None:
                yield (settings.home_assistant, entity), entity
    if car.token_file is not None and "tesla" in car.ways.values():
        yield (TOKEN, str(PurePath(car.token_file))), "car.token_file"


def _told_apart(thing: Thing, own: Settings, other: Settings) -> bool:
    """Says whether the two name different cars of one account; without a `vin` it has a single one."""
    return thing[0] == TOKEN and None not in (own.car.vin, other.car.vin)
