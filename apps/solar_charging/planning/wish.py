"""Says how full the car is to be and when, and whether anybody has said so."""

from __future__ import annotations

from datetime import datetime, timezone

from ..base.reason import PlanText, Reason, Value
from .planner import EnergyValue

WANTED = {"told": PlanText.WANTED, "learnt": PlanText.LEARNT, "assumed": PlanText.ASSUMED}


def source_of(energy_value: EnergyValue) -> str:
    """Says where the departure comes from: told, learnt or assumed; none where there is no departure."""
    departure, habit = energy_value.departure, energy_value.habit
    if departure is None:
        return "none"
    if not departure.learnt:
        return "told"
    return "assumed" if habit is None or habit.leaves_h is None else "learnt"


def wish(energy_value: EnergyValue) -> Reason[PlanText]:
    """Returns how full the car is to be and when, and that nobody has said so where that is so."""
    departure, plan = energy_value.departure, energy_value.schedule
    if departure is None:
        return Reason(PlanText.NO_DEPARTURE)
    values: dict[str, Value] = {
        "departure": datetime.fromtimestamp(departure.at_s, timezone.utc),
        "wanted_pct": departure.soc_pct if plan is None else plan.soc_pct,
    }
    return Reason(WANTED[source_of(energy_value)], values)
