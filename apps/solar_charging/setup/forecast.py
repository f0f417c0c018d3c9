"""Proposes the forecast of the sun that Home Assistant has."""

from __future__ import annotations

import re

from ..base.reason import Reason
from ..metering.meter import KWH_PER_UNIT
from .proposal import Choice, Confidence, Ground, Option, Topic
from .sun import LEFT_OUT
from .surroundings import Surroundings

NAMES = {
    "solcast_solar": "Solcast",
    "forecast_solar": "Forecast.Solar",
    "open_meteo_solar_forecast": "Open-Meteo",
}
TODAY = re.compile(r"(energy_production_today|(total_kwh_)?forecast_today|prognose_heute)(_\d+)?$")
TOMORROW = re.compile(r"(energy_production_tomorrow|(total_kwh_)?forecast_tomorrow|prognose_morgen)(_\d+)?$")
"""What the integrations call the energy of a day; the registry's own ids do not depend on the language."""


def forecast(surroundings: Surroundings) -> Choice:
    """Proposes the sensors of one integration's forecast, of two roofs both."""
    options = [option for domain in NAMES if (option := _of(surroundings, domain)) is not None]
    if not options:
        nothing = (Reason(Ground.NOTHING_FOUND),)
        return Choice(Topic.FORECAST, Confidence.SURE, (LEFT_OUT,), nothing)
    confidence = Confidence.SURE if len(options) == 1 else Confidence.LIKELY
    return Choice(Topic.FORECAST, confidence, (*options, LEFT_OUT))


def _of(surroundings: Surroundings, domain: str) -> Option | None:
    today, tomorrow = (_sensors(surroundings, domain, name) for name in (TODAY, TOMORROW))
    if not today:
        return None
    settings: dict[str, object] = {"meters.forecast_today": today[0] if len(today) == 1 else today}
    if len(tomorrow) == len(today):
        settings["meters.forecast_tomorrow"] = tomorrow[0] if len(tomorrow) == 1 else tomorrow
    units = (surroundings.states[each].get("attributes", {}).get("unit_of_measurement") for each in today)
    said = " + ".join(
        f"{surroundings.states[each].get('state')} {unit}" for each, unit in zip(today, units, strict=True)
    )
    because = Reason(Ground.FORECAST_BY, {"integration": NAMES[domain]})
    return Option(settings, (because,), (Reason(Ground.STATE_NOW, {"said": said}),))


def _sensors(surroundings: Surroundings, domain: str, name: re.Pattern[str]) -> tuple[str, ...]:
    rows = surroundings.by_entity
    return tuple(
        each
        for each in surroundings.measuring(KWH_PER_UNIT)
        if each in rows
        and rows[each].platform == domain
        and any(name.search(said) for said in (rows[each].unique_id, rows[each].translation_key or ""))
    )
