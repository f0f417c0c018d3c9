"""Puts together what the entities of a car have said: when it was at the plug, drew, and was how full."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..vehicle.car import PLUGGED, CarState, ChargingState, HomeZone, VehicleError
from ..vehicle.entities.patterns import Role
from ..vehicle.entities.readings import Readings
from .past_rows import PastState

TOLD_BY = (
    Role.CHARGING, Role.CHARGE, Role.CABLE, Role.AWAKE, Role.ASLEEP, Role.SOC, Role.PHASES, Role.LOCATION,
)  # fmt: skip
"""The roles whose states say it, of which each has few. How much it drew is in the means of others."""


class CarSeen(NamedTuple):
    """Holds what was known of the car from `at_s` (unix seconds) on; None: it is not.

    `draws` says whether it drew at home, on so many `phases`.
    """

    at_s: float
    at_plug: bool | None
    draws: bool | None
    soc_pct: float | None
    phases: int | None = None


def seen(
    roles: Mapping[Role, str], states: Mapping[str, Sequence[PastState]], home: HomeZone | None
) -> list[CarSeen]:
    """Returns what was known of a car, whenever that was another thing, by its entities in their `roles`."""
    found: list[CarSeen] = []
    for at_s, known in _moments(roles, states):
        now = _seen(at_s, known, home)
        if not found or now[1:] != found[-1][1:]:
            found.append(now)
    return found


def _moments(
    roles: Mapping[Role, str], states: Mapping[str, Sequence[PastState]]
) -> Iterator[tuple[float, Readings]]:
    """Yields all that the entities said whenever one of them said something."""
    told = [
        (each.at_s, role, each.state) for role, entity in roles.items() for each in states.get(entity, ())
    ]
    known: dict[Role, Mapping[str, object]] = {}
    told.sort(key=lambda each: each[0])
    for index, (at_s, role, state) in enumerate(told):
        known[role] = state
        # An integration writes all values of one look together.
        if index + 1 == len(told) or told[index + 1][0] > at_s:
            yield at_s, Readings(dict(known))


def _seen(at_s: float, known: Readings, home: HomeZone | None) -> CarSeen:
    try:
        car = known.car_state(home, at_s)
    except VehicleError:
        return CarSeen(at_s, None, None, None)
    return CarSeen(at_s, _at_plug(car), _draws(car), car.soc_pct, car.phases)


def _at_plug(car: CarState) -> bool | None:
    if car.charging is ChargingState.DISCONNECTED or car.at_home is False:
        return False
    return True if car.charging in PLUGGED and car.at_home is True else None


def _draws(car: CarState) -> bool | None:
    if car.at_home is False:
        return False
    if car.charging is ChargingState.UNKNOWN:
        return None
    return car.draws


class CarPast:
    """Answers what the car did in a span of time, by what was `seen` of it until `until_s` (unix seconds)."""

    def __init__(self, seen: Sequence[CarSeen], until_s: float) -> None:
        self._seen = seen
        self._at_s = [each.at_s for each in seen]
        self._until_s = until_s

    def all_of(self, begin_s: float, end_s: float) -> Sequence[CarSeen]:
        """Returns all that was known from one moment to another; nothing where a part of that is not told."""
        first = bisect_right(self._at_s, begin_s) - 1
        if first < 0 or end_s > self._until_s:
            return ()
        return self._seen[first : bisect_left(self._at_s, end_s)]

    def idle_since(self, begin_s: float) -> float | None:
        """Returns since when it has drawn nothing until the end, `begin_s` at least; None: it may have."""
        idle_s = None
        for each in reversed(self._seen):
            if each.draws is not False:
                break
            idle_s = max(each.at_s, begin_s)
        return idle_s

    def draws(self, begin_s: float, end_s: float) -> bool | None:
        """Says whether it drew all the time; None where it did for a part of it, or that is not known."""
        told = {each.draws for each in self.all_of(begin_s, end_s)}
        return told.pop() if len(told) == 1 else None

    def phases(self, begin_s: float, end_s: float) -> int | None:
        """Returns on how many phases it drew; None where that is not known."""
        told = {each.phases for each in self.all_of(begin_s, end_s)}
        return told.pop() if len(told) == 1 else None
