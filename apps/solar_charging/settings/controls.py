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


Choice = Annotated[EntityId, of_kind("input_select", "select")]
Number = Annotated[EntityId, of_kind("input_number", "number")]
Moment = Annotated[EntityId, of_kind("input_datetime")]
Switch = Annotated[EntityId, of_kind("input_boolean")]
Words = Annotated[EntityId, of_kind("input_text")]


class Controls(Section):
    """Names helpers for every day; one that is not in Home Assistant, or was never set, says nothing."""

    mode: Choice | None = Field(
        default="input_select.solar_charging_mode", description="Smart or Sun only, which buys nothing"
    )
    now_soc: Number | None = Field(
        default="input_number.solar_charging_now_soc",
        description="up to which per cent `switches.charge_now` charges; 0: to the car's limit",
    )
    now_energy: Number | None = Field(
        default="input_number.solar_charging_now_energy",
        description="after how many kWh `switches.charge_now` ends; 0: not by this",
    )
    now_minutes: Number | None = Field(
        default="input_number.solar_charging_now_minutes",
        description="after how many minutes `switches.charge_now` ends; 0: not by this",
    )
    grid_limit: Number | None = Field(
        default="input_number.solar_charging_grid_limit",
        description="per cent, in place of `charging.grid_limit_pct`; 0: not set",
    )
    sun_limit: Number | None = Field(
        default="input_number.solar_charging_sun_limit",
        description="per cent, in place of `charging.sun_limit_pct`; 0: not set",
    )
    minimum: Number | None = Field(
        default="input_number.solar_charging_minimum",
        description="per cent, in place of `charging.minimum_soc_pct`; 0: not set",
    )
    price_ceiling: Number | None = Field(
        default="input_number.solar_charging_price_ceiling",
        description="in place of `charging.price_ceiling`; the least it can be: not set",
    )
    departure_time: Moment | None = Field(
        default="input_datetime.solar_charging_departure",
        description="date and time of a departure; midnight: not set",
    )
    departure_soc: Number | None = Field(
        default="input_number.solar_charging_departure_soc",
        description="per cent that is wanted at that departure; 0: as usual",
    )
    departure_days: Choice | None = Field(
        default="input_select.solar_charging_departure_days",
        description="Once, on its date, or its days: Every day, Weekdays, Weekend, Monday ...",
    )
    skip: Switch | None = Field(
        default="input_boolean.solar_charging_skip",
        description="leaves the next departure out; the app switches it off when that moment has passed",
    )
    pause_until: Moment | None = Field(
        default="input_datetime.solar_charging_pause_until",
        description="until when the car is left alone, as if the app were switched off",
    )
    preview: Words | None = Field(
        default="input_text.solar_charging_preview",
        description="asks what would be planned for a departure, such as 2026-12-01T07:30 80",
    )

    @property
    def named(self) -> dict[str, str]:
        """Returns the ids of the helpers by what they are for, without those that are not named."""
        return {role: entity for role, entity in self.model_dump().items() if entity is not None}
