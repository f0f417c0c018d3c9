"""Reads the switches by which a person controls the app, and keeps their last known positions."""

from __future__ import annotations

from collections.abc import Callable

from ..base.reason import Problem, Reason
from ..settings.settings import Switches
from .situation import SwitchPositions


class Switchboard:
    """Keeps the positions of the switches, by role.

    `state` returns an entity's state; `found` and `missing` take the entity of a switch that is known, and of
    one that does not exist: those are `absent`.
    """

    def __init__(
        self,
        switches: Switches,
        state: Callable[[str], str | None],
        found: Callable[[str], None],
        missing: Callable[[str], None],
    ) -> None:
        self.switches: dict[str, str] = switches.named
        self._state = state
        self._found = found
        self._missing = missing
        self._positions: dict[str, bool] = {}
        self.absent: tuple[str, ...] = ()

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
        return SwitchPositions(**known), None if "enabled" in self._positions else missing
