"""Finds a house's past in what Home Assistant's recorder answers, and says what was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ..settings.settings import Settings
from ..vehicle.car import HomeZone
from ..vehicle.entities.patterns import Role
from .history import DAYS
from .past import DAY_S, Past
from .past_car import TOLD_BY, CarPast, CarSeen, seen
from .past_forecasts import forecasts
from .past_house import DRAWN_BY, PastHouse, PastSpan, meters_of, together
from .past_meters import UNIT, fine_means
from .past_rows import FINE_S, HOUR_S
from .recorder import Recorder

Roles = Mapping[Role, str]
"""The car's entities, by what they are good for."""


def find_past(
    recorder: Recorder, settings: Settings, zone: ZoneInfo, roles: Roles, home: HomeZone | None, now: datetime
) -> Past:
    """Returns what is known of the weeks before `now` (aware)."""
    until_s = now.timestamp()
    since_s = until_s - DAYS * DAY_S
    told = recorder.states(_told_by(roles), since_s, until_s)
    car = seen(_some(roles, TOLD_BY), told, home)
    spans, sun = _house(recorder, settings, roles, CarPast(car, until_s), since_s, until_s)
    forecast = recorder.states(settings.meters.forecast_today, since_s, until_s, minimal=True)
    return Past(spans, car, forecasts(forecast, zone, now), sun, until_s)


def car_seen(
    recorder: Recorder, roles: Roles, home: HomeZone | None, begin_s: float, end_s: float
) -> list[CarSeen]:
    """Returns what was known of the car in some minutes, which fit into one answer."""
    entities = _told_by(roles)
    told = recorder.at_once(entities, begin_s, end_s, minimal=False) if entities else None
    return seen(_some(roles, TOLD_BY), told or {}, home)


def _some(roles: Roles, wanted: tuple[Role, ...]) -> dict[Role, str]:
    return {role: entity for role, entity in roles.items() if role in wanted}


def _told_by(roles: Roles) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_some(roles, TOLD_BY).values()))


def _house(
    recorder: Recorder, settings: Settings, roles: Roles, car: CarPast, since_s: float, until_s: float
) -> tuple[list[PastSpan], list[tuple[float, float]]]:
    """Returns what is known of the surplus: by short means, else by a meter's own states, else by hours.

    And how many kW the sun made at which moments.
    """
    entities = tuple(dict.fromkeys((*meters_of(settings), *_some(roles, DRAWN_BY).values())))
    units = recorder.units(entities)
    fine = {
        entity: dict(means) for entity, means in recorder.means(entities, FINE_S, since_s, until_s).items()
    }
    coarse = recorder.means(entities, HOUR_S, since_s, until_s)
    house = PastHouse(settings, units, roles, car)
    hours, sun = house.spans(coarse, HOUR_S), house.sun(coarse, HOUR_S)
    without = [entity for entity in meters_of(settings) if not fine[entity]]
    for begin_s, end_s, told in recorder.meter_states(without, since_s, until_s):
        for entity, means in fine_means(told, begin_s, end_s).items():
            fine[entity].update(means)
    house = PastHouse(settings, units | dict.fromkeys(without, UNIT), roles, car)
    return list(together(house.spans(fine, FINE_S), hours)), [*sun, *house.sun(fine, FINE_S)]


def said(past: Past) -> str:
    """Says for the log what was found."""
    stays = past.stays
    if not past.spans and not stays:
        return (
            "Home Assistant keeps no past that says what the sun left over in your house: "
            "it is measured from now on"
        )
    parts = []
    if past.spans:
        hourly = f" ({_days(past.coarse_days)} by the hour)" if past.coarse_days else ""
        parts.append(f"{_days(past.days)} of your house's past{hourly}")
    if stays:
        parts.append(f"{_number(stays, 'stay')} of your car at its plug")
    return f"Took {' and '.join(parts)} from Home Assistant"


def _days(days: float) -> str:
    if days < 1:
        return _number(max(round(24 * days), 1), "hour")
    return _number(round(days), "day")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
