"""Puts back, one by one, what the app has set at the house battery's inverter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from ..base.entity_state import EntityState
from ..base.reason import Problem, Reason
from ..base.shown import shown
from ..base.spans import lasts
from .held import CONFIRMED_S, SETTLES_S, Back, Shows, service

OTHERS = "what else sets the house battery"
"""Names what may be wrong, for a person who reads the log."""

GONE_S = 7 * 86_400.0
"""What has not been there for so long will not come back."""


class Home(Protocol):
    """Knows the entities of Home Assistant, and calls its services."""

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        """Returns an entity with its attributes, None where there is no such entity."""

    def call(self, service: str, **data: Any) -> Reason[Problem] | None:
        """Calls a service; returns what went wrong, None if nothing."""


class PutBack:
    """Sets entities of `home`, until they show it; `tell` as in Holder."""

    def __init__(self, home: Home, tell: Callable[[str, Reason[Problem] | None, bool], None]) -> None:
        self._state = home.whole_state
        self._call = home.call
        self._tell = tell

    def set(self, entity: str, to: str | None) -> Reason[Problem] | None:
        """Sets an entity, or runs a script; returns what went wrong, None if nothing."""
        name, data = service(entity, to)
        return self._call(name, entity_id=entity, **data)

    def attempt(self, back: Back, now_s: float, ending_s: float) -> tuple[bool, Reason[Problem] | None]:
        """Puts one thing back; returns whether that is done and seen, and what went wrong."""
        state = self._state(back.entity)
        shows = back.shows(state)
        if not back.ours:
            problem = self._send_back(back, now_s)
            return problem is None, problem
        if shows is Shows.NOTHING:
            if state is None:
                # One that never comes back must not be waited for for ever.
                return now_s - ending_s >= GONE_S, Reason(Problem.METER_MISSING, {"entity": back.entity})
            return False, Reason(Problem.ENTITY_UNAVAILABLE, {"entity": back.entity})
        sent_s = back.sent_s
        if sent_s is not None and shows is not Shows.OURS and lasts(now_s, sent_s, SETTLES_S):
            return False, None
        if shows is Shows.OTHERS:
            self._tell(OTHERS, self._of_others(back, state), True)
            return True, None
        if shows is Shows.BEFORE and sent_s is not None:
            return True, None
        if shows is Shows.OURS and sent_s is not None and lasts(now_s, sent_s, CONFIRMED_S):
            return False, None
        again = sent_s is not None
        problem = self._send_back(back, now_s)
        if problem is None and again:
            problem = Reason(Problem.HOLD_NOT_TAKEN, {"entity": back.entity})
        return False, problem

    def _send_back(self, back: Back, now_s: float) -> Reason[Problem] | None:
        problem = self.set(back.entity, back.to)
        if problem is None:
            back.sent_s = now_s
        return problem

    def _of_others(self, back: Back, state: EntityState | None) -> Reason[Problem]:
        got = shown(None if state is None else state.get("state"))
        return Reason(Problem.HOLD_OF_OTHERS, {"entity": back.entity, "got": got})
