"""Finds the entry of apps.yaml that another one must leave a car, or a meter, to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from ..base.reason import Problem, Reason
from ..base.running_apps import running_entries
from ..settings.settings import Settings

OF_ONE_CAR = ("charge", "current", "charging", "soc", "drawn")
"""Roles whose entities belong to one car alone; a tracker may well be a phone that drives several."""


@dataclass(frozen=True)
class Entry:
    """Is an entry that runs: its settings, and the entities that tell of its car.

    Of those a wall box's tell of every car in front of it, and are binary sensors.
    """

    settings: Settings
    found: Collection[str] = ()


def rival_of(app: Any) -> Reason[Problem] | None:
    """Returns why a running app has to leave its car alone for another one's sake, None where it need not."""
    own, running = running_entries(app)
    return rival(own, {name: Entry(each.settings, each.vehicle.entities) for name, each in running.items()})


def rival(own: str, entries: Mapping[str, Entry]) -> Reason[Problem] | None:
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


def _clash(own_entry: Entry, name: str, other_entry: Entry) -> Reason[Problem] | None:
    """Returns what the two have in common that only one of them may have; the car counts first."""
    own, other = own_entry.settings, other_entry.settings
    others = dict(_of_car(other_entry))
    for thing, shown in _of_car(own_entry):
        if thing in others and not _told_apart(thing, own, other):
            return Reason(Problem.SAME_CAR, {"entry": name, "shared": shown})
    if own.home_assistant != other.home_assistant:
        return None
    shared = [each for each in own.meters.grid_entities if each in other.meters.grid_entities]
    return Reason(Problem.SAME_METER, {"entry": name, "entity": shared[0]}) if shared else None


Thing = tuple[str, str]
TOKEN = "token_file"


def _of_car(entry: Entry) -> Iterator[tuple[Thing, str]]:
    """Yields what only one car has, each with how it is called in the log: no number and no token."""
    settings, car = entry.settings, entry.settings.car
    if car.vin is not None:
        yield ("vin", car.vin), "car.vin"
    if car.entities is not None:
        if car.entities.name is not None:
            yield (settings.home_assistant, car.entities.name), f"car.entities.name {car.entities.name}"
        named = (getattr(car.entities, role) for role in OF_ONE_CAR)
        found = (each for each in entry.found if not each.startswith("binary_sensor."))
        for entity in dict.fromkeys([*filter(None, named), *found]):
            yield (settings.home_assistant, entity), entity
    if car.token_file is not None and "tesla" in car.ways.values():
        yield (TOKEN, str(PurePath(car.token_file))), "car.token_file"


def _told_apart(thing: Thing, own: Settings, other: Settings) -> bool:
    """Says whether the two name different cars of one account; without a `vin` it has a single one."""
    return thing[0] == TOKEN and None not in (own.car.vin, other.car.vin)
