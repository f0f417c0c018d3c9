"""Holds what would have been, had the app been on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..base.reason import NextChange, Problem, Reason, Why
from .situation import State


@dataclass(frozen=True, slots=True)
class Watched:
    """Holds what the app would do now, and what its charges would have come to `since` it began to watch.

    None is what is not known; `since` is None once it watches no more. `untold` says why nothing of the car
    is known. `solar_kwh` of the `kwh` would have come from the sun. `saved` is how much more the same energy
    costs at once on plug-in, less what the real charges have saved meanwhile in the same way; of what is
    charged while no price is known nothing is claimed, and without any price it is None. `short_kwh` is what
    the battery would have lacked on trips.
    """

    since: datetime | None = None
    state: State | None = None
    why: Reason[Why] | None = None
    then: Reason[NextChange] | None = None
    untold: Reason[Problem] | None = None
    current_a: float | None = None
    soc_pct: float | None = None
    kwh: float | None = None
    solar_kwh: float | None = None
    saved: float | None = None
    short_kwh: float | None = None

    @property
    def reason(self) -> Reason[Why]:
        """Returns why the car is left alone, with what that comes to."""
        if self.untold is not None:
            return Reason(Why.WATCHING_UNTOLD, {"problem": self.untold})
        sums = {"since": self.since, "solar_kwh": self.solar_kwh}
        if self.saved is None:
            return Reason(Why.WATCHING_SUN, sums)
        return Reason(Why.WATCHING, {**sums, "saved": self.saved})
