"""The sensor that says in words what the plan is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from ..base.reason import PlanText, Reason, Value
from ..control.outcome import Outcome
from ..planning.schedule import Purchase, Schedule
from .entity import MAX_STATE_LENGTH, Entity, moment, number
from .translator import Translator

ReasonValues = Mapping[str, Value]

MOST_LISTED = 3
"""More purchases would not fit into a state."""

WORTH_TELLING_KWH = 0.1
"""Less sun is none, and less that is missing a rounding."""


def plan_text(outcome: Outcome, translator: Translator) -> str:
    """The plan in a sentence."""
    energy_value, plan = outcome.energy_value, outcome.energy_value.schedule
    if energy_value.departure is None:
        return translator.say(Reason(PlanText.NO_DEPARTURE, {"value": energy_value.value_per_kwh}))
    midnight = outcome.costs.midnight
    departure = datetime.fromtimestamp(energy_value.departure.at_s, midnight.tzinfo)
    wanted: ReasonValues = {"time": _clock(departure, midnight), "soc_pct": energy_value.departure.soc_pct}
    if plan is None:
        return translator.say(Reason(PlanText.NO_CAR, wanted))
    return _sentence(plan, {**wanted, "soc_pct": plan.soc_pct}, translator)[:MAX_STATE_LENGTH]


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


def _clock(at: datetime, today: datetime) -> str:
    """A time of the house's clock, with its date where it is neither today nor tomorrow before noon."""
    return f"{at:%H:%M}" if at - today < timedelta(hours=36) else f"{at:%Y-%m-%d %H:%M}"


def _purchases(plan: Schedule, translator: Translator) -> str:
    listed = [
        translator.say(Reason(PlanText.PURCHASE, each._asdict())) for each in plan.purchases[:MOST_LISTED]
    ]
    said = ", ".join(listed)
    more_kwh = sum(each.kwh for each in plan.purchases[MOST_LISTED:])
    return translator.say(Reason(PlanText.MORE, {"purchases": said, "kwh": more_kwh})) if more_kwh else said


def _attributes(outcome: Outcome) -> dict[str, object]:
    """All of it, in text."""
    energy_value, plan = outcome.energy_value, outcome.energy_value.schedule
    departure = energy_value.departure
    at = None if departure is None else datetime.fromtimestamp(departure.at_s, timezone.utc)
    purchases = [] if plan is None else [_listed(each) for each in plan.purchases]
    return {
        "departure": moment(at),
        "departure_soc_pct": number(None if departure is None else departure.soc_pct),
        "purchases": purchases or "none",
        "value_per_kwh": number(energy_value.value_per_kwh, 3),
        "sun_expected_kwh": number(None if plan is None else plan.sun_expected_kwh, 1),
        "sun_counted_kwh": number(None if plan is None else plan.sun_counted_kwh, 1),
        "missing_kwh": number(None if plan is None else plan.missing_kwh, 1),
    }


def _listed(purchase: Purchase) -> dict[str, str]:
    return {
        "begin": moment(purchase.begin),
        "end": moment(purchase.end),
        "kwh": number(purchase.kwh, 1),
        "price_per_kwh": number(purchase.price_per_kwh, 3),
    }


PLAN = Entity("plan", "mdi:calendar-clock", None, None, None, plan_text, _attributes)
