"""Holds what can be set of how the charge is controlled in apps.yaml: costs, limits, the main fuse."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from .rules import Rule
from .types import Amps, Cost, Percent, Price, Seconds, Section, Watts
from .words import RuleError


class Charging(Section):
    """Says how the charge is controlled."""

    beat_s: Seconds = Field(default=30, description="seconds between two looks at the situation")
    command_interval_s: Seconds = Field(default=180, description="least seconds between changes of current")
    average_s: Seconds = Field(default=300, description="length of the moving average of the surplus")
    start_cost: Cost = Field(
        default=0.02,
        description="what a start wears off the contactors, in your currency: "
        "0.002 for all the sun there is, 0.1 to spare them",
    )
    off_peak_soc_pct: Percent = Field(
        default=80,
        description="state of charge that `always_ready` keeps; and to which off-peak power is bought for a "
        "car that does not say how full it is",
    )
    morning_soc_pct: Percent | None = Field(
        default=None,
        description="state of charge wanted at least when the car leaves, where no departures are set: when "
        "that is, and what more it needs, is learnt; default: 50, or 10 below the car's charge limit",
    )
    always_ready: bool = Field(
        default=False,
        description="wants `off_peak_soc_pct` each morning while the switch for off-peak charging is on; "
        "not used where there are departures",
    )
    finish_by: Annotated[int, Field(ge=5, le=120)] | None = Field(
        default=None,
        description="so many minutes of charging are kept for the time just before a departure: warm battery",
    )
    finish_extra_pct: Percent = Field(
        default=10, description="how much dearer, in per cent, what `finish_by` keeps may get by that"
    )
    climate_hold: bool = Field(
        default=True,
        description="charges with at least the least current while the car heats or cools before a departure",
    )
    minimum_soc_pct: Percent = Field(
        default=0, description="state of charge that is charged at once, whatever it costs"
    )
    grid_limit_pct: Percent | None = Field(
        default=None,
        description="state of charge from which nothing is bought; the sun goes on to the car's own limit",
    )
    sun_limit_pct: Percent | None = Field(
        default=None,
        description="state of charge up to which the sun charges, where no departure wants more; "
        "default: the car's own limit",
    )
    price_ceiling: Price | None = Field(
        default=None,
        description="nothing dearer is bought, in your currency a kWh, but for `minimum_soc_pct` and when "
        "you switch on `charge_now`",
    )
    off_peak_current_a: Amps | None = Field(default=None, description="current of it; default: max_current_a")
    max_import_w: Watts | None = Field(
        default=None, description="what the house may draw at most from the grid, with the car: the main fuse"
    )

    main_fuse_a: Annotated[int, Field(ge=6, le=400)] | None = Field(
        default=None, description="what each phase of the house may draw at most, by meters.phase_sensors"
    )

    @model_validator(mode="after")
    def _related(self) -> Charging:
        if self.average_s < self.beat_s:
            raise RuleError(Rule.AVERAGE_SHORT, average=str(self.average_s), beat=str(self.beat_s))
        if self.grid_limit_pct is not None and self.minimum_soc_pct > self.grid_limit_pct:
            minimum, limit = str(self.minimum_soc_pct), str(self.grid_limit_pct)
            raise RuleError(Rule.MINIMUM_ABOVE, minimum=minimum, limit=limit)
        return self
