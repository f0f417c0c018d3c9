"""Gathers what a person wants to see of the moment, in amps and watts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from ..base.economics import ETA_OUT
from ..metering.house_meters import HouseMeters
from ..settings.settings import Settings
from .situation import Situation


class HouseBatteryFigures(NamedTuple):
    """Holds what a person wants to see of the house battery; None where not known.

    `power_w` is positive where it gives. Of the kWh above its floor `for_house_kwh` stay for the house, and
    `for_car_kwh` may go into the car; while it is `learning` what the house needs, that is none. `switch` is
    the helper that says whether the car may use it.
    """

    power_w: float | None
    soc_pct: float | None
    for_house_kwh: float | None = None
    for_car_kwh: float | None = None
    switch: str | None = None
    learning: bool = False


@dataclass(slots=True)
class Figures:
    """Holds what a person wants to see: currents in A, powers in W, None where not known.

    The two targets are what the surplus carries, now and on average; they are drawn beside the current
    that flows. The powers belong to one moment: sun, grid and house battery are house and car, import and
    discharging being positive. `soc_pct` is the car's; `battery` is the house's (None: there is none).
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
    battery: HouseBatteryFigures | None = None

    @property
    def battery_power_w(self) -> float | None:
        """Returns what the house battery gives in W, negative where it takes."""
        return None if self.battery is None else self.battery.power_w

    @property
    def battery_soc_pct(self) -> float | None:
        """Returns the house battery's state of charge."""
        return None if self.battery is None else self.battery.soc_pct


def figures(situation: Situation, settings: Settings, house: HouseMeters, now_s: float) -> Figures:
    """Gathers all that is shown of a situation, as the meters of the house have it at `now_s`."""
    surplus, charger, car = situation.surplus, situation.charger, situation.car
    drawn_w, solar_w = house.surplus.car.power_w, house.solar_power_w
    grid_w = None if surplus.silent else situation.grid_power_w
    charging_w = None if math.isnan(drawn_w) else drawn_w
    per_amp = charger.watts_per_amp

    def amps(watts: float | None) -> float | None:
        return None if watts is None else min(max(watts / per_amp, 0.0), charger.max_a)

    battery = _battery(situation, settings, house, now_s)
    given_w = 0.0 if battery is None else battery.power_w
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
        battery=battery,
    )


def _battery(
    situation: Situation, settings: Settings, house: HouseMeters, now_s: float
) -> HouseBatteryFigures | None:
    """Returns what is shown of the house battery; None where there is none.

    Of what lies above its floor the car may have what is worth less than it is to the car, and than what is
    bought now: see `Spares`. The rest stays for the house.
    """
    found, battery, stored = house.battery_at(now_s), settings.battery, situation.stored
    if battery is None or found is None:
        return None
    shown = HouseBatteryFigures(*found, switch=settings.switches.battery)
    energy_value = situation.energy_value
    if stored is None or energy_value.spares is None:
        return shown
    kept_kwh = 0.0 if battery.keep_pct is None else battery.keep_pct / 100 * stored.kwh
    for_car = situation.charger.efficiency * energy_value.value_per_kwh
    cheaper_kwh = energy_value.spares.below(ETA_OUT * min(for_car, energy_value.prices.import_per_kwh))
    bounded_kwh = min(stored.above_kwh, max(stored.stored_kwh - kept_kwh, 0.0))
    bounded_kwh = bounded_kwh if situation.switches.battery else 0.0
    for_car_kwh = min(bounded_kwh, cheaper_kwh)
    return shown._replace(
        for_house_kwh=stored.above_kwh - for_car_kwh,
        for_car_kwh=for_car_kwh,
        learning=not energy_value.spares.known and for_car_kwh < bounded_kwh,
    )
