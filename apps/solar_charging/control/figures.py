"""Gathers what a person wants to see of the moment, in amps and watts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..base.economics import Charger
from ..metering.surplus import Surplus
from ..vehicle.car import CarState


@dataclass(slots=True)
class Figures:
    """Holds what a person wants to see: currents in A, powers in W, None where not known.

    The two targets are what the surplus carries, now and on average; they are drawn beside the current
    that flows. The powers belong to one moment: sun, grid and house battery are house and car, import and
    discharging being positive. `soc_pct` is the car's, `battery_soc_pct` the house battery's.
    """

    target_now_a: float | None
    target_a: float | None
    charging_current_a: float | None
    charging_power_w: float | None
    surplus_w: float | None
    house_load_w: float | None
    grid_power_w: float | None
    solar_power_w: float | None
    soc_pct: float | None
    battery_power_w: float | None = None
    battery_soc_pct: float | None = None


def figures(
    surplus: Surplus,
    charger: Charger,
    drawn_w: float,
    grid_w: float | None,
    solar_w: float | None,
    car: CarState | None,
    battery: tuple[float | None, float | None] | None = None,
) -> Figures:
    """Gathers all that is shown; `drawn_w` is what the car draws (NaN: not known), `grid_w` never stale.

    `battery` are the house battery's power and state of charge (None: there is none).
    """
    charging_w = None if math.isnan(drawn_w) else drawn_w
    per_amp = charger.watts_per_amp

    def amps(watts: float | None) -> float | None:
        return None if watts is None else min(max(watts / per_amp, 0.0), charger.max_a)

    battery_w, battery_pct = battery or (None, None)
    given_w = 0.0 if battery is None else battery_w
    house_w = None
    if solar_w is not None and grid_w is not None and charging_w is not None and given_w is not None:
        house_w = max(grid_w + solar_w + given_w - charging_w, 0.0)
    return Figures(
        target_now_a=amps(surplus.now_w),
        target_a=amps(surplus.mean_w),
        charging_current_a=None if charging_w is None else charging_w / per_amp,
        charging_power_w=charging_w,
        surplus_w=surplus.mean_w,
        house_load_w=house_w,
        grid_power_w=grid_w,
        solar_power_w=solar_w,
        soc_pct=None if car is None else car.soc_pct,
        battery_power_w=battery_w,
        battery_soc_pct=battery_pct,
    )
