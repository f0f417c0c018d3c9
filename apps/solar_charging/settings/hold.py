"""Holds how the house battery is told not to give, and told so no more: scripts, or entities and values."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from .rules import Rule
from .types import EntityId, Section, listed
from .words import RuleError

NUMBERS, CHOICES, SWITCHES = (
    ("number", "input_number"),
    ("select", "input_select"),
    ("switch", "input_boolean"),
)
SCRIPT = "script"
WRITABLE = (*NUMBERS, *CHOICES, *SWITCHES, SCRIPT)

HOUSE, SOC = "house", "soc"
"""Values that a number is given as they are just then: the house's load in W, the state of charge in %."""

OF_NOW = frozenset({HOUSE, SOC})


def domain(entity: str) -> str:
    """Returns the kind of an entity, as number."""
    return entity.partition(".")[0]


def _writable(entity: str) -> str:
    if domain(entity) not in WRITABLE:
        raise RuleError(Rule.WRITABLE, kinds=", ".join(WRITABLE))
    return entity


Refused = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]


def _single(value: object) -> object:
    if value is not None and not isinstance(value, (bool, int, float, str)):
        raise RuleError(Rule.SINGLE_VALUE)
    return value


Value = Annotated[bool | float | str | None, BeforeValidator(_single)]


class Restore(Section):
    """Names an entity that is set when the hold ends; without a value to the one that was read before it."""

    entity: Annotated[EntityId, AfterValidator(_writable)] = Field(
        description="a number, select, switch, one of their helpers (input_...), or a script"
    )
    value: Value = Field(
        default=None, description="what it is set to; a script has none; default: what was read before"
    )

    @property
    def is_script(self) -> bool:
        """Says whether it is a script, which nobody can take back but another one."""
        return domain(self.entity) == SCRIPT

    @model_validator(mode="after")
    def _of_its_kind(self) -> Restore:
        kind, value = domain(self.entity), self.value
        if value is None:
            return self
        if kind == SCRIPT:
            right, rule = False, Rule.SCRIPT_VALUE
        elif kind in NUMBERS:
            number = not isinstance(value, (bool, str)) and math.isfinite(value)
            right, rule = number or value in OF_NOW, Rule.NUMBER_VALUE
        elif kind in SWITCHES:
            right, rule = isinstance(value, bool) or value in ("on", "off"), Rule.SWITCH_VALUE
        else:
            right, rule = isinstance(value, str), Rule.OPTION_VALUE
        if not right:
            raise RuleError(rule, kind=kind, value=repr(value), entity=self.entity)
        return self


class Write(Restore):
    """Names an entity that is set so that the house battery gives nothing, or feeds the house alone."""

    value: Value = Field(
        default=None,
        description="what it is set to; a script has none; of a number also house (what the house draws "
        "then, in W) or soc (the state of charge, in per cent)",
    )
    refused: Annotated[tuple[Refused, Refused], BeforeValidator(listed)] | None = Field(
        default=None,
        description="from and to: what the device does not take; the next number above it is sent instead",
    )

    @model_validator(mode="after")
    def _refuses_numbers(self) -> Write:
        if self.refused is not None and (
            domain(self.entity) not in NUMBERS or self.refused[0] > self.refused[1]
        ):
            raise RuleError(Rule.REFUSED, refused=str(self.refused))
        return self


def _steps(value: object) -> object:
    """Returns a script, an entity, a pair or a list of them as a tuple of pairs; None is none."""
    if value is None:
        return ()
    each = value if isinstance(value, (list, tuple)) else (value,)
    return tuple({"entity": one} if isinstance(one, str) else one for one in each)


Writes = Annotated[tuple[Write, ...], BeforeValidator(_steps)]
Restores = Annotated[tuple[Restore, ...], BeforeValidator(_steps)]


def check(hold: tuple[Write, ...], release: tuple[Restore, ...]) -> None:
    """Raises RuleError where these do not say how the battery is held, and let go again."""
    if release and not hold:
        raise RuleError(Rule.RELEASE_ALONE)
    for name, entities in (
        ("hold", [each.entity for each in hold]),
        ("release", [each.entity for each in release]),
    ):
        twice = next((each for each in entities if entities.count(each) > 1), None)
        if twice is not None:
            raise RuleError(Rule.TWICE, name=name, entity=twice)
    for each in hold:
        if each.value is None and not each.is_script:
            raise RuleError(Rule.HOLD_VALUE, entity=each.entity)
    if any(each.is_script for each in hold) and not release:
        raise RuleError(Rule.SCRIPT_UNRELEASED)
    read = {each.entity for each in hold}
    for step in release:
        if step.value in OF_NOW and domain(step.entity) in NUMBERS:
            raise RuleError(Rule.RELEASE_NUMBER, entity=step.entity, value=str(step.value))
        if step.value is None and not step.is_script and step.entity not in read:
            raise RuleError(Rule.RELEASE_VALUE, entity=step.entity)


def way_back(hold: tuple[Write, ...], release: tuple[Restore, ...]) -> tuple[Restore, ...]:
    """Returns what ends a hold, in its order: what `release` says, else all in the reverse order."""
    return release or tuple(Restore(entity=each.entity) for each in reversed(hold))
