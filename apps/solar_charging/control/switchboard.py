"""Reads the switches by which a person controls the app, and keeps their last known positions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..base.reason import Problem, Reason
from ..settings.settings import Settings
from .outcome import Outcome
from .situation import SwitchPositions


class Switchboard:
    """Keeps the positions of the switches, by role, and says which of the `controls` are there.

    `state` returns an entity's state; `found` and `missing` take the entity of a switch that is known, and of
    one that does not exist: those are `absent`.
    """

    def __init__(
        self,
        settings: Settings,
        state: Callable[[str], str | None],
        found: Callable[[str], None],
        missing: Callable[[str], None],
    ) -> None:
        self.switches: dict[str, str] = settings.switches.named
        self.controls: dict[str, str] = settings.controls.named
        self._state = state
        self._found = found
        self._missing = missing
        self._positions: dict[str, bool] = {}
        self.absent: tuple[str, ...] = ()

    @property
    def enabled(self) -> bool:
        """Says whether the app is switched on, as far as is known."""
        return self._positions.get("enabled", False)

    def over(self, outcome: Outcome) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yields the calls that put back what has had its way: the service, and its data."""
        if outcome.charge_over:
            yield "input_boolean/turn_off", {"entity_id": self.switches["charge_now"]}
        if outcome.preview is not None and outcome.preview.over:
            yield "input_text/set_value", {"entity_id": self.controls["preview"], "value": ""}

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
        states = {role: self._state(entity) for role, entity in self.controls.items()}
        there = {role: each for role, each in self.switches.items() if each not in self.absent}
        there |= {role: self.controls[role] for role, state in states.items() if state is not None}
        positions = SwitchPositions(**known, preview=states.get("preview"), controls=there)
        return positions, None if "enabled" in self._positions else missing
