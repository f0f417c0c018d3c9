"""What to do now, and why: one ordered list of rules, the strongest first."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np

from ..base.economics import Prices, break_even_w, greatest_benefit_per_h
from ..base.reason import Reason, Value
from ..planning.departures import Departure
from ..planning.planner import EnergyValue
from ..settings.settings import Settings
from ..vehicle.car import CarState, ChargingState
from .situation import Decision, Situation, State
from .solar_law import LawView, Target, expected_w, follow_sun, rate_per_h

GUARD_S = 900.0
"""With less to spare before a departure, what is missing is charged whatever it costs."""

TOO_DEAR, LEAST_PRICE = 2.0, 1e-6
"""How many times what it is worth a kWh seems to cost that is not to be bought, and how much at least."""

LIMIT_SLACK_PCT = 2
"""A battery this near to a limit counts as being at it, where reaching it would cost a wake-up or a start."""


def decide(situation: Situation, settings: Settings) -> Decision:
    """Ask the rules in order; the first that has an answer wins, and the fuse has the last word."""
    for rule in RULES:
        decision = rule(situation, settings)
        if decision is not None:
            return _within_fuse(decision, situation, settings)
    raise AssertionError("the last rule always answers")


def max_current_a(car: CarState | None, settings: Settings) -> int:
    """The greatest current that both the settings and the car allow, in A."""
    reported_a = car.max_current_a if car is not None and car.max_current_a else settings.car.max_current_a
    return max(min(settings.car.max_current_a, reported_a), settings.car.min_current_a)


def reachable_pct(departure: Departure, car: CarState) -> float:
    """What the departure wants, as far as the car's own limit allows it."""
    limit_pct = car.charge_limit_pct
    return departure.soc_pct if limit_pct is None else min(departure.soc_pct, limit_pct)


def _setup(situation: Situation, settings: Settings) -> Decision | None:
    if situation.problem is None:
        return None
    return Decision(State.SETUP, None, Reason("setup", {"problem": situation.problem}))


def _switched_off(situation: Situation, settings: Settings) -> Decision | None:
    if situation.switches.enabled:
        return None
    if situation.ours and situation.charging and not situation.off_peak and _at_home(situation):
        return Decision(State.OFF, 0, Reason("off_stopping"))
    return Decision(State.OFF, None, Reason("off"))


def _unknown_car(situation: Situation, settings: Settings) -> Decision | None:
    if situation.car is not None:
        return None
    why = situation.car_problem or "the car has not been asked yet"
    return Decision(State.UNREACHABLE, None, Reason("unreachable", {"problem": why}))


def _away(situation: Situation, settings: Settings) -> Decision | None:
    car = situation.car
    assert car is not None
    if car.at_home or (car.at_home is None and _never_seen(car)):
        return None
    return Decision(State.AWAY, None, Reason("away" if car.at_home is False else "position_unknown"))


def _unplugged(situation: Situation, settings: Settings) -> Decision | None:
    assert situation.car is not None
    if situation.car.charging is ChargingState.DISCONNECTED:
        return Decision(State.UNPLUGGED, None, Reason("unplugged"))
    if situation.car.charging is ChargingState.NO_POWER:
        return Decision(State.UNPLUGGED, None, Reason("no_power"))
    if situation.car.cable_loose and not situation.charging:
        return Decision(State.UNPLUGGED, None, Reason("cable_loose"))
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
        return Decision(State.FULL, None, Reason("limit_too_low", values))
    return Decision(State.FULL, None, Reason("full", values))


def _charge_now(situation: Situation, settings: Settings) -> Decision | None:
    if not situation.switches.charge_now:
        return None
    current_a = max_current_a(situation.car, settings)
    return Decision(State.CHARGE_NOW, current_a, Reason("charge_now", {"current_a": current_a}))


def _by_hand(situation: Situation, settings: Settings) -> Decision | None:
    if not situation.by_hand:
        return None
    return Decision(State.BY_HAND, None, Reason("by_hand"))


def _minimum(situation: Situation, settings: Settings) -> Decision | None:
    car = situation.car
    assert car is not None
    wanted_pct = settings.charging.minimum_soc_pct
    slack_pct = LIMIT_SLACK_PCT if car.asleep else 0
    if car.soc_pct is None or car.soc_pct >= wanted_pct - slack_pct:
        return None
    values = {"current_a": situation.charger.max_a, "wanted_pct": wanted_pct, "soc_pct": car.soc_pct}
    return Decision(State.MINIMUM, situation.charger.max_a, Reason("minimum", values))


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
    return Decision(State.DEPARTURE, current_a, Reason("departure" if near else "departure_awake", values))


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
        "price": situation.energy_value.prices.import_per_kwh,
    }
    return Decision(State.OFF_PEAK, current_a, Reason("off_peak", values))


def _no_reading(situation: Situation, settings: Settings) -> Decision | None:
    if situation.surplus.silent_s <= settings.meters.stale_s:
        return None
    silent = timedelta(seconds=situation.surplus.silent_s)
    return Decision(State.NO_READING, 0, Reason("no_reading", {"silent": silent}))


