"""Holds readings back that may not be true: sums of old and new parts, and jumps that no house makes."""

from __future__ import annotations

from ..base.spans import lasts
from .meter import Reading

MOMENT_S = 1.0
"""Parts of one meter that speak within so many seconds belong to one moment: their sum counts after it."""

FUSES, LEAST_JUMP_W = 3.0, 10_000.0
"""So many times the main fuse, but no less than so many W: a jump beyond it needs a second reading."""

JUMP_W = 20_000.0
"""The same in W where no main fuse is set."""

DOUBT_S, LATE_S = 60.0, 4.0
"""A jump that nothing has denied for so many seconds counts; of a slow meter for its interval and so many
more, in which its next reading comes.
"""


class Moment:
    """Keeps the newest reading of a meter of several `parts` until the moment is over that it belongs to.

    One part speaks after the other, and a sum of old and new ones is none. A moment lasts MOMENT_S from the
    first part on, however many follow; that of a single part is over at once.
    """

    def __init__(self, parts: int) -> None:
        self._lasts_s = MOMENT_S if parts > 1 else 0.0
        self._begun_s = 0.0
        self.reading: Reading | None = None

    @property
    def over_s(self) -> float:
        """Returns when the running moment is over, in unix seconds."""
        return self._begun_s + self._lasts_s

    def put(self, reading: Reading) -> None:
        """Takes in a reading; it begins a moment where none is running."""
        if self.reading is None:
            self._begun_s = reading.at_s
        self.reading = reading

    def drop(self) -> None:
        """Forgets the reading, for the meter has nothing to say any more."""
        self.reading = None

    def take(self, now_s: float) -> Reading | None:
        """Returns, once, the reading of a moment that is over; None where there is none."""
        reading = self.reading
        # One that is yet to begin is of before the clock was set back.
        if reading is None or self._begun_s <= now_s < self.over_s:
            return None
        self.reading = None
        return reading


class Jumps:
    """Lets a reading that jumps beyond what the house's connection carries count once it is confirmed.

    That is by a second reading like it; until then the one before it holds. What the house may import without
    blowing FUSES main fuses is never doubted, so an overload is acted upon at once. `confirmed` says that the
    reading which counted last was a second one. Of a phase all that is W here is A.
    """

    def __init__(self, fuse_w: float | None, least_jump: float = LEAST_JUMP_W) -> None:
        self._fused = fuse_w is not None
        self._jump_w = JUMP_W if fuse_w is None else max(FUSES * fuse_w, least_jump)
        self._believed_w = 0.0
        self.doubted: Reading | None = None
        self.confirmed = False

    def drop(self) -> None:
        """Forgets what is doubted, for the meter has nothing to say any more."""
        self.doubted = None

    def judge(self, reading: Reading) -> Reading | None:
        """Takes in a reading; returns it where it counts, None where it is doubted."""
        power_w, doubted = reading.power_w, self.doubted
        if abs(power_w - self._believed_w) <= self._jump_w or (self._fused and 0 <= power_w <= self._jump_w):
            return self._believe(reading, confirmed=False)
        anew = doubted is None or reading.at_s < doubted.at_s  # as when the clock was set back
        if anew or doubted is None or abs(power_w - doubted.power_w) > self._jump_w:
            self.doubted = reading
        elif reading.at_s >= doubted.at_s + MOMENT_S:
            return self._believe(reading)
        return None

    def take(self, now_s: float, every_s: float) -> Reading | None:
        """Returns, once, a doubted reading that nothing has denied for long; None where there is none.

        The meter reports each `every_s` (0: not known).
        """
        doubted = self.doubted
        if doubted is None or lasts(now_s, doubted.at_s, max(DOUBT_S, every_s + LATE_S)):
            return None
        return self._believe(doubted)

    def _believe(self, reading: Reading, confirmed: bool = True) -> Reading:
        self._believed_w, self.doubted, self.confirmed = reading.power_w, None, confirmed
        return reading
