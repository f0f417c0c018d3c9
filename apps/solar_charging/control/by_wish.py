"""Decides what a person wishes by helpers: a pause, how far the sun charges, and what is not bought."""

from __future__ import annotations

from ..base.reason import Reason, Why
from ..planning.limits import Limits
from ..settings.settings import Settings
from ..vehicle.ownership import Owner
from .law_view import law_view
from .promises import LIMIT_SLACK_PCT, departure, may_buy, off_peak
from .situation import Decision, Situation, State
from .solar_law import pays_without_sun


def paused(situation: Situation, settings: Settings) -> Decision | None:
    """Leaves the car alone as if switched off, but ends what the app has begun whatever power costs."""
    del settings  # which say nothing of pauses
    until = situation.switches.wishes.pause_until
    if until is None:
        return None
    ours = situation.commanded and situation.charging and situation.owner is not Owner.PERSON
    at_home = situation.car is not None and situation.car.at_home is True
    why = Why.PAUSED_STOPPING if ours and at_home else Why.PAUSED
    current_a = 0 if why is Why.PAUSED_STOPPING else None
    return Decision(State.OFF, current_a, Reason(why, {"until": until}))


def sun_limit(situation: Situation, settings: Settings) -> Decision | None:
    """Leaves a battery as it is that is as full as the sun may make it."""
    car = situation.car
    assert car is not None
    limit_pct = Limits.of(settings.charging).sunny_pct(situation.energy_value.departure)
    slack_pct, soc_pct = LIMIT_SLACK_PCT if car.asleep else 0, situation.soc_pct
    if limit_pct is None or soc_pct is None or soc_pct < limit_pct - slack_pct:
        return None
    return Decision(State.FULL, 0, Reason(Why.SUN_LIMIT, {"soc_pct": soc_pct, "limit_pct": limit_pct}))


def unbought(situation: Situation, settings: Settings, why: Reason[Why]) -> Reason[Why]:
    """Returns why the car waits where that is for what a person will not buy, else `why` as it is."""
    ceiling = settings.charging.price_ceiling
    if ceiling is None or may_buy(situation, settings):
        return why
    if situation.switches.wishes.sun_only:
        return Reason(Why.SUN_ONLY, why.values)
    boundless = settings.charging.model_copy(update={"price_ceiling": None})
    free = settings.model_copy(update={"charging": boundless})
    wanted = departure(situation, free) or off_peak(situation, free)
    if wanted is None and not pays_without_sun(law_view(situation, free)):
        return why
    return Reason(Why.PRICE_CEILING, {**why.values, "ceiling_per_kwh": ceiling})
