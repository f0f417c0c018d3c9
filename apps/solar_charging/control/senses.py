"""Brings to the controller what the house's entities say, and asks those that have been silent."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from .controller import Controller

PRICES_ASKED_S = 900
"""How often an entity that tells the price of now is asked at most whether it repeats itself."""


class Senses:
    """Stands between Home Assistant's entities and one controller.

    `guard` is held while the controller is called; `now` is the clock. `whole_state` returns an
    entity with its attributes (None: there is none), `last_said_s` when it last said anything. `tell` takes
    an entity, and what is wrong with it or None.
    """

    def __init__(
        self,
        controller: Controller,
        guard: AbstractContextManager[Any],
        now: Callable[[], datetime],
        whole_state: Callable[[str], dict[str, Any] | None],
        last_said_s: Callable[[str], float | None],
        tell: Callable[[str, Reason[Problem] | None], None],
    ) -> None:
        self._controller = controller
        self._guard = guard
        self._now = now
        self._whole_state = whole_state
        self._last_said_s = last_said_s
        self._tell = tell
        self._prices_asked_s = -math.inf

    @property
    def entities(self) -> list[str]:
        """Returns the ids of all entities to listen to."""
        return [*self._controller.settings.meters.entities, *self._controller.inputs.entities]

    def sense_all(self) -> None:
        """Takes in the present states of all of them."""
        for entity in self.entities:
            state = self._whole_state(entity)
            if state is not None:
                self.sense(entity, state)
            else:
                self._tell(entity, Reason(Problem.METER_MISSING, {"entity": entity}))

    def sense(self, entity: str, state: Mapping[str, Any]) -> None:
        """Takes in a state of one of them."""
        try:
            with self._guard:
                self._controller.meter(entity, state, self._now().timestamp())
        except MeterError as error:
            self._tell(entity, error.reason)
        else:
            self._tell(entity, None)

    def ask_silent_meter(self) -> None:
        """Asks a grid meter that has been silent for half of its time whether it repeats itself.

        An entity that tells the price of now is asked too.
        """
        self._ask_silent_prices()
        meters = self._controller.settings.meters
        with self._guard:
            silence_s, stale_s = self._controller.silence_s(self._now().timestamp()), self._controller.stale_s
        if silence_s <= stale_s / 2:
            return
        for entity in meters.grid_entities:
            at_s = self._last_said_s(entity)
            if at_s is not None:
                with self._guard:
                    # Home Assistant's clock may be ahead of ours.
                    self._controller.grid_alive(min(at_s, self._now().timestamp()))

    def _ask_silent_prices(self) -> None:
        now, rates = self._now(), self._controller.inputs.rates
        if now.timestamp() - self._prices_asked_s < PRICES_ASKED_S:
            return
        with self._guard:
            silent = rates.silent_entities(now)
        for entity in silent:
            self._prices_asked_s = now.timestamp()
            at_s = self._last_said_s(entity)
            if at_s is not None:
                with self._guard:
                    rates.repeated(entity, min(at_s, now.timestamp()))
