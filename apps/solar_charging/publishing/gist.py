"""Says what of a text is worth a row in a database: its words, and numbers that moved enough."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from ..base.reason import Reason, Stretch, Text, Value
from .translator import MONEY as SUMS_OF_MONEY

HAIR = 1e-9
"""Floats that are a step apart may be a hair less."""

AT_ONCE = 4.0
"""A number that has moved by so many deadbands is news at once."""


class Deadband(NamedTuple):
    """Says how far a number has to move to be news: by `least`, or by a `share` of what was shown.

    After less than `rest_s` in s it has to move by AT_ONCE times as much, so that one that wavers rests.
    """

    least: float
    share: float = 0.0
    rest_s: float = 120.0

    def left(self, shown: float, now: float, for_s: float) -> bool:
        """Says whether a number has moved enough from what has been shown of it `for_s`."""
        times = 1.0 if for_s >= self.rest_s else AT_ONCE
        return abs(now - shown) + HAIR >= times * max(self.least, self.share * abs(shown))


# Tuned with: python -m benchmarks.recorder
POWER, CURRENT, DRAWN_CURRENT = Deadband(50.0, 0.05), Deadband(0.5), Deadband(0.5, rest_s=0.0)
# Of a house battery, whose level moves all day long.
LEVEL = Deadband(1.0, rest_s=300.0)
# What the other powers make up is for the history alone.
MADE_UP_POWER = Deadband(50.0, 0.05, rest_s=300.0)
# Home Assistant's own statistics, so those of its Energy dashboard, have a value each 5 min.
ENERGY, ENERGY_OF_MONTH = Deadband(0.1, rest_s=300.0), Deadband(0.5, rest_s=300.0)
MONEY, MONEY_OF_MONTH = Deadband(0.05, rest_s=300.0), Deadband(0.1, rest_s=300.0)
"""The deadbands of the sensors, in W, A, kWh and money."""

SPAN, MOMENT = Deadband(60.0, 0.1, 60.0), Deadband(60.0, rest_s=60.0)
SAID: Mapping[str, Deadband] = {
    "_w": Deadband(100.0, 0.1),
    "_m": Deadband(50.0, 0.1),
    "_kwh": Deadband(0.5, 0.1),
    "_s": SPAN,
    "_house_a": Deadband(2.0),
    "_saved": Deadband(0.1, 0.1),
    "_cost": Deadband(0.1, 0.1),
}
"""The deadbands of what a sentence says: of spans and moments in s, and of numbers by the end of their key.

Any other number, such as a current or a per cent, is one of the words, as it is said.
"""


@dataclass(frozen=True)
class Gist:
    """Is what is compared of a text: other `words` are news, and a number that has left its deadband."""

    words: Hashable
    numbers: tuple[tuple[float, Deadband], ...] = ()

    def is_news_after(self, shown: Gist, for_s: float) -> bool:
        """Says whether it differs enough from what has been shown for `for_s` seconds."""
        if self.words != shown.words or len(self.numbers) != len(shown.numbers):
            return True
        pairs = zip(shown.numbers, self.numbers, strict=True)
        return any(deadband.left(before, now, for_s) for (before, _), (now, deadband) in pairs)


def gist_of_reasons(*reasons: Reason[Text] | None) -> Gist:
    """Returns the gist of reasons that are said one after the other."""
    parts = [part for reason in reasons if reason is not None for part in _parts("", reason)]
    words = tuple(part for part in parts if not isinstance(part, _Number))
    return Gist(words, tuple((part.value, part.deadband) for part in parts if isinstance(part, _Number)))


class _Number(NamedTuple):
    value: float
    deadband: Deadband


def _parts(key: str, value: Value) -> Iterator[Hashable]:
    """Yields the words and numbers of a reason's value, in their order."""
    if isinstance(value, Reason):
        yield value.why
        for name, each in value.values.items():
            yield from _parts(name, each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _parts(key, each)
    elif isinstance(value, Stretch):
        yield from (*_parts(key, value.begin), *_parts(key, value.end))
    elif isinstance(value, datetime):
        yield _Number(value.timestamp(), MOMENT)
    elif isinstance(value, timedelta):
        yield _Number(value.total_seconds(), SPAN)
    elif isinstance(value, (int, float)) and math.isfinite(value):
        deadband = _said(key)
        yield (key, round(value, _digits(key))) if deadband is None else _Number(value, deadband)
    else:
        yield key, str(value)


def _said(key: str) -> Deadband | None:
    if key.endswith("_per_kwh"):
        return None
    # A bare "kwh" is a key too.
    return next((deadband for end, deadband in SAID.items() if f"_{key}".endswith(end)), None)


def _digits(key: str) -> int:
    """Returns how many decimals are said of a number that is one of the words."""
    return 3 if key.endswith("_per_kwh") else 2 if key in SUMS_OF_MONEY else 0
