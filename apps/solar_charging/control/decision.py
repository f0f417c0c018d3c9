"""Decides what to do now, and why: one ordered list of rules, the strongest first."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from ..base.economics import Prices, break_even_w
from ..base.reason import Problem, Reason, Value, Why
from ..settings.settings import Settings
from ..vehicle.car import CarState, ChargingState
from ..vehicle.ownership import Owner
from .by_wish import paused, sun_limit, unbought
from .fuse import within_fuse
from .hidden_sun import look_beyond
from .house_battery import by_export, prices_told, waits_for
from .law_view import law_view
from .leaving import for_leaving
from .promises import (
    LIMIT_SLACK_PCT,
    charge_now,
    departure,
    least_current_a,
    look_first,
    minimum,
    off_peak,
    reachable_pct,
)
from .situation import Decision, Situation, State
from .solar_law import (
    LawView,
    Target,
    buy_without_sun,
    expected_w,
    follow_sun,
    waiting_benefit_per_h,
)

STARTING_UP = 2.0
"""For so many windows after its start the app that measures is said to be starting up."""


def decide(situation: Situation, settings: Settings) -> Decision:
    """Asks the rules in order; the first that has an answer wins, and the fuse has the last word."""
    for rule in RULES:
        decision = rule(situation, settings)
        if decision is not None:
            decision = for_leaving(decision, situation, settings)
            decision = by_export(_on_trial(decision, situation, settings), situation, settings)
            return within_fuse(decision, situation, settings)
    raise AssertionError("the last rule always answers")


def _on_trial(decision: Decision, situation: Situation, settings: Settings) -> Decision:
    """Charges with the least current as long as the meter is to show what that draws.

    As for the phases that are not known; or that it shows it at all, where it was wrong and goes on.
    """
    by_meter = decision.state is State.FOLLOWING_SUN and situation.trust.trial is not None
    if not decision.current_a or not (situation.phases_wanted or by_meter):
        return decision
    current_a = least_current_a(situation.car, settings)
    why = Why.MEASURING_PHASES if situation.phases_wanted else Why.METER_ON_TRIAL
    reason = Reason(why, {**decision.reason.values, "current_a": current_a})
    return replace(decision, current_a=current_a, reason=reason)


def _setup(situation: Situation, settings: Settings) -> Decision | None:
    problem = situation.problem
    if problem is None:
        return None
    # Nobody would look after a charge that the app has begun; of the same car another entry does.
    ends = problem.why is Problem.SAME_METER or (problem.why is not Problem.SAME_CAR and _dear(situation))
    ours = situation.commanded and situation.charging and situation.owner is not Owner.PERSON
    current_a = 0 if ends and ours and _at_home(situation) else None
    return Decision(State.SETUP, current_a, Reason(Why.SETUP, {"problem": problem}))


def _dear(situation: Situation) -> bool:
    """Says whether a charge takes dear power that nobody has asked for, as far as is known."""
    if situation.off_peak or situation.switches.charge_now:
        return False
    grid_power_w, silent = situation.grid_power_w, situation.surplus.silent
    if grid_power_w is None or silent or situation.trust.wrong is not None:
        return True
    # Less than an ampere is what whole amperes leave over.
    return grid_power_w > situation.most_watts_per_amp


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
    if car.at_home is None:
        return Decision(State.AWAY, None, Reason(Why.POSITION_UNKNOWN))
    if car.distance_m is None or car.radius_m is None:
        return Decision(State.AWAY, None, Reason(Why.AWAY))
    far = {"distance_m": car.distance_m, "radius_m": car.radius_m}
    return Decision(State.AWAY, None, Reason(Why.AWAY_BY, far))


def _unplugged(situation: Situation, settings: Settings) -> Decision | None:
    assert situation.car is not None
    if situation.car.charging is ChargingState.DISCONNECTED:
        return Decision(State.UNPLUGGED, None, Reason(Why.UNPLUGGED))
    if situation.car.charging is ChargingState.NO_POWER:
        return Decision(State.UNPLUGGED, None, Reason(Why.NO_POWER))
    if situation.car.cable_loose and not situation.charging:
        return Decision(State.UNPLUGGED, None, Reason(Why.CABLE_LOOSE))
    return None


def _unclear(situation: Situation, settings: Settings) -> Decision | None:
    """Leaves a car alone that does not say whether it is plugged in, or charges."""
    car = situation.car
    assert car is not None
    if car.asleep or car.charging is not ChargingState.UNKNOWN:
        return None
    problem = next(iter(car.unclear), Reason(Problem.CHARGING_UNTOLD))
    return Decision(State.UNREACHABLE, None, Reason(Why.UNREACHABLE, {"problem": problem}))


def _full(situation: Situation, settings: Settings) -> Decision | None:
    car = situation.car
    assert car is not None
    soc_pct, limit_pct = car.soc_pct, car.charge_limit_pct
    below_pct = math.inf if soc_pct is None or limit_pct is None else limit_pct - soc_pct
    at_limit, raised = below_pct <= 0, LIMIT_SLACK_PCT < below_pct < math.inf
    complete = car.charging is ChargingState.COMPLETE and not raised
    if not complete and (not at_limit or car.draws):
        return None
    values: dict[str, Value] = {"soc_pct": math.nan if soc_pct is None else soc_pct}
    leaving = situation.energy_value.departure
    if leaving is not None and reachable_pct(leaving, car) < leaving.soc_pct:
        values["wanted_pct"] = leaving.soc_pct
        return Decision(State.FULL, None, Reason(Why.LIMIT_TOO_LOW, values))
    return Decision(State.FULL, None, Reason(Why.FULL, values))


def _by_hand(situation: Situation, settings: Settings) -> Decision | None:
    charge = situation.charge
    if charge.owner is not Owner.PERSON:
        return None
    if charge.since is None or charge.sign is None:
        return Decision(State.BY_HAND, None, Reason(Why.BY_HAND))
    return Decision(
        State.BY_HAND, None, Reason(Why.BY_HAND_SINCE, {"since": charge.since, "sign": charge.sign})
    )


def _stopped_by_hand(situation: Situation, settings: Settings) -> Decision | None:
    """Respects that a person stopped the charge, until the next departure's plan wants power."""
    charge = situation.charge
    if charge.stopped is None or situation.charging:
        return None
    leaving = situation.energy_value.departure
    # What was only learnt does not count for more than what a person has done.
    told = leaving is not None and not leaving.learnt
    near = departure(situation, settings) if told else None
    if near is not None:
        return near
    if told:
        planned = _no_reading(situation, settings) or _sun(situation, settings)
        if planned.state is State.BUYING:
            return planned
    values = {"stopped": charge.stopped, "resumes": charge.resumes}
    return Decision(State.STOPPED_BY_HAND, None, Reason(Why.STOPPED_BY_HAND, values))


