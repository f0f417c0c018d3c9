"""Proposes the car: which one it is, if there are several, and what is missing of it."""

from __future__ import annotations

from collections.abc import Iterable

from ..base.reason import Reason
from ..vehicle.entities.found import Found, Wanted, find
from ..vehicle.entities.listed import VIN_TAIL, ListedCar, grouped, listed_cars
from ..vehicle.entities.patterns import Role
from ..vehicle.entities.registry import plain
from .proposal import Choice, Confidence, Ground, Option, Topic, Typed
from .sun import MOST_OPTIONS
from .surroundings import Surroundings


def car(surroundings: Surroundings) -> Choice:
    """Proposes the car by its entities; a way that needs a token is the login's."""
    found = _found(surroundings, Wanted())
    if len(found.choice) > 1:
        return Choice(Topic.CAR, Confidence.ASKED, tuple(_several(surroundings, found)), optional=False)
    if found.integration is None and not found.roles:
        return Choice(Topic.CAR, Confidence.LIKELY, (Option({}, (Reason(Ground.NO_CAR),)),))
    because = [Reason(Ground.ONLY_CAR, {"car": found.car})]
    missing = [role.value for role in found.missing if role is not Role.LOCATION]
    if missing:
        because.append(Reason(Ground.CAR_INCOMPLETE, {"car": found.car, "roles": ", ".join(missing)}))
    option = Option({}, tuple(because), _now(surroundings, found), found.car)
    return Choice(Topic.CAR, Confidence.LIKELY if missing else Confidence.SURE, (option,))


def location(surroundings: Surroundings, chosen: Option | None) -> list[Choice]:
    """Asks for a device tracker where the chosen car does not say where it is, as by Bluetooth."""
    if chosen is None:
        return []
    found = _found(surroundings, _chosen(chosen))
    if Role.LOCATION not in found.missing or not found.roles:
        return []
    trackers = sorted(each for each in surroundings.states if each.startswith("device_tracker."))
    options = tuple(
        Option({"car.entities.location": each}, (), (_said(surroundings, each),))
        for each in trackers[:MOST_OPTIONS]
    )
    because = (Reason(Ground.LOCATION_MISSING, {"car": found.car}),)
    return [
        Choice(
            Topic.LOCATION,
            Confidence.ASKED,
            options,
            because,
            typed=Typed.ENTITY,
            key="car.entities.location",
        )
    ]


def limit(surroundings: Surroundings, chosen: Option | None) -> list[Choice]:
    """Proposes to leave the car's charge limit alone, or to manage it where Home Assistant can set it."""
    entity = None if chosen is None else _found(surroundings, _chosen(chosen)).roles.get(Role.LIMIT)
    if entity is None or not entity.startswith("number."):
        return []
    options = (
        Option({}, (Reason(Ground.LIMIT_YOURS),), (_said(surroundings, entity, " %"),)),
        Option({"car.manage_limit": True}, (Reason(Ground.LIMIT_MANAGED),)),
    )
    return [Choice(Topic.CAR_LIMIT, Confidence.SURE, options)]


def _chosen(option: Option) -> Wanted:
    name, vin = (option.settings.get(key) for key in ("car.entities.name", "car.vin"))
    return Wanted(name=name, vin=vin)


def _several(surroundings: Surroundings, found: Found) -> Iterable[Option]:
    """Yields the cars to choose from, by the name that tells them apart, else by number."""
    cars = listed_cars(surroundings.registry, surroundings.states) if surroundings.registry else ()
    groups = [group[0] for group in grouped(cars) if group[0].roles]
    if not groups:
        for name, what in found.choice.items():
            yield _by_name(surroundings, name, what)
        return
    names = [plain(each.name) or each.stem for each in groups]
    for each, name in zip(groups, names, strict=True):
        if each.vin is not None:
            yield _by_number(surroundings, each, each.vin)
        elif name and names.count(name) == 1:
            yield _by_name(surroundings, name, str(each))


def _by_number(surroundings: Surroundings, car: ListedCar, vin: str) -> Option:
    because = Reason(Ground.CAR_OF_SEVERAL, {"car": str(car)})
    now = _now(surroundings, _found(surroundings, Wanted(vin=vin)))
    return Option({"car.vin": vin}, (because,), now, f"{car.name or car.stem} (...{vin[-VIN_TAIL:]})")


def _by_name(surroundings: Surroundings, name: str, what: str) -> Option:
    because = Reason(Ground.CAR_OF_SEVERAL, {"car": what})
    now = _now(surroundings, _found(surroundings, Wanted(name=name)))
    return Option({"car.entities.name": name}, (because,), now, name)


def _found(surroundings: Surroundings, wanted: Wanted) -> Found:
    states = surroundings.states
    silent = {entity for entity, state in states.items() if state.get("state") == "unavailable"}
    return find(wanted, states, surroundings.registry, silent)


def _now(surroundings: Surroundings, found: Found) -> tuple[Reason[Ground], ...]:
    level = found.roles.get(Role.SOC)
    if level is None:
        return ()
    said = surroundings.states[level].get("state")
    return (Reason(Ground.STATE_NOW, {"said": f"{said} %"}),)


def _said(surroundings: Surroundings, entity: str, unit: str = "") -> Reason[Ground]:
    return Reason(Ground.STATE_NOW, {"said": f"{surroundings.states[entity].get('state')}{unit}"})
