"""Takes from a situation what the solar law looks at."""

from __future__ import annotations

import numpy as np

from ..base.economics import Prices, Storage
from ..planning.limits import Limits
from ..planning.planner import EnergyValue
from ..settings.settings import Settings
from ..vehicle.car import CarState
from .situation import Situation
from .solar_law import LawView

TOO_DEAR, NOT_FOR_SALE, LEAST_PRICE = 2.0, 5.0, 1e-6
"""How many times its worth a kWh counts as costing that is not to be bought, one that a person will not buy,
and how much at least. The second leaves a twentieth to clouds on the simulator's cloudy day, with no more
starts: `python -m pytest tests/solar_charging/whole/test_wishes.py`.
"""


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

    From the grid's limit on, above the price ceiling, and while nothing is to be bought, a kWh from it counts
    as dearer than it is ever worth.
    """
    prices = energy_value.prices
    if storage is not None:
        prices = prices._replace(storage=storage)
    limits, soc_pct = Limits.of(settings.charging), None if car is None else car.soc_pct
    limited = limits.grid_limit_pct is not None and soc_pct is not None and soc_pct >= limits.grid_limit_pct
    sells = limits.sells(prices.import_per_kwh)
    if sells and not limited and energy_value.buys:
        return prices
    too_dear = (TOO_DEAR if sells else NOT_FOR_SALE) * max(energy_value.value_per_kwh, 0.0) + LEAST_PRICE
    return prices._replace(import_per_kwh=max(prices.import_per_kwh, too_dear))
