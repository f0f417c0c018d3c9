"""Finds when the car has to be ready, and how full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..base.entity_state import UNSAID, attributes_of
from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from ..base.saved import YEARS
from ..base.shown import shown
from ..settings.settings import DepartureHelpers, WeeklyDeparture
from ..settings.types import WEEKDAYS
from .wished import Wished

USUAL_SOC_PCT = 80
"""State of charge wanted at a departure of which only the time is known."""

NEVER_SET = time(0)
"""Is the time of a helper that nobody has set."""


GUARD_S = 900.0
"""With no more time to spare before a departure, what is missing is charged whatever it costs."""


AHEAD_DAYS = 15
"""So many days are looked at for the next departure: a week after a week of holidays."""


class Departure(NamedTuple):
    """Names when the car leaves: `soc_pct` is wanted at `at_s` (unix seconds).

    `learnt` says that nobody has told it: it is what the car did so far, or an assumption.
    """

    at_s: float
    soc_pct: float
    learnt: bool = False


class Pause(NamedTuple):
    """Holds a holiday: its `first` day, and the first one `after` it."""

    first: date
    after: date


class Told(NamedTuple):
    """Holds what a calendar tells: departures, and how full the car is `wanted` on days without a time.

    On the days of `pauses` nothing is wanted. `odd` says which events are not clear, and why.
    """

    departures: tuple[Departure, ...] = ()
    wanted: tuple[tuple[date, float], ...] = ()
    pauses: tuple[Pause, ...] = ()
    odd: tuple[Reason[Problem], ...] = ()

    def pause(self, day: date) -> Pause | None:
        """Returns the pause of a day, with the days of those that go on from it; None where there is none."""
        found = None
        for each in self.pauses:  # which are in order
            if each.first <= day < each.after:
                found = each if found is None else Pause(found.first, max(found.after, each.after))
            elif found is not None and each.first <= found.after:
                found = Pause(found.first, max(found.after, each.after))
        return found

    def wanted_on(self, day: date) -> float | None:
        """Returns how full the car is wanted on a day, at the time that is usual; None where none is told."""
        return dict(self.wanted).get(day)


NOTHING_TOLD = Told()


class Departures:
    """Keeps the weekly departures, and what helpers of Home Assistant say instead.

    A helper that is not available says nothing, nor do helpers that nobody has set yet, or one of 0 %. The
    departure that is `wished` counts on its days, where the settings' helpers say no time.
    """

    def __init__(self, weekly: Sequence[WeeklyDeparture], helpers: DepartureHelpers, zone: ZoneInfo) -> None:
        self._weekly = weekly
        self._helpers = helpers
        self._zone = zone
        self._time: time | None = None
        self._once: datetime | None = None
        self._soc_pct: float | None = None
        self._least_pct = 0.0
        self.wished: Wished | None = None

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of the helpers to listen to."""
        return tuple(each for each in (self._helpers.time, self._helpers.soc) if each is not None)

    def update(self, entity: str, state: Mapping[str, Any]) -> None:
        """Takes in the state of a helper.

        Raises MeterError where it makes no sense; then the helper says nothing.
        """
        said = str(state.get("state"))
        if entity == self._helpers.time:
            self._time = self._once = None
            if said not in UNSAID:
                self._time, self._once = _moment(entity, said, self._zone)
        else:
            self._soc_pct = None
            if said not in UNSAID:
                self._soc_pct = _per_cent(entity, said)
                least = attributes_of(state).get("min")
                self._least_pct = float(least) if isinstance(least, (int, float)) else 0.0

    @property
    def unset(self) -> bool:
        """Says whether the helpers are as Home Assistant makes them: midnight, and the least there is."""
        return self._time == NEVER_SET and self._soc_pct in (None, self._least_pct)

    @property
    def regular(self) -> bool:
        """Says whether departures are told for days to come, and not for single ones alone."""
        wished = self._wish is not None and self._wish.once is None
        return bool(self._weekly) or wished or (self._time is not None and not self.unset)

    @property
    def _wish(self) -> Wished | None:
        """Returns what is wished for every day, as long as no other helper tells a departure."""
        told = self._once is not None or (self._time is not None and not self.unset)
        return None if told else self.wished

    def next(self, now: datetime, told: Told = NOTHING_TOLD) -> Departure | None:
        """Returns the first departure after `now` (aware) by the wall clock of the zone; None without any.

        What a calendar has `told` of a day counts instead of what is told of each week, but a helper with a
        date counts before it. There is none on a day of its pauses.
        """
        days = ((each, datetime.fromtimestamp(each.at_s, self._zone).date()) for each in self._all(now, told))
        later = (each for each, day in days if each.at_s > now.timestamp() and told.pause(day) is None)
        return min(later, key=lambda each: (each.at_s, -each.soc_pct), default=None)

    def _all(self, now: datetime, told: Told) -> Iterator[Departure]:
        wished = self._wish
        single = self._once if wished is None else wished.once
        once = None if single is None else single.date()
        taken = set() if once is None else {once}
        for each in told.departures:
            day = datetime.fromtimestamp(each.at_s, self._zone).date()
            if day != once:
                taken.add(day)
                yield each
        for day, soc_pct in told.wanted:
            ready = self._usual_time(day)
            if day not in taken and ready is not None:
                taken.add(day)
                yield Departure(datetime.combine(day, ready, self._zone).timestamp(), soc_pct)
        yield from self._coming(now, taken)

    def _usual_time(self, day: date) -> time | None:
        """Returns when the car leaves on a day, or else on others, the earliest; None where nobody says."""
        if self._time is not None and not self.unset:
            return self._time
        that_day = [each.time for each in self._weekly if WEEKDAYS[day.weekday()] in each.days]
        return min(that_day or [each.time for each in self._weekly], default=None)

    def _coming(self, now: datetime, taken: Set[date]) -> Iterator[Departure]:
        """Yields what is told of each week on the days that are not taken, and the one of the helper."""
        clock = None if self.unset else self._time
        weekly = [(each.days, each.time if clock is None else clock, each.soc_pct) for each in self._weekly]
        if clock is not None and not weekly:
            weekly = [(WEEKDAYS, clock, USUAL_SOC_PCT)]
        once, today = self._once, now.astimezone(self._zone).date()
        wished = self._wish
        if wished is not None:
            for at in wished.coming(today, self._zone):
                if wished.once is None and at.date() in taken:
                    continue
                usual = self._wanted_on(at.date())
                yield Departure(at.timestamp(), usual if wished.soc_pct is None else wished.soc_pct)
        if once is not None:
            yield self._departure(once, self._wanted_on(once.date()))
        for day in (today + timedelta(days=offset) for offset in range(AHEAD_DAYS)):
            for days, ready, soc_pct in weekly:
                replaced = wished is not None and wished.counts_on(day)
                if WEEKDAYS[day.weekday()] in days and day not in taken and not replaced:
                    yield self._departure(datetime.combine(day, ready, self._zone), soc_pct)

    def _departure(self, at: datetime, soc_pct: float) -> Departure:
        told = None if self.unset else self._soc_pct
        return Departure(at.timestamp(), soc_pct if told is None else told)

    def _wanted_on(self, day: date) -> float:
        """Returns the greatest state of charge that weekly departures want on `day`, else on any day."""
        that_day = [each.soc_pct for each in self._weekly if WEEKDAYS[day.weekday()] in each.days]
        return max(that_day or [each.soc_pct for each in self._weekly], default=USUAL_SOC_PCT)


def _moment(entity: str, said: str, zone: ZoneInfo) -> tuple[time | None, datetime | None]:
    """Reads a time of each day, or one moment; the other is None. Raises MeterError for anything else."""
    try:
        if "-" not in said:
            return time.fromisoformat(said).replace(tzinfo=None), None
        if ":" in said:
            at = datetime.fromisoformat(said.replace("Z", "+00:00"))
            if at.time() == NEVER_SET:
                return None, None
            if at.year in YEARS:
                # What is set in Home Assistant is of the house's clock; what has a zone says so.
                return None, at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
    except ValueError:
        pass
    raise MeterError(Problem.NO_TIME_OF_DAY, entity=entity, said=shown(said))


def _per_cent(entity: str, said: str) -> float | None:
    try:
        value = float(said)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise MeterError(Problem.NO_PER_CENT, entity=entity, said=shown(said))
    return value or None
