"""Reckons with spans of time by a wall clock that may be set back meanwhile."""

from __future__ import annotations


def lasts(now_s: float, since_s: float, span_s: float) -> bool:
    """Says whether what began at `since_s` and takes `span_s` still lasts at `now_s` (unix seconds).

    What is yet to begin is of before the clock was set back: nobody waits for it.
    """
    return since_s <= now_s < since_s + span_s
