"""Keeps what an entity of Home Assistant says of cheap and dear hours: a meter's tariff, a ripple control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from ..base.economics import Values
from ..base.entity_state import NO_VALUES, EntityState
from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from ..base.time_grid import DAY_QUARTERS, QUARTER_S
from .price_curve import DAY_S, PriceCurve, Step
from .price_forecast import Habit
from .price_lists import told_since_s

LONGEST_WORD_S = 7 * DAY_S
"""No tariff is one for longer; an entity that still says so is stuck."""

DAYS_AHEAD = 3
"""How far ahead a usual change is looked for: as far as purchases are planned."""

MOSTLY = 0.5


class OffPeakEntity:
    """Takes in which tariff holds, and learns by the hour and the kind of day when it is the cheap one.

    `cheap_words` are those that mean the cheap one; without any it is never known which that is.
    """

    def __init__(self, name: str, cheap_words: tuple[str, ...], zone: ZoneInfo) -> None:
        self.name = name
        self._cheap_words = {_bare(word): word for word in cheap_words}
        self._zone = zone
        self._past = PriceCurve()
        self._since_s = -np.inf
        self._cheap: bool | None = None
        self._problem: Reason[Problem] | None = None
        self._seen: list[str] = []
        self._habit: Habit | None = None

    def update(self, state: EntityState, at_s: float) -> None:
        """Takes in a state of the entity. Raises MeterError where it is not known by it what holds."""
        said = state.get("state")
        since_s = told_since_s(state, at_s)
        self._problem, cheap = self._judged(None if said in NO_VALUES else str(said).strip())
        if cheap != self._cheap:
            self._close(since_s)
            self._cheap, self._since_s = cheap, since_s
        if self._problem is not None:
            raise MeterError(self._problem.why, **self._problem.values)

    def cheap(self, now: datetime) -> bool | None:
        """Says whether the cheap tariff holds at `now` (aware); None where that is not known."""
        return self._cheap if now.timestamp() < self._since_s + LONGEST_WORD_S else None

    def missing(self, now: datetime) -> Reason[Problem] | None:
        """Returns the problem where it is not known at `now` (aware), None if it is."""
        if self.cheap(now) is not None:
            return None
        return self._problem or Reason(Problem.OFF_PEAK_UNKNOWN, {"entity": self.name})

    def is_usually_cheap(self, at: datetime) -> bool:
        """Says whether the cheap one mostly holds at such a time of such a day; never seen is no."""
        return bool(self._shares(np.array([at.timestamp()]))[0] > MOSTLY)

    def edges(self, after: datetime) -> Iterator[datetime]:
        """Yields the instants (UTC) of the days after `after` (aware) at which it usually changes."""
        first_s = after.timestamp() // QUARTER_S * QUARTER_S
        at_s = first_s + QUARTER_S * np.arange(float(DAYS_AHEAD * DAY_QUARTERS))
        cheap = self._shares(at_s) > MOSTLY
        for number in np.flatnonzero(cheap[1:] != cheap[:-1]):
            yield datetime.fromtimestamp(at_s[number + 1], timezone.utc)

    def to_dict(self) -> dict[str, Any]:
        """Returns what was learnt, fit for JSON."""
        return {"steps": self._past.steps}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Restores what `to_dict` returned. Raises ValueError, KeyError or TypeError for anything else."""
        self._past, self._habit = PriceCurve.from_steps(saved["steps"]), None

    def _shares(self, at_s: Values) -> Values:
        """Returns how often it was the cheap one at such times of such days, NaN where never seen; (n,)."""
        if self._habit is None:
            self._habit = Habit(self._past, self._zone)
        return self._habit.at(at_s)

    def _judged(self, said: str | None) -> tuple[Reason[Problem] | None, bool | None]:
        """Returns what is wrong with a word, and whether it means cheap."""
        if said is None:
            return Reason(Problem.OFF_PEAK_UNKNOWN, {"entity": self.name}), None
        if said not in self._seen:
            self._seen = [*self._seen[-4:], said]
        values = {"entity": self.name, "said": said, "words": ", ".join(self._seen)}
        if not self._cheap_words:
            return Reason(Problem.OFF_PEAK_QUESTION, values), None
        if len(self._seen) > 1 and not any(_bare(word) in self._cheap_words for word in self._seen):
            values["known"] = ", ".join(self._cheap_words.values())
            return Reason(Problem.OFF_PEAK_WORD, values), False
        return None, _bare(said) in self._cheap_words

    def _close(self, at_s: float) -> None:
        """Remembers what held until `at_s`."""
        last_s = self._past.steps[-1].end_s if self._past.steps else -np.inf
        begin_s, end_s = max(self._since_s, last_s), min(at_s, self._since_s + LONGEST_WORD_S)
        if self._cheap is not None and begin_s < end_s:
            self._past = self._past.renewed(PriceCurve((Step(begin_s, end_s, float(self._cheap)),)))
            self._habit = None


def _bare(word: str) -> str:
    """Returns a word without what makes no difference; French meters fill it up with dots."""
    return word.casefold().strip(" .")
