"""Finds in the days on which the car left when it leaves, and what it needs then. Pure.

The days are parted by weekday in the way that says most about them: all alike, working days and weekends, or
each weekday of its own (a public holiday counts as a Sunday). Of the ways P it takes the one with the least

    score(P) = 2 * sum over x of m_x * log(max(d_x, f_x)) + 2 * k * log(n)

with n days in k classes, x the hour of leaving and the per cent used, which is known of m_x days, d_x its
mean distance from its class's median, and f_x the distance that is none: the Bayesian information criterion
of exponentially distributed distances (G. Schwarz, "Estimating the dimension of a model", 1978; P. S.
Laplace's law of errors). Of a class's newest `RECENT` days, n of them,

    ready = the hour that one in ten left before, less READY_H and UNSURE_H * unsure(n)
    need  = the per cent that one in ten exceeds, plus RESERVE_PCT and UNSURE_PCT * unsure(n)
    unsure(n) = max(1 - n / SURE, 0)

so of ten days or fewer the earliest and the greatest. A day on which the need proved too small counts in full
for `LESSON_DAYS`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from ..settings.holidays import IsHoliday

SUNDAY = 6
Ways = tuple[tuple[int, ...], ...]
WAYS: Ways = ((0,) * 7, (0, 0, 0, 0, 0, 1, 1), tuple(range(7)))
"""The ways in which days are parted: of each weekday, Monday first, the number of its class."""

ALIKE_H, ALIKE_PCT = 0.25, 5.0
"""Hours, and per cent, that differ by less are the same."""

LEAST_DAYS = 3
"""So many days of a class say something; of fewer a wider class is asked."""

RECENT, ONE_IN = 20, 10
"""So many of a class's newest days count, and one in so many is an exception."""

LESSON_DAYS = 14
"""For so many days one on which the need proved too small counts as no exception."""

SURE = 6
"""From so many days on nothing is added for what is not known. Checked by
`python -m benchmarks.untold --tuning`.
"""

EARLY_H, UNKNOWN_PCT = 6.0, 60.0
"""When the car leaves, and how full it is to be, as long as nothing is known. Checked by
`python -m benchmarks.untold --tuning`.
"""

READY_H, UNSURE_H = 0.25, 0.75
"""So many hours before it leaves the car is ready, and so many more as long as little is known. Checked by
`python -m benchmarks.untold --tuning`.
"""

RESERVE_PCT, UNSURE_PCT = 20.0, 10.0
"""What is to be left when the car is back, and how much more as long as little is known. Checked by
`python -m benchmarks.untold --tuning`.
"""

FULL_PCT = 100.0


class Day(NamedTuple):
    """Holds a day on which the car left: when first, and what all its trips used.

    `hour` counts from the day's midnight by the wall clock; a day reaches from 4 to 28. `used_pct` is None
    where one of the trips is not told. `lesson` says that the need of that day proved too small.
    """

    day: date
    hour: float
    used_pct: float | None
    lesson: bool = False


class Habit(NamedTuple):
    """Holds what the days of a class have in common: Monday is 0, and `weekdays` are those it stands for.

    `leaves_h` is the usual hour of leaving, `ready_h` the one by which `need_pct` is needed. `used_pct` is
    what is used at most but on exceptions. None: not known.
    """

    weekdays: tuple[int, ...]
    days: int
    leaves_h: float | None
    ready_h: float
    used_pct: float | None
    need_pct: float

    @property
    def known(self) -> bool:
        """Says whether it was learnt, not only assumed."""
        return self.leaves_h is not None and self.used_pct is not None


def kind_of(day: date, is_holiday: IsHoliday) -> int:
    """Returns the weekday that a day counts as, Monday being 0: a public holiday is a Sunday."""
    return SUNDAY if is_holiday(day) else day.weekday()


def habits(days: Sequence[Day], today: date, is_holiday: IsHoliday) -> tuple[Habit, ...]:
    """Returns what is to be expected of each weekday, Monday first, by the days that the car has left on."""
    kinds = [kind_of(each.day, is_holiday) for each in days]
    best = min(WAYS, key=lambda way: _score(days, [way[kind] for kind in kinds])) if days else WAYS[0]
    return tuple(_of_weekday(weekday, days, kinds, best, today) for weekday in range(7))


def _score(days: Sequence[Day], classes: Sequence[int]) -> float:
    """Returns the score of parting the days in `classes`, the less the better (see the head of the file)."""
    present = set(classes)
    score = 2 * len(present) * math.log(len(days))
    hours = [(number, each.hour) for number, each in zip(classes, days, strict=True)]
    used = [
        (number, each.used_pct)
        for number, each in zip(classes, days, strict=True)
        if each.used_pct is not None
    ]
    for told, alike in ((hours, ALIKE_H), (used, ALIKE_PCT)):
        if not told:
            continue
        by_class = [[value for number, value in told if number == each] for each in present]
        far = sum(abs(value - median(values)) for values in by_class for value in values)
        score += 2 * len(told) * math.log(max(far / len(told), alike))
    return score


def _of_weekday(
    weekday: int, days: Sequence[Day], kinds: Sequence[int], best: tuple[int, ...], today: date
) -> Habit:
    """Returns the habit of a weekday: of its class, or of the first wider one that says something."""
    like = [(kind, day) for kind, day in zip(kinds, days, strict=True) if best[kind] == best[weekday]]
    for way in [best, *(wider for wider in reversed(WAYS) if max(wider) < max(best))]:
        found = [day for kind, day in zip(kinds, days, strict=True) if way[kind] == way[weekday]]
        if len(found) >= LEAST_DAYS:
            alike = tuple(each for each in range(7) if way[each] == way[weekday])
            return _habit(found[-RECENT:], alike, len(like), today)
    return _assumed(days)


def _assumed(days: Sequence[Day]) -> Habit:
    """Returns what is assumed as long as fewer days are known than say anything."""
    ready_h = min([EARLY_H, *(each.hour - READY_H - UNSURE_H for each in days)])
    return Habit(tuple(range(7)), len(days), None, ready_h, None, _unknown_pct(days))


def _unknown_pct(days: Sequence[Day]) -> float:
    """Returns the per cent needed where too few trips have told what they use."""
    used = [each.used_pct + RESERVE_PCT for each in days if each.used_pct is not None]
    return min(max([UNKNOWN_PCT, *used]), FULL_PCT)


def _habit(days: Sequence[Day], weekdays: tuple[int, ...], own: int, today: date) -> Habit:
    """Returns what days have in common, where `own` of the weekday's own class are known."""
    since = today - timedelta(days=LESSON_DAYS)
    lessons = [each for each in days if each.lesson and each.day > since]
    hours = sorted(each.hour for each in days)
    first_h = min([hours[(len(hours) - 1) // ONE_IN], *(each.hour for each in lessons)])
    ready_h = first_h - READY_H - UNSURE_H * _unsure(min(own, len(days)))
    used = sorted(each.used_pct for each in days if each.used_pct is not None)
    if len(used) < LEAST_DAYS:
        return Habit(weekdays, len(days), median(hours), ready_h, None, _unknown_pct(days))
    learnt = [each.used_pct for each in lessons if each.used_pct is not None]
    most_pct = max([used[-1 - (len(used) - 1) // ONE_IN], *learnt])
    need_pct = most_pct + RESERVE_PCT + UNSURE_PCT * _unsure(min(own, len(used)))
    return Habit(weekdays, len(days), median(hours), ready_h, most_pct, min(need_pct, FULL_PCT))


def _unsure(days: int) -> float:
    return max(1 - days / SURE, 0.0)