def _by_itself(situation: Situation, settings: Settings) -> Decision | None:
    """A charge that the cable began has no claim on dear power, nor on patience, before it earns."""
    if not (situation.by_itself and situation.charging):
        return None
    if rate_per_h(tracking(situation, settings)) > 0:
        return _sun(situation, settings)
    current_a = settings.car.min_current_a if settings.car.at_plug_in == "minimum" else 0
    why = Reason("by_itself" if current_a else "by_itself_ending", {"current_a": current_a})
    return Decision(State.WAITING_FOR_SUN, current_a, why)


def bought_when_cheap(situation: Situation, settings: Settings) -> bool:
    """Whether off-peak power would be bought, were it cheap now."""
    return _off_peak(replace(situation, off_peak=True), settings) is not None


def prices_to_go_by(car: CarState | None, energy_value: EnergyValue, settings: Settings) -> Prices:
    """What the law that follows the sun takes for the prices.

    From the grid's limit on a kWh that is bought counts as dearer than it is ever worth.
    """
    limit_pct = settings.charging.grid_limit_pct
    if limit_pct is None or car is None or car.soc_pct is None or car.soc_pct < limit_pct:
        return energy_value.prices
    too_dear = TOO_DEAR * max(energy_value.value_per_kwh, 0.0) + LEAST_PRICE
    return energy_value.prices._replace(import_per_kwh=max(energy_value.prices.import_per_kwh, too_dear))


def tracking(situation: Situation, settings: Settings) -> LawView:
    """What the law that follows the sun looks at."""
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
        prices=prices_to_go_by(car, situation.energy_value, settings),
        value_per_kwh=situation.energy_value.value_per_kwh,
        bought_kwh=situation.energy_value.bought_kwh,
        offered_a=offered_a,
        account=situation.account,
        start_cost=situation.start_cost,
        command_cost=situation.command_cost,
        interval_s=settings.charging.command_interval_s,
    )


def _sun(situation: Situation, settings: Settings) -> Decision:
    view = tracking(situation, settings)
    target = follow_sun(view)
    if not target.current_a:
        state = State.WAITING_FOR_SUN
    elif target.reason == "buying":
        state = State.BUYING
    else:
        state = State.FOLLOWING_SUN
    # Under all the sun there could be.
    hopeless = (
        greatest_benefit_per_h(view.charger, view.prices, view.value_per_kwh, view.charger.most_kw) <= 0
    )
    waits = target.reason in ("waiting_for_sun", "too_little_sun")
    why = Reason("nothing_pays" if waits and hopeless else target.reason, _sun_values(target, view))
    return Decision(state, target.current_a, why, urgent=target.urgent)


def _sun_values(target: Target, view: LawView) -> dict[str, Value]:
    return {
        "current_a": target.current_a,
        "surplus_w": expected_w(view),
        "coverage_pct": 100 * view.coverage,
        "break_even_w": break_even_w(view.charger, view.prices, view.value_per_kwh),
        "value": view.value_per_kwh,
        "price": view.prices.import_per_kwh,
        "export": view.prices.export_per_kwh,
        "wait": _wait(view),
    }


def _wait(view: LawView) -> timedelta | None:
    """How long until patience ends, should the surplus stay as it is; None for longer than a day."""
    rate = rate_per_h(view) * (1 if view.offered_a is None else -1)
    missing = max(view.patience - view.account, 0.0)
    return timedelta(hours=missing / rate) if rate * 24 > missing else None


def _within_fuse(decision: Decision, situation: Situation, settings: Settings) -> Decision:
    """Take back what the main fuse does not carry: the house's own load always comes first."""
    fuse_w = settings.charging.max_import_w
    if decision.state is State.BY_HAND and situation.charging and situation.car is not None:
        wanted_a = situation.car.offered_a
    else:
        wanted_a = decision.current_a
    if not wanted_a or fuse_w is None:
        return decision
    offered_a = (situation.car.offered_a or 0) if situation.car and situation.charging else 0
    if situation.easing and 0 < offered_a <= wanted_a:
        # What was taken back already would be taken back twice; nor is there room for more.
        return replace(decision, current_a=offered_a, cap_a=offered_a)
    silent = situation.surplus.silent_s > settings.meters.stale_s
    if situation.grid_power_w is None or silent:
        # Blind, but a person counts on it: as little as the car can do.
        cap_a = settings.car.min_current_a
    else:
        cap_a = offered_a + math.floor((fuse_w - situation.grid_power_w) / situation.watts_per_amp)
    if cap_a >= wanted_a:
        return decision
    current_a = cap_a if cap_a >= settings.car.min_current_a else 0
    values = {
        **decision.reason.values,
        "current_a": current_a,
        "least_a": settings.car.min_current_a,
        "max_import_w": fuse_w,
    }
    why = Reason("fuse" if current_a else "fuse_ending", values)
    return replace(decision, current_a=current_a, cap_a=current_a, reason=why)


def _at_home(situation: Situation) -> bool:
    return situation.car is not None and situation.car.at_home is True


def _never_seen(car: CarState) -> bool:
    """A car found asleep, of which nothing is known yet: worth a wake-up when there is power for it."""
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
