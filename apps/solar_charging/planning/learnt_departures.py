"""Learns from the plug and the state of charge when the car leaves and what it needs, where nobody tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..base import saved as read
from ..settings.holidays import IsHoliday
from .departures import Departure
from .habits import FULL_PCT, LEAST_DAYS, RESERVE_PCT, Day, Habit, habits, kind_of

DAYS = 56
"""So many days are remembered."""

DAY_BEGINS_H = 4
"""The hour at which the car's day begins, for who leaves at half past eleven may be late."""

BRIEF_S = 900.0
"""Who takes the car off the plug for less has not left."""

LONG_S = 2 * 86_400.0
"""Who is away for longer is on holiday, which says nothing of other days."""

FRESH_S = 3600.0
"""A state of charge that comes so long after the plug tells more of the charge than of the trip."""

UNSEEN_S = 1800.0
"""Of a car that was not seen at the plug for longer nobody knows when it left."""

RISEN_PCT = 2.0
"""A state of charge that rises by more while the car is away was charged elsewhere."""

SLACK_PCT = 1.0
"""A need that rises by less is the same, and a car that lacks less has enough."""

LEAST_LEFT_PCT = RESERVE_PCT / 2
"""A need that leaves less when the car is back was too small."""

TOLD_S = 2 * 86_400.0
"""For so long a person is told that a need was corrected."""


class Correction(NamedTuple):
    """Holds that a need proved too small: the trips of a day used `used_pct`, so `need_pct` are kept now.

    `at_s` is when that was seen (unix seconds).
    """

    at_s: float
    used_pct: float
    need_pct: float


class _Trip(NamedTuple):
    """Holds that the car is away, or back without having said how full it is.

    `left_pct` is what it left with, `least_pct` the least it said on its way (None: nothing); `elsewhere`
    says that it was charged there, `back_s` since when it is back (None: it is not).
    """

    left_s: float
    left_pct: float | None
    least_pct: float | None
    elsewhere: bool = False
    back_s: float | None = None


