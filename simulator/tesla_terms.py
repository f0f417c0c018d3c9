"""Defines Tesla's own words for what a car is doing and what it answers."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class ChargingState(str, Enum):
    """Names the states of plug and battery."""

    DISCONNECTED = "Disconnected"
    NO_POWER = "NoPower"
    STARTING = "Starting"
    CHARGING = "Charging"
    COMPLETE = "Complete"
    STOPPED = "Stopped"


class PowerState(str, Enum):
    """Says whether the car's computer can be reached."""

    ONLINE = "online"
    ASLEEP = "asleep"
    WAKING = "waking"


class Outcome(NamedTuple):
    """Holds the car's answer to a command, with the reason of a refusal."""

    result: bool
    reason: str = ""


DONE = Outcome(True)
