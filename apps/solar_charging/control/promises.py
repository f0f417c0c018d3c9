"""Keeps promises whatever the sun does: charge now, a departure, the least in the battery, cheap power."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timezone
from functools import reduce

from ..base.reason import PlanText, Reason, Value, Why
from ..planning.departures import GUARD_S as GUARD_S  # where others look for it
from ..planning.departures import Departure
from ..planning.limits import Limits
from ..settings.settings import Settings
from ..vehicle.car import CarState, ChargingState
from .law_view import law_view
from .situation import Decision, Situation, State
from .solar_law import pays_without_sun

LIMIT_SLACK_PCT = 2
"""A battery this near to a limit counts as being at it, where reaching it would cost a wake-up or a start."""


def max_current_a(car: CarState | None, settings: Settings) -> int:
    """Returns the greatest current that both the settings and the car allow, in A.

    That is less than the least that is set where the car takes no more.
    """
    reported_a = car.max_current_a if car is not None and car.max_current_a else settings.car.max_current_a
    return min(settings.car.max_current_a, reported_a)


def least_current_a(car: CarState | None, settings: Settings) -> int:
    """Returns the least current to charge with, in A: as it is set, where the car takes that much."""
    return min(settings.car.min_current_a, max_current_a(car, settings))


def charge_now(situation: Situation, settings: Settings) -> Decision | None:
    """Charges as a person asked for, whatever it costs."""
    if not situation.switches.charge_now:
        return None
    current_a, ends = max_current_a(situation.car, settings), situation.switches.wishes.now
    asked = [
        *([] if ends.until is None else [Reason(PlanText.END_TIME, {"at": ends.until})]),
        *([] if ends.kwh is None else [Reason(PlanText.END_KWH, {"kwh": ends.kwh})]),
        *([] if ends.soc_pct is None else [Reason(PlanText.END_SOC, {"soc_pct": ends.soc_pct})]),
    ]
    if not asked:
        return Decision(State.CHARGE_NOW, current_a, Reason(Why.CHARGE_NOW, {"current_a": current_a}))
    end = reduce(lambda one, other: Reason(PlanText.END_EITHER, {"one": one, "other": other}), asked)
    why = Reason(Why.CHARGE_NOW_UNTIL, {"current_a": current_a, "end": end})
    return Decision(State.CHARGE_NOW, current_a, why)


def may_buy(situation: Situation, settings: Settings) -> bool:
    """Says whether a person lets anything be bought at the price of now."""
    return Limits.of(settings.charging).sells(situation.energy_value.prices.import_per_kwh)


def reachable_pct(departure: Departure, car: CarState) -> float:
    """Returns what the departure wants, as far as the car's own limit allows it."""
    limit_pct = car.charge_limit_pct
    return departure.soc_pct if limit_pct is None else min(departure.soc_pct, limit_pct)


def minimum(situation: Situation, settings: Settings) -> Decision | None:
    """Charges a battery that is below the least that shall always be in it."""
    car = situation.car
    assert car is not None
    wanted_pct = settings.charging.minimum_soc_pct
    slack_pct, soc_pct = LIMIT_SLACK_PCT if car.asleep else 0, situation.soc_pct
    if soc_pct is None or soc_pct >= wanted_pct - slack_pct:
        return None
    values = {"current_a": situation.charger.max_a, "wanted_pct": wanted_pct, "soc_pct": soc_pct}
    return Decision(State.MINIMUM, situation.charger.max_a, Reason(Why.MINIMUM, values))


def departure(situation: Situation, settings: Settings) -> Decision | None:
    """Charges for a departure once what is missing cannot wait any longer, where anything may be bought."""
    leaving, car = situation.energy_value.departure, situation.car
    assert car is not None
    if leaving is None or not may_buy(situation, settings):
        return None
    near = situation.energy_value.spare_s <= GUARD_S
    now_or_never = not situation.rousable and not car.asleep and situation.energy_value.spare_s < math.inf
    if not near and not now_or_never:
        return None
    current_a = situation.charger.max_a
    values: dict[str, Value] = {
        "current_a": current_a,
        "wanted_pct": reachable_pct(leaving, car),
        "departure": datetime.fromtimestamp(leaving.at_s, timezone.utc),
    }
    why = Why.DEPARTURE_LEARNT if leaving.learnt else Why.DEPARTURE
    return Decision(State.DEPARTURE, current_a, Reason(why if near else Why.DEPARTURE_AWAKE, values))


def off_peak(situation: Situation, settings: Settings) -> Decision | None:
    """Charges with cheap power a car that is always to be ready, or does not say how full it is."""
    leaving = situation.energy_value.departure
    planned = leaving is not None and not (leaving.learnt and settings.charging.always_ready)
    if not (situation.off_peak and situation.switches.off_peak) or not situation.energy_value.buys:
        return None
    if planned and _says_how_full(situation):
        return None
    if not may_buy(situation, settings):
        return None
    car = situation.car
    assert car is not None
    limits = Limits.of(settings.charging)
    bounds_pct = (settings.charging.off_peak_soc_pct, limits.grid_limit_pct, limits.sun_limit_pct)
    wanted_pct = min(each for each in bounds_pct if each is not None)
    # A car that has lost a per cent in its sleep is not worth a wake-up.
    slack_pct, soc_pct = LIMIT_SLACK_PCT if car.asleep else 0, situation.soc_pct
    if soc_pct is not None and soc_pct >= wanted_pct - slack_pct:
        return None
    most_a = max_current_a(car, settings)
    set_a = settings.charging.off_peak_current_a
    current_a = max(min(most_a, set_a if set_a is not None else most_a), least_current_a(car, settings))
    values = {
        "current_a": current_a,
        "soc_pct": math.nan if soc_pct is None else soc_pct,
        "wanted_pct": wanted_pct,
        "price_per_kwh": situation.energy_value.prices.import_per_kwh,
    }
    return Decision(State.OFF_PEAK, current_a, Reason(Why.OFF_PEAK, values))


def _says_how_full(situation: Situation) -> bool:
    """Says whether a departure can be planned; if not, it has what cheap power brings."""
    return situation.car is None or situation.car.soc_pct is not None


def look_first(situation: Situation, settings: Settings) -> Decision | None:
    """Wakes a car that was never heard for a promise: its answer says what is missing.

    For a departure that is when an empty battery could not wait, or while power is cheap anyhow.
    """
    car = situation.car
    assert car is not None
    heard = car.charging is not ChargingState.UNKNOWN
    if not car.asleep or heard:
        return None
    leaving, current_a = situation.energy_value.departure, situation.charger.max_a
    if settings.charging.minimum_soc_pct > 0:
        return Decision(State.MINIMUM, current_a, Reason(Why.LOOK_FIRST))
    if leaving is None or not may_buy(situation, settings):
        return None
    cheap = situation.off_peak or pays_without_sun(law_view(situation, settings))
    if not cheap and situation.empty_spare_s > GUARD_S:
        return None
    return Decision(State.DEPARTURE, current_a, Reason(Why.LOOK_FIRST))


def bought_when_cheap(situation: Situation, settings: Settings, price_per_kwh: float) -> bool:
    """Says whether off-peak power would be bought, were it cheap now, at a price."""
    energy_value = situation.energy_value
    prices = energy_value.prices._replace(import_per_kwh=price_per_kwh)
    then = replace(situation, off_peak=True, energy_value=replace(energy_value, prices=prices))
    return off_peak(then, settings) is not None
