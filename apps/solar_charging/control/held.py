"""Knows what the app has set at the battery's inverter, and what is to be set so that nothing of it is left.

What was read before the hold is what is set again. What says neither that, nor what the app has set, was set
by somebody else, and stays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ..base.entity_state import NO_VALUES, EntityState, attributes_of
from ..base.errors import ProblemError
from ..base.reason import Problem
from ..base.saved import maybe, moment_s, text
from ..settings.hold import CHOICES, HOUSE, NUMBERS, SCRIPT, SOC, SWITCHES, Restore, Write, domain, way_back

SETTLES_S = 60.0
"""So long a device may show anything while it takes what it was sent."""

CONFIRMED_S = 300.0
"""A device that was set back and shows the hold for so long has not taken it."""

ROUNDING = 0.02
"""By this share of its range a device rounds what it is sent."""

States = Callable[[str], "EntityState | None"]
"""Returns an entity's whole state, None where there is no such entity."""


class HoldError(ProblemError):
    """Tells why the house battery cannot be held."""


class Shows(Enum):
    """Says what an entity shows that the app has set."""

    OURS = "ours"
    BEFORE = "before"
    OTHERS = "others"
    NOTHING = "nothing"


@dataclass
class Back:
    """Is one thing to be set when the hold ends: `entity` to `to`, or a script to be run.

    `before` is what it showed before the hold, `ours` what the app has sent to it (nothing where it sends it
    only at the end). `seen` says that it has shown that, `sent_s` when `to` was sent last.
    """

    entity: str
    to: str | None
    before: str | None = None
    ours: list[str] = field(default_factory=list)
    seen: bool = False
    sent_s: float | None = None

    def shows(self, state: EntityState | None) -> Shows:
        """Returns what a state of it is; what is near to what was sent is how the device rounds that."""
        value = value_of(self.entity, state)
        if value is None or state is None:
            return Shows.NOTHING
        if self.sent_s is not None and (
            same(self.entity, value, self.to) or _near(self.entity, value, self.to, state)
        ):
            return Shows.BEFORE
        if any(same(self.entity, value, each) for each in self.ours):
            self.seen = True
            return Shows.OURS
        if same(self.entity, value, self.before) or same(self.entity, value, self.to):
            return Shows.BEFORE
        if self.ours and not self.seen and _near(self.entity, value, self.ours[-1], state):
            self.seen = True
            self.ours.append(value)
            return Shows.OURS
        return Shows.OTHERS

    def to_dict(self) -> dict[str, Any]:
        """Returns it fit for JSON."""
        return {
            "entity": self.entity,
            "to": self.to,
            "before": self.before,
            "ours": self.ours,
            "sent_s": self.sent_s,
        }

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Back:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        return cls(
            entity=text(saved["entity"]),
            to=maybe(text, saved["to"]),
            before=maybe(text, saved["before"]),
            ours=[text(each) for each in saved["ours"]],
            sent_s=maybe(moment_s, saved["sent_s"]),
        )


