"""Takes from a situation what the solar law looks at."""

from __future__ import annotations

import numpy as np

from ..base.economics import Prices, Storage
from ..planning.planner import EnergyValue
from ..settings.settings import Settings
from ..vehicle.car import CarState
from .situation import Situation
from .solar_law import LawView

TOO_DEAR, LEAST_PRICE = 2.0, 1e-6
"""How many times its worth a kWh that is not to be bought counts as costing, and how much at least."""


def law_view(situation: Situation, settings: Settings) -> LawView:
    """Builds what the solar law looks at."""
    car, surplus, offered_a = situation.car, situation.surplus, None
    if car is not None and car.draws:
        offered_a = car.offered_a or situation.charger.min_a
    samples_w, held_s, now_w = surplus.samples_w, surplus.held_s, surplus.now_w
    if surplus.rest_w is not None:
        # Only the sum of what is left of the period counts, not how it is spread.
        samples_w, held_s, now_w = np.array([surplus.rest_w]), np.ones(1), surplus.rest_w
    return LawView(
        samples_w=samples_w,
        held_s=held_s,
        coverage=surplus.coverage,
        now_w=now_w,
        lasting_w=surplus.lasting_w,
        charger=situation.charger,
        prices=prices_to_go_by(car, situation.energy_value, settings, situation.storage),
        value_per_kwh=situation.energy_value.value_per_kwh,
        bought_kwh=situation.energy_value.bought_kwh,
        offered_a=offered_a,
        waited_cost=situation.waited_cost,
        start_cost=situation.start_cost,
        command_cost=situation.command_cost,
        interval_s=settings.charging.command_interval_s,
    )


def prices_to_go_by(
    car: CarState | None, energy_value: EnergyValue, settings: Settings, storage: Storage | None = None
) -> Prices:
    """Returns what the solar law takes for the prices, the house battery's `storage` among them.

    From the grid's limit on, and while nothing is to be bought, a kWh from it counts as dearer than it is
    ever worth.
    """
    prices = energy_value.prices
    if storage is not None:
        prices = prices._replace(storage=storage)
    limit_pct = settings.charging.grid_limit_pct
    below = limit_pct is None or car is None or car.soc_pct is None or car.soc_pct < limit_pct
    if below and energy_value.buys:
        return prices
    too_dear = TOO_DEAR * max(energy_value.value_per_kwh, 0.0) + LEAST_PRICE
    return prices._replace(import_per_kwh=max(prices.import_per_kwh, too_dear))
