"""From a decision to the requests that bring the car there: only what differs is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .decision import Decision, State
from .spending import Request
from .vehicle.car import FLOOR_A, CarState, ChargingState


class Verb(str, Enum):
    """What can be asked of the car."""

    WAKE_UP = "wake_up"
    SET_CURRENT = "set_current"
    START = "start"
    STOP = "stop"


@dataclass(frozen=True)
class Command:
    """One request; `current_a` belongs to SET_CURRENT."""

    verb: Verb
    current_a: int | None = None

    def __str__(self) -> str:
        """For the log."""
        return self.verb.value.replace("_", " ") if self.current_a is None else f"{self.current_a} A"


def paid_as(command: Command) -> tuple[Request, ...]:
    """The requests that a command is paid as; a current below the floor has to be asked for twice."""
    if command.verb is Verb.WAKE_UP:
        return (Request.WAKE_UP,)
    twice = command.current_a is not None and command.current_a < FLOOR_A
    return (Request.COMMAND,) * (2 if twice else 1)


def difference(decision: Decision, car: CarState | None, ours: bool, most_a: int) -> tuple[Command, ...]:
    """The requests, in their order, between what `car` does and the decision.

    A car that was `ours` and is switched off gets its greatest current back, so that whoever
    charges it by hand is not left with a trickle.
    """
    if car is None:
        return ()
    if decision.current_a is None:
        handing_back = decision.state is State.OFF and ours and not car.draws and _present(car)
        return _set(car, most_a) if handing_back else ()
    if car.asleep:
        return (Command(Verb.WAKE_UP),) if decision.current_a else ()
    if not decision.current_a:
        return (Command(Verb.STOP),) if car.draws else ()
    start = () if car.draws else (Command(Verb.START),)
    return _set(car, decision.current_a) + start


def _set(car: CarState, current_a: int) -> tuple[Command, ...]:
    return () if car.offered_a == current_a else (Command(Verb.SET_CURRENT, current_a),)


def _present(car: CarState) -> bool:
    return car.at_home is True and not car.asleep and car.charging is not ChargingState.DISCONNECTED
