"""Reads what flows in each phase at the grid, from sensors of current or of power, signed or not."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from itertools import chain
from typing import Any

from ..base.reason import Problem, Reason
from ..settings.meters import Meters
from .meter import phase_current_a
from .rhythm import Rhythm

APART_S = 1.0
"""What a sensor says again within so many s is no other reading."""

INTERVALS = 20
"""So many intervals between readings are kept."""


class PhaseSensors:
    """Keeps the newest current of each phase in A; positive is import. Times are unix seconds.

    A sensor without a sign counts as import. All three are as young as the youngest: one whose value stays
    is not told of. One that has no reading is as old as its last.
    """

    def __init__(self, meters: Meters, entities: tuple[str, ...], started_s: float) -> None:
        self.entities = entities
        self._sign = meters.phase_sign
        self._least_s = meters.stale_s
        self._heard_s = dict.fromkeys(self.entities, started_s)
        self._valid = dict.fromkeys(self.entities, False)
        self._rhythms = {entity: Rhythm() for entity in entities}
        self._intervals_s: dict[str, deque[float]] = {entity: deque(maxlen=INTERVALS) for entity in entities}
        self._told_s: dict[str, float] = {}
        self._problems: dict[str, Reason[Problem]] = {}

    def update(self, entity: str, state: Mapping[str, Any], at_s: float, volts: float) -> float | None:
        """Takes in a state; returns the current, None where it says nothing.

        Raises MeterError where the entity measures neither current nor power, or says no number.
        """
        self._valid[entity] = False
        amps = phase_current_a(entity, state, volts)
        if amps is None:
            return None
        self._count(entity, at_s)
        self._valid[entity], self._heard_s[entity] = True, at_s
        self._problems.pop(entity, None)
        return self._sign * amps

    def _count(self, entity: str, at_s: float) -> None:
        """Counts the time since the sensor's own last word: three devices speak one after the other."""
        interval_s = at_s - self._told_s.get(entity, -math.inf)
        if 0 <= interval_s < APART_S:
            return
        self._told_s[entity] = at_s
        self._rhythms[entity].heard(at_s)
        if 0 < interval_s < math.inf:
            self._intervals_s[entity].append(interval_s)

    def unread(self, entity: str, problem: Reason[Problem]) -> None:
        """Takes in why a sensor cannot be read at all."""
        self._valid[entity], self._problems[entity] = False, problem

    @property
    def problem(self) -> Reason[Problem] | None:
        """Returns why one of them cannot be read, None where all can, or all are merely silent."""
        gone = [entity for entity in self.entities if not self._valid[entity]]
        one = Reason(Problem.METER_SILENT, {"entity": " + ".join(gone)})
        return next(iter(self._problems.values()), one if 0 < len(gone) < len(self.entities) else None)

    def confirm(self, at_s: float) -> None:
        """Takes in that the silent sensors work: at `at_s` they still said the same."""
        for entity, valid in self._valid.items():
            if valid:
                self._heard_s[entity] = max(self._heard_s[entity], at_s)

    @property
    def every_s(self) -> float:
        """Returns how many seconds lie between two readings of a sensor, 0 where that is not known.

        One whose value stays is not told of, so of the last intervals the shortest counts.
        """
        return min(chain.from_iterable(self._intervals_s.values()), default=0.0)

    @property
    def stale_s(self) -> float:
        """Returns for how many seconds they may be silent."""
        known = [each for each in self._rhythms.values() if each.every_s]
        return min((each.patience_s(self._least_s) for each in known), default=self._least_s)

    def silence_s(self, now_s: float) -> float:
        """Returns for how many seconds the phase that was heard last of all has been silent."""
        youngest_s = max(
            (self._heard_s[each] for each, valid in self._valid.items() if valid), default=-math.inf
        )
        oldest_s = min(
            (youngest_s if self._valid[each] else heard_s for each, heard_s in self._heard_s.items()),
            default=now_s,
        )
        return max(now_s - oldest_s, 0.0)

    def silent(self, now_s: float) -> bool:
        """Says whether one of them has been silent for too long."""
        return self.silence_s(now_s) > self.stale_s
