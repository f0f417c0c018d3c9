"""Decides what to do now, and why: one ordered list of rules, the strongest first."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from ..base.economics import Prices, break_even_w, greatest_benefit_per_h
from ..base.reason import Problem, Reason, Value, Why
from ..planning.departures import Departure
from ..settings.settings import Settings
from ..vehicle.car import CarState, ChargingState
from ..vehicle.car_belief import Owner
from .fuse import within_fuse
from .law_view import law_view
from .situation import Decision, Situation, State
from .solar_law import LawView, Target, expected_w, follow_sun, waiting_benefit_per_h

GUARD_S = 900.0
"""With no more time to spare before a departure, what is missing is charged whatever it costs."""

LIMIT_SLACK_PCT = 2
"""A battery this near to a limit counts as being at it, where reaching it would cost a wake-up or a start."""


def decide(situation: Situation, settings: Settings) -> Decision:
    """Asks the rules in order; the first that has an answer wins, and the fuse has the last word."""
    for rule in RULES:
        decision = rule(situation, settings)
        if decision is not None:
            return within_fuse(decision, situation, settings)
    raise AssertionError("the last rule always answers")


def max_current_a(car: CarState | None, settings: Settings) -> int:
    """Returns the greatest current that both the settings and the car allow, in A."""
    reported_a = car.max_current_a if car is not None and car.max_current_a else settings.car.max_current_a
    return max(min(settings.car.max_current_a, reported_a), settings.car.min_current_a)


def reachable_pct(departure: Departure, car: CarState) -> float:
    """Returns what the departure wants, as far as the car's own limit allows it."""
    limit_pct = car.charge_limit_pct
    return departure.soc_pct if limit_pct is None else min(departure.soc_pct, limit_pct)


def _setup(situation: Situation, settings: Settings) -> Decision | None:
    if situation.problem is None:
        return None
    return Decision(State.SETUP, None, Reason(Why.SETUP, {"problem": situation.problem}))


def _switched_off(situation: Situation, settings: Settings) -> Decision | None:
    if situation.switches.enabled:
        return None
    if situation.commanded and situation.charging and not situation.off_peak and _at_home(situation):
        return Decision(State.OFF, 0, Reason(Why.OFF_STOPPING))
    return Decision(State.OFF, None, Reason(Why.OFF))


def _unknown_car(situation: Situation, settings: Settings) -> Decision | None:
    if situation.car is not None:
        return None
    why = situation.car_problem or Reason(Problem.NOT_ASKED_YET)
    return Decision(State.UNREACHABLE, None, Reason(Why.UNREACHABLE, {"problem": why}))


def _away(situation: Situation, settings: Settings) -> Decision | None:
    car = situation.car
    assert car is not None
    if car.at_home or (car.at_home is None and _never_seen(car)):
        return None
    return Decision(State.AWAY, None, Reason(Why.AWAY if car.at_home is False else Why.POSITION_UNKNOWN))


def _unplugged(situation: Situation, settings: Settings) -> Decision | None:
    assert situation.car is not None
    if situation.car.charging is ChargingState.DISCONNECTED:
        return Decision(State.UNPLUGGED, None, Reason(Why.UNPLUGGED))
    if situation.car.charging is ChargingState.NO_POWER:
        return Decision(State.UNPLUGGED, None, Reason(Why.NO_POWER))
    if situation.car.cable_loose and not situation.charging:
        return Decision(State.UNPLUGGED, None, Reason(Why.CABLE_LOOSE))
    return None


def _full(situation: Situation, settings: Settings) -> Decision | None:
    car = situation.car
    assert car is not None
    soc_pct, limit_pct = car.soc_pct, car.charge_limit_pct
    known = soc_pct is not None and limit_pct is not None
    at_limit = known and soc_pct >= limit_pct  # type: ignore[operator]
    raised = known and soc_pct < limit_pct - LIMIT_SLACK_PCT  # type: ignore[operator]
    complete = car.charging is ChargingState.COMPLETE and not raised
    if not complete and (not at_limit or car.draws):
        return None
    values: dict[str, Value] = {"soc_pct": math.nan if soc_pct is None else soc_pct}
    departure = situation.energy_value.departure
    if departure is not None and reachable_pct(departure, car) < departure.soc_pct:
        values["wanted_pct"] = departure.soc_pct
        return Decision(State.FULL, None, Reason(Why.LIMIT_TOO_LOW, values))
    return Decision(State.FULL, None, Reason(Why.FULL, values))


def _charge_now(situation: Situation, settings: Settings) -> Decision | None:
    if not situation.switches.charge_now:
        return None
    current_a = max_current_a(situation.car, settings)
    return Decision(State.CHARGE_NOW, current_a, Reason(Why.CHARGE_NOW, {"current_a": current_a}))


def _by_hand(situation: Situation, settings: Settings) -> Decision | None:
    if situation.owner is not Owner.PERSON:
        return None
    return Decision(State.BY_HAND, None, Reason(Why.BY_HAND))


def _minimum(situation: Situation, settings: Settings) -> Decision | None:
    car = situation.car
    assert car is not None
    wanted_pct = settings.charging.minimum_soc_pct
    slack_pct = LIMIT_SLACK_PCT if car.asleep else 0
    if car.soc_pct is None or car.soc_pct >= wanted_pct - slack_pct:
        return None
    values = {"current_a": situation.charger.max_a, "wanted_pct": wanted_pct, "soc_pct": car.soc_pct}
    return Decision(State.MINIMUM, situation.charger.max_a, Reason(Why.MINIMUM, values))


