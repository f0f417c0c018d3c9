"""Reads departures and holidays from the events of a calendar, as people write them.

An event with a percentage is a departure at its begin, one of whole days says only how full the car is wanted
on the first of them. An event of whole days with the word for a holiday is a pause. What is odd is named, and
changes nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..base.errors import ProblemError
from ..base.reason import Problem, Reason
from ..base.saved import YEARS
from ..base.shown import shown
from ..settings.foreign import plain
from .departures import Departure, Pause, Told

UNIT = r"(?:%|\N{ARABIC PERCENT SIGN}|(?:per\s?cent|prozent|pour\s?cents?|pct)\b)"

PER_CENT = re.compile(rf"(?<!\d)(\d[\d.,]*)\s*{UNIT}", re.IGNORECASE)

NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")

NOT_BEFORE = frozenset("-+~<>./\N{PLUS-MINUS SIGN}\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}")
"""What makes a change, a bound or the end of a range of a number that stands right behind it."""

BEFORE = 10
"""So many letters before a number may make a range of it."""

RANGE = re.compile(r"\d\s*%?\s*(?:[-/\N{EN DASH}\N{EM DASH}]|\b(?:to|or|bis|oder|à|ou)\b)\s*$", re.IGNORECASE)
"""What stands before the end of a range, or the second of two choices."""

MARKUP = re.compile(r"<[^<>]*>|\S+://\S*")
"""What a person does not read of a description: tags and addresses, which have percentages of their own."""

CANCELLED = ("canceled:", "cancelled:", "abgesagt:", "annule:", "annule :")
"""How calendars of offices begin the title of an event that does not take place."""

COMPOUND = 5
"""A word of so many letters is meant by a longer one that ends with it, as Urlaub by Sommerurlaub."""

LONG = timedelta(days=1)
"""A holiday of less is none that lasts the day."""


class _Event(NamedTuple):
    """Holds one event: `first` day and the day `after` its last by the house's clock.

    `at` is when it begins, None where it takes whole days.
    """

    at: datetime | None
    first: date
    after: date


class _Where(NamedTuple):
    """Names a calendar, and an event in it as a person knows it."""

    entity: str
    event: str


@dataclass
class _Found:
    departures: list[Departure]
    wanted: dict[date, float]
    pauses: list[Pause]


def read_events(rows: Iterable[Any], entity: str, words: Sequence[str], zone: ZoneInfo) -> Told:
    """Returns what the events of a calendar tell; `words` are those of a holiday, `zone` is the house's."""
    found = _Found([], {}, [])
    odd: list[Reason[Problem]] = []
    for row in rows:
        fields = row if isinstance(row, Mapping) else {}
        try:
            _read(fields, _Where(entity, shown(fields.get("summary"))), words, zone, found)
        except ProblemError as error:
            odd.append(error.reason)
    return Told(
        tuple(sorted(set(found.departures))),
        tuple(sorted(found.wanted.items())),
        tuple(sorted(found.pauses)),
        tuple(odd),
    )


def _read(
    fields: Mapping[str, Any], where: _Where, words: Sequence[str], zone: ZoneInfo, found: _Found
) -> None:
    title, text = (_readable(fields.get(key)) for key in ("summary", "description"))
    if plain(title).startswith(CANCELLED):
        return
    soc_pct = _per_cent(title, where)
    soc_pct = _per_cent(text, where) if soc_pct is None else soc_pct
    holiday = _has_word(title, words)
    if soc_pct is None and not holiday:
        return
    if soc_pct is not None and holiday:
        raise ProblemError(Problem.CALENDAR_BOTH, entity=where.entity, event=where.event)
    event = _event(fields, where, zone)
    if soc_pct is None:
        _pause(event, where, found)
    elif event.at is not None:
        found.departures.append(Departure(event.at.timestamp(), soc_pct))
    else:
        found.wanted[event.first] = max(soc_pct, found.wanted.get(event.first, 0.0))


def _pause(event: _Event, where: _Where, found: _Found) -> None:
    if event.at is None:
        found.pauses.append(Pause(event.first, event.after))
    elif event.after - event.first >= LONG:
        raise ProblemError(Problem.CALENDAR_HOLIDAY_TIMED, entity=where.entity, event=where.event)


def _readable(said: Any) -> str:
    """Returns a text without markup, in one way of writing each letter."""
    text = html.unescape(said) if isinstance(said, str) else ""
    return unicodedata.normalize("NFKC", MARKUP.sub(" ", text))


def _per_cent(text: str, where: _Where) -> float | None:
    """Returns the percentage in a text, None where it has none. Raises ProblemError where it is not clear."""
    values = set()
    for match in PER_CENT.finditer(text):
        before = text[max(match.start() - BEFORE, 0) : match.start()]
        if before[-1:] in NOT_BEFORE or RANGE.search(before) or not NUMBER.fullmatch(match[1]):
            raise _no_per_cent(where, re.findall(r"\S*$", before)[0] + match[0])
        values.add(float(match[1].replace(",", ".")))
    if len(values) > 1:
        raise ProblemError(Problem.CALENDAR_SEVERAL, entity=where.entity, event=where.event)
    value = next(iter(values), None)
    if value is not None and not 1 <= value <= 100:
        raise _no_per_cent(where, f"{value:g}%")
    return value


def _no_per_cent(where: _Where, said: str) -> ProblemError:
    return ProblemError(
        Problem.CALENDAR_NO_PER_CENT, entity=where.entity, event=where.event, said=shown(said)
    )


def _has_word(title: str, words: Sequence[str]) -> bool:
    """Says whether a title has one of the words, be it of several, or the end of a longer one."""
    said = [plain(each) for each in re.findall(r"\w+", title)]
    for word in words:
        meant = [plain(each) for each in re.findall(r"\w+", word)]
        spans = (said[at : at + len(meant)] for at in range(len(said)))
        if meant in spans:
            return True
        if len(meant) == 1 and len(meant[0]) >= COMPOUND and any(each.endswith(meant[0]) for each in said):
            return True
    return False


def _event(fields: Mapping[str, Any], where: _Where, zone: ZoneInfo) -> _Event:
    begin, end = (_moment(fields.get(key), zone) for key in ("start", "end"))
    if begin is None:
        said = shown(fields.get("start"))
        raise ProblemError(Problem.CALENDAR_NO_TIME, entity=where.entity, event=where.event, said=said)
    end = begin if end is None or type(end) is not type(begin) else end
    if not isinstance(begin, datetime):
        # The day of the end is not of the event any more; some leave it out, or name the same.
        return _Event(None, begin, max(end, begin + timedelta(days=1)))
    assert isinstance(end, datetime)
    whole = begin.time() == end.time() == time() and begin.date() < end.date()
    return _Event(None if whole else begin, begin.date(), end.date())


def _moment(said: Any, zone: ZoneInfo) -> date | datetime | None:
    """Returns a day, or a moment by the house's clock; None for what is neither."""
    if not isinstance(said, str):
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
            day = date.fromisoformat(said)
            return day if day.year in YEARS else None
        at = datetime.fromisoformat(said.replace("Z", "+00:00"))
        if at.year not in YEARS:
            return None
        return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
    except (ValueError, OverflowError):
        return None
