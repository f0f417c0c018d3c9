"""Says in words what the plan is, for a sensor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

from ..base.reason import PlanText, Reason, Stretch, Value
from ..control.outcome import Outcome
from ..planning.departures import Departure
from ..planning.schedule import Purchase, Schedule
from ..planning.wish import source_of, wish
from .entity import Entity, moment, number, on_its_day
from .gist import Gist, gist_of_reasons
from .habit_text import habit_attributes, habit_said
from .said import said_of
from .translator import Translator

MOST_LISTED = 3
"""More purchases would not fit into a state."""

WORTH_TELLING_KWH = 0.1
"""Less sun is none, and less that is missing a rounding."""

WORTH_TELLING_SAVED = 0.05
"""A plan that saves less money saves nothing that anybody would notice."""


def plan_text(outcome: Outcome, translator: Translator) -> str:
    """Says the plan, as it is read on the day of the outcome, as far as a state has room for it."""
    return on_its_day(outcome, translator).most(plan_said(outcome))


def plan_said(outcome: Outcome) -> tuple[Reason[PlanText], ...]:
    """Returns what is said of the plan, what matters most first."""
    return tuple(_plan_said(outcome))


def _plan_said(outcome: Outcome) -> Iterator[Reason[PlanText]]:
    energy_value, habit = outcome.energy_value, habit_said(outcome)
    if energy_value.pause is not None:
        yield Reason(PlanText.HOLIDAY, {"until": energy_value.pause})
        return
    yield wish(energy_value)
    if energy_value.schedule is not None:
        yield from _planned(energy_value.schedule)
    elif energy_value.departure is not None:
        yield Reason(PlanText.NO_CAR)
    if habit is not None:
        # What is done is said first, and what it is done for where there is room.
        yield habit
    guess = energy_value.guess
    if guess is not None and (guess.kwh or 0.0) >= WORTH_TELLING_KWH:
        yield Reason(PlanText.GUESSED, {"clear_kwh": guess.kwh})


def gist_of_plan(outcome: Outcome) -> Gist:
    """Returns the gist of the plan; another day is another text."""
    gist = gist_of_reasons(*plan_said(outcome))
    return Gist((outcome.costs.midnight, gist.words), gist.numbers)


def _planned(plan: Schedule) -> Iterator[Reason[PlanText]]:
    """Yields what is bought, what will be missing, what the sun is to bring, and what all that saves."""
    sun = {"expected_kwh": plan.sun_expected_kwh, "counted_kwh": plan.sun_counted_kwh}
    needs_sun, misses = (kwh >= WORTH_TELLING_KWH for kwh in (plan.sun_counted_kwh, plan.missing_kwh))
    by_sun = needs_sun and not plan.purchases and not misses
    if plan.purchases:
        yield Reason(PlanText.BUYING, {"purchases": _purchases(plan)})
    elif misses:
        yield Reason(PlanText.LOST)
    else:
        yield Reason(PlanText.BY_SUN, sun) if by_sun else Reason(PlanText.ENOUGH)
    if misses:
        yield Reason(PlanText.MISSING, {"kwh": plan.missing_kwh})
    if plan.sun_expected_kwh >= WORTH_TELLING_KWH and not by_sun:
        counted = PlanText.SUN if misses else PlanText.REST_BY_SUN
        yield Reason(counted if needs_sun else PlanText.SUN_EXPECTED, sun)
    if plan.saved is not None and plan.saved >= WORTH_TELLING_SAVED:
        yield Reason(PlanText.SAVED, {"saved": plan.saved})


def _purchases(plan: Schedule) -> Value:
    """Lists what is bought; a day that was said of the purchase before is not said again."""
    listed, before = plan.purchases[:MOST_LISTED], None
    said: list[Reason[PlanText]] = []
    for each in listed:
        same_day = before is not None and each.begin.date() == before.date()
        values: dict[str, Value] = {"kwh": each.kwh, "when": Stretch(each.begin, each.end, same_day)}
        if each.cost is None:
            said.append(Reason(PlanText.PURCHASE_AT, {**values, "price_per_kwh": each.price_per_kwh}))
        else:
            said.append(Reason(PlanText.PURCHASE, {**values, "cost": each.cost}))
        before = each.begin
    rest_kwh = sum(each.kwh for each in plan.purchases[MOST_LISTED:])
    if rest_kwh:
        return Reason(PlanText.MORE, {"purchases": tuple(said), "kwh": rest_kwh})
    return tuple(said)


def _at(departure: Departure) -> datetime:
    return datetime.fromtimestamp(departure.at_s, timezone.utc)


def _attributes(outcome: Outcome) -> dict[str, object]:
    """Gives all of it, in text."""
    energy_value, plan = outcome.energy_value, outcome.energy_value.schedule
    departure = energy_value.departure
    at = None if departure is None else _at(departure)
    purchases = [] if plan is None else [_listed(each) for each in plan.purchases]
    return {
        "departure": moment(at),
        "holiday_until": moment(energy_value.pause),
        "departure_soc_pct": number(None if departure is None else departure.soc_pct),
        "departure_source": source_of(energy_value),
        "purchases": purchases or "none",
        "value_per_kwh": number(energy_value.value_per_kwh, 3),
        "sun_expected_kwh": number(None if plan is None else plan.sun_expected_kwh, 1),
        "sun_counted_kwh": number(None if plan is None else plan.sun_counted_kwh, 1),
        "missing_kwh": number(None if plan is None else plan.missing_kwh, 1),
        **_guessed(outcome),
        "saved": number(None if plan is None else plan.saved, 2),
        **habit_attributes(outcome),
        "said": said_of(plan_said(outcome)),
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
        "cost": number(purchase.cost, 2),
    }


PLAN = Entity("plan", "mdi:calendar-clock", None, None, None, plan_text, _attributes)
