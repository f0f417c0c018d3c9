"""Tells of a hold of the house battery that could not be ended: after a while, and when it is over."""

from __future__ import annotations

from datetime import timedelta

from ..base.reason import Note, Problem, Reason, Value
from ..base.spans import lasts
from .alerts import Alert
from .held import Back

TOLD_S = 600.0
"""A hold that cannot be ended for so long is told to a person."""

SHOWN_S = 86_400.0
"""For so long it stays told that such a hold is over."""


class StuckHold:
    """Keeps what a person is told of a hold that is to end since `since_s` (unix seconds), and does not."""

    def __init__(self) -> None:
        self._text: Reason[Note] | None = None
        self._since_s = 0.0
        self._over_s: float | None = None

    def failed(self, now_s: float, since_s: float, back: Back, problem: Reason[Problem]) -> None:
        """Takes in that something cannot be put back, and why."""
        told = self._text is not None and self._over_s is None
        if told or now_s - since_s < TOLD_S:
            return
        values: dict[str, Value] = {"entity": back.entity, "value": back.to or "", "problem": problem}
        note = Note.HOLD_STUCK_BY_SCRIPT if back.to is None else Note.HOLD_STUCK
        self._text, self._since_s, self._over_s = Reason(note, values), since_s, None

    def ended(self, now_s: float) -> None:
        """Takes in that all is put back."""
        if self._text is not None and self._over_s is None:
            lasted = timedelta(seconds=now_s - self._since_s)
            self._text, self._over_s = Reason(Note.HOLD_OVER, {"lasted": lasted}), now_s

    def alerts(self, now_s: float) -> tuple[Alert, ...]:
        """Returns what a person should hear of it."""
        if self._over_s is not None and not lasts(now_s, self._over_s, SHOWN_S):
            self._text = self._over_s = None
        return () if self._text is None else (Alert("needs_you", self._since_s, self._text),)
