"""Shows states in Home Assistant: at once what is news, the rest within a quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from appdaemon.plugins.hass import Hass

from .entities import Published
from .gist import Gist

LONGEST_S = 10.0
"""A Home Assistant that takes longer hangs; neither the car nor an end must wait for it."""

SLOW_S = 5.0
"""AppDaemon gives up after 10 s without saying so: what took this long may not have arrived."""

LATEST_S = 900.0
"""After so many seconds all is set again, whether news or not: what got lost on the way is mended by that.

A state that is there already makes no row in Home Assistant's database.
"""

CAN_WAIT = frozenset(
    {
        "read_at",
        "remarks",
        "for_house_kwh",
        "for_car_kwh",
        "share",
        "why",
        "soc_pct",
        "kwh",
        "short_kwh",
        "said",
        "remarks_said",
        "lines_said",
        "why_said",
        "saved",
        "purchases",
    }
)
"""The attributes that alone are no news; of the remarks that is for their gist to say."""


class _Shown(NamedTuple):
    """Is what was set last of an entity, and when."""

    state: Published
    at: datetime


class Publisher:
    """Keeps what was last shown of each entity; `halted` says whether to leave off."""

    def __init__(
        self, app: Hass, namespace: str, now: Callable[[], datetime], halted: Callable[[], bool]
    ) -> None:
        self._app = app
        self._namespace = namespace
        self._now = now
        self._halted = halted
        self._shown: dict[str, _Shown] = {}
        self._doubted: set[str] = set()

    def forget(self) -> None:
        """Takes in that Home Assistant has lost what it was shown."""
        self._shown.clear()

    def show(self, states: Iterable[Published]) -> None:
        """Sets what is news; what there was no time for, or may have got lost, is set at the next occasion.

        With a turn, such as another state, all that differs is set.
        """
        began, states = self._now(), list(states)
        turned = any(each.turns and self._differs(each) for each in states)
        due = [each for each in states if self._due(each, began, turned)]
        if any(each.balanced for each in due):
            # Else the one shown anew does not add up with those of before.
            due += [each for each in states if each.balanced and each not in due and self._differs(each)]
        # What may have got lost comes last, so that it keeps nothing new waiting.
        for state in sorted(due, key=lambda each: each.entity_id in self._doubted):
            if self._halted() or (self._now() - began).total_seconds() > LONGEST_S:
                return
            self._set(state)

    def _due(self, state: Published, now: datetime, turned: bool) -> bool:
        shown = self._shown.get(state.entity_id)
        if shown is None or state.entity_id in self._doubted:
            return True
        passed_s = (now - shown.at).total_seconds()
        if not 0 <= passed_s < LATEST_S:
            return True
        if turned:
            return state != shown.state
        news = _gist(state).is_news_after(_gist(shown.state), passed_s)
        return news or _lasting(state.attributes) != _lasting(shown.state.attributes)

    def _differs(self, state: Published) -> bool:
        shown = self._shown.get(state.entity_id)
        return shown is None or shown.state.state != state.state

    def _set(self, state: Published) -> None:
        began = self._now()
        # Whole and in text each time: AppDaemon 4.5 drops zeros and mixes other attributes in.
        answer = self._app.set_state(
            state.entity_id,
            state=state.state,
            attributes=dict(state.attributes),
            replace=True,
            check_existence=False,
            namespace=self._namespace,
        )
        ended = self._now()
        self._shown[state.entity_id] = _Shown(state, ended)
        if answer is None or (ended - began).total_seconds() >= SLOW_S:
            self._doubted.add(state.entity_id)
        else:
            self._doubted.discard(state.entity_id)


def _gist(state: Published) -> Gist:
    return state.gist or Gist(state.state)


def _lasting(attributes: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in attributes.items() if name not in CAN_WAIT}
