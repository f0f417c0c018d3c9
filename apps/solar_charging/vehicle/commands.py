"""What can be asked of the car."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
