"""Defines the houses with a battery in which the laws are measured, and the laws as they are set up there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from backtest.house_battery import BatteryModel
from backtest.law import Law
from backtest.laws.evcc import Evcc, EvccBattery, EvccSettings
from backtest.laws.openwb import OpenWb, OpenWbBattery
from backtest.laws.ours import SolarCharging, WithForecast
from backtest.laws.simple import AtOnce
from backtest.laws.teslasolarcharger import TeslaSolarCharger, TscBattery, TscSettings
from backtest.scenario import CarModel, Scenario
from backtest.scenarios import NAMES, Window
from benchmarks.markdown import spoken
from benchmarks.windows import scenario_in

MAX_KW = 5.0


@dataclass(frozen=True)
class Home:
    """Describes one of the twelve scenarios with a house battery.

    `season` is in the names of the windows in which it is measured; empty: in all.
    """

    name: str
    capacity_kwh: float = 10.0
    season: str = ""

    @property
    def label(self) -> str:
        size = "" if self.capacity_kwh == Home.capacity_kwh else f"{self.capacity_kwh:g} kWh"
        return ", ".join(filter(None, (spoken(self.name), self.season, size)))

    def scenario_in(self, window: Window) -> Scenario:
        return replace(scenario_in(self.name, window), house_battery=self.battery)

    @property
    def battery(self) -> BatteryModel:
        return BatteryModel(self.capacity_kwh, MAX_KW, MAX_KW)


TWELVE = tuple(Home(name) for name in NAMES)
SMALL = (Home("night_1ph", 5.0, "winter"), Home("spot_1ph", 5.0))
QUICK = (Home("night_1ph"), Home("spot_3ph", 5.0))


def jobs(homes: Sequence[Home], windows: Sequence[Window]) -> Iterator[tuple[Home, Window]]:
    """Yields each home in each window of its season; by windows."""
    for window in windows:
        yield from ((home, window) for home in homes if home.season in window.name)


TUNED_EVCC = EvccSettings(
    interval_s=120.0, disable_part=0.4, disable_s=600.0, residual_w=-100.0, continuous=True
)
TUNED_TSC = TscSettings(skip_s=240.0, on_a=4.0, on_s=180.0, off_a=2.0, off_s=300.0)
"""What is best of their settings in a house without a battery, one for all twelve scenarios in 2016."""

EVCC_BATTERY = EvccBattery(priority_pct=95.0)
TSC_BATTERY = TscBattery(1000 * MAX_KW, min_pct=95.0)
OPENWB_BATTERY = OpenWbBattery("min_soc_bat_mode", min_pct=90, max_pct=99)
"""What was best of their settings of the battery.

Set by `python -m benchmarks.battery.tune`, of its homes night_1ph, ch_3ph and spot_1ph in the windows
2016_spring and 2016_autumn.
"""

Make = Callable[[CarModel], Law]

OURS, OURS_BLIND = "solar_charging", "solar_charging, grid meter only"
REFERENCE = "at_once"


def _blind(car: CarModel) -> Law:
    return SolarCharging(car, blind=True)


def _evcc(car: CarModel, settings: EvccSettings) -> Law:
    return Evcc(car, settings)


def _tsc(car: CarModel, settings: TscSettings) -> Law:
    return TeslaSolarCharger(car, settings)


def _openwb(car: CarModel, battery: OpenWbBattery | None) -> Law:
    return OpenWb(car, battery)


LAWS: Mapping[str, Make] = {
    REFERENCE: AtOnce,
    OURS_BLIND: _blind,
    OURS: SolarCharging,
    f"{OURS}_forecast": WithForecast,
    "evcc, grid meter only": Evcc,
    "evcc": partial(_evcc, settings=EvccSettings(battery=EvccBattery())),
    "evcc, tuned": partial(_evcc, settings=replace(TUNED_EVCC, battery=EVCC_BATTERY)),
    "teslasolarcharger, grid meter only": TeslaSolarCharger,
    "teslasolarcharger": partial(_tsc, settings=TscSettings(battery=TscBattery(1000 * MAX_KW, min_pct=20.0))),
    "teslasolarcharger, tuned": partial(_tsc, settings=replace(TUNED_TSC, battery=TSC_BATTERY)),
    "openwb, grid meter only": OpenWb,
    "openwb, ev_mode": partial(_openwb, battery=OpenWbBattery("ev_mode")),
    "openwb, bat_mode": partial(_openwb, battery=OpenWbBattery("bat_mode")),
    "openwb, min_soc_bat_mode": partial(_openwb, battery=OpenWbBattery("min_soc_bat_mode")),
    "openwb, tuned": partial(_openwb, battery=OPENWB_BATTERY),
}

FULL_LAWS = tuple(law for law in LAWS if law not in (OURS_BLIND, f"{OURS}_forecast"))
"""What is measured in full: our own law takes half of the time, and so stands there once."""

QUICK_LAWS = (REFERENCE, OURS_BLIND, OURS, "evcc, grid meter only", "evcc", "openwb, min_soc_bat_mode")
