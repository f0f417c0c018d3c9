"""Holds what can be set in apps.yaml of a calendar that tells departures and holidays."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from .rules import Rule
from .types import EntityId, Section, one_or_many
from .words import RuleError

HOLIDAY_WORDS = ("holiday", "holidays", "vacation", "vacances", "congés", "Urlaub", "Ferien")
"""Words of an all-day event that pauses the wishes, where none are set."""


def _calendar(value: str) -> str:
    if not value.startswith("calendar."):
        raise RuleError(Rule.CALENDAR)
    return value


def _some_word(value: str) -> str:
    if not re.search(r"[^\W_]", value):
        raise RuleError(Rule.HOLIDAY_WORD)
    return value.strip()


def its_entity(value: object) -> object:
    """Returns a calendar that is named by its id alone as the section that has just that."""
    return {"entity": value} if isinstance(value, str) else value


class DeparturesCalendar(Section):
    """Names a calendar of Home Assistant whose events with a percentage are departures."""

    entity: Annotated[EntityId, AfterValidator(_calendar)] = Field(
        description="an event with a percentage, such as `Mum 80 %`, is a departure at its begin"
    )
    holiday: Annotated[
        tuple[Annotated[str, AfterValidator(_some_word)], ...],
        BeforeValidator(one_or_many),
        Field(min_length=1),
    ] = Field(
        default=HOLIDAY_WORDS,
        description="a word or words: an all-day event with one pauses departures and purchases on its days",
    )
