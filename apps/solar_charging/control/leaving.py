"""Says what a holiday, the end of a charge, and a car that prepares a departure make of a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from ..base.reason import Reason, Value, Why
from ..settings.settings import Settings
from .promises import least_current_a
from .situation import Decision, Situation, State

WAITS = frozenset({State.WAITING_FOR_SUN, State.STARTING_UP})
"""States in which a car that prepares itself has the least current all the same: the meter is believed."""

FOR_SUN = frozenset({Why.WAITING_FOR_SUN, Why.TOO_LITTLE_SUN, Why.NOTHING_PAYS})
"""Reasons that say no more than that there is too little sun, where it might have been bought."""


def for_leaving(decision: Decision, situation: Situation, settings: Settings) -> Decision:
    """Holds the least current while the car prepares a departure, and says why nothing is bought."""
    if decision.state not in WAITS or decision.current_a != 0:
        return decision
    worth, why = situation.energy_value, decision.reason.why
    # The end of a charge that is to show whether the meter is right comes first.
    if situation.prepares and worth.departure is not None and why is not Why.METER_DOUBTED:
        current_a = least_current_a(situation.car, settings)
        values: dict[str, Value] = {"current_a": current_a, "departure": _moment(worth.departure.at_s)}
        return Decision(State.DEPARTURE, current_a, Reason(Why.CLIMATE, values))
    if why in FOR_SUN and worth.pause is not None:
        return replace(decision, reason=Reason(Why.HOLIDAY, {"until": worth.pause}))
    if why in FOR_SUN and worth.kept is not None:
        kept: dict[str, Value] = {"kwh": worth.kept.kwh, "begins": _moment(worth.kept.from_s)}
        return replace(decision, reason=Reason(Why.KEPT_FOR_LAST, kept))
    return decision


def _moment(at_s: float) -> datetime:
    return datetime.fromtimestamp(at_s, timezone.utc)
