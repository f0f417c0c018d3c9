"""Reckons with spans of time by a wall clock that may be set back meanwhile."""

from __future__ import annotations


def lasts(now_s: float, since_s: float, span_s: float) -> bool:
    """Says whether what began at `since_s` and takes `span_s` still lasts at `now_s` (unix seconds).

    What is yet to begin is of before the clock was set back: nobody waits for it.
    """
    return since_s <= now_s < since_s + span_s


class Lasting:
    """Knows what has been so for `for_s` seconds, until it has not been so for as long."""

    def __init__(self, for_s: float) -> None:
        self._for_s = for_s
        self._since_s: float | None = None
        self.known = False

    def said(self, at_s: float, so: bool) -> None:
        """Takes in whether it is so at `at_s` (unix seconds)."""
        if so is self.known:
            self._since_s = None
        elif self._since_s is None or at_s < self._since_s:
            self._since_s = at_s
        elif not lasts(at_s, self._since_s, self._for_s):
            self.known, self._since_s = so, None
