"""Watches while the app is switched off: knows what would have been, had it been on, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..accounting.bill import NOTHING, Bill, bill_from_list
from ..base.reason import Problem, Reason
from ..base.saved import SPOILT, flag, moment_s, number
from ..base.shown import said_by
from .as_if_on import AsIfOn
from .controller import Controller
from .outcome import Outcome
from .saved_state import SavedState
from .situation import SwitchPositions
from .watched import Watched

OF_THE_REAL = frozenset({"prices", "agenda"})
"""What both share is the real controller's."""

OWN = OF_THE_REAL | {"ledger", "restraint", "alerts", "dear_charge", "hold", "limit", "car", "balance"}
"""With all but these parts of what the real controller knows the second one begins."""


class Watching:
    """Knows whether to watch, and what would have been since.

    It watches until the app is switched on for the first time, afterwards only where the settings ask for it.
    What would have been begins anew each time that it does. What really is stays with the controller, which
    is left alone: it is only beaten, and saved, together with this.
    """

    def __init__(self, real: Controller, zone: ZoneInfo) -> None:
        self._real, self._settings, self._zone = real, real.settings, zone
        self._been_on = False
        self._states: dict[str, tuple[Mapping[str, Any], float]] = {}
        self._thought: AsIfOn | None = None
        self._since_s = 0.0
        self._really: Bill = NOTHING
        self._saved = self._ahead = 0.0
        self._last: Watched | None = None
        real.access.polling.seldom = True

    @property
    def revision(self) -> tuple[object, ...]:
        """Returns what is another when it is worth saving."""
        thought = self._thought
        return self._been_on, None if thought is None else round(thought.controller.ledger.total.kwh, 1)

    @property
    def parts(self) -> tuple[SavedState, ...]:
        """Returns what is known of what would have been, nothing where it is not watched."""
        return () if self._thought is None else (self._thought.controller.saved_state,)

    def heard(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state of one of the house's entities."""
        self._states[entity] = state, at_s
        if self._thought is not None:
            self._thought.heard(entity, state, at_s)

    def alive(self, at_s: float, phases_s: float, battery_s: float) -> None:
        """Takes in that silent meters still say the same, each at its time."""
        if self._thought is not None:
            self._thought.controller.grid_alive(0.0, phases_s, battery_s)
            self._thought.shows(at_s)

    def beat(self, now: datetime, switches: SwitchPositions, problem: Reason[Problem] | None) -> Outcome:
        """Returns the real controller's outcome, with what would have been where that is watched.

        The app that is on does not watch, nor one that has yet to end what it began; with a `problem` that a
        person has to mend it is not known whether it does.
        """
        outcome = self._real.beat(now, switches, problem)
        if problem is not None:
            return outcome
        self._been_on = self._been_on or switches.enabled
        goes_on = self._thought is not None or not self._owes(outcome)
        if switches.enabled or not (self._may and goes_on):
            self._thought, self._real.access.polling.seldom = None, False
            # What was shown of it is not known any more.
            return outcome if self._last is None else replace(outcome, watched=Watched())
        self._real.access.polling.seldom = True
        if self._thought is None:
            self._begin(now)
        self._last = self._watch(now, switches)
        decision = replace(outcome.decision, reason=self._last.reason)
        return replace(outcome, decision=decision, watched=self._last)

    def _owes(self, outcome: Outcome) -> bool:
        """Says whether the car has yet to be handed back to the person."""
        belief = self._real.access.belief
        return bool(outcome.commands) or belief.claims.open or (belief.commanded and belief.draws)

    @property
    def _may(self) -> bool:
        return self._settings.watch_when_off or not self._been_on

    def _begin(self, now: datetime) -> None:
        self._since_s = now.timestamp()
        self._really = self._real.ledger.total
        self._saved = self._ahead = 0.0
        self._think(self._since_s, _without(OWN, self._real.saved_state.to_dict(now)))

    def _think(self, now_s: float, known: Mapping[str, Any]) -> list[str]:
        """Begins to think with what is known; returns what of that is spoilt."""
        thought = AsIfOn(self._real, self._zone, now_s)
        spoilt = thought.controller.saved_state.from_dict(known)
        for entity, (state, at_s) in self._states.items():
            thought.heard(entity, state, at_s)
        self._thought = thought
        return spoilt

    def _watch(self, now: datetime, switches: SwitchPositions) -> Watched:
        assert self._thought is not None
        car, real = self._thought.car, self._real.ledger.total
        outcome = self._thought.beat(now, replace(switches, enabled=True))
        total = self._thought.controller.ledger.total
        lost = real.kwh < self._really.kwh  # as the books of a spoilt state file
        if lost:
            self._really = real
        ahead = total.saved - (real.saved - self._really.saved)
        if not lost and self._real.inputs.rates.missing(now) is None:
            self._saved += ahead - self._ahead
        self._ahead = ahead
        decision = outcome.decision
        return Watched(
            since=datetime.fromtimestamp(self._since_s, timezone.utc),
            state=decision.state,
            why=decision.reason,
            then=outcome.next_change,
            untold=car.untold,
            current_a=None if car.untold is not None else car.current_a,
            soc_pct=None if car.untold is not None else car.soc_pct,
            kwh=total.kwh,
            solar_kwh=total.solar_kwh,
            saved=self._saved if self._settings.tariff.priced else None,
            short_kwh=car.short_kwh,
        )

    # What outlives a restart

    def to_dict(self, now: datetime) -> dict[str, Any]:
        """Returns all that has to outlive a restart, of the real controller too, fit for JSON."""
        return {**self._real.saved_state.to_dict(now), "watching": self._to_dict(now)}

    def _to_dict(self, now: datetime) -> dict[str, Any]:
        thought = self._thought
        if thought is None:
            return {"been_on": self._been_on, "thought": None}
        parts = thought.controller.saved_state.to_dict(now)
        return {
            "been_on": self._been_on,
            "thought": {
                "since_s": self._since_s,
                "really": list(self._really),
                "saved": self._saved,
                "ahead": self._ahead,
                "car": thought.car.to_dict(),
                "knows": _without(OF_THE_REAL, parts),
            },
        }

    def from_dict(self, saved: Mapping[str, Any], now: datetime) -> list[str]:
        """Takes up what `to_dict` gave, part by part; returns what is wrong with those that are left out.

        An app that saved nothing of watching is an older one, and has been on. Raises what the saved state of
        the controller raises.
        """
        spoilt = self._real.saved_state.from_dict(saved)
        self._been_on = "watching" not in saved
        try:
            spoilt += [] if self._been_on else self._from_dict(saved["watching"], now.timestamp())
        except SPOILT as error:
            self._thought = None
            spoilt.append(f"watching ({said_by(error)})")
        polling, car = self._real.access.polling, self._real.car
        polling.seldom = self._may
        if polling.seldom and car is not None:
            # A restart is no reason to read it again.
            polling.read_s = car.at_s
        return spoilt

    def _from_dict(self, saved: Mapping[str, Any], now_s: float) -> list[str]:
        self._been_on = flag(saved["been_on"])
        part = saved["thought"]
        if part is None:
            return []
        self._since_s, self._really = moment_s(part["since_s"]), bill_from_list(part["really"])
        self._saved, self._ahead = number(part["saved"]), number(part["ahead"])
        spoilt = self._think(now_s, part["knows"])
        assert self._thought is not None
        self._thought.car.from_dict(part["car"])
        return [f"watching {each}" for each in spoilt]


def _without(names: frozenset[str], parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if name not in names}
