"""Reads the entries of a list of prices as steps of time; an entry that is none is named and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from reprlib import repr as shown
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from .price_curve import DAY_S, Step
from .price_scale import PRICE, Scale
from .price_times import HOUR_S, WallClock, clock, left_out_hour, minute_s, moment, span, spans_s

BEGIN = (
    "start",
    "startsAt",
    "start_time",
    "start_timestamp",
    "start_date",
    "startTime",
    "time_start",
    "valid_from",
    "from",
    "datetime",
    "time",
    "hour",
    "timestamp",
    "date",
)
END = (
    "end",
    "endsAt",
    "end_time",
    "end_timestamp",
    "end_date",
    "endTime",
    "time_end",
    "valid_to",
    "till",
)
WITHIN = ("amount", "total", "value")
"""Names of a price in an entry whose price is a section of its own."""

STEPS_S = (900, 1800, 3600)
HIGHEST_PER_KWH = 100_000.0
"""A price per kWh beyond this is none, in any currency; in rupiahs one has four digits."""

LARGEST = 1e9
"""A number beyond this is no price, in any unit."""

NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


class _Entry(NamedTuple):
    begin_s: float
    end_s: float | None
    price_per_kwh: float


class EntryReader:
    """Reads lists of one entity.

    `problems` has what was wrong with entries that were left out; `undated` says whether the day of any had
    to be told. Times without a zone are those of the house, `zone`.
    """

    def __init__(self, scale: Scale, zone: ZoneInfo) -> None:
        self._scale = scale
        self._zone = zone
        self._clock = WallClock(zone)
        self._hours_from = 0
        self.problems: list[Reason[Problem]] = []
        self.undated = False

    def steps(self, where: str, entries: Sequence[Any], midnight: datetime) -> Sequence[Step]:
        """Returns the steps of entries that say when they begin, or of numbers that share a day evenly.

        The day of the latter begins at `midnight` (aware). Raises MeterError where they do not fit it.
        """
        if all(entry is None for entry in entries):
            return ()
        if any(isinstance(entry, (Mapping, list, tuple)) for entry in entries):
            return list(self._timed(where, entries, midnight))
        self.undated = True
        return list(self._of_day(where, entries, midnight))

    def _timed(self, where: str, entries: Sequence[Any], midnight: datetime) -> Iterator[Step]:
        """Yields the steps of entries, in any order; those without a price are not published yet."""
        entries = [_section(entry) for entry in entries]
        self._clock = WallClock(self._zone)
        self._hours_from = _first_hour(entries)
        last = max((number for number, entry in enumerate(entries) if _is_priced(entry)), default=-1)
        found = set()
        # What has no price at the end is not published yet; before the last that has one it is missing.
        for number, entry in enumerate(entries[: last + 1]):
            try:
                found.add(self._entry(f"{where}[{number}]", entry, midnight))
            except MeterError as error:
                self.problems.append(error.reason)
        # What is listed twice is one, and some list the latest first.
        ordered = sorted(found, key=lambda entry: entry.begin_s)
        for (begin_s, end_s, price), span_s in zip(
            ordered, spans_s([each.begin_s for each in ordered]), strict=True
        ):
            yield Step(begin_s, begin_s + span_s if end_s is None else end_s, price)

    def _entry(self, where: str, entry: Mapping[str, Any], midnight: datetime) -> _Entry:
        begin, price = _first(entry, BEGIN), _price_name(entry)
        if begin is None or price is None:
            begins, prices = ", ".join(BEGIN), ", ".join(PRICE)
            raise MeterError(Problem.PRICE_ENTRY, where=where, begins=begins, prices=prices)
        value, told = entry[price], entry
        if isinstance(value, Mapping) and (within := _first(value, WITHIN)) is not None:
            value, told = value[within], {**entry, **value}
        number = self._price(f"{where}.{price}", value, price, told)
        begin_s = self._begin_s(f"{where}.{begin}", entry[begin], _named_day(entry, midnight))
        end = _first(entry, END)
        if end is None or entry[end] is None:
            return _Entry(begin_s, None, number)
        end_s = self._end_s(f"{where}.{end}", entry[end], begin_s)
        # A day has 25 hours once a year.
        if not 0 < end_s - begin_s <= DAY_S + HOUR_S:
            raise MeterError(Problem.PRICE_SPAN, where=where, got=span(begin_s, end_s))
        return _Entry(begin_s, end_s, number)

    def _price(self, where: str, value: object, name: str | None, entry: Mapping[str, Any]) -> float:
        price = price_number(where, value) * self._scale.of(name, entry)
        if abs(price) > HIGHEST_PER_KWH:
            most = f"{HIGHEST_PER_KWH:g}"
            raise MeterError(Problem.PRICE_TOO_LARGE, where=where, most=most, got=f"{price:g}")
        return price

    def _begin_s(self, where: str, value: object, midnight: datetime) -> float:
        minutes = clock(value)
        if minutes is None:
            at = moment(where, value)
            return self._clock.begin_s(where, at) if at.tzinfo is None else minute_s(at.timestamp())
        self.undated = True
        minutes -= 60 * self._hours_from
        return self._clock.begin_s(where, midnight.replace(tzinfo=None) + timedelta(minutes=minutes))

    def _end_s(self, where: str, value: object, begin_s: float) -> float:
        minutes = clock(value)
        if minutes is None:
            at = moment(where, value)
            return self._clock.end_s(begin_s, at) if at.tzinfo is None else minute_s(at.timestamp())
        # An end that is a time of day is the first such time after the begin.
        begin = datetime.fromtimestamp(begin_s, self._zone).replace(tzinfo=None)
        wall = datetime.combine(begin, time()) + timedelta(minutes=minutes)
        return self._clock.end_s(begin_s, wall if wall > begin else wall + timedelta(days=1))

    def _of_day(self, where: str, entries: Sequence[Any], midnight: datetime) -> Iterator[Step]:
        """Yields the steps of plain numbers that share the day evenly from midnight to midnight."""
        begin_s = midnight.timestamp()
        length_s = (midnight + timedelta(days=1)).timestamp() - begin_s
        counts = [round(length_s / step_s) for step_s in STEPS_S if length_s % step_s == 0]
        numbers = _without_padding(entries, counts, midnight)
        if len(numbers) not in counts:
            known, hours = " / ".join(map(str, counts)), f"{length_s / HOUR_S:g}"
            raise MeterError(Problem.PRICE_COUNT, where=where, known=known, hours=hours, count=len(entries))
        step_s = length_s / len(numbers)
        for number, value in enumerate(numbers):
            at_s = begin_s + number * step_s
            try:
                yield Step(at_s, at_s + step_s, self._price(f"{where}[{number}]", value, None, {}))
            except MeterError as error:
                self.problems.append(error.reason)


def price_number(where: str, value: object) -> float:
    """Returns a price that is a number, or the text of one, with a point or a comma.

    Raises MeterError for anything else.
    """
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        value = float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST:
        raise MeterError(Problem.NO_NUMBER, where=where, got=shown(value))
    return float(value)


def _without_padding(entries: Sequence[Any], counts: Sequence[int], midnight: datetime) -> Sequence[Any]:
    """Returns the numbers of a day without the empty place that some lists have for a clock change.

    It is that of the hour that the clock leaves out, or the last one of a list that is made for 25 hours.
    """
    for per_hour in (1, 2, 4):
        skipped = left_out_hour(midnight) if len(entries) == 24 * per_hour else 24
        if len(entries) in counts or skipped is None:
            continue
        place = slice(skipped * per_hour, (skipped + 1) * per_hour)
        if len(entries) in (24 * per_hour, 25 * per_hour) and all(each is None for each in entries[place]):
            return [*entries[: place.start], *entries[place.stop :]]
    return entries


def _section(entry: Any) -> Mapping[str, Any]:
    """Returns an entry by its names, a pair of a time and a price too; nothing of what is no entry."""
    if isinstance(entry, Mapping):
        return entry
    if isinstance(entry, (list, tuple)) and len(entry) == 2:
        return {BEGIN[0]: entry[0], "value": entry[1]}
    return {"value": None} if entry is None else {}


def _first_hour(entries: Iterable[Mapping[str, Any]]) -> int:
    """Returns the number of a day's first hour: 1 where the hours are counted from it to the last."""
    hours = [entry["hour"] for entry in entries if _first(entry, BEGIN) == "hour"]
    numbers = {hour for hour in hours if isinstance(hour, int)}
    return 1 if numbers in (set(range(1, 25)), set(range(1, 26))) else 0


def _first(entry: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((name for name in names if name in entry), None)


def _is_priced(entry: Mapping[str, Any]) -> bool:
    """Says whether an entry has a price, or has not even a place for one."""
    name = _price_name(entry)
    return name is None or entry[name] is not None


def _price_name(entry: Mapping[str, Any]) -> str | None:
    """Returns the name of an entry's price, of several the first that has one."""
    told = (name for name in PRICE if entry.get(name) is not None)
    return next(told, _first(entry, PRICE))


def _named_day(entry: Mapping[str, Any], midnight: datetime) -> datetime:
    """Returns the midnight of the day that an entry names beside its hour, else the given one."""
    named = entry.get("date")
    try:
        day = date.fromisoformat(named) if isinstance(named, str) else None
    except ValueError:
        day = None
    return midnight if day is None else datetime.combine(day, time(), midnight.tzinfo)
