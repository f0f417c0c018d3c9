"""Checks the car: found and heard, at home, its phases; and whether a plan is made for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..base.checks import Finding, Item, Todo
from ..base.reason import PlanText, Problem, Reason
from ..metering.phases import ONE
from ..planning.planner import EnergyValue
from ..settings.car import Car as CarSettings
from ..settings.car import Way
from ..vehicle.car import CarState
from ..vehicle.car_access import CarAccess
from .check_line import Line, Told, cross, question, tick

FOR_A_PERSON = frozenset(
    {
        Problem.TOKEN_REFUSED,
        Problem.TOKEN_FILE_MISSING,
        Problem.TOKEN_FILE_UNREADABLE,
        Problem.TOKEN_FILE_NO_JSON,
        Problem.TOKEN_FILE_MODE,
        Problem.TOKEN_FILE_EMPTY,
        Problem.TOKENS_LOST,
        Problem.TOKENS_EXPIRED,
        Problem.LOGIN_REFUSED,
        Problem.REFRESH_TOKEN_REFUSED,
        Problem.OWNER_API_CLOSED,
        Problem.OWNER_API_UNSIGNED,
        Problem.INTEGRATION_UNSIGNED,
        Problem.UNSIGNED,
        Problem.NO_CAR_SHOWN,
        Problem.NOT_ONE_CAR,
        Problem.REGION_UNKNOWN,
        Problem.REGION_ELSEWHERE,
        Problem.CERTIFICATE,
        Problem.ENTITIES_MISSING,
        Problem.CAR_NOT_FOUND,
        Problem.CARS_TO_CHOOSE,
        Problem.NO_CAR_THERE,
    }
)
"""What waiting does not mend on the way to the car; anything else does, mostly."""


def found(settings: CarSettings, access: CarAccess, told: Told) -> Line:
    """Checks whether the car answers, and says by which way."""
    item, problem = Item.CAR, access.reading.problem
    for each in (problem, access.commanding.problem):
        if each is not None and each.why in FOR_A_PERSON:
            return cross(item, each)
    if problem is not None:
        return question(item, problem, Todo.LOOK_AT_CAR, passing=True)
    if access.car is None:
        return question(item, Finding.CAR_AWAITED)
    read, command = settings.ways["read"], settings.ways["command"]
    if read != command:
        ways = {"read": _way(read, settings, told), "command": _way(command, settings, told)}
        return tick(item, Finding.CAR_BY_BOTH, **ways)
    return tick(item, _way(read, settings, told))


def _way(way: Way, settings: CarSettings, told: Told) -> Reason[Finding]:
    if way == "entities":
        first = min(told.car_entities, default="")
        return Reason(Finding.CAR_BY_ENTITIES, {"entity": first})
    host = urlsplit(settings.command_url or settings.api_url).hostname
    return Reason(Finding.CAR_BY_API, {"host": host or ""})


def place(car: CarState | None, told: Told) -> Line:
    """Checks whether it is known when the car is at home."""
    item = Item.PLACE
    if not told.has_home:
        return cross(item, Reason(Problem.NO_HOME_ZONE), Todo.MAKE_HOME)
    if car is None:
        return question(item, Finding.CAR_AWAITED, passing=True)
    if car.at_home is None:
        return question(item, Finding.PLACE_UNTOLD, Todo.TELL_PLACE, passing=True)
    return tick(item, Finding.PLACE_TOLD)


def phases(settings: CarSettings, car: CarState | None, measured: float | None) -> Line:
    """Checks whether it is known on how many phases the car charges; `measured` is their factor."""
    item = Item.PHASES
    if car is not None and car.phases is not None:
        return tick(item, Finding.PHASES_TOLD, count=car.phases)
    if settings.phases is not None:
        return tick(item, Finding.PHASES_SET, count=settings.phases)
    if measured is not None:
        return tick(item, Finding.PHASES_SEEN, count=1 if measured == ONE else 3)
    return question(item, Finding.PHASES_OPEN, Todo.SET_PHASES)


def plan(energy_value: EnergyValue) -> Line:
    """Checks whether there is a plan, where one is wanted."""
    if energy_value.pause is not None:
        return tick(Item.PLAN, Reason(PlanText.HOLIDAY, {"until": energy_value.pause}))
    if energy_value.departure is None:
        return tick(Item.PLAN, Reason(PlanText.NO_DEPARTURE))
    if energy_value.schedule is None:
        return question(Item.PLAN, Finding.PLAN_AWAITED, Todo.PLUG_IN, passing=True)
    return tick(Item.PLAN, Finding.PLAN_MADE)
