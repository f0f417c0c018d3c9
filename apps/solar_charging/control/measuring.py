"""Gathers what was measured at a beat for the books."""

from __future__ import annotations

from ..accounting.ledger import Measured
from ..metering.house_meters import HouseMeters
from .situation import Situation


def measured(now_s: float, situation: Situation, house: HouseMeters) -> Measured:
    """Returns what the car and the house draw at `now_s`, and at which prices."""
    load, stored = house.surplus.car, situation.stored
    return Measured(
        load.likely_w(now_s),
        load.metered,
        situation.surplus.now_w,
        situation.energy_value.prices,
        1000 * situation.charger.most_kw,
        battery_w=(house.battery_at(now_s) or (None,))[0] or 0.0,
        held_kwh=None if stored is None else stored.stored_kwh,
        grid_w=situation.grid_power_w or 0.0,
    )
