"""Says in words what the plan is, for a sensor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone

from ..base.reason import PlanText, Reason, Value
from ..control.outcome import Outcome
from ..planning.schedule import Purchase, Schedule
from .entity import MAX_STATE_LENGTH, Entity, moment, number, on_its_day
from .habit_text import habit_attributes, habit_text
from .translator import Translator

ReasonValues = Mapping[str, Value]

MOST_LISTED = 3
"""More purchases would not fit into a state."""

WORTH_TELLING_KWH = 0.1
"""Less sun is none, and less that is missing a rounding."""


def plan_text(outcome: Outcome, translator: Translator) -> str:
    """Says the plan in a sentence, as it is read on the day of the outcome, and what sun is guessed."""
    said = _planned(outcome, translator)
    clear_kwh = _clear_kwh(outcome)
    if clear_kwh < WORTH_TELLING_KWH:
        return said
    guessed = translator.say(Reason(PlanText.GUESSED, {"plan": said, "clear_kwh": clear_kwh}))
    return guessed if len(guessed) <= MAX_STATE_LENGTH else said


def _clear_kwh(outcome: Outcome) -> float:
    guess = outcome.energy_value.guess
    return 0.0 if guess is None or guess.kwh is None else guess.kwh


def _planned(outcome: Outcome, translator: Translator) -> str:
    departure, plan = outcome.energy_value.departure, outcome.energy_value.schedule
    translator = on_its_day(outcome, translator)
    pause = outcome.energy_value.pause
    if pause is not None:
        return translator.say(Reason(PlanText.HOLIDAY, {"until": pause}))
    if departure is None:
        return translator.say(Reason(PlanText.NO_DEPARTURE))
    wanted: ReasonValues = {
        "departure": datetime.fromtimestamp(departure.at_s, timezone.utc),
        "wanted_pct": departure.soc_pct if plan is None else plan.soc_pct,
    }
    if plan is None:
        return translator.say(Reason(PlanText.NO_CAR, wanted))
    said, habit = _sentence(plan, wanted, translator), habit_text(outcome, translator)
    if habit is not None:
        with_habit = translator.say(Reason(PlanText.EXPECTED, {"plan": said, "habit": habit}))
        # What is done is said first, and what it is done for where there is room.
        said = with_habit if len(with_habit) <= MAX_STATE_LENGTH else said
    return said[:MAX_STATE_LENGTH]


def _sentence(plan: Schedule, wanted: ReasonValues, translator: Translator) -> str:
    sun = {"expected_kwh": plan.sun_expected_kwh, "counted_kwh": plan.sun_counted_kwh}
    needs_sun, misses = (kwh >= WORTH_TELLING_KWH for kwh in (plan.sun_counted_kwh, plan.missing_kwh))
    if plan.purchases:
        said = translator.say(Reason(PlanText.BUYING, {"purchases": _purchases(plan, translator), **wanted}))
    elif misses:
        said = translator.say(Reason(PlanText.LOST, wanted))
    else:
        said = translator.say(Reason(PlanText.BY_SUN if needs_sun else PlanText.ENOUGH, {**wanted, **sun}))
    if plan.sun_expected_kwh >= WORTH_TELLING_KWH and (plan.purchases or not needs_sun or misses):
        said = translator.say(Reason(PlanText.SUN, {"plan": said, **sun}))
    return (
        translator.say(Reason(PlanText.MISSING, {"plan": said, "kwh": plan.missing_kwh})) if misses else said
    )


def _purchases(plan: Schedule, translator: Translator) -> str:
    """Lists what is bought; a day that was said of the purchase before is not said again."""
    listed, before = [], None
    for each in plan.purchases[:MOST_LISTED]:
        when = translator.stretch(each.begin, each.end, before)
        values: ReasonValues = {"kwh": each.kwh, "when": when, "price_per_kwh": each.price_per_kwh}
        listed.append(translator.say(Reason(PlanText.PURCHASE, values)))
        before = each.begin
    said = ", ".join(listed)
    more_kwh = sum(each.kwh for each in plan.purchases[MOST_LISTED:])
    return translator.say(Reason(PlanText.MORE, {"purchases": said, "kwh": more_kwh})) if more_kwh else said


def _attributes(outcome: Outcome) -> dict[str, object]:
    """Gives all of it, in text."""
    energy_value, plan = outcome.energy_value, outcome.energy_value.schedule
    departure = energy_value.departure
    at = None if departure is None else datetime.fromtimestamp(departure.at_s, timezone.utc)
    purchases = [] if plan is None else [_listed(each) for each in plan.purchases]
    return {
        "departure": moment(at),
        "holiday_until": moment(energy_value.pause),
        "departure_soc_pct": number(None if departure is None else departure.soc_pct),
        "purchases": purchases or "none",
        "value_per_kwh": number(energy_value.value_per_kwh, 3),
        "sun_expected_kwh": number(None if plan is None else plan.sun_expected_kwh, 1),
        "sun_counted_kwh": number(None if plan is None else plan.sun_counted_kwh, 1),
        "missing_kwh": number(None if plan is None else plan.missing_kwh, 1),
        **_guessed(outcome),
        **habit_attributes(outcome),
    }


def _guessed(outcome: Outcome) -> dict[str, object]:
    """Says what is guessed of the sun, as long as the house's own is not known."""
    guess = outcome.energy_value.guess
    return {} if guess is None else {"sun_guessed_kwh": number(guess.kwh, 1)}


def _listed(purchase: Purchase) -> dict[str, str]:
    return {
        "begin": moment(purchase.begin),
        "end": moment(purchase.end),
        "kwh": number(purchase.kwh, 1),
        "price_per_kwh": number(purchase.price_per_kwh, 3),
    }


PLAN = Entity("plan", "mdi:calendar-clock", None, None, None, plan_text, _attributes)
