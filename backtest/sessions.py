"""Tells when the car is at the plug, and with how much: for people made up, or from a file."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from simulator.trace import open_text, parse_moment
from solar_charging.planning.departures import Departures

from .scenario import CarModel, Session

COLUMNS = ("plug_in_utc", "plug_out_utc", "soc_in_pct", "soc_target_pct")
OWN_COLUMNS = ("plug_in", "plug_out", "soc_in_pct", "soc_out_pct")
"""Columns of the table that the app itself keeps."""

EARLY_BY = timedelta(hours=1)
"""How long before a departure a car may leave and still have left for it."""


class SessionsError(ValueError):
    """Reports a file of sessions that cannot be used; the text names file, row, column and rule."""


class Day(NamedTuple):
    """Describes a day's trip: ready at `ready` with `target_pct`, then away for `back`.

    Without `kwh` the car does not leave.
    """

    ready: time
    target_pct: float
    back: timedelta = timedelta()
    kwh: float = 0.0


Person = Callable[[int, random.Random], Day | None]
"""Answers what a weekday (Monday: 0) brings; None: the car stays at the plug, and nothing is wanted of it."""


def commuter(weekday: int, dice: random.Random) -> Day:
    """Drives to work on Monday, Tuesday and Thursday, and makes a trip on two of three weekend days.

    Stays at home on the others. Wants 40 % at half past seven, on a weekend 50 % at half past nine.
    """
    if weekday in (0, 1, 3):
        return Day(time(7, 30), 40.0, timedelta(hours=10, minutes=10), _normal(dice, 9, 2))
    if weekday in (2, 4):
        return Day(time(7, 30), 40.0)
    away_h, kwh, goes = dice.uniform(3, 9), dice.uniform(5, 25), dice.random() < 2 / 3
    return Day(time(9, 30), 50.0, timedelta(hours=away_h), kwh if goes else 0.0)


def shift_worker(weekday: int, dice: random.Random) -> Day:
    """Leaves for the late shift at five each day with 40 %, and is back at one in the night."""
    del weekday  # each day is the same
    return Day(time(17), 40.0, timedelta(hours=8), _normal(dice, 9, 2))


def office_worker(weekday: int, dice: random.Random) -> Day | None:
    """Works from Monday to Friday, leaves at half past seven with 40 %, and is at home all weekend."""
    if weekday > 4:
        return None
    return Day(time(7, 30), 40.0, timedelta(hours=10, minutes=10), _normal(dice, 9, 2))


def _normal(dice: random.Random, mean: float, spread: float) -> float:
    return min(max(dice.gauss(mean, spread), mean - 3 * spread), mean + 3 * spread)


def life(person: Person, start: datetime, end: datetime, zone: ZoneInfo, seed: str) -> tuple[Session, ...]:
    """Returns the sessions of a person between two moments; the same seed lives the same life."""
    return tuple(_live(person, start, end, zone, random.Random(seed)))


def _live(
    person: Person, start: datetime, end: datetime, zone: ZoneInfo, dice: random.Random
) -> Iterator[Session]:
    home, kwh = start, 0.0
    date = start.astimezone(zone).date()
    while home < end:
        day = person(date.weekday(), dice)
        today, date = date, date + timedelta(days=1)
        if day is None:
            continue
        ready = datetime.combine(today, day.ready, zone).astimezone(start.tzinfo)
        if ready <= home:
            continue
        if ready >= end:
            yield Session(home, end, trip_kwh=kwh)
            return
        yield Session(home, ready, day.target_pct, trip_kwh=kwh)
        home, kwh = (ready + _whole_steps(day.back), day.kwh) if day.kwh else (ready, 0.0)


def _whole_steps(span: timedelta) -> timedelta:
    return timedelta(seconds=span.total_seconds() // 10 * 10)


def with_departures(sessions: Iterable[Session], departures: Departures) -> Iterator[Session]:
    """Cuts sessions wherever the car has to be ready, and adds what is wanted then.

    The sessions given say nothing of what is wanted.
    """
    for session in sessions:
        rest = session
        departure = departures.next(rest.plug_in)
        while departure is not None and departure.at_s < rest.plug_out.timestamp():
            ready = datetime.fromtimestamp(departure.at_s, timezone.utc)
            yield replace(rest, plug_out=ready, soc_target_pct=departure.soc_pct)
            rest = Session(ready, session.plug_out)
            departure = departures.next(ready)
        if departure is not None and departure.at_s <= (rest.plug_out + EARLY_BY).timestamp():
            rest = replace(rest, soc_target_pct=departure.soc_pct)
        yield rest


def read_sessions(path: Path, battery_kwh: float = CarModel.battery_kwh) -> tuple[Session, ...]:
    """Reads CSV with the columns `plug_in_utc`, `plug_out_utc`, `soc_in_pct`, `soc_target_pct`.

    An empty `soc_in_pct` means that nothing was used since the session before, an empty `soc_target_pct` that
    nothing is wanted. Also reads the app's own table, which tells what a battery of `battery_kwh` lost
    between two sessions, and nothing of what was wanted. Raises `SessionsError`; `OSError` where the file
    itself cannot be read.
    """
    with open_text(path, SessionsError) as file:
        reader = csv.DictReader(file)
        present = reader.fieldnames or ()
        columns = OWN_COLUMNS if set(OWN_COLUMNS) <= set(present) else COLUMNS
        for name in columns:
            if name not in present:
                found = ", ".join(present) or "none"
                raise SessionsError(f"{path}: column {name} is missing, found {found}")
        rows = [_row(path, row, record, columns) for row, record in enumerate(reader, start=1)]
    sessions = tuple(_own(rows, battery_kwh) if columns is OWN_COLUMNS else _wanted(rows))
    _check_order(path, sessions, columns)
    return sessions


Row = tuple[datetime, datetime, float | None, float | None]


def _wanted(rows: Iterable[Row]) -> Iterator[Session]:
    return (Session(plug_in, plug_out, wanted or 0.0, soc_in) for plug_in, plug_out, soc_in, wanted in rows)


def _own(rows: Iterable[Row], battery_kwh: float) -> Iterator[Session]:
    """Yields the sessions of the app's own table.

    What was used up between two sessions was used up under any law, however full it left the car.
    """
    left_pct = None
    for plug_in, plug_out, soc_in, soc_out in rows:
        if left_pct is None or soc_in is None:
            yield Session(plug_in, plug_out, soc_in_pct=soc_in)
        else:
            yield Session(plug_in, plug_out, trip_kwh=max(left_pct - soc_in, 0.0) / 100 * battery_kwh)
        left_pct = soc_out


def _check_order(path: Path, sessions: tuple[Session, ...], columns: tuple[str, ...]) -> None:
    plug_in, plug_out = columns[:2]
    for row, session in enumerate(sessions, start=1):
        if session.plug_out <= session.plug_in:
            raise SessionsError(f"{path}: row {row}, {plug_out}: must be later than {plug_in}")
        if row > 1 and session.plug_in < sessions[row - 2].plug_out:
            raise SessionsError(f"{path}: row {row}, {plug_in}: must not be before the last {plug_out}")


def _row(path: Path, row: int, record: dict[str, str], columns: tuple[str, ...]) -> Row:
    plug_in, plug_out = (_moment(path, row, name, record[name] or "") for name in columns[:2])
    first_pct, second_pct = (_per_cent(path, row, name, record[name] or "") for name in columns[2:])
    return plug_in, plug_out, first_pct, second_pct


def _moment(path: Path, row: int, name: str, text: str) -> datetime:
    try:
        return parse_moment(text)
    except ValueError as problem:
        raise SessionsError(f"{path}: row {row}, {name}: {problem}") from None


def _per_cent(path: Path, row: int, name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise SessionsError(f"{path}: row {row}, {name}: must be 0 to 100, is {text!r}")
    return value
