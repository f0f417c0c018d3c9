"""Reads the switches by which a person controls the app, and keeps their last known positions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from zoneinfo import ZoneInfo

from ..base.entity_state import EntityState
from ..base.reason import Problem, Reason
from ..settings.settings import Settings, Switches
from .situation import SwitchPositions
from .wishes import NO_WISHES, WishReader


class Teller(Protocol):
    """Tells a person of helpers."""

    def mended(self, subject: str, /) -> None:
        """Takes in that a switch is there."""

    def helper_missing(self, entity: str, /) -> None:
        """Tells which helper has to be made."""


class Switchboard:
    """Keeps the positions of the switches, by role.

    `state` returns an entity's state; `found` and `missing` take the entity of a switch that is known, and of
    one that does not exist: those are `absent`. `reader` reads what is wished by other helpers.
    """

    def __init__(
        self,
        switches: Switches,
        state: Callable[[str], str | None],
        found: Callable[[str], None],
        missing: Callable[[str], None],
        reader: WishReader | None = None,
    ) -> None:
        self.switches: dict[str, str] = switches.named
        self._state = state
        self._found = found
        self._missing = missing
        self._positions: dict[str, bool] = {}
        self._reader = reader
        self.absent: tuple[str, ...] = ()

    @staticmethod
    def of(
        settings: Settings,
        zone: ZoneInfo,
        state: Callable[[str], str | None],
        whole_state: Callable[[str], EntityState | None],
        teller: Teller,
    ) -> Switchboard:
        """Returns the switches and helpers of a house in `zone`; `teller` tells of those that are missing."""
        reader = WishReader(settings.controls, zone, whole_state)
        return Switchboard(settings.switches, state, teller.mended, teller.helper_missing, reader)

    @property
    def wished(self) -> tuple[str, ...]:
        """Returns the ids of the helpers that are there by which a person wishes something."""
        return () if self._reader is None else tuple(self._reader.there.values())

    @property
    def enabled(self) -> bool:
        """Says whether the app is switched on, as far as is known."""
        return self._positions.get("enabled", False)

    def charge_now(self) -> bool:
        """Says whether a person wants the car to be charged now, as far as is known."""
        return self._positions.get("charge_now", False)

    def positions(self, present: bool) -> tuple[SwitchPositions, Reason[Problem] | None]:
        """Returns the switches as last known, and what a person has to do where the main one is missing.

        Home Assistant has to be `present` for one to be missing.
        """
        absent = []
        for role, entity in self.switches.items():
            position = self._state(entity)
            if position in ("on", "off"):
                self._positions[role] = position == "on"
                self._found(entity)
            elif position is None and present:
                self._missing(entity)
                absent.append(entity)
        self.absent = tuple(absent) if present else self.absent
        known = {role: self._positions.get(role, False) for role in self.switches}
        missing = Reason(Problem.HELPER_MISSING, {"entity": self.switches["enabled"]})
        there = {role: entity for role, entity in self.switches.items() if role in self._positions}
        wishes, preview = NO_WISHES, None
        if self._reader is not None:
            wishes, there = self._reader.read(present), {**self._reader.there, **there}
            asking = self._reader.there.get("preview")
            # One that is empty asks nothing any more.
            preview = None if asking is None else self._state(asking)
        positions = SwitchPositions(**known, wishes=wishes, preview=preview, controls=there)
        return positions, None if "enabled" in self._positions else missing
