"""Models a car's charge port: plug, socket and timer, and what keeps a charge from beginning there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from simulator.tesla_terms import ChargingState


class Seat(NamedTuple):
    """Holds what a car reports of a cable: `conn_charge_cable` and `charge_port_latch`."""

    cable: str
    latch: str


class Cable(Enum):
    """Names the ways in which the cable can sit."""

    IN = Seat("IEC", "Engaged")
    LOOSE = Seat("<invalid>", "Engaged")
    UNLATCHED = Seat("IEC", "Disengaged")
    OUT = Seat("<invalid>", "Disengaged")


class PlugStory(NamedTuple):
    """Holds what the car reports of its plug and its charge."""

    charging_state: ChargingState
    cable: Cable


@dataclass
class ChargePort:
    """Holds the state of plug, socket and timer.

    `scheduled_s` is the moment in unix seconds before which no charge begins.
    """

    cable: Cable
    mains_on: bool = True
    scheduled_s: float | None = None
    misreads_left: int = 0
    misread: bool = False

    @property
    def hindrance(self) -> ChargingState | None:
        """Returns the state in which a car waits here instead of charging; None when nothing hinders it."""
        if self.cable is Cable.OUT:
            return ChargingState.DISCONNECTED
        if self.cable is not Cable.IN:
            return ChargingState.STOPPED
        if not self.mains_on:
            return ChargingState.NO_POWER
        return None if self.scheduled_s is None else ChargingState.STOPPED

    def read(self) -> None:
        """Reads the sensors once; while `misreads_left` lasts, they show no plug."""
        self.misread = self.misreads_left > 0
        self.misreads_left -= self.misread
