"""Says what the car is expected to need, where nobody has told it."""

from __future__ import annotations

from datetime import datetime, timezone

from ..base.reason import PlanText, Reason, Value
from ..control.outcome import Outcome
from ..planning.habits import Habit
from .entity import number
from .translator import Translator

EVERY_DAY = tuple(range(7))
SPANS = {
    EVERY_DAY: PlanText.EVERY_DAY,
    EVERY_DAY[:5]: PlanText.ON_WEEKDAYS,
    EVERY_DAY[5:]: PlanText.AT_WEEKENDS,
}


def habit_text(outcome: Outcome, translator: Translator) -> str | None:
    """Says when the car is expected to leave, and what it needs then; None where somebody has told it."""
    said = habit_said(outcome)
    return None if said is None else translator.say(said)


def habit_said(outcome: Outcome) -> Reason[PlanText] | None:
    """Returns when the car is expected to leave, and what it needs then; None where somebody has told it."""
    departure, habit = outcome.energy_value.departure, outcome.energy_value.habit
    if departure is None or habit is None:
        return None
    values: dict[str, Value] = {
        "days": _days(habit),
        "ready_clock": datetime.fromtimestamp(departure.at_s, timezone.utc),
        "need_pct": max(habit.need_pct, departure.soc_pct),
        "wanted_pct": departure.soc_pct,
    }
    if habit.leaves_h is None:
        return Reason(PlanText.HABIT_UNKNOWN, values)
    values["leaves_h"] = habit.leaves_h
    if habit.used_pct is None:
        return Reason(PlanText.HABIT_UNSURE, values)
    values["used_kwh"] = habit.used_pct / 100 * outcome.battery_estimate.battery_kwh
    limited = departure.soc_pct < habit.need_pct
    return Reason(PlanText.HABIT_LIMITED if limited else PlanText.HABIT, values)


def habit_attributes(outcome: Outcome) -> dict[str, object]:
    """Gives the figures of it, in text; none where somebody has told the departure."""
    habit = outcome.energy_value.habit
    if habit is None:
        return {}
    return {
        "learnt_from_days": number(habit.days),
        "leaves_at_h": number(habit.leaves_h, 1),
        "used_at_most_pct": number(habit.used_pct),
    }


def _days(habit: Habit) -> Reason[PlanText]:
    span = SPANS.get(habit.weekdays)
    if span is not None:
        return Reason(span)
    (weekday,) = habit.weekdays
    return Reason(PlanText.ON_DAY, {"weekday": weekday})
