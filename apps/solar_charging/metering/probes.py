"""Judges what the car has tried of hidden sun, and remembers how often it paid.

How often it paid is kept by the kind of evidence, as counts of a Beta distribution that fade by the day:

    odds = (paid + PRIOR[0]) / (paid + failed + PRIOR[0] + PRIOR[1])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..base import saved as read
from ..base.spans import lasts
from .edge import Evidence, Seen

MOST_FAILED, AGAIN_S = 2, 3600.0
"""So many probes a day may fail; after one the next waits for so many s."""

HALF, BEATS, SHORT_BEATS, JUDGED_S = 0.5, 2, 4, 300.0
"""A probe has paid when so much of the car's power is carried, by a sun that rose by as much, at so many
beats; it has failed when it was not at so many, or after so many s.
"""

STEP_A = 0.7
"""From so many A more on a car has gone up a step, which paid where half of it is carried."""

FADES, PRIOR = 0.9, (2.0, 1.0)
"""By so much the counts fade each day, and what they begin with."""

LEAST_ODDS = 0.35
"""A step is never less likely to pay: clouds pass."""


class Odds:
    """Counts how often something paid, and how often it did not."""

    def __init__(self) -> None:
        self.paid = self.failed = 0.0

    @property
    def value(self) -> float:
        """Returns how likely it pays."""
        return (self.paid + PRIOR[0]) / (self.paid + self.failed + sum(PRIOR))

    def count(self, paid: bool) -> None:
        """Takes in that it paid, or did not."""
        self.paid += paid
        self.failed += not paid

    def fade(self, days: int) -> None:
        """Lets so many days pass."""
        share = FADES ** min(days, 365)
        self.paid, self.failed = share * self.paid, share * self.failed

    def restore(self, saved: Any) -> None:
        """Takes up both counts. Raises ValueError or TypeError for anything else."""
        self.paid, self.failed = (read.number(each, 0.0) for each in saved)


class Trial(NamedTuple):
    """Holds that the car went up from `from_w` to `to_w` at `at_s` for sun that was said to hide.

    `solar_w` is what the sun made before (None: not known), `kind` by what that was said.
    """

    at_s: float
    from_w: float
    to_w: float
    solar_w: float | None
    kind: Evidence


class Probes:
    """Keeps the running trial: a probe, by which an idle car begins, or a step up; times are unix seconds.

    `vain` says that the running charge is a probe that has failed, and nothing carries it.
    """

    def __init__(self) -> None:
        self.odds = {kind: Odds() for kind in Evidence}
        self.steps = Odds()
        self.failed_today = 0
        self._failed_s = -1.0
        self._trial: Trial | None = None
        self._probing = self.vain = False
        self._carried = self._short = 0
        self._drawn_w, self._idle_solar_w = 0.0, None  # type: float, float | None

    @property
    def probing(self) -> bool:
        """Says whether a charge has begun that is not judged yet."""
        return self._probing

    @property
    def open(self) -> bool:
        """Says whether anything is not judged yet."""
        return self._trial is not None

    @property
    def probe_odds(self) -> float:
        """Returns how likely the running probe was to pay."""
        return 0.0 if self._trial is None else self.odds[self._trial.kind].value

    @property
    def step_odds(self) -> float:
        """Returns how likely a step up pays."""
        return max(self.steps.value, LEAST_ODDS)

    def may_begin(self, now_s: float) -> bool:
        """Says whether an idle car may probe."""
        return self.failed_today < MOST_FAILED and not lasts(now_s, self._failed_s, AGAIN_S)

    def new_day(self, days: int) -> None:
        """Lets so many days pass."""
        self.failed_today = 0
        for odds in (*self.odds.values(), self.steps):
            odds.fade(days)

    def beat(self, seen: Seen, offered: Evidence | None, holds: bool, short: bool) -> bool | None:
        """Takes in what a beat has measured; returns whether a step that it judges has paid.

        `offered` says by what sun was said to hide at the beat before; the grid `holds` at its edge, or is
        `short` of it.
        """
        if not seen.charging:
            self._ended(seen)
            return None
        self._begun(seen, offered)
        if seen.surplus_w is None:
            return None
        self.vain = self.vain and seen.surplus_w < HALF * seen.least_w
        if self._trial is None:
            return None
        if self._probing:
            self._watch(self._trial, seen, seen.surplus_w)
            return None
        if not (holds or short):
            return None
        _, from_w, to_w, *_ = self._trial
        paid = not short or seen.surplus_w >= from_w + HALF * (to_w - from_w)
        self.steps.count(paid)
        self._trial = None
        return paid

    def _ended(self, seen: Seen) -> None:
        if self._probing:
            self._judge(seen.now_s, False)
        self._trial, self._drawn_w, self._idle_solar_w = None, 0.0, seen.solar_w
        self.vain = False

    def _begun(self, seen: Seen, offered: Evidence | None) -> None:
        """Takes in what the car draws: more than before may be a trial of what was offered."""
        before_w = self._drawn_w
        if offered is not None and not self._probing and not before_w:
            self._trial = Trial(seen.now_s, 0.0, seen.least_w, self._idle_solar_w, offered)
            self._probing, self._carried, self._short = True, 0, 0
        if not seen.drawn_w > 0:  # it is not known yet
            return
        rose_w, self._drawn_w = seen.drawn_w - before_w, seen.drawn_w
        if self._probing or not before_w:
            return
        if rose_w < 0:
            self._trial = None
        elif rose_w >= STEP_A * seen.per_amp_w and offered is not None:
            self._trial = Trial(seen.now_s, before_w, seen.drawn_w, None, offered)

    def _watch(self, trial: Trial, seen: Seen, surplus_w: float) -> None:
        known = trial.solar_w is not None and seen.solar_w is not None
        rose = not known or (seen.solar_w or 0.0) - (trial.solar_w or 0.0) >= HALF * seen.least_w
        carried = rose and surplus_w >= HALF * seen.least_w
        self._carried = self._carried + 1 if carried else 0
        self._short += not carried
        if self._carried >= BEATS:
            self._judge(seen.now_s, True)
        elif self._short >= SHORT_BEATS or seen.now_s >= trial.at_s + JUDGED_S:
            self._judge(seen.now_s, False)

    def _judge(self, now_s: float, paid: bool) -> None:
        if self._trial is not None:
            self.odds[self._trial.kind].count(paid)
        if not paid:
            self.failed_today += 1
            self._failed_s = now_s
            self.vain = True
        self._trial, self._probing = None, False

    def to_dict(self) -> dict[str, Any]:
        """Returns what outlives a restart, fit for JSON."""
        return {
            "failed_today": self.failed_today,
            "failed_s": max(self._failed_s, 0.0),
            "odds": {kind.value: [odds.paid, odds.failed] for kind, odds in self.odds.items()},
            "steps": [self.steps.paid, self.steps.failed],
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        failed, failed_s = read.whole(saved["failed_today"]), read.moment_s(saved["failed_s"])
        for kind, odds in self.odds.items():
            odds.restore(saved["odds"][kind.value])
        self.steps.restore(saved["steps"])
        self.failed_today, self._failed_s = failed, failed_s
