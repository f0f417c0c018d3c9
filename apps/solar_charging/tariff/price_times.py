"""Reads the times of lists of prices: with a zone, without one, or of a day that is known otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

from ..base.errors import MeterError
from ..base.reason import Problem
from ..base.shown import shown

MINUTE_S = 60
HOUR_S = 3600

MILLISECONDS = 1e10
"""A time stamp beyond this counts milliseconds."""

YEARS = range(1971, 2200)
"""The years that prices may be of."""

CLOCK = re.compile(r"(\d{1,2})(?::([0-5]\d)(?::[0-5]\d)?)?(?:\s*-.*)?")
"""A time of day, or a span between two of them; an hour may stand alone."""


def clock(value: object) -> int | None:
    """Returns a time of day in minutes since midnight, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    match = CLOCK.fullmatch(str(value).strip())
    if match is None or int(match[1]) > 24:
        return None
    return int(match[1]) * 60 + int(match[2] or 0)


def moment(where: str, value: object) -> datetime:
    """Returns a moment, naive where it has no zone. Raises MeterError for anything else."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(value, (int, float)) and number and 1 < value < 1000 * MILLISECONDS:
        return datetime.fromtimestamp(value / 1000 if value > MILLISECONDS else value, timezone.utc)
    try:
        # Python 3.10 does not read the Z of UTC.
        at: datetime | None = datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
    except ValueError:
        at = None
    if at is None or at.year not in YEARS:
        raise MeterError(Problem.NO_TIME, where=where, got=shown(value))
    return at


def is_time(value: object) -> bool:
    """Says whether a key of a table is a time, of a day or with its date."""
    if clock(value) is not None:
        return True
    try:
        moment("", value)
    except MeterError:
        return False
    return isinstance(value, str)


def minute_s(at_s: float) -> float:
    """Returns a time to the minute, for some begin a second late, or end one early."""
    return round(at_s / MINUTE_S) * MINUTE_S


def span(begin_s: float, end_s: float) -> str:
    """Returns a span of time as a person reads it."""
    begin, end = (f"{datetime.fromtimestamp(at_s, timezone.utc):%Y-%m-%d %H:%M}" for at_s in (begin_s, end_s))
    return f"{begin} to {end} UTC"


class WallClock:
    """Finds the moments at which a house's clock shows the times of one list, in the list's order."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._seen: Counter[datetime] = Counter()

    def begin_s(self, where: str, wall: datetime) -> float:
        """Returns when the clock shows `wall` (naive), the second time where that comes again in the list.

        Raises MeterError where the clock leaves it out.
        """
        at = wall.replace(tzinfo=self._zone, fold=0)
        if not _is_shown(at):
            raise MeterError(Problem.NO_TIME, where=where, got=repr(f"{wall:%Y-%m-%dT%H:%M:%S}"))
        again = at.replace(fold=1)
        if again.timestamp() != at.timestamp():
            self._seen[wall] += 1
            if self._seen[wall] > 1:
                return minute_s(again.timestamp())
        return minute_s(at.timestamp())

    def end_s(self, begin_s: float, wall: datetime) -> float:
        """Returns when what begins at `begin_s` ends by the clock: the first reading after it.

        Where the clock is set, that is by the wall, or by one of the two moments at which it shows `wall`.
        """
        begin_wall = datetime.fromtimestamp(begin_s, self._zone).replace(tzinfo=None)
        by_wall_s = begin_s + (wall - begin_wall).total_seconds()
        shown_s = (wall.replace(tzinfo=self._zone, fold=fold).timestamp() for fold in (0, 1))
        ends_s = [minute_s(end_s) for end_s in (by_wall_s, *shown_s)]
        return min((end_s for end_s in ends_s if end_s > begin_s), default=ends_s[0])


def left_out_hour(midnight: datetime) -> int | None:
    """Returns the hour of a day (aware) that the clock leaves out, None on most days."""
    return next((hour for hour in range(24) if not _is_shown(midnight.replace(hour=hour, fold=0))), None)


def _is_shown(at: datetime) -> bool:
    back = at.astimezone(timezone.utc).astimezone(at.tzinfo)
    return back.replace(tzinfo=None, fold=0) == at.replace(tzinfo=None, fold=0)


def spans_s(begins_s: Sequence[float]) -> Sequence[float]:
    """Returns how long entries without an end last: until the next, but no longer than is usual in the list.

    What is longer is a hole, unless the entries go on at that distance.
    """
    gaps_s = [later - earlier for earlier, later in pairwise(begins_s)]
    if not gaps_s:
        return [float(HOUR_S)] * len(begins_s)
    counts = Counter(gaps_s)
    usual_s = min(counts, key=lambda gap_s: (-counts[gap_s], gap_s))
    found_s = []
    for number, gap_s in enumerate(gaps_s):
        beside_s = (*gaps_s[max(number - 1, 0) : number], *gaps_s[number + 1 : number + 2])
        goes_on = gap_s in beside_s and gap_s <= HOUR_S
        found_s.append(gap_s if goes_on else min(gap_s, usual_s))
    return [*found_s, found_s[-1]]


def day_of(at: datetime, lead: int = 0) -> datetime:
    """Returns the midnight of the day of `at` (aware, in the house's zone), or of the day `lead` later."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=lead)
