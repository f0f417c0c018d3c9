"""Reads what a person wishes from day to day, by the helpers of the setting `controls`.

A helper that says nothing leaves it at the settings; one that says what makes no sense does too, and is
named. The least that a number can be means that it is not set, as does midnight of a departure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..base.choices import DAYS, EVERY_DAY, ONCE, SMART, SUN_ONLY, Choice, day_choice, mode_choice, names
from ..base.entity_state import NO_VALUES, EntityState, attributes_of
from ..base.reason import Problem, Reason
from ..base.saved import YEARS
from ..base.shown import shown
from ..planning.departures import NEVER_SET
from ..planning.wished import Wished
from ..settings.charging import Charging
from ..settings.controls import Controls

PER_CENT = (0.0, 100.0)
BOUNDS: Mapping[str, tuple[float, float]] = {
    "now_energy": (0.0, 1000.0),
    "now_minutes": (0.0, 10_080.0),
    "price_ceiling": (-10.0, 10_000.0),
}
"""From where to where numbers make sense that are no per cent: kWh, minutes of a week, money per kWh."""


class Call(NamedTuple):
    """Is a service of Home Assistant to be called, on one entity."""

    service: str
    entity: str
    value: float | str | None = None

    @property
    def data(self) -> dict[str, Any]:
        """Returns what the service is given."""
        more = {} if self.value is None else {"value": self.value}
        return {"entity_id": self.entity, **more}


class NowEnds(NamedTuple):
    """Says what ends a "charge now", the first that is reached; None for what was not asked.

    `until` is when the minutes are over, as far as its begin is known. `resets` take all of it back, so that
    the next one is asked anew.
    """

    soc_pct: float | None = None
    kwh: float | None = None
    minutes: float | None = None
    until: datetime | None = None
    resets: tuple[Call, ...] = ()


NO_ENDS = NowEnds()


@dataclass(frozen=True)
class Wishes:
    """Holds what helpers say; None for what they do not.

    `sun_only` buys nothing. `skip` leaves the next departure out, `pause_until` leaves the car alone until
    then. `problems` are of helpers that make no sense.
    """

    sun_only: bool = False
    now: NowEnds = NO_ENDS
    grid_limit_pct: float | None = None
    sun_limit_pct: float | None = None
    minimum_pct: float | None = None
    price_ceiling: float | None = None
    departure: Wished | None = None
    skip: str | None = None
    pause_until: datetime | None = None
    problems: tuple[Reason[Problem], ...] = ()

    def in_force(self, charging: Charging) -> Charging:
        """Returns the settings of the charge as they are in force: what nobody wishes is as it was set."""
        wished = {
            "grid_limit_pct": self.grid_limit_pct,
            "sun_limit_pct": self.sun_limit_pct,
            "minimum_soc_pct": self.minimum_pct,
            "price_ceiling": -math.inf if self.sun_only else self.price_ceiling,
        }
        return charging.model_copy(update={key: value for key, value in wished.items() if value is not None})


NO_WISHES = Wishes()


class WishReader:
    """Reads the helpers at each beat, of which `state` returns one with its attributes.

    One that is not available still wishes what it wished before, one that was taken away nothing.
    """

    def __init__(
        self, controls: Controls, zone: ZoneInfo, state: Callable[[str], EntityState | None]
    ) -> None:
        self.entities = controls.named
        self._zone = zone
        self._state = state
        self._told: dict[str, EntityState] = {}
        self.there: dict[str, str] = {}

    def read(self, present: bool) -> Wishes:
        """Returns what is wished; a Home Assistant that is not `present` takes no helper away."""
        for role, entity in self.entities.items():
            state = self._state(entity)
            if state is None:
                if present:
                    self._told.pop(role, None)
                    self.there.pop(role, None)
                continue
            self.there[role] = entity
            if state.get("state") not in (*NO_VALUES, ""):
                self._told[role] = state
        return wishes({role: (self.entities[role], state) for role, state in self._told.items()}, self._zone)


Told = Mapping[str, tuple[str, EntityState]]


def wishes(told: Told, zone: ZoneInfo) -> Wishes:
    """Returns what helpers wish that have `told` something, by their roles; pure."""
    said = _Said(told, zone)
    soc_pct = said.number("now_soc")
    kwh, minutes = said.number("now_energy"), said.number("now_minutes")
    asked = {"now_soc": soc_pct, "now_energy": kwh, "now_minutes": minutes}
    resets = tuple(said.reset(role) for role, value in asked.items() if value is not None)
    mode = said.choice("mode", mode_choice, SMART, SUN_ONLY)
    skip = told.get("skip")
    return Wishes(
        sun_only=mode == SUN_ONLY,
        now=NowEnds(soc_pct, kwh, minutes, resets=resets),
        grid_limit_pct=said.number("grid_limit"),
        sun_limit_pct=said.number("sun_limit"),
        minimum_pct=said.number("minimum"),
        price_ceiling=said.number("price_ceiling"),
        departure=said.departure(),
        skip=skip[0] if skip is not None and skip[1].get("state") == "on" else None,
        pause_until=said.pause_until(),
        problems=tuple(said.problems),
    )


@dataclass
class _Said:
    """Reads single helpers, and keeps what is wrong with them."""

    told: Told
    zone: ZoneInfo
    problems: list[Reason[Problem]] = field(default_factory=list)

    def number(self, role: str) -> float | None:
        if role not in self.told:
            return None
        entity, state = self.told[role]
        least, most = BOUNDS.get(role, PER_CENT)
        try:
            value = float(str(state.get("state")))
        except ValueError:
            value = math.nan
        if value == self._unset(state):
            return None
        if not least <= value <= most:
            if role in BOUNDS:
                bounds = {"least": f"{least:g}", "most": f"{most:g}"}
                self._wrong(Problem.CONTROL_NO_NUMBER, entity, state, **bounds)
            else:
                self._wrong(Problem.NO_PER_CENT, entity, state)
            return None
        return value

    def reset(self, role: str) -> Call:
        entity, state = self.told[role]
        return Call(f"{entity.partition('.')[0]}/set_value", entity, self._unset(state))

    def _unset(self, state: EntityState) -> float:
        """Returns the number that means that nothing is set: the least that there is, else 0."""
        least = attributes_of(state).get("min")
        return float(least) if isinstance(least, (int, float)) and math.isfinite(least) else 0.0

    def choice(self, role: str, meant: Callable[[str], Choice | None], *known: Choice) -> Choice | None:
        if role not in self.told:
            return None
        entity, state = self.told[role]
        found = meant(str(state.get("state")))
        if found is None:
            self._wrong(Problem.CONTROL_UNKNOWN, entity, state, known=names(*known))
        return found

    def departure(self) -> Wished | None:
        """Returns the departure that is set; what has a time of day and no date needs days."""
        days = self.choice("departure_days", day_choice, ONCE, *DAYS)
        soc_pct = self.number("departure_soc")
        entity, state = self.told.get("departure_time", ("", {}))
        if not entity or (days is None and "departure_days" in self.told):
            return None
        at = self._clock(state)
        if at is None or (at[0] is None and days == ONCE):
            self._wrong(Problem.CONTROL_NO_MOMENT, entity, state)
            return None
        day, clock = at
        if clock == NEVER_SET:
            return None
        if day is None or days not in (None, ONCE):
            return Wished(clock, DAYS[days or EVERY_DAY], soc_pct=soc_pct)
        return Wished(clock, once=datetime.combine(day, clock, self.zone), soc_pct=soc_pct)

    def pause_until(self) -> datetime | None:
        entity, state = self.told.get("pause_until", ("", {}))
        if not entity:
            return None
        at = self._clock(state)
        if at is None or at[0] is None:
            self._wrong(Problem.CONTROL_NO_MOMENT, entity, state)
            return None
        return datetime.combine(at[0], at[1], self.zone)

    def _clock(self, state: EntityState) -> tuple[date | None, time] | None:
        """Reads date and time by the wall clock of the house; a date alone begins at midnight."""
        said = str(state.get("state"))
        try:
            if "-" not in said:
                return None, time.fromisoformat(said).replace(tzinfo=None)
            at = datetime.fromisoformat(said.replace("Z", "+00:00"))
        except ValueError:
            return None
        if at.year not in YEARS:
            return None
        local = at if at.tzinfo is None else at.astimezone(self.zone)
        return local.date(), local.time()

    def _wrong(self, why: Problem, entity: str, state: EntityState, **more: str) -> None:
        self.problems.append(Reason(why, {"entity": entity, "said": shown(state.get("state")), **more}))