def _no_reading(situation: Situation, settings: Settings) -> Decision | None:
    """Waits for a meter that is silent, or not to be believed, for all that follows the sun.

    What is bought at a known price needs none.
    """
    waits = _meter_fails(situation)
    if waits is None:
        return None
    view = law_view(situation, settings)
    target = buy_without_sun(view)
    if target is not None:
        values = _sun_values(target, view, situation.energy_value.prices)
        return Decision(State.BUYING, target.current_a, Reason(Why.BUYING, values))
    return waits


def _meter_fails(situation: Situation) -> Decision | None:
    """Returns the decision to wait for the grid meter, None where it can be gone by."""
    trust, unreadable = situation.trust, situation.unreadable
    never = situation.grid_power_w is None
    if unreadable is not None and (situation.surplus.silent or never):
        return Decision(State.NO_READING, 0, Reason(Why.METER_UNREADABLE, {"problem": unreadable}))
    if situation.surplus.silent:
        silent = timedelta(seconds=situation.surplus.silent_s)
        return Decision(State.NO_READING, 0, Reason(Why.NO_READING, {"silent": silent}))
    if trust.wrong is not None:
        return Decision(State.METER_WRONG, 0, Reason(Why.METER_WRONG, {"problem": trust.wrong}))
    if trust.doubt is not None:
        return Decision(State.WAITING_FOR_SUN, 0, Reason(Why.METER_DOUBTED, {"problem": trust.doubt}))
    return None


def _by_itself(situation: Situation, settings: Settings) -> Decision | None:
    """Keeps a charge that began by itself from dear power and from patience, before it earns."""
    charge = situation.charge
    plugged_in = charge.owner is Owner.PLUG_IN
    by_itself = plugged_in or (charge.owner is Owner.NOBODY and charge.sign is not None)
    if not (by_itself and situation.charging):
        return None
    if waiting_benefit_per_h(law_view(situation, settings)) > 0:
        return _sun(situation, settings)
    if not plugged_in:
        return Decision(State.WAITING_FOR_SUN, 0, Reason(Why.ENDED_NOBODYS, {"sign": charge.sign}))
    current_a = least_current_a(situation.car, settings) if settings.car.at_plug_in == "minimum" else 0
    why = Reason(Why.BY_ITSELF if current_a else Why.BY_ITSELF_ENDING, {"current_a": current_a})
    return Decision(State.WAITING_FOR_SUN, current_a, why)


def _sun(situation: Situation, settings: Settings) -> Decision:
    view = law_view(situation, settings)
    target = look_beyond(view, follow_sun(view), situation.hidden)
    if not target.current_a:
        state = State.WAITING_FOR_SUN
    elif target.why is Why.BUYING:
        state = State.BUYING
    else:
        state = State.FOLLOWING_SUN
    if target.why is Why.MEASURING and situation.since_start_s < STARTING_UP * settings.charging.average_s:
        state = State.STARTING_UP
    waits = target.why in (Why.WAITING_FOR_SUN, Why.TOO_LITTLE_SUN)
    values = _sun_values(target, view, situation.energy_value.prices)
    if situation.hidden is not None:
        values["odds_pct"] = 100 * situation.hidden.odds
    why = Reason(waits_for(view, target.why) if waits else target.why, values)
    if waits and target.current_a == 0:
        why = unbought(situation, settings, why)
    if target.why is Why.MEASURING:
        ready_s = situation.surplus.ready_s
        why = Reason(Why.MEASURING, {"ready": timedelta(seconds=ready_s) if ready_s < math.inf else None})
    elif waits and not situation.charging and situation.charge.ended_sign is not None:
        why = Reason(Why.ENDED_NOBODYS, {"sign": situation.charge.ended_sign})
    return Decision(state, target.current_a, why, urgent=target.urgent)


def _sun_values(target: Target, view: LawView, prices: Prices) -> dict[str, Value]:
    left_over_w = expected_w(view)
    return {
        "current_a": target.current_a,
        "sun_w": max(left_over_w, 0.0),
        "left_over_w": left_over_w,
        "break_even_w": break_even_w(view.charger, prices_told(view), view.value_per_kwh),
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
    paused,
    _unknown_car,
    _away,
    _unplugged,
    _unclear,
    _full,
    charge_now,
    _by_hand,
    _stopped_by_hand,
    look_first,
    minimum,
    departure,
    off_peak,
    sun_limit,
    _no_reading,
    _by_itself,
    _sun,
)
