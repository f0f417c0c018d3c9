"""Puts a report of the car together with what was known before: what is not told is as it was told last."""

from __future__ import annotations

from dataclasses import replace

from ..base.reason import Problem, Reason
from .car import DRAWING, PLUGGED, CarState, ChargingState
from .ownership import DRIVEN_KM, replugged

FLOWS_A = 2.0
"""From this current (in A) on a charge is running, whatever the car calls it."""

DRIFT_M = 300.0
"""A car that was at the plug all along has not left; its position may seem to be so far outside of home."""


def carried_over(before: CarState | None, report: CarState) -> CarState:
    """Returns the report, with what it does not tell as it was told last."""
    if before is None:
        charging, at_wall = by_the_wall(report, report.charging, False)
        return replace(report, charging=charging, at_wall=at_wall)
    car, charging = report, report.charging
    if charging is ChargingState.UNKNOWN:
        charging = before.charging
    charging, at_wall = by_the_wall(report, charging, before.at_wall)
    if car.asleep and charging in DRAWING:
        charging = ChargingState.STOPPED
    car = replace(
        car,
        charging=charging,
        at_wall=at_wall,
        soc_pct=_told(car.soc_pct, before.soc_pct),
        soc_s=_soc_s(before, report),
        charge_limit_pct=_told(car.charge_limit_pct, before.charge_limit_pct),
        offered_a=before.offered_a if car.offered_a is None else car.offered_a,
        max_current_a=before.max_current_a if car.max_current_a is None else car.max_current_a,
        phases=before.phases if car.phases is None else car.phases,
        odometer_km=_told(car.odometer_km, before.odometer_km),
        added_kwh=_told(car.added_kwh, before.added_kwh),
    )
    if car.draws:
        car = replace(car, voltage_v=_told(car.voltage_v, before.voltage_v))
    return replace(car, at_home=_at_home(before, car, report))


def by_the_wall(report: CarState, charging: ChargingState, at_wall: bool) -> tuple[ChargingState, bool]:
    """Returns what is known of the charge by the wall box too, and whether the car was at the wall.

    What the car says itself counts until the wall box has seen a car come or go since. A car that has come
    may be another one: the first command shows it. One that has gone is this one only where it was at the
    wall, and not at another plug.
    """
    wall, plugged = report.wall_connected, charging in PLUGGED
    if wall is None:
        return charging, at_wall
    if report.charging is not ChargingState.UNKNOWN and not report.wall_newer:
        return charging, plugged and wall
    if wall:
        return (charging if plugged else ChargingState.STOPPED), True
    return (ChargingState.DISCONNECTED if at_wall else charging), at_wall


def as_told(car: CarState, report: CarState) -> CarState:
    """Returns the car with its counters as far as this report tells them: an old one is no sign."""
    return replace(car, odometer_km=report.odometer_km, added_kwh=report.added_kwh, soc_pct=report.soc_pct)


def _soc_s(before: CarState, report: CarState) -> float:
    """Returns since when what is charged is not in the state of charge yet."""
    if report.soc_pct is None:
        return before.at_s if before.soc_s is None else before.soc_s
    return report.at_s


def _told(now: float | None, before: float | None) -> float | None:
    return before if now is None else now


def _at_home(before: CarState, car: CarState, report: CarState) -> bool | None:
    """Returns whether the car is at home: one that was at the plug all along is where it was."""
    if report.at_home or before.at_home is None:
        return report.at_home
    now = as_told(car, report)
    moved = replugged(before, now)
    stayed = before.charging in PLUGGED and car.charging in PLUGGED and not car.driving and not moved
    if report.at_home is None:
        return before.at_home if stayed or car.asleep else None
    if not stayed or not before.at_home:
        return False
    parked = before.odometer_km is not None and now.odometer_km is not None
    if parked and now.odometer_km - before.odometer_km <= DRIVEN_KM:  # type: ignore[operator]
        return True
    if car.distance_m is None or car.radius_m is None:
        return False
    return car.distance_m - car.radius_m <= DRIFT_M


def contradiction(car: CarState) -> Reason[Problem] | None:
    """Returns what a report says against itself, None where it agrees with itself.

    A car that heats or cools itself draws power without a charge.
    """
    if car.asleep or car.climate or car.drawn_a is None or car.draws or car.drawn_a < FLOWS_A:
        return None
    return Reason(Problem.FLOWS_NEVERTHELESS, {"word": car.charging.value, "drawn_a": car.drawn_a})


def untold(report: CarState) -> tuple[Reason[Problem], ...]:
    """Lists what a charging car leaves out that is missed, each with what that costs."""
    missed = (
        (report.drawn_a, Problem.DRAWN_UNTOLD),
        (report.offered_a, Problem.OFFERED_UNTOLD),
        (report.soc_pct, Problem.SOC_UNTOLD),
        (report.charge_limit_pct, Problem.LIMIT_UNTOLD),
        (report.voltage_v, Problem.VOLTAGE_UNTOLD),
        (report.phases, Problem.PHASES_UNTOLD),
    )
    return tuple(Reason(problem) for value, problem in missed if value is None)
