"""Says what the car may have of the house battery: at which prices, or nothing where it is not told of."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np

from ..base.economics import ETA_IN, ETA_OUT, Prices, Storage, greatest_benefit_per_h
from ..base.reason import Problem, Reason, Why
from ..metering.house_battery import IDLE_W, Stored
from ..metering.house_meters import HouseMeters
from ..planning.house_battery import STEP_KWH, Store
from ..planning.planner import EnergyValue
from ..settings.house_battery import HouseBattery as BatterySettings
from ..settings.settings import Settings
from .law_view import TOO_DEAR
from .promises import least_current_a
from .situation import Decision, Situation, State
from .solar_law import LawView, expected_w

ALL_KW = 1000.0
"""More than any house battery takes or gives: what is not known of it may be all."""

RAMP_KW = 0.1
"""So much is left to the inverter, to see where the battery may take more."""

START_KWH = 1.0
"""A charge begins only where so many kWh of the battery pay: each that leaves it makes the next dearer.

Better than none by `python -m benchmarks.battery --tuning --homes night_1ph spot_1ph --windows 2016_spring`.
"""

EXPORTS_W = 100.0
"""From so much export on the sun is there for sure, whatever the battery does."""


def store(stored: Stored | None) -> Store | None:
    """Returns the battery as plans look at it: what lies above its floor; None where it is not known."""
    if stored is None:
        return None
    takes_kw, gives_kw = _powers_kw(stored)
    # What is full or empty now takes and gives nothing, but will.
    return Store(stored.kwh - stored.floor_kwh, stored.above_kwh, takes_kw or ALL_KW, gives_kw or ALL_KW)


def idle(
    settings: BatterySettings | None,
    stored: Stored | None,
    shown: tuple[float | None, float | None] | None,
) -> bool:
    """Says whether no battery gives, nor could take more, be it full or at the most that it takes.

    `shown` is its power and state of charge. One that has the sun first is waited for.
    """
    if settings is None or shown is None:
        return True
    (power_w, soc_pct), first_pct = shown, settings.first_below_pct
    if power_w is None or (first_pct is not None and (soc_pct is None or soc_pct < first_pct)):
        return False
    at_most = stored is not None and 0 < stored.takes_w <= -power_w + 1000 * RAMP_KW
    return abs(power_w) <= IDLE_W or at_most


def _powers_kw(stored: Stored) -> tuple[float, float]:
    """Returns what it would take and give now."""
    return min(stored.takes_w / 1000, ALL_KW), min(stored.gives_w / 1000, ALL_KW)


def given_per_kwh(
    settings: BatterySettings,
    stored: Stored | None,
    energy_value: EnergyValue,
    may_give: bool,
    after_kwh: float = 0.0,
) -> float:
    """Returns what a kWh that the battery gives is worth, after others; `may_give` says a person's switch.

    What the car is not to have of it costs more than it is ever worth.
    """
    if not may_give:
        return _dear(energy_value)
    if stored is None or energy_value.spares is None:
        # It may be worth as much as what it saves.
        return energy_value.prices.import_per_kwh
    kept = settings.keep_pct is not None and stored.soc_pct <= settings.keep_pct
    return _dear(energy_value) if kept else energy_value.spares.worth_after(after_kwh) / ETA_OUT


def _dear(energy_value: EnergyValue) -> float:
    return TOO_DEAR * max(energy_value.value_per_kwh, 0.0) + max(energy_value.prices.import_per_kwh, 0.0)


def storage(
    settings: BatterySettings,
    stored: Stored | None,
    energy_value: EnergyValue,
    may_give: bool,
    held: bool = False,
    holdable: bool = False,
    takes_w: float = math.inf,
    charging: bool = True,
) -> Storage:
    """Returns what the battery takes and gives, and at which prices, see `given_per_kwh`.

    It gives nothing while it is `held`, nor where it is `holdable` and would be while power is bought.
    `takes_w` is what it would take where nobody knows what it holds. Before the car is `charging` a kWh costs
    what one would after `START_KWH`, of the sun as well; then only what is given does, after `STEP_KWH`.
    """
    given = given_per_kwh(settings, stored, energy_value, may_give, STEP_KWH if charging else START_KWH)
    spares, bought = energy_value.spares, energy_value.prices.import_per_kwh
    will_be_held = holdable and energy_value.bought_kwh > 0 and given > bought
    if stored is None or spares is None:
        # What it takes may be all, but never what is fed in; and it may give all.
        takes_kw = _ramped_kw(takes_w / 1000)
        return Storage(takes_kw, 0.0 if held or will_be_held else ALL_KW, bought, given)
    takes_kw, gives_kw = _powers_kw(stored)
    taken = (spares.worth_of_more if charging else spares.worth_after(START_KWH)) * ETA_IN
    if settings.first_below_pct is not None and stored.soc_pct < settings.first_below_pct:
        taken = _dear(energy_value)
    if held or will_be_held:
        gives_kw = 0.0
    elif energy_value.bought_kwh > 0:
        # Nothing holds it while the car is bought for: what it gives meanwhile is lost whenever that is.
        given = min(given, max(bought, taken))
    return Storage(_ramped_kw(takes_kw), gives_kw, taken, given)


def _ramped_kw(takes_kw: float) -> float:
    """Returns what is left to a battery that takes so much: a little more."""
    return min(takes_kw + RAMP_KW, ALL_KW) if takes_kw else 0.0


def untold(settings: Settings, house: HouseMeters, now_s: float) -> Reason[Problem] | None:
    """Returns why nobody knows what a house battery gives; None where that is known, or there is none."""
    battery = house.battery
    if battery is None or settings.battery is None:
        if settings.meters.export_limit_w is not None:
            return None  # the inverter holds it
        # None is set, but something holds the grid at 0.
        held = Reason(Problem.BATTERY_UNSET, {"entity": " + ".join(settings.meters.grid_entities)})
        return held if house.check.held else None
    if battery.power_w(now_s) is not None:
        return None
    silent = timedelta(seconds=round(battery.silence_s(now_s)))
    entities = " + ".join(settings.battery.power_entities)
    return battery.problem or Reason(Problem.BATTERY_SILENT, {"entity": entities, "silent": silent})


def _without_taking(prices: Prices) -> Prices:
    """Returns the prices as if the battery were full."""
    storage = prices.storage
    return prices if storage is None else prices._replace(storage=storage._replace(takes_kw=0.0))


def _comes_first(view: LawView, left_over_w: float) -> bool:
    """Says whether what is left over would do for the car, were it not worth more in the house battery."""
    if view.prices.storage is None or not view.prices.storage.takes_kw:
        return False
    prices, surplus_kw = _without_taking(view.prices), max(left_over_w, 0.0) / 1000
    return greatest_benefit_per_h(view.charger, prices, view.value_per_kwh, surplus_kw) > 0


def prices_told(view: LawView) -> Prices:
    """Returns by which prices a person is told how much sun is needed.

    Where the battery has all that there could be of it first, they are those of a full one.
    """
    most_kw = view.charger.most_kw
    if greatest_benefit_per_h(view.charger, view.prices, view.value_per_kwh, most_kw) > 0:
        return view.prices
    return _without_taking(view.prices)


def waits_for(view: LawView, why: Why) -> Why:
    """Returns why the sun does not charge the car: for want of it, or for something else."""
    if _comes_first(view, expected_w(view)):
        return Why.BATTERY_FIRST
    all_kw = view.charger.most_kw  # under all the sun there could be
    hopeless = greatest_benefit_per_h(view.charger, prices_told(view), view.value_per_kwh, all_kw) <= 0
    return Why.NOTHING_PAYS if hopeless else why


def by_export(decision: Decision, situation: Situation, settings: Settings) -> Decision:
    """Lets a charge that follows the sun begin and rise by measured export alone, else go down step by step.

    That is where nobody knows what the house battery gives: it looks like sun.
    """
    problem, grid_w, car = situation.battery_untold, situation.grid_power_w, situation.car
    if problem is None or decision.state is not State.FOLLOWING_SUN or not decision.current_a:
        return decision
    least_a, per_amp = least_current_a(car, settings), situation.most_watts_per_amp
    export_w = 0.0 if grid_w is None else -grid_w
    if car is None or not situation.charging:
        # A battery that was emptied a little takes the export for itself: it must have been there all along.
        steady_w = float(np.minimum.reduce(situation.surplus.samples_w, initial=export_w))
        most_a = int(steady_w // per_amp)
    else:
        offered_a = car.offered_a or least_a
        most_a = offered_a + int(export_w // per_amp) if export_w >= EXPORTS_W else offered_a - 1
    current_a = min(decision.current_a, most_a)
    current_a = current_a if current_a >= least_a else 0
    values = {**decision.reason.values, "current_a": current_a, "problem": problem}
    why = Reason(Why.BATTERY_UNTOLD if current_a else Why.BATTERY_UNTOLD_WAITING, values)
    state = decision.state if current_a else State.WAITING_FOR_SUN
    return replace(decision, state=state, current_a=current_a, reason=why, urgent=True)
