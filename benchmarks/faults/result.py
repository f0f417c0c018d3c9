"""Holds what came of a fault, and what it must be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from .fault import RETRY_KWH, Expected

TOLD_MIN = 11.0
"""Within 10 minutes a person is told, and this is seen at the beats around that."""

UNSEEN_KWH = 3.7 / 6
"""What flows between two looks at a charging car: what no look bears out is in no ledger."""

LOST_KWH = 0.15
"""Less is lost by measuring, and by showing it once a minute."""


@dataclass
class Result:
    """Is one row of the table; of several runs of it the worst counts.

    Of what was bought dear, `counted_kwh` counts. Minutes are None for never: until it charges again after
    sun and fault, and until a person was told; `told_min` is 0 where there is nothing to tell. `out` lists
    the broken bounds.
    """

    dear_kwh: float = 0.0
    counted_kwh: float = 0.0
    dear_min: float = 0.0
    commands: int = 0
    requests: int = 0
    asleep: int = 0
    away: int = 0
    summaries: int = 0
    escaped: int = 0
    strangers: int = 0
    recovered_min: float | None = 0.0
    told_min: float | None = 0.0
    notes: int = 0
    untrue: str = ""
    twice: str = ""
    said: str = ""
    lost: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)

    def check(self, fault: Expected, base: Result) -> None:
        """Notes the bounds that are broken, compared with a run in which nothing breaks."""
        most_kwh = base.dear_kwh + fault.dear_kwh + (RETRY_KWH if fault.retried else 0.0)
        wrongs = {
            "dear": self.counted_kwh > most_kwh,
            "asleep": self.asleep > 0,
            "away": self.away > 0,
            "escaped": self.escaped > 0,
            "strangers": self.strangers > 0,
            "not recovered": fault.recovers and self.recovered_min is None,
            "not told": _later(self.told_min, TOLD_MIN),
            "untrue": bool(self.untrue),
            "twice": bool(self.twice),
            "lost": bool(set(self.lost) - fault.loses),
        }
        self.out = [name for name, wrong in wrongs.items() if wrong]

    def worst(self, other: Result) -> Result:
        """Returns the worse of two runs, measure by measure; both have been checked."""
        numbers = (
            "dear_kwh", "counted_kwh", "dear_min", "commands", "requests", "asleep", "away", "summaries",
            "escaped", "strangers", "notes",
        )  # fmt: skip
        late = max(self, other, key=lambda each: math.inf if each.told_min is None else each.told_min)
        recovered = (self.recovered_min, other.recovered_min)
        return Result(
            **{name: max(getattr(self, name), getattr(other, name)) for name in numbers},
            recovered_min=None if None in recovered else max(each for each in recovered if each is not None),
            told_min=late.told_min,
            said=late.said or self.said or other.said,
            untrue=self.untrue or other.untrue,
            twice=self.twice or other.twice,
            lost=list(dict.fromkeys([*self.lost, *other.lost])),
            out=list(dict.fromkeys([*self.out, *other.out])),
        )


def _later(minutes: float | None, most: float) -> bool:
    return minutes is None or minutes > most
