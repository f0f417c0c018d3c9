"""Holds the house battery through Home Assistant, and lets it go again, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from ..base.reason import Problem, Reason
from ..base.spans import lasts
from ..settings.hold import HOUSE, Write
from .alerts import Alert
from .held import (
    SETTLES_S,
    Back,
    Held,
    HoldError,
    Shows,
    prepared,
    sent_to,
)
from .hold import Hold
from .put_back import OTHERS, Home, PutBack
from .stuck_hold import TOLD_S, StuckHold

HOLD = "the house battery's hold"
"""Names what may fail, for a person who reads the log."""

FIRST_PAUSE_S, LONGEST_PAUSE_S = 30.0, 900.0
"""The pauses after failures: each is twice the one before."""


class Holder:
    """Stands between one controller's `hold` and Home Assistant.

    `guard` is held while `hold` is changed, never while Home Assistant is asked; `busy`, which may be taken
    twice, is held all the time, for the end of the app comes on another thread than the beat. `now` is the
    clock; `save` saves what outlives a restart, and says whether that was done. `tell` takes the name of what
    may fail, what is wrong with it or None, and whether a person has to know.
    """

    def __init__(
        self,
        hold: Hold,
        guard: AbstractContextManager[Any],
        busy: AbstractContextManager[Any],
        now: Callable[[], datetime],
        home: Home,
        save: Callable[[], bool],
        tell: Callable[[str, Reason[Problem] | None, bool], None],
    ) -> None:
        self._hold = hold
        self._guard = guard
        self._busy = busy
        self._now = now
        self._state = home.whole_state
        self._save = save
        self._tell = tell
        self._failures, self._failed_s = 0, float("-inf")
        self._trouble: tuple[Back, Reason[Problem]] | None = None
        self._refused_s: float | None = None
        self._put_back = PutBack(home, tell)
        self._stuck = StuckHold()

    @property
    def _now_s(self) -> float:
        return self._now().timestamp()

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Returns what a person should hear of a hold that could not be ended."""
        return self._stuck.alerts(self._now_s)

    def beat(self, wanted: bool, soc_pct: float | None = None) -> None:
        """Holds the battery or lets it go, as is `wanted`; goes on with what could not be done before."""
        with self._busy:
            if self._hold.held is None and wanted:
                self._begin(soc_pct)
            held = self._hold.held
            if not wanted:
                self._end()
                self._refused_s = None
            if held is not None and not held.ending:
                self._watch(held)
            if held is not None and held.ending:
                self._let_go(held)

    def close(self) -> None:
        """Ends a hold as far as that can be done at once, for the app ends; its next start does the rest."""
        with self._busy:
            self._again()
            self.let_go()

    def let_go(self) -> None:
        """Ends a hold: the app does not work."""
        with self._busy:
            held = self._hold.held
            if held is not None:
                self._end()
                self._let_go(held)

    def came_back(self) -> None:
        """Takes in that Home Assistant was away: nobody knows what happened to the battery meanwhile."""
        with self._busy:
            self._again()
            self._end()

    def _end(self) -> None:
        with self._guard:
            self._hold.end()

    # To hold it

    def _begin(self, soc_pct: float | None) -> None:
        now_s, recipe = self._now_s, self._hold.battery
        assert recipe is not None
        with self._guard:
            limit_w = self._hold.limit_w
        try:
            held, sends = prepared(recipe.hold, recipe.release, self._state, now_s, limit_w, soc_pct)
        except HoldError as error:
            self._refused(error.reason, now_s)
            return
        if not sends:
            return
        with self._guard:
            self._hold.begin(now_s, held)
        if not self._save():
            # After a restart nobody would know what is to be put back.
            with self._guard:
                self._hold.drop()
            self._refused(Reason(Problem.HOLD_UNSAVED), now_s)
            return
        for entity, to in sends:
            problem = self._put_back.set(entity, to)
            if problem is not None:
                self._failed(problem)
                return
        with self._guard:
            self._hold.ready = True
        self._refused_s = None
        self._tell(HOLD, None, False)
        self._tell(OTHERS, None, False)

    def _refused(self, problem: Reason[Problem], now_s: float) -> None:
        """Takes in why the battery is not held; what lasts is told to a person: it may be the settings."""
        with self._guard:
            self._hold.ready = False
        self._refused_s = now_s if self._refused_s is None else min(self._refused_s, now_s)
        self._tell(HOLD, problem, now_s - self._refused_s >= TOLD_S)

    def _failed(self, problem: Reason[Problem]) -> None:
        self._tell(HOLD, Reason(Problem.HOLD_FAILED, {"problem": problem}), True)
        self._end()

    # While it is held

    def _watch(self, held: Held) -> None:
        """Ends a hold of which somebody else has changed something; sends another limit where one is due."""
        now_s = self._now_s
        if lasts(now_s, held.sent_s, SETTLES_S):
            return
        with self._guard:
            in_vain = self._hold.in_vain(now_s)
        if in_vain is not None:
            self._tell(HOLD, in_vain, True)
            self._leave_be()
            return
        if any(each.shows(self._state(each.entity)) is Shows.OTHERS for each in held.back if each.ours):
            self._leave_be()
            return
        with self._guard:
            due = self._hold.limit_due(now_s)
        if due:
            self._limit_anew(held, now_s)

    def _leave_be(self) -> None:
        with self._guard:
            self._hold.spend()
        self._end()

    def _limit_anew(self, held: Held, now_s: float) -> None:
        """Sends the house's present load as the limit, wherever that was asked for."""
        assert self._hold.battery is not None
        steps = [each for each in self._hold.battery.hold if each.value == HOUSE]
        with self._guard:
            limit_w = self._hold.limit_w
        try:
            sends = [(each, sent_to(each, self._state(each.entity), limit_w, None)) for each in steps]
        except HoldError as error:
            self._tell(HOLD, error.reason, False)
            return
        before = [list(each.ours) for each in held.back]
        for each, to in sends:
            _sends_too(held, each, to)
        with self._guard:
            held.limit_w, former_w = limit_w, held.limit_w
            self._hold.updated(now_s)
        if not self._save():
            for back, ours in zip(held.back, before, strict=True):
                back.ours = ours
            held.limit_w = former_w
            return
        for each, to in sends:
            problem = self._put_back.set(each.entity, to)
            if problem is not None:
                self._failed(problem)
                return

    # To let it go

    def _let_go(self, held: Held) -> None:
        now_s = self._now_s
        began_s = now_s if held.ending_s is None else min(held.ending_s, now_s)
        held.ending_s = began_s
        pause_s = min(FIRST_PAUSE_S * 2.0 ** min(self._failures - 1, 10), LONGEST_PAUSE_S)
        if self._trouble is not None and lasts(now_s, self._failed_s, pause_s):
            self._stuck.failed(now_s, began_s, *self._trouble)
            return
        sent, failed = False, None
        for back in list(held.back):
            sent_s = back.sent_s
            done, problem = self._put_back.attempt(back, now_s, began_s)
            sent = sent or back.sent_s != sent_s
            if done:
                held.back.remove(back)
            elif problem is not None and failed is None:
                failed = back, problem
        self._after(held, failed, now_s, began_s)
        if sent or not held.back:
            self._save()

    def _after(
        self, held: Held, failed: tuple[Back, Reason[Problem]] | None, now_s: float, began_s: float
    ) -> None:
        """Takes in what came of an attempt, and tells a person where it has failed for long."""
        if not held.back:
            with self._guard:
                self._hold.ended(now_s)
            self._again()
            self._stuck.ended(now_s)
            return
        if failed is None:
            return
        self._stuck.failed(now_s, began_s, *failed)
        if failed[1].why not in (Problem.ENTITY_UNAVAILABLE, Problem.METER_MISSING):
            # What is merely read again costs nothing.
            self._failures, self._failed_s, self._trouble = self._failures + 1, now_s, failed

    def _again(self) -> None:
        """Ends the pause after failures."""
        self._failures, self._trouble = 0, None


def _sends_too(held: Held, write: Write, to: str | None) -> None:
    """Takes in that another value of ours is about to be sent to an entity."""
    for back in held.back:
        if back.entity == write.entity and to is not None:
            back.ours.append(to)
            back.seen = False
