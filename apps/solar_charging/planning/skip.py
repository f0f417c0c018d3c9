"""Leaves out the next departure, as long as a person wants that and until its moment has passed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base.saved import maybe, moment_s
from .departures import Departure


class Skip:
    """Keeps which departure is left out: `at_s` in unix seconds (None: none).

    `wanted` says that a person wants to leave one out: the next that there is then. One that was moved
    meanwhile is still the next.
    """

    def __init__(self) -> None:
        self.wanted = False
        self.at_s: float | None = None
        self.over = False

    def beat(self, now_s: float, coming: Departure | None) -> float | None:
        """Returns the departure that is left out of those `coming`; None where none is.

        `over` says from then on that its moment has passed, until nobody wants to leave one out.
        """
        if not self.wanted:
            self.at_s, self.over = None, False
            return None
        self.over = self.at_s is not None and self.at_s <= now_s
        if self.over:
            return None
        self.at_s = None if coming is None else coming.at_s
        return self.at_s

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        return {"at_s": self.at_s}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        self.at_s = maybe(moment_s, saved["at_s"])
