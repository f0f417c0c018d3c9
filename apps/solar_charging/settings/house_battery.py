"""Holds what can be set of the house battery in apps.yaml: how it is measured, and what bounds it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .hold import Restores, Writes, check
from .rules import Rule
from .types import Percent, Section, Summed, Watts, one_or_many, one_way
from .words import RuleError

CapacityKwh = Annotated[float, Field(gt=0.05, le=1000, allow_inf_nan=False)]


class HouseBattery(Section):
    """Names the entities of the house battery; of several batteries the powers are added up.

    Their states of charge count by capacity, or all alike where those are not set. What is not set is learnt.
    """

    power: Summed = Field(
        default=(), description="signed power of the battery; several batteries are added up"
    )
    power_positive: Literal["discharging", "charging"] = Field(
        default="discharging", description="what a positive power means; discharging is Home Assistant's way"
    )
    charge_power: Summed = Field(
        default=(), description="power that goes into it; instead of power, with discharge_power"
    )
    discharge_power: Summed = Field(
        default=(), description="power that it gives; instead of power, with charge_power"
    )
    soc: Summed = Field(description="state of charge in per cent; of several batteries all, in one order")
    capacity_kwh: Annotated[tuple[CapacityKwh, ...], BeforeValidator(one_or_many)] = Field(
        default=(), description="what it holds, for each soc one; default: learnt within some days"
    )
    max_charge_w: Watts | None = Field(
        default=None, description="the most that it takes; default: the most that was seen"
    )
    max_discharge_w: Watts | None = Field(
        default=None, description="the most that it gives; default: the most that was seen"
    )
    floor_pct: Percent = Field(default=5, description="down to this it gives, by its own settings")
    inverter_w: Watts | None = Field(
        default=None,
        description="of a hybrid inverter the most that it gives as alternating current; the sun beyond it "
        "reaches the battery alone; needs solar_power",
    )
    first_below_pct: Percent | None = Field(
        default=None, description="below this the sun is the battery's first; default: as it pays"
    )
    keep_pct: Percent | None = Field(
        default=None,
        description="below this nothing of it is meant for the car, as for a power cut; default: as it pays",
    )

    hold: Writes = Field(
        default=(),
        description="what keeps it from giving while power is bought for the car: a script, or entities with "
        "values, in the order in which they are sent; default: it is left as it is",
    )
    release: Restores = Field(
        default=(),
        description="what ends that; default, where hold has no script: each entity gets the value that was "
        "read before, the last one first",
    )

    @property
    def power_entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities that measure its power."""
        return (*self.power, *self.charge_power, *self.discharge_power)

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of all entities that are named."""
        return (*self.power_entities, *self.soc)

    @model_validator(mode="after")
    def _one_way_to_know_it(self) -> HouseBattery:
        halves = {"charge_power": self.charge_power, "discharge_power": self.discharge_power}
        one_way(self.power, "power", halves)
        if not self.soc:
            raise RuleError(Rule.BATTERY_SOC)
        if self.capacity_kwh and len(self.capacity_kwh) != len(self.soc):
            socs, capacities = str(len(self.soc)), str(len(self.capacity_kwh))
            raise RuleError(Rule.CAPACITIES, socs=socs, capacities=capacities)
        check(self.hold, self.release)
        return self
