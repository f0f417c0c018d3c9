"""Defines what can be asked of the car."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .car import Vehicle


class Verb(str, Enum):
    """Names what can be asked of the car."""

    WAKE_UP = "wake_up"
    SET_CURRENT = "set_current"
    START = "start"
    STOP = "stop"
    SET_LIMIT = "set_limit"


NO_CURRENT = frozenset({Verb.WAKE_UP, Verb.SET_LIMIT})
"""What is asked of the car after which it draws what it drew."""


@dataclass(frozen=True)
class Command:
    """Is one request to the car; `current_a` (in A) belongs to SET_CURRENT, `limit_pct` to SET_LIMIT."""

    verb: Verb
    current_a: int | None = None
    limit_pct: int | None = None

    def __str__(self) -> str:
        """Returns the command as the log shows it."""
        if self.limit_pct is not None:
            return f"limit {self.limit_pct} %"
        return self.verb.value.replace("_", " ") if self.current_a is None else f"{self.current_a} A"


def send(command: Command, vehicle: Vehicle) -> None:
    """Sends a command to the car.

    Raises a VehicleError where that fails.
    """
    if command.verb is Verb.SET_CURRENT:
        vehicle.set_current(command.current_a or 0)
    elif command.verb is Verb.START:
        vehicle.start()
    elif command.verb is Verb.STOP:
        vehicle.stop()
    elif command.verb is Verb.SET_LIMIT:
        assert command.limit_pct is not None  # no limit is guessed
        vehicle.set_limit(command.limit_pct)
    else:
        vehicle.wake_up()
