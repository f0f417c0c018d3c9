"""The charging laws by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backtest.law import Law
from backtest.scenario import CarModel

from .ours import SolarCharging
from .simple import AtOnce, Night80, Seed

LAWS: Mapping[str, Callable[[CarModel], Law]] = {
    AtOnce.name: AtOnce,
    Night80.name: Night80,
    Seed.name: Seed,
    SolarCharging.name: SolarCharging,
}
