"""Holds what was measured of one story with one way of reporting, and what it must be."""

from __future__ import annotations

from dataclasses import dataclass, field

from .rows import Kind, Row
from .stories import DAYS

DEAR_KWH = 0.3
WRONG_DEAR_KWH = 1.0
SIX_MINUTES_KWH = 0.1 * 11
"""What flows in six minutes at the greatest current on three phases."""

PHASES_DEAR_KWH = 0.5
LEAST_KWH = 0.5
SLACK_H = 0.1
"""So long after the charge it may be said what was learnt of it."""


@dataclass
class Cell:
    """Adds up a story; of several runs of it the worst counts.

    In hours since the story began: `due_h` is when it must have been said what is wrong, None where nothing
    could show it, and `said_h` when it was said first, None for never. `said` is what was said, else the last
    reason that was shown; `blamed` is a fault that was named and is none. `out` lists the broken bounds.
    """

    kwh: float = 0.0
    sun_kwh: float = 0.0
    dear_kwh: float = 0.0
    starts: int = 0
    stops: int = 0
    sets: int = 0
    due_h: float | None = None
    said_h: float | None = None
    said: str = ""
    blamed: str = ""
    out: list[str] = field(default_factory=list)

    def check(self, story: str, row: Row, base: Cell) -> None:
        """Notes the bounds that are broken, compared with the same story and a right meter."""
        most_dear_kwh = {
            Kind.HARMLESS: DEAR_KWH,
            Kind.PHASES: PHASES_DEAR_KWH,
            Kind.WRONG: SIX_MINUTES_KWH if row.three_phases else WRONG_DEAR_KWH,
        }.get(row.kind, WRONG_DEAR_KWH)
        dim = base.sun_kwh > LEAST_KWH and self.sun_kwh < row.least_sun * base.sun_kwh
        wrongs = {
            # What a house battery gives is not bought.
            "dear": self.dear_kwh > base.dear_kwh + most_dear_kwh and row.kind is not Kind.HIDING,
            "sun": dim and row.kind in (Kind.HARMLESS, Kind.LATE, Kind.PHASES),
            "not said": self._unsaid(story, row, dim),
            "blamed": bool(self.blamed) and row.kind in (Kind.HARMLESS, Kind.HIDING),
        }
        self.out = [name for name, wrong in wrongs.items() if wrong]

    def _unsaid(self, story: str, row: Row, dim: bool) -> bool:
        """Says whether nothing was said that had to be; what was understood after all need not be."""
        if row.kind in (Kind.HARMLESS, Kind.LATE) or (row.kind is Kind.WORDS and not dim):
            return False
        if story == DAYS and not row.at_once:
            return self.said_h is None
        return self.due_h is not None and (self.said_h is None or self.said_h > self.due_h + SLACK_H)

    def worst(self, other: Cell) -> Cell:
        """Returns the worse of two runs, measure by measure; both have been checked."""
        late = max(self, other, key=lambda cell: float("inf") if cell.said_h is None else cell.said_h)
        return Cell(
            kwh=min(self.kwh, other.kwh),
            sun_kwh=min(self.sun_kwh, other.sun_kwh),
            dear_kwh=max(self.dear_kwh, other.dear_kwh),
            starts=max(self.starts, other.starts),
            stops=max(self.stops, other.stops),
            sets=max(self.sets, other.sets),
            due_h=late.due_h,
            said_h=late.said_h,
            said=late.said,
            blamed=self.blamed or other.blamed,
            out=[*self.out, *(name for name in other.out if name not in self.out)],
        )

    def __str__(self) -> str:
        """Returns the cell as the table shows it."""
        text = f"{self.sun_kwh:.1f}/{self.dear_kwh:.1f} {self.starts}+{self.stops}+{self.sets}"
        if self.said_h is not None:
            text += f", said {self.said_h:.1f} h"
        return f"**{text}: {', '.join(self.out)}**" if self.out else text
