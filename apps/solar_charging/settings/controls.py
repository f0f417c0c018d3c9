"""Names the helpers of Home Assistant by which a person rules from day to day."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from .rules import Rule
from .types import EntityId, Section
from .words import RuleError


def of_kind(*domains: str) -> AfterValidator:
    """Returns what refuses an entity of any other kind than these."""

    def check(value: str) -> str:
        if value.partition(".")[0] not in domains:
            raise RuleError(Rule.HELPER, example=f"{domains[0]}.departure")
        return value

    return AfterValidator(check)


Words = Annotated[EntityId, of_kind("input_text")]


class Controls(Section):
    """Names helpers for every day; one that is not in Home Assistant, or was never set, says nothing."""

    preview: Words | None = Field(
        default="input_text.solar_charging_preview",
        description="asks what would be planned for a departure, such as 2026-12-01T07:30 80",
    )

    @property
    def named(self) -> dict[str, str]:
        """Returns the ids of the helpers by what they are for, without those that are not named."""
        return {role: entity for role, entity in self.model_dump().items() if entity is not None}
