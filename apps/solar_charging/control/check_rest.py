"""Checks what the person has told: tariff, forecast, departures, switches, notifications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone

from ..base.checks import Finding, Item, Todo
from ..base.reason import PlanText, Problem, Reason, Value
from ..planning.agenda import Agenda
from ..planning.inputs import ConfiguredInputs
from ..planning.planner import EnergyValue
from ..settings.settings import Settings
from ..settings.tariff import Tariff
from .check_line import Line, Told, cross, question, tick

MENDS_ITSELF = frozenset({Problem.PRICE_OF_NOW_UNKNOWN, Problem.OFF_PEAK_UNKNOWN})
"""What is missing of the prices until an entity speaks."""

MOST_WINDOWS = 4
"""More windows are not read back."""


def tariff(settings: Tariff, inputs: ConfiguredInputs, told: Told, now: datetime) -> Line:
    """Reads the tariff back, or says what is wrong with it."""
    item, rates = Item.TARIFF, inputs.rates
    wrong = next((told.wrong[each] for each in rates.entities if each in told.wrong), None)
    missing = rates.missing(now)
    found = missing if wrong is None else wrong
    if found is not None and found.why in MENDS_ITSELF:
        return question(item, found, Todo.LOOK_AT_PRICES, passing=True)
    if wrong is not None and missing is None:
        return question(item, wrong, Todo.LOOK_AT_PRICES)  # the other prices count
    if found is not None:
        return cross(item, found)
    if not settings.model_fields_set:
        return question(item, Finding.TARIFF_UNSET, Todo.SET_TARIFF, price_per_kwh=settings.peak_price)
    listed = rates.listed(now)
    if listed is not None:
        return tick(item, Finding.TARIFF_LIST, **listed._asdict())
    if settings.price_entity:
        # Not the price itself, which is another one each hour.
        return tick(item, Finding.TARIFF_OF_NOW, entity=", ".join(settings.price_entity))
    return _read_back(settings, inputs, now)


def _read_back(settings: Tariff, inputs: ConfiguredInputs, now: datetime) -> Line:
    item, coming = Item.TARIFF, inputs.rates.coming(now)
    paid = inputs.rates.prices(now).import_per_kwh
    if settings.off_peak_entity is not None:
        return tick(item, Finding.TARIFF_BY_WORD, entity=settings.off_peak_entity, price_per_kwh=paid)
    if coming is None:
        return tick(item, Finding.TARIFF_FLAT, price_per_kwh=paid)
    values: dict[str, Value] = {"price_per_kwh": paid, "at": coming.at}
    if settings.colours is not None:
        return tick(item, Finding.TARIFF_COLOURS, **values)
    if settings.off_peak:
        windows = [f"{each.start:%H:%M}-{each.end:%H:%M}" for each in settings.off_peak]
        said = ", ".join([*windows[:MOST_WINDOWS], *(["..."] if windows[MOST_WINDOWS:] else [])])
        return tick(item, Finding.TARIFF_WINDOWS, windows=said, **values)
    return tick(item, Finding.TARIFF_NOW, **values)


def forecast(settings: Settings, inputs: ConfiguredInputs, told: Told) -> Line:
    """Checks whether the forecast of the sun is heard, where one is named."""
    item, meters = Item.FORECAST, settings.meters
    named = (*meters.forecast_today, *meters.forecast_tomorrow)
    if not named:
        return tick(item, Finding.FORECAST_UNSET)
    wrong = next((told.wrong[each] for each in named if each in told.wrong), None)
    if wrong is not None:
        return cross(item, wrong)
    if not inputs.forecast_days:
        return question(item, Finding.SILENT, Todo.LOOK_AT_SENSOR, passing=True, entity=" + ".join(named))
    return tick(item, Finding.FORECAST_HEARD)


def departures(settings: Settings, energy_value: EnergyValue, agenda: Agenda, told: Told) -> Line:
    """Reads the next departure back, or the holiday that there is instead."""
    item, helpers, departure = Item.DEPARTURES, settings.departure_helpers, energy_value.departure
    named = [each for each in (helpers.time, helpers.soc) if each is not None]
    wrong = next((told.wrong[each] for each in named if each in told.wrong), None)
    if wrong is not None:
        return cross(item, wrong, Todo.SET_HELPERS)
    if agenda.entity is not None and agenda.entity in told.wrong:
        return cross(item, told.wrong[agenda.entity])
    if agenda.problem is not None:
        return question(item, agenda.problem, passing=True)
    if energy_value.pause is not None:
        return tick(item, Reason(PlanText.HOLIDAY, {"until": energy_value.pause}))
    if departure is None or departure.learnt:
        # Helpers that nobody has set say nothing.
        learnt = Finding.DEPARTURES_LEARNT
        return question(item, learnt, Todo.SET_HELPERS) if named else tick(item, learnt)
    at = datetime.fromtimestamp(departure.at_s, timezone.utc)
    values: dict[str, Value] = {"departure": at, "wanted_pct": departure.soc_pct}
    if departure.soc_pct <= 0:
        empty = Reason(Finding.DEPARTURE_EMPTY, values)
        return question(item, empty, Todo.SET_HELPERS if named else None)
    return tick(item, Finding.DEPARTURE_NEXT, **values)


def switches(absent: Iterable[str]) -> Line:
    """Checks whether the helpers are there by which a person switches the app."""
    missing = ", ".join(absent)
    if missing:
        return cross(Item.SWITCHES, Reason(Problem.HELPER_MISSING, {"entity": missing}), Todo.MAKE_HELPERS)
    return tick(Item.SWITCHES, Finding.SWITCHES_THERE)


def notify(settings: Settings, told: Told) -> Line:
    """Checks whether there is a way to tell a person."""
    item, service = Item.NOTIFY, settings.notify
    if not settings.notifications:
        return tick(item, Finding.NOTIFY_UNWANTED)
    if service is None:
        return tick(item, Finding.NOTIFY_LIST)
    if told.notifies is None:
        return question(item, Finding.NOT_HEARD, passing=True, entity=service)
    if not told.notifies:
        return cross(item, Finding.NOTIFY_MISSING, Todo.NAME_NOTIFY, service=service)
    return tick(item, Finding.NOTIFY_THERE, service=service)
