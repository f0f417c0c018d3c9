"""Keeps decisions within the main fuse, of which the house's own load always comes first."""

from __future__ import annotations

from dataclasses import replace

from ..base.reason import Problem, Reason, Value, Why
from ..metering.connection import Bound, Demand, Room
from ..metering.house_meters import HouseMeters
from ..metering.phases import ONE
from ..settings.settings import Settings
from ..vehicle.car_access import CarAccess
from .charging_power import ChargingPower
from .promises import least_current_a
from .situation import Decision, Situation, State

RISE_A = 2
"""By less, in A, a charge that the fuse holds back is not raised, unless that is all it wants."""

DREW_A = 1.0
"""Within so many A of what it was asked for a car draws all of it: it reports whole amperes."""


def room(
    house: HouseMeters, access: CarAccess, power: ChargingPower, least_a: int, now_s: float
) -> Room | None:
    """Returns what the house's connection leaves to the car at `now_s`; None without a fuse."""
    car, check = access.car, house.check
    draws = car is not None and car.draws and car.at_home is not False
    offered_a = (car.offered_a or 0) if car is not None and draws else None
    demand = Demand(
        offered_a=offered_a,
        drawn_a=None if access.belief.claims.open else _drawn_a(access),
        least_a=least_a,
        least_per_amp=power.least_watts_per_amp,
        most_per_amp=power.most_watts_per_amp,
        one_phase=power.factor == ONE,
        grid_silent=house.silence_s(now_s) > house.stale_s,
        grid_wrong=check.wrong is not None,
        lag_s=check.lag_s,
        every_s=check.rhythm.every_s,
    )
    return house.connection.room(demand, now_s)


def _drawn_a(access: CarAccess) -> float:
    """Returns what a car draws whose commands have settled, as it says itself."""
    car = access.car
    if car is None or not car.draws or car.at_home is False:
        return 0.0
    offered_a = float(car.offered_a or 0)
    if car.drawn_a is None or car.drawn_a >= offered_a - DREW_A:
        return offered_a
    return car.drawn_a


def within_fuse(decision: Decision, situation: Situation, settings: Settings) -> Decision:
    """Takes back of a decision what the main fuse does not carry; a person's own charge is no exception."""
    free, least_a = situation.room, least_current_a(situation.car, settings)
    wanted_a = _wanted_a(decision, situation)
    if not wanted_a or free is None or free.cap_a >= wanted_a:
        return decision
    offered_a = (situation.car.offered_a or 0) if situation.car and situation.charging else 0
    cap_a = offered_a if offered_a < free.cap_a < offered_a + RISE_A and offered_a else free.cap_a
    current_a = cap_a if cap_a >= least_a else 0
    why = _why(decision, free, current_a, situation, settings)
    return replace(decision, current_a=current_a, cap_a=current_a, reason=why)


def _wanted_a(decision: Decision, situation: Situation) -> int | None:
    """Returns the current that would flow: a charge that is left alone goes on as it is."""
    if decision.state is State.BY_HAND and situation.charging and situation.car is not None:
        return situation.car.offered_a
    return decision.current_a


def _why(
    decision: Decision, free: Room, current_a: int, situation: Situation, settings: Settings
) -> Reason[Why]:
    least_a, charging = least_current_a(situation.car, settings), settings.charging
    values: dict[str, Value] = {**decision.reason.values, "current_a": current_a, "least_a": least_a}
    if free.bound is Bound.UNTOLD:
        values["problem"] = untold(free, situation, settings)
        if current_a:
            return Reason(Why.FUSE_BLIND, values)
        return Reason(Why.FUSE_BLIND_ENDING, {**values, "cause": _peak(free)})
    if free.bound is Bound.PHASE:
        house_a = max(free.house, 0.0)
        values |= {"phase": f"L{free.line}", "main_fuse_a": charging.main_fuse_a, "house_a": house_a}
        return Reason(Why.FUSE_PHASE if current_a else Why.FUSE_PHASE_ENDING, values)
    values |= {"max_import_w": charging.max_import_w, "house_w": max(free.house, 0.0)}
    return Reason(Why.FUSE if current_a else Why.FUSE_ENDING, values)


def untold(free: Room, situation: Situation, settings: Settings) -> Reason[Problem]:
    """Returns why nobody knows what the house draws."""
    meters = settings.meters
    of = {"entity": " + ".join(meters.phase_entities if free.line else meters.grid_entities)}
    if free.heard:
        return Reason(Problem.METER_BACK, of)
    known = situation.phases_unreadable if free.line else situation.trust.wrong or situation.unreadable
    return known or Reason(Problem.METER_SILENT, of)


def _peak(free: Room) -> Reason[Problem]:
    """Returns why not even the least current is given."""
    if free.peak is None:
        return Reason(Problem.PEAK_UNKNOWN)
    if free.line:
        return Reason(Problem.PEAK_OF_PHASE, {"phase": f"L{free.line}", "peak_a": free.peak})
    return Reason(Problem.PEAK_OF_HOUSE, {"peak_w": free.peak})


def notice(decision: Decision, situation: Situation, settings: Settings) -> Reason[Problem] | None:
    """Returns what a person has to mend of the meters for the fuse's sake, None where there is nothing."""
    free = situation.room
    if situation.phases_turned:
        return Reason(Problem.PHASES_TURNED, {"entity": " + ".join(settings.meters.phase_entities)})
    if free is None or free.bound is not Bound.UNTOLD or free.heard or decision.cap_a is None:
        return None
    problem = untold(free, situation, settings)
    return Reason(Problem.FUSE_BLIND, {"problem": problem, "current_a": decision.cap_a})