@dataclass
class Held:
    """Holds what is to be set, and in which order, so that the battery is held no more.

    `limit_w` is what it may give meanwhile, where it feeds the house (None: nothing), `sent_s` when anything
    was sent last to hold it. From `ending` on nothing but that is done, since `ending_s`.
    """

    since_s: float
    back: list[Back]
    limit_w: float | None = None
    sent_s: float = -math.inf
    ending: bool = False
    ending_s: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Returns it fit for JSON."""
        back = [each.to_dict() for each in self.back]
        return {"since_s": self.since_s, "back": back, "ending_s": self.ending_s}

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Held:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        back = [Back.from_dict(each) for each in saved["back"]]
        return cls(moment_s(saved["since_s"]), back, ending_s=maybe(moment_s, saved["ending_s"]))


Sends = tuple[tuple[str, str | None], ...]
"""Entities with what each is set to, in their order; a script has nothing."""


def prepared(
    hold: tuple[Write, ...],
    release: tuple[Restore, ...],
    states: States,
    now_s: float,
    limit_w: float | None,
    soc_pct: float | None,
) -> tuple[Held, Sends]:
    """Returns what is to be sent so that the battery is held, and what takes that back.

    Nothing is to be sent where somebody else holds it already.
    `limit_w` is what the battery may give so that it feeds the house alone, `soc_pct` its state of charge.
    Raises HoldError where something would have to be put back and cannot be read, or is not known.
    """
    sends = tuple((each.entity, sent_to(each, states(each.entity), limit_w, soc_pct)) for each in hold)
    while sends and _is(states, *sends[0]):
        # What is set already is not worth a write; behind another write it may have become something else.
        hold, sends = hold[1:], sends[1:]
    ours = dict(sends)
    back = []
    kept = {each.entity for each in hold}
    for step in way_back(hold, release):
        if step.value is None and not step.is_script and step.entity not in kept:
            continue
        state, of_hold = states(step.entity), step.entity in ours and not step.is_script
        if state is None:
            raise HoldError(Problem.HOLD_MISSING, entity=step.entity)
        before = _put_back_to(step.entity, state) if of_hold and step.value is None else None
        if of_hold and step.value is not None:
            before = value_of(step.entity, state)
        to = before if step.value is None else _as_text(step.value)
        set_to = ours[step.entity] if of_hold else None
        back.append(Back(step.entity, to, before, [] if set_to is None else [set_to]))
    to_house = limit_w if any(each.value == HOUSE for each in hold) else None
    return Held(now_s, back, to_house), sends


def _is(states: States, entity: str, to: str | None) -> bool:
    value = value_of(entity, states(entity))
    return to is not None and value is not None and same(entity, value, to)


def sent_to(
    write: Write, state: EntityState | None, limit_w: float | None, soc_pct: float | None
) -> str | None:
    """Returns what an entity is to be set to for a hold, within what it takes; None for a script.

    Raises HoldError where there is no such entity, or what it depends on is not known.
    """
    if state is None:
        raise HoldError(Problem.HOLD_MISSING, entity=write.entity)
    if write.is_script:
        return None
    counts = domain(write.entity) in NUMBERS
    value: bool | float | str | None = write.value
    if counts and isinstance(value, str):
        value = {HOUSE: limit_w, SOC: soc_pct}[value]
    if value is None:
        raise HoldError(Problem.HOLD_UNKNOWN, entity=write.entity, value=str(write.value))
    if not counts:
        return _as_text(value)
    attributes = attributes_of(state)
    least, most, step = (_number(attributes.get(key)) for key in ("min", "max", "step"))
    sent = float(value)
    if step:
        base = least or 0.0
        sent = base + math.ceil(round((sent - base) / step, 6)) * step
    if write.refused is not None and write.refused[0] <= sent <= write.refused[1]:
        sent = write.refused[1] + (step or 1.0)
    sent = sent if most is None else min(sent, most)
    return _as_text(sent if least is None else max(sent, least))


def _put_back_to(entity: str, state: EntityState | None) -> str:
    """Returns what an entity says, which it can be set to again. Raises HoldError where that is not so."""
    value = value_of(entity, state)
    if value is None or state is None or not _settable(entity, value, attributes_of(state)):
        said = "nothing" if state is None else str(state.get("state"))
        raise HoldError(Problem.HOLD_UNREADABLE, entity=entity, said=said)
    return value


def _settable(entity: str, value: str, attributes: Mapping[str, Any]) -> bool:
    if domain(entity) in NUMBERS:
        least, most = _number(attributes.get("min")), _number(attributes.get("max"))
        return (least is None or float(value) >= least) and (most is None or float(value) <= most)
    options = attributes.get("options")
    return domain(entity) not in CHOICES or not isinstance(options, (list, tuple)) or value in options


def value_of(entity: str, state: EntityState | None) -> str | None:
    """Returns what an entity says; None where that is nothing that it could be set to."""
    said = None if state is None else state.get("state")
    if said is None or said in NO_VALUES:
        return None
    if domain(entity) in NUMBERS:
        return None if _number(said) is None else str(said)
    if domain(entity) in SWITCHES:
        return str(said) if said in ("on", "off") else None
    return str(said)


def same(entity: str, one: str, other: str | None) -> bool:
    """Says whether two values of an entity are the same, however they are written."""
    if other is None or domain(entity) not in NUMBERS:
        return one == other
    first, second = _number(one), _number(other)
    return first is not None and second is not None and math.isclose(first, second, abs_tol=1e-6)


def _near(entity: str, value: str, sent: str | None, state: EntityState) -> bool:
    """Says whether a value is what a device makes of what it was sent."""
    if sent is None or domain(entity) not in NUMBERS:
        return False
    attributes = attributes_of(state)
    least, most, step = (_number(attributes.get(key)) for key in ("min", "max", "step"))
    span = abs(float(sent)) if least is None or most is None else most - least
    return abs(float(value) - float(sent)) <= max(step or 0.0, ROUNDING * span)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _as_text(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else f"{value:.12g}"


def service(entity: str, to: str | None) -> tuple[str, dict[str, Any]]:
    """Returns the service of Home Assistant that sets an entity, as AppDaemon calls it, and its data."""
    kind = domain(entity)
    if kind == SCRIPT:
        return "script/turn_on", {}
    assert to is not None, entity
    if kind in NUMBERS:
        return f"{kind}/set_value", {"value": float(to)}
    if kind in CHOICES:
        return f"{kind}/select_option", {"option": to}
    return f"{kind}/turn_{to}", {}
