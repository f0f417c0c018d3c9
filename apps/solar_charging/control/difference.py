"""Turns a decision into the requests that bring the car there: only what differs is sent."""

from __future__ import annotations

from ..vehicle.car import CarState, ChargingState
from ..vehicle.commands import Command, Verb
from .situation import Decision, State


def difference(decision: Decision, car: CarState | None, commanded: bool, most_a: int) -> tuple[Command, ...]:
    """Returns the requests, in their order, between what `car` does and the decision.

    A car that the switched-off app has `commanded` gets its greatest current `most_a` back, so that a person
    who charges it by hand is not left with a trickle.
    """
    if car is None:
        return ()
    if decision.current_a is None:
        handing_back = decision.state is State.OFF and commanded and not car.draws and _present(car)
        return _set(car, most_a) if handing_back else ()
    if car.asleep:
        return (Command(Verb.WAKE_UP),) if decision.current_a else ()
    if not decision.current_a:
        return (Command(Verb.STOP),) if car.draws else ()
    start = () if car.draws else (Command(Verb.START),)
    return _set(car, decision.current_a) + start


def handed_back(decision: Decision, car: CarState | None, most_a: int) -> bool:
    """Says whether the switched-off app owes the car nothing: no charge runs, and it has its `most_a`."""
    left_alone = decision.state is State.OFF and decision.current_a is None
    return left_alone and car is not None and not car.draws and _present(car) and car.offered_a == most_a


def _set(car: CarState, current_a: int) -> tuple[Command, ...]:
    return () if car.offered_a == current_a else (Command(Verb.SET_CURRENT, current_a),)


def _present(car: CarState) -> bool:
    return car.at_home is True and not car.asleep and car.charging is not ChargingState.DISCONNECTED