def _departure(situation: Situation, settings: Settings) -> Decision | None:
    departure, car = situation.energy_value.departure, situation.car
    assert car is not None
    if departure is None:
        return None
    near = situation.energy_value.spare_s <= GUARD_S
    now_or_never = not situation.rousable and not car.asleep and situation.energy_value.spare_s < math.inf
    if not near and not now_or_never:
        return None
    current_a = situation.charger.max_a
    values: dict[str, Value] = {
        "current_a": current_a,
        "wanted_pct": reachable_pct(departure, car),
        "departure": datetime.fromtimestamp(departure.at_s, timezone.utc),
    }
    return Decision(
        State.DEPARTURE, current_a, Reason(Why.DEPARTURE if near else Why.DEPARTURE_AWAKE, values)
    )


def _off_peak(situation: Situation, settings: Settings) -> Decision | None:
    if (
        not (situation.off_peak and situation.switches.off_peak)
        or situation.energy_value.departure is not None
    ):
        return None
    car = situation.car
    assert car is not None
    grid_limit_pct = settings.charging.grid_limit_pct
    wanted_pct = settings.charging.off_peak_soc_pct
    wanted_pct = wanted_pct if grid_limit_pct is None else min(wanted_pct, grid_limit_pct)
    # A car that has lost a per cent in its sleep is not worth a wake-up.
    slack_pct = LIMIT_SLACK_PCT if car.asleep else 0
    if car.soc_pct is not None and car.soc_pct >= wanted_pct - slack_pct:
        return None
    most_a = max_current_a(car, settings)
    set_a = settings.charging.off_peak_current_a
    current_a = max(min(most_a, set_a if set_a is not None else most_a), settings.car.min_current_a)
    values = {
        "current_a": current_a,
        "soc_pct": math.nan if car.soc_pct is None else car.soc_pct,
        "wanted_pct": wanted_pct,
        "price_per_kwh": situation.energy_value.prices.import_per_kwh,
    }
    return Decision(State.OFF_PEAK, current_a, Reason(Why.OFF_PEAK, values))


def _no_reading(situation: Situation, settings: Settings) -> Decision | None:
    if situation.surplus.silent_s <= settings.meters.stale_s:
        return None
    silent = timedelta(seconds=situation.surplus.silent_s)
    return Decision(State.NO_READING, 0, Reason(Why.NO_READING, {"silent": silent}))


def _by_itself(situation: Situation, settings: Settings) -> Decision | None:
    """Keeps a charge that began at plug-in from dear power and from patience, before it earns."""
    if not (situation.owner is Owner.PLUG_IN and situation.charging):
        return None
    if waiting_benefit_per_h(law_view(situation, settings)) > 0:
        return _sun(situation, settings)
    current_a = settings.car.min_current_a if settings.car.at_plug_in == "minimum" else 0
    why = Reason(Why.BY_ITSELF if current_a else Why.BY_ITSELF_ENDING, {"current_a": current_a})
    return Decision(State.WAITING_FOR_SUN, current_a, why)


def bought_when_cheap(situation: Situation, settings: Settings) -> bool:
    """Says whether off-peak power would be bought, were it cheap now."""
    return _off_peak(replace(situation, off_peak=True), settings) is not None


def _sun(situation: Situation, settings: Settings) -> Decision:
    view = law_view(situation, settings)
    target = follow_sun(view)
    if not target.current_a:
        state = State.WAITING_FOR_SUN
    elif target.why is Why.BUYING:
        state = State.BUYING
    else:
        state = State.FOLLOWING_SUN
    # Under all the sun there could be.
    hopeless = (
        greatest_benefit_per_h(view.charger, view.prices, view.value_per_kwh, view.charger.most_kw) <= 0
    )
    waits = target.why in (Why.WAITING_FOR_SUN, Why.TOO_LITTLE_SUN)
    values = _sun_values(target, view, situation.energy_value.prices)
    why = Reason(Why.NOTHING_PAYS if waits and hopeless else target.why, values)
    return Decision(state, target.current_a, why, urgent=target.urgent)


def _sun_values(target: Target, view: LawView, prices: Prices) -> dict[str, Value]:
    left_over_w = expected_w(view)
    return {
        "current_a": target.current_a,
        "sun_w": max(left_over_w, 0.0),
        "left_over_w": left_over_w,
        "coverage_pct": 100 * view.coverage,
        "break_even_w": break_even_w(view.charger, view.prices, view.value_per_kwh),
        "price_per_kwh": prices.import_per_kwh,
        "export_per_kwh": prices.export_per_kwh,
        "wait": _wait(view),
    }


def _wait(view: LawView) -> timedelta | None:
    """Returns how long until patience ends, should the surplus stay as it is; None for longer than a day."""
    rate = waiting_benefit_per_h(view) * (1 if view.offered_a is None else -1)
    missing = max(view.patience_cost - view.waited_cost, 0.0)
    return timedelta(hours=missing / rate) if rate * 24 > missing else None


def _at_home(situation: Situation) -> bool:
    return situation.car is not None and situation.car.at_home is True


def _never_seen(car: CarState) -> bool:
    """Says whether the car was found asleep and nothing is known of it yet.

    It is worth a wake-up when there is power for it.
    """
    return car.asleep and car.charging is ChargingState.UNKNOWN


Rule = Callable[[Situation, Settings], "Decision | None"]

RULES: tuple[Rule, ...] = (
    _setup,
    _switched_off,
    _unknown_car,
    _away,
    _unplugged,
    _full,
    _charge_now,
    _by_hand,
    _minimum,
    _departure,
    _off_peak,
    _no_reading,
    _by_itself,
    _sun,
)
