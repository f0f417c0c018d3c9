"""Says what the kWh in the house battery are worth, under the sun of the last days and the prices to come.

A car at the plug has the sun first, so that the house battery is filled by what it cannot take: so dear is
what that gives, and the sun before a charge begins. But a car to which a kWh is worth less than it would save
in the house battery leaves that the sun in time: what a running charge takes of it before is missing only
where no sun is left over later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..base.economics import ETA_IN
from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from .history import History
from .house_battery import STEP_KWH, Spares, Store, Taker, course, none_spare, spares
from .scenarios import HORIZON, Known, by_hours, on_quarters
from .solar_scenarios import solar_scenarios_kw


class Rival(NamedTuple):
    """Holds what the car at the plug draws at most in kW, and has room for in kWh of what it draws.

    `per_kwh` is what a kWh that it draws is worth to it.
    """

    most_kw: float
    room_kwh: float
    per_kwh: float


def stored_worth(
    history: History, known: Known, store: Store, now_s: float, clock_s: float, car: Rival | None = None
) -> Spares:
    """Returns what the kWh in the house battery are worth at `now_s`; `clock_s` is as in `make_scenarios`.

    The car (None: it is not at the plug) stays until its departure, or for a day. Before a day was measured
    the house may miss each of the kWh.
    """
    first, midnight = int(now_s // QUARTER_S), int(clock_s // QUARTER_S)
    surplus_kw = solar_scenarios_kw(history, known.forecast_kwh, first, HORIZON, midnight)
    hours = np.full(HORIZON, QUARTER_S / 3600)
    hours[0] *= 1 - now_s % QUARTER_S / QUARTER_S
    hours = by_hours(hours, np.sum)
    if not surplus_kw.any():
        return none_spare(known.import_per_kwh[:DAY_QUARTERS])
    bought, sold = (
        by_hours(on_quarters(each, HORIZON)) for each in (known.import_per_kwh, known.export_per_kwh)
    )
    surplus_kw = by_hours(surplus_kw)

    def found(store: Store, taker: Taker | None) -> Spares:
        return spares(course(surplus_kw, hours, store, taker), hours, store, bought, sold)

    taker = None
    if car is not None:
        until_s = now_s + DAY_QUARTERS * QUARTER_S if known.departure is None else known.departure.at_s
        there = np.clip(((until_s - now_s) / 3600 - (np.cumsum(hours) - hours)) / hours, 0.0, 1.0)
        taker = Taker(car.most_kw, car.room_kwh, there)
    worth = found(store, taker)
    yields = car is not None and car.per_kwh <= ETA_IN * worth.saved_per_kwh
    fuller = store._replace(stored_kwh=min(store.stored_kwh + STEP_KWH, store.kwh))
    return replace(worth, added_per_kwh=found(fuller, None if yields else taker).worth_per_kwh)
