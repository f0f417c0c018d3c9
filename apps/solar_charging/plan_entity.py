"""The sensor that says in words what the plan is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from .controller import Outcome
from .entity import Entity, moment, number
from .intentions import Intentions, Purchase

PLAN_TEXTS: Mapping[str, str] = {
    "plan_no_departure": "no departure is set: a kWh in the battery is worth {value}",
    "plan_no_car": "no plan for {time} ({soc_pct} %) while the car is not at the plug at home",
    "plan_buying": "buying {purchases} for {time} ({soc_pct} %)",
    "plan_purchase": "{kwh} kWh {begin}-{end} at {price}",
    "plan_more": "{purchases} and {kwh} kWh more",
    "plan_by_sun": "nothing to buy for {time} ({soc_pct} %): the sun brings {expected_kwh} kWh, "
    "needed {counted_kwh}",
    "plan_enough": "nothing to buy for {time} ({soc_pct} %): enough is in the battery",
    "plan_lost": "nothing can be bought for {time} ({soc_pct} %) any more",
    "plan_sun": "{plan}; sun expected {expected_kwh} kWh, counted {counted_kwh}",
    "plan_missing": "{plan}; {kwh} kWh will be missing",
}

MOST_LISTED = 3
"""More purchases would not fit into a state."""

WORTH_TELLING_KWH = 0.1
"""Less sun is none, and less that is missing a rounding."""


def plan_text(outcome: Outcome) -> str:
    """The plan in a sentence."""
    worth, plan = outcome.worth, outcome.worth.intentions
    if worth.departure is None:
        return _said("plan_no_departure", value=number(worth.value, 3))
    midnight = outcome.costs.midnight
    departure = datetime.fromtimestamp(worth.departure.at_s, midnight.tzinfo)
    wanted = {"time": _clock(departure, midnight), "soc_pct": number(worth.departure.soc_pct)}
    return _said("plan_no_car", **wanted) if plan is None else _sentence(plan, wanted)


def _sentence(plan: Intentions, wanted: Mapping[str, str]) -> str:
    sun = {"expected_kwh": _kwh(plan.sun_expected_kwh), "counted_kwh": _kwh(plan.sun_counted_kwh)}
    needs_sun, misses = (kwh >= WORTH_TELLING_KWH for kwh in (plan.sun_counted_kwh, plan.missing_kwh))
    if plan.purchases:
        said = _said("plan_buying", purchases=_purchases(plan), **wanted)
    elif misses:
        said = _said("plan_lost", **wanted)
    else:
        said = _said("plan_by_sun" if needs_sun else "plan_enough", **wanted, **sun)
    if plan.sun_expected_kwh >= WORTH_TELLING_KWH and (plan.purchases or not needs_sun or misses):
        said = _said("plan_sun", plan=said, **sun)
    return _said("plan_missing", plan=said, kwh=_kwh(plan.missing_kwh)) if misses else said


def _said(key: str, **values: str) -> str:
    return PLAN_TEXTS[key].format(**values)


def _kwh(value: float) -> str:
    return number(value, 1)


def _clock(at: datetime, today: datetime) -> str:
    """A time of the house's clock, with its date where it is neither today nor tomorrow before noon."""
    return f"{at:%H:%M}" if at - today < timedelta(hours=36) else f"{at:%Y-%m-%d %H:%M}"


def _purchases(plan: Intentions) -> str:
    listed = [
        _said(
            "plan_purchase",
            kwh=_kwh(each.kwh),
            begin=f"{each.begin:%H:%M}",
            end=f"{each.end:%H:%M}",
            price=number(each.price, 2),
        )
        for each in plan.purchases[:MOST_LISTED]
    ]
    said = ", ".join(listed)
    more_kwh = sum(each.kwh for each in plan.purchases[MOST_LISTED:])
    return _said("plan_more", purchases=said, kwh=_kwh(more_kwh)) if more_kwh else said


def _attributes(outcome: Outcome) -> dict[str, object]:
    """All of it, in text."""
    worth, plan = outcome.worth, outcome.worth.intentions
    departure = worth.departure
    at = None if departure is None else datetime.fromtimestamp(departure.at_s, timezone.utc)
    purchases = [] if plan is None else [_listed(each) for each in plan.purchases]
    return {
        "departure": moment(at),
        "departure_soc_pct": number(None if departure is None else departure.soc_pct),
        "purchases": purchases or "none",
        "value_per_kwh": number(worth.value, 3),
        "sun_expected_kwh": number(None if plan is None else plan.sun_expected_kwh, 1),
        "sun_counted_kwh": number(None if plan is None else plan.sun_counted_kwh, 1),
        "missing_kwh": number(None if plan is None else plan.missing_kwh, 1),
    }


def _listed(purchase: Purchase) -> dict[str, str]:
    return {
        "begin": moment(purchase.begin),
        "end": moment(purchase.end),
        "kwh": _kwh(purchase.kwh),
        "price_per_kwh": number(purchase.price, 3),
    }


PLAN = Entity("plan", "plan", "mdi:calendar-clock", None, None, None, plan_text, _attributes)
