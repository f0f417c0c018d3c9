"""Lists the charging laws by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backtest.law import Law
from backtest.scenario import CarModel

from .evcc import Evcc
from .evcm import Evcm
from .openwb import OpenWb
from .ours import SolarCharging, WithForecast
from .pv_excess_control import PvExcessControl
from .simple import AtOnce, Night80, Seed
from .smartevse import SmartEvse
from .solarcharger import SolarCharger
from .teslasolarcharger import TeslaSolarCharger
from .twcmanager import TwcManager

LAWS: Mapping[str, Callable[[CarModel], Law]] = {
    AtOnce.name: AtOnce,
    Night80.name: Night80,
    Seed.name: Seed,
    SolarCharging.name: SolarCharging,
    WithForecast.name: WithForecast,
    Evcc.name: Evcc,
    TeslaSolarCharger.name: TeslaSolarCharger,
    TwcManager.name: TwcManager,
    OpenWb.name: OpenWb,
    SmartEvse.name: SmartEvse,
    SolarCharger.name: SolarCharger,
    PvExcessControl.name: PvExcessControl,
    Evcm.name: Evcm,
}
