"""Shows states in Home Assistant: what differs from what was shown, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from appdaemon.plugins.hass import Hass

from .entities import Published

LONGEST_S = 10.0
"""A Home Assistant that takes longer hangs; neither the car nor an end must wait for it."""


class Publisher:
    """Keeps what was last shown of each entity; `halted` says whether to leave off."""

    def __init__(
        self, app: Hass, namespace: str, now: Callable[[], datetime], halted: Callable[[], bool]
    ) -> None:
        self._app = app
        self._namespace = namespace
        self._now = now
        self._halted = halted
        self._shown: dict[str, Published] = {}

    def forget(self) -> None:
        """Takes in that Home Assistant has lost what it was shown."""
        self._shown.clear()

    def show(self, states: Iterable[Published]) -> None:
        """Sets the states that differ; what there was no time for is set at the next occasion."""
        began = self._now()
        for state in states:
            if self._shown.get(state.entity_id) == state:
                continue
            if self._halted() or (self._now() - began).total_seconds() > LONGEST_S:
                return
            # Whole and in text each time: AppDaemon 4.5 drops zeros and mixes other attributes in.
            self._app.set_state(
                state.entity_id,
                state=state.state,
                attributes=dict(state.attributes),
                replace=True,
                check_existence=False,
                namespace=self._namespace,
            )
            self._shown[state.entity_id] = state