class LearntDepartures:
    """Learns the days on which the car leaves, and says when it will be wanted next, and how full.

    `least_pct` is what a person wants in the battery when it leaves: the answer is never less. Each day has
    one, for nobody knows when a car stays.
    """

    def __init__(self, zone: ZoneInfo, is_holiday: IsHoliday, least_pct: float = 0.0) -> None:
        self.least_pct = least_pct
        self._zone = zone
        self._is_holiday = is_holiday
        self._days: list[Day] = []
        self._soc_pct: float | None = None
        self._plugged_s: float | None = None
        self._trip: _Trip | None = None
        self._correction: Correction | None = None
        self._habits: tuple[date, tuple[Habit, ...]] | None = None
        self._next: tuple[float, float, Habit] | None = None

    @property
    def knows(self) -> bool:
        """Says whether any day is known."""
        return bool(self._days)

    # Readings

    def at_plug(self, now_s: float, soc_pct: float | None, told_s: float) -> None:
        """Takes in that the car is at the plug at home; `soc_pct` was told at `told_s` (None: it was not)."""
        trip, self._plugged_s = self._trip, now_s
        if trip is None:
            self._soc_pct = soc_pct
            return
        back_s = now_s if trip.back_s is None else trip.back_s
        if back_s - trip.left_s < BRIEF_S:
            self._trip = None
        elif soc_pct is not None and told_s > trip.left_s:
            self._ended(trip, back_s, _used_pct(trip, soc_pct))
            self._soc_pct = soc_pct
        elif now_s - back_s > FRESH_S:
            self._ended(trip, back_s, None)
            self._soc_pct = None
        else:
            self._trip = trip._replace(back_s=back_s)

    def gone(self, now_s: float, soc_pct: float | None, told_s: float) -> None:
        """Takes in that the car is not at the plug at home; the state of charge is as in `at_plug`."""
        trip = self._trip
        if trip is not None and trip.back_s is not None:
            self._ended(trip, trip.back_s, None)
            trip, self._soc_pct = None, None
        if trip is None:
            if self._plugged_s is not None and 0 <= now_s - self._plugged_s < UNSEEN_S:
                self._trip = _Trip(now_s, self._soc_pct, None)
            self._plugged_s = self._soc_pct = None
        elif soc_pct is not None and told_s > trip.left_s:
            least_pct = soc_pct if trip.least_pct is None else min(trip.least_pct, soc_pct)
            rises = soc_pct > least_pct + RISEN_PCT
            self._trip = trip._replace(least_pct=least_pct, elsewhere=trip.elsewhere or rises)

    def _ended(self, trip: _Trip, back_s: float, used_pct: float | None) -> None:
        """Takes in that the car is back, with what it has used (None: not told)."""
        self._trip = None
        if not 0 < back_s - trip.left_s <= LONG_S:
            return
        day, hour = self._day(trip.left_s)
        known = {each.day: each for each in self._days}
        before = known.get(day)
        if before is not None:
            hour = min(hour, before.hour)
            both = before.used_pct is not None and used_pct is not None
            used_pct = min(before.used_pct + used_pct, FULL_PCT) if both else None  # type: ignore[operator]
        was = self._habit(day, day)
        lesson = before is not None and before.lesson
        lesson = lesson or self._too_small(was, trip, hour, used_pct)
        known[day] = Day(day, hour, used_pct, lesson)
        today = self._day(back_s)[0]
        kept = sorted(each for each in known if today - timedelta(days=DAYS) < each <= today)
        self._days = [known[each] for each in kept]
        self._habits = self._next = None
        now = self._habit(day, day)
        if lesson and used_pct is not None and was.known and self._rises(was, now):
            self._correction = Correction(back_s, used_pct, self._at_least(now))

    def _too_small(self, was: Habit, trip: _Trip, hour: float, used_pct: float | None) -> bool:
        """Says whether a day has shown that more was needed, or earlier."""
        need_pct = self._at_least(was)
        uses_more = used_pct is not None and used_pct + LEAST_LEFT_PCT > need_pct
        early = hour < was.ready_h and trip.left_pct is not None and trip.left_pct < need_pct - SLACK_PCT
        return was.days >= LEAST_DAYS and (uses_more or early)

    def _rises(self, was: Habit, now: Habit) -> bool:
        return self._at_least(now) > self._at_least(was) + SLACK_PCT

    def _at_least(self, habit: Habit) -> float:
        return max(habit.need_pct, self.least_pct)

    # Answers

    def next(self, now: datetime) -> Departure:
        """Returns when the car is wanted next after `now` (aware), by what is known or else assumed."""
        _, at_s, habit = self._coming(now)
        return Departure(at_s, self._at_least(habit), learnt=True)

    def habit(self, now: datetime) -> Habit:
        """Returns what is known of the next day on which it is wanted."""
        return self._coming(now)[2]

    def correction(self, now_s: float) -> Correction | None:
        """Returns the last need that proved too small, as long as that is to be told; else None."""
        found = self._correction
        return found if found is not None and 0 <= now_s - found.at_s < TOLD_S else None

    def _coming(self, now: datetime) -> tuple[float, float, Habit]:
        """Returns since when it is known (unix seconds), when the car is wanted next, and by which habit."""
        now_s = now.timestamp()
        if self._next is None or not self._next[0] <= now_s < self._next[1]:
            today = self._day(now_s)[0]
            found = (self._on(today + timedelta(days=ahead), today) for ahead in range(-1, 3))
            self._next = next((now_s, at_s, habit) for at_s, habit in found if at_s > now_s)
        return self._next

    def _on(self, day: date, today: date) -> tuple[float, Habit]:
        habit = self._habit(day, today)
        at = datetime.combine(day, time(), self._zone) + timedelta(hours=habit.ready_h)
        return at.timestamp(), habit

    def _habit(self, day: date, today: date) -> Habit:
        """Returns what is to be expected of `day`, as of `today`."""
        if self._habits is None or self._habits[0] != today:
            self._habits = today, habits(self._days, today, self._is_holiday)
        return self._habits[1][kind_of(day, self._is_holiday)]

    def _day(self, at_s: float) -> tuple[date, float]:
        """Returns the car's day of a moment, and the hours since its midnight by the wall clock."""
        local = datetime.fromtimestamp(at_s, self._zone)
        hour = local.hour + local.minute / 60
        if hour < DAY_BEGINS_H:
            return local.date() - timedelta(days=1), hour + 24
        return local.date(), hour

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what was learnt, fit for JSON."""
        return {
            "days": [[each.day.isoformat(), *each[1:]] for each in self._days],
            "soc_pct": self._soc_pct,
            "plugged_s": self._plugged_s,
            "trip": None if self._trip is None else list(self._trip),
            "correction": None if self._correction is None else list(self._correction),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        days = sorted(map(_saved_day, saved["days"]))[-DAYS:]
        if len({each.day for each in days}) < len(days):
            raise ValueError("days: must have each day once")
        soc_pct, plugged_s = read.maybe(_pct, saved["soc_pct"]), read.maybe(read.moment_s, saved["plugged_s"])
        trip = read.maybe(_saved_trip, saved["trip"])
        self._correction = read.maybe(_correction, saved["correction"])
        self._days, self._soc_pct, self._plugged_s, self._trip = days, soc_pct, plugged_s, trip
        self._habits = self._next = None


def _used_pct(trip: _Trip, came_pct: float) -> float | None:
    """Returns what a trip used; None where it is not told, or the car was charged on its way."""
    risen = trip.least_pct is not None and came_pct > trip.least_pct + RISEN_PCT
    if trip.left_pct is None or trip.elsewhere or risen or came_pct > trip.left_pct + RISEN_PCT:
        return None
    return max(trip.left_pct - came_pct, 0.0)


def _pct(value: Any) -> float:
    return read.number(value, 0.0, FULL_PCT)


def _saved_day(values: Sequence[Any]) -> Day:
    day, hour, used_pct, lesson = values
    least, most = float(DAY_BEGINS_H), DAY_BEGINS_H + 24.0
    return Day(read.day(day), read.number(hour, least, most), read.maybe(_pct, used_pct), read.flag(lesson))


def _saved_trip(values: Sequence[Any]) -> _Trip:
    left_s, left_pct, least_pct, elsewhere, back_s = values
    return _Trip(
        read.moment_s(left_s),
        read.maybe(_pct, left_pct),
        read.maybe(_pct, least_pct),
        read.flag(elsewhere),
        read.maybe(read.moment_s, back_s),
    )


def _correction(values: Sequence[Any]) -> Correction:
    at_s, used_pct, need_pct = values
    return Correction(read.moment_s(at_s), _pct(used_pct), _pct(need_pct))
