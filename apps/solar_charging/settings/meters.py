"""Holds what can be set of the meters in apps.yaml: the entities that measure the house."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)

from .rules import Rule
from .types import (
    EntityId,
    Seconds,
    Section,
    Summed,
    Watts,
    each_its_own,
    listed,
    one_way,
)
from .words import RuleError

PHASES = 3


class Meters(Section):
    """Names the entities of Home Assistant that measure the house.

    Where several are named for one thing, such as three phases or two roofs, their sum counts.
    """

    grid_power: Summed = Field(
        default=(), description="signed power at the grid meter; several, as of three phases, are added up"
    )
    grid_power_positive: Literal["import", "export"] = Field(
        default="import", description="what a positive grid_power means"
    )
    import_power: Summed = Field(
        default=(), description="power drawn from the grid; instead of grid_power, with export_power"
    )
    export_power: Summed = Field(
        default=(), description="power fed into the grid; instead of grid_power, with import_power"
    )
    solar_power: Summed = Field(
        default=(),
        description="solar production; shown, and needed to find hidden sun; control needs the grid alone",
    )
    car_power: Summed = Field(default=(), description="the car's power measured at its plug")
    voltage: EntityId | None = Field(default=None, description="mains voltage")
    forecast_today: Summed = Field(
        default=(),
        description="solar energy forecast for today, as by Forecast.Solar or Solcast; of two roofs both",
    )
    forecast_tomorrow: Summed = Field(default=(), description="the same for tomorrow")
    phase_sensors: Annotated[tuple[EntityId, ...], BeforeValidator(listed)] = Field(
        default=(),
        description="what flows in each phase at the grid, for main_fuse_a: three sensors of current or "
        "power, L1 first; not needed where grid_power names three",
    )
    phase_sensors_positive: Literal["import", "export"] = Field(
        default="import", description="what positive phase_sensors mean; those without a sign count as import"
    )
    export_limit_w: Watts | None = Field(
        default=None,
        description="the most that the inverter lets out, such as 0 for zero export; default: with "
        "solar_power it is found out where it lets nothing out",
    )
    stale_s: Seconds = Field(default=120, description="a meter silent for longer is no reading")

    @property
    def grid_entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities that measure at the grid."""
        return (*self.grid_power, *self.import_power, *self.export_power)

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of all entities that are named."""
        voltage = () if self.voltage is None else (self.voltage,)
        forecasts = (*self.forecast_today, *self.forecast_tomorrow)
        meters = (*self.grid_entities, *self.solar_power, *self.car_power, *voltage, *forecasts)
        # What measures the grid may be its phases too.
        return (*meters, *(each for each in self.phase_sensors if each not in self.grid_entities))

    @property
    def phase_entities(self) -> tuple[str, ...]:
        """Returns the ids of the sensors of the three phases, L1 first; none where they are not named."""
        return self.phase_sensors or (self.grid_power if len(self.grid_power) == PHASES else ())

    @property
    def phase_sign(self) -> float:
        """Returns what the phases' values are multiplied with, so that positive is import."""
        positive = self.phase_sensors_positive if self.phase_sensors else self.grid_power_positive
        return 1.0 if positive == "import" else -1.0

    @model_validator(mode="after")
    def _three_phases(self) -> Meters:
        named = self.phase_sensors
        if named and (len(named) != PHASES or len(set(named)) != PHASES):
            raise RuleError(Rule.THREE_PHASES, entities=", ".join(named))
        return self

    @model_validator(mode="after")
    def _one_way_to_know_the_grid(self) -> Meters:
        halves = {"import_power": self.import_power, "export_power": self.export_power}
        one_way(self.grid_power, "grid_power", halves)
        return self

    @model_validator(mode="after")
    def _each_its_own(self) -> Meters:
        each_its_own(self.entities)
        return self
