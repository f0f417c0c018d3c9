"""Puts what was found of a car's entities into one block for the log, with what each missing one costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from ...base.entity_state import EntityState, attributes_of
from .found import Found
from .patterns import Role
from .readings import HIDDEN

COSTS: Mapping[Role, str] = {
    Role.CHARGE: "without it no charge can be started or stopped",
    Role.CURRENT: "without it no current can be set",
    Role.LOCATION: "without it nobody knows whether the car is at home, and it is never commanded",
    Role.CHARGING: "without it nobody knows whether the car charges",
    Role.SOC: "without it nobody knows how full the car is",
    Role.LIMIT: "the car's charge limit is not known: plans reckon with 100 %",
    Role.DRAWN: "what the car draws is not told: what it was asked for counts, a weaker cable is not noticed",
    Role.VOLTAGE: "the voltage at the car is not told: meters.voltage or car.voltage_v counts",
    Role.POWER: "the power at the charge port is not told: phases cannot be checked by it",
    Role.PHASES: "the phases are not told: they are measured at the first start",
    Role.CABLE: "whether it is plugged in is known by the charge's state alone",
    Role.SCHEDULED: "a charge that the car itself has scheduled is not seen",
    Role.ADDED: "a cable that was pulled and plugged in again unseen may be taken for none",
    Role.ODOMETER: "a drive that nobody saw is known by the cable alone",
    Role.AWAKE: "whether the car sleeps is guessed: it does where nothing of it is known",
    Role.WAKE_UP: "a sleeping car is not woken for a charge, unless a command wakes it",
    Role.CLIMATE: "what it heats or cools with before a departure comes from its battery",
    Role.WALL_CONNECTED: "no Wall Connector tells when a car comes or goes; the car's own word counts",
}
"""What a role costs that has no entity."""

USE_OF: Mapping[Role, str] = {
    Role.CHARGE: "command",
    Role.CURRENT: "command",
    Role.WAKE_UP: "command",
    Role.LOCATION: "locate",
}
"""What an entity is good for, where that is not to read the car."""

UNMISSED = frozenset({Role.ASLEEP, Role.WALL_CONNECTED})
"""Roles that few homes have, or that have another for the same."""

KINDS: Mapping[Role, tuple[str, ...]] = {
    Role.CHARGE: ("switch",),
    Role.CURRENT: ("number",),
    Role.LOCATION: ("device_tracker",),
    Role.CHARGING: ("sensor", "binary_sensor"),
    Role.SOC: ("sensor",),
}
"""What kind of entity may play a needed role."""

BY: Mapping[str, str] = {"command": "car.command_by", "locate": "car.locate_by"}
"""By which setting another way does the same."""

ENABLE = (
    "To enable one: Settings > Devices & services > Entities, show the disabled ones in the filter, open it, "
    "its cogwheel, Enabled. What is needed is then found within minutes, the rest at the app's next start."
)
WIDTH = 14


def block(found: Found, states: Mapping[str, EntityState]) -> str:
    """Returns the lines for the log; `states` are those of Home Assistant, by their entities."""
    lines = [_title(found), *_there(found, states), *_missing(found), *_welcome(found), *_hints(found)]
    return "\n".join(lines)


def _title(found: Found) -> str:
    if found.integration is None:
        called = f" called {found.car}" if found.car else ""
        if not found.choice:
            return f"No car{called} is found in Home Assistant"
        which = f"No car{called}" if found.car else f"{len(found.choice)} cars"
        return f"{which} in Home Assistant; set car.entities.name to one of:"
    how = "the entity registry, in any language" if found.registered else "their English names"
    made = "" if found.registered else f", named as by {found.integration}"
    return f"Entities of {found.car}{made}: found by {how}"


def _there(found: Found, states: Mapping[str, EntityState]) -> Iterable[str]:
    if found.integration is None:
        width = max(map(len, found.choice), default=0)
        yield from (f"  {name:{width}}  {what}" for name, what in found.choice.items())
    for role, entity in found.roles.items():
        by = f" (by {found.borrowed[role]})" if role in found.borrowed else ""
        yield f"  {role.value:{WIDTH}} {entity}{_value(role, states.get(entity))}{by}"


def _value(role: Role, state: EntityState | None) -> str:
    if state is None or role is Role.WAKE_UP:
        return ""
    attributes = attributes_of(state)
    if HIDDEN.get(role) in attributes:
        return f", {HIDDEN[role]} = {attributes[HIDDEN[role]]}"
    unit = attributes.get("unit_of_measurement")
    return f" = {state.get('state')}{f' {unit}' if unit else ''}"


def _missing(found: Found) -> Iterable[str]:
    if not found.missing or (found.choice and not found.roles):
        return
    yield "Needed, and missing:"
    for role in found.missing:
        yield f"  {role.value:{WIDTH}} {_why(found, role)}: {COSTS.get(role, 'it is set by hand')}"


def _why(found: Found, role: Role) -> str:
    key = f"car.entities.{role.value}"
    if role in found.absent:
        return f"{key} is {found.absent[role]}, which is not in Home Assistant"
    if role in found.disabled:
        return _disabled(found, role)
    use = USE_OF.get(role, "read")
    return f"set {key}, or {BY[use]} another way" if use in BY else f"set {key}"


def _disabled(found: Found, role: Role) -> str:
    entity, who = found.disabled[role]
    return f"{entity} is disabled (by {who.replace('_', ' ')})"


def _welcome(found: Found) -> Iterable[str]:
    if found.integration is None:
        return
    absent = [role for role in COSTS if role not in {*found.roles, *found.missing, *UNMISSED}]
    if Role.ASLEEP in found.roles:
        absent = [role for role in absent if role is not Role.AWAKE]
    lines = [
        f"  {role.value:{WIDTH}} {COSTS[role]}{_switched_off(found, role)}"
        for role in absent
        if USE_OF.get(role, "read") in found.uses
    ]
    if lines:
        yield "Not there, and what that costs:"
        yield from lines


def _switched_off(found: Found, role: Role) -> str:
    return f"; {_disabled(found, role)}" if role in found.disabled else ""


def _hints(found: Found) -> Iterable[str]:
    if found.beside:
        lent = f", but for {', '.join(role.value for role in found.borrowed)}" if found.borrowed else ""
        names = " and ".join(found.beside)
        cause = "is the one you named" if found.named else "has most of what is needed"
        yield f"The car is in {names} too; {found.integration} {cause}: it is used{lent}."
    off = [role for role in found.disabled if USE_OF.get(role, "read") in found.uses]
    if off:
        yield ENABLE
    kinds = {kind for role in found.missing for kind in KINDS.get(role, ())}
    others = [entity for entity in found.others if entity.partition(".")[0] in kinds]
    if others:
        yield "What else there is:"
        for kind, entities in groupby(sorted(others), key=lambda entity: entity.partition(".")[0]):
            yield f"  {kind:{WIDTH}} {', '.join(entities)}"
