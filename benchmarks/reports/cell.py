"""Holds what was measured of one story under one way of reporting, and what it must be."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rows import Row
    from .stories import Story

DEAR_KWH, SUN_SHARE = 0.3, 0.9
LOOSE_DEAR_KWH, LOOSE_SUN_SHARE = 1.0, 0.8
FULL_KW = 3.7
"""What the car draws at its greatest current."""

MOST_SETS = 10
"""In a story whose current is clipped."""

NEEDED = frozenset({"charging", "drawn", "soc", "current", "location"})
"""What the app cannot do without; that this is not known has to be said."""

NAMED_WITHIN_S = 1800.0
LEAST_KWH = 0.5


@dataclass
class Cell:
    """Adds up a story; of several runs of it (phases, states) the worst counts.

    `kwh` is what reached the car at its plug. `named_s` is how long it took the app to say what is wrong with
    the reports, None where that was not said or nothing is wrong. `out` lists the bounds that are broken.
    """

    kwh: float = 0.0
    sun_kwh: float = 0.0
    dear_kwh: float = 0.0
    starts: int = 0
    stops: int = 0
    sets: int = 0
    wake_ups: int = 0
    refreshes: int = 0
    wrong_by_hand: int = 0
    taken: int = 0
    overridden: int = 0
    missed: int = 0
    named_s: float | None = None
    out: list[str] = field(default_factory=list)

    def check(self, story: Story, row: Row, base: Cell) -> None:
        """Notes the bounds that are broken, compared with the same story freshly reported."""
        dear_kwh, share = (LOOSE_DEAR_KWH, LOOSE_SUN_SHARE) if row.loose else (DEAR_KWH, SUN_SHARE)
        if story.unseen:
            dear_kwh += row.poll_s / 3600 * FULL_KW
        wrongs = {
            "dear": self.dear_kwh > min(base.dear_kwh, story.most_dear_kwh) + dear_kwh,
            "sun": story.sun_counts and base.sun_kwh > LEAST_KWH and self.sun_kwh < share * base.sun_kwh,
            "starts": story.most_starts is not None
            # What the car takes at most has to be learnt.
            and max(self.starts, self.stops) > story.most_starts + (row.defect == "max"),
            "energy": story.must_charge and self.kwh < share * base.kwh,
            "missed": self.missed > 0,
            "by hand": self.wrong_by_hand > 0 and not row.untellable,
            "taken": self.taken > (1 if row.untellable else 0),
            "overridden": self.overridden > 0 and not row.untellable,
            "sets": story.cable_a is not None and self.sets > MOST_SETS,
        }
        if row.unplaced:
            commanded = self.starts + self.stops + self.sets + self.wake_ups > 0
            wrongs = {"commanded": commanded}
        self.out = [name for name, wrong in wrongs.items() if wrong]

    def check_named(self, role: str) -> None:
        """Notes where the app never said what is wrong with the reports, and cannot do without."""
        if role in NEEDED and (self.named_s is None or self.named_s > NAMED_WITHIN_S):
            self.out.append("not named")

    def worst(self, other: Cell) -> Cell:
        """Returns the worse of two runs, measure by measure."""
        found = {
            each.name: max(getattr(self, each.name), getattr(other, each.name))
            for each in fields(Cell)
            if each.name not in ("kwh", "sun_kwh", "named_s", "out")
        }
        spoken = [cell.named_s for cell in (self, other)]
        never = None in spoken
        return Cell(
            kwh=min(self.kwh, other.kwh),
            sun_kwh=min(self.sun_kwh, other.sun_kwh),
            named_s=None if never else max(at_s for at_s in spoken if at_s is not None),
            out=[*self.out, *(name for name in other.out if name not in self.out)],
            **found,
        )

    def beside(self, other: Cell) -> Cell:
        """Returns what two stories of one column come to: their energy together, else the worse of them."""
        worst = self.worst(other)
        worst.kwh, worst.sun_kwh = self.kwh + other.kwh, self.sun_kwh + other.sun_kwh
        return worst

    def __str__(self) -> str:
        """Returns the cell as the table shows it."""
        parts = [f"{self.sun_kwh:.1f}/{self.dear_kwh:.1f} {self.starts}+{self.stops}+{self.sets}"]
        for name, count in (
            ("wake", self.wake_ups),
            ("refresh", self.refreshes),
            ("by hand", self.wrong_by_hand),
            ("taken", self.taken),
            ("overridden", self.overridden),
            ("missed", self.missed),
        ):
            if count:
                parts.append(f"{name} {count}")
        if self.named_s is not None:
            parts.append(f"named {self.named_s:.0f} s")
        text = ", ".join(parts)
        return f"**{text}: {', '.join(self.out)}**" if self.out else text
