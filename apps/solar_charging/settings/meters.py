"""Holds what can be set of the meters in apps.yaml: the entities that measure the house."""

from __future__ import annotations

from typing import Literal

from pydantic import (
    Field,
    model_validator,
)

from .types import (
    EntityId,
    Seconds,
    Section,
)


class Meters(Section):
    """Names the entities of Home Assistant that measure the house."""

    grid_power: EntityId | None = Field(default=None, description="signed power at the grid meter")
    grid_power_positive: Literal["import", "export"] = Field(
        default="import", description="what a positive grid_power means"
    )
    import_power: EntityId | None = Field(
        default=None, description="power drawn from the grid; instead of grid_power, with export_power"
    )
    export_power: EntityId | None = Field(
        default=None, description="power fed into the grid; instead of grid_power, with import_power"
    )
    solar_power: EntityId | None = Field(
        default=None, description="solar production; only shown, control needs the grid meter alone"
    )
    car_power: EntityId | None = Field(default=None, description="the car's power measured at its plug")
    voltage: EntityId | None = Field(default=None, description="mains voltage")
    forecast_today: EntityId | None = Field(
        default=None, description="solar energy forecast for today, as by Forecast.Solar or Solcast"
    )
    forecast_tomorrow: EntityId | None = Field(default=None, description="the same for tomorrow")
    stale_s: Seconds = Field(default=120, description="a meter silent for longer is no reading")

    @property
    def grid_entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities that measure at the grid."""
        named = (self.grid_power, self.import_power, self.export_power)
        return tuple(entity for entity in named if entity is not None)

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of all entities that are named."""
        others = (self.solar_power, self.car_power, self.voltage, self.forecast_today, self.forecast_tomorrow)
        return (*self.grid_entities, *(entity for entity in others if entity is not None))

    @model_validator(mode="after")
    def _one_way_to_know_the_grid(self) -> Meters:
        pair = (self.import_power, self.export_power)
        if (self.grid_power is None) == (pair == (None, None)):
            raise ValueError("name either grid_power or both import_power and export_power")
        if self.grid_power is None and None in pair:
            raise ValueError("import_power and export_power belong together: name both")
        return self

    @model_validator(mode="after")
    def _each_its_own(self) -> Meters:
        named = list(self.model_dump(exclude={"grid_power_positive", "stale_s"}).values())
        for entity in named:
            if entity is not None and named.count(entity) > 1:
                raise ValueError(f"each meter must be an entity of its own, got {entity} twice")
        return self
