"""Learns how late a line shows that the car draws less: cars take their time, and meters do."""

from __future__ import annotations

from collections import deque

SAME, SHOWN = 0.25, 0.75
"""Shares of a lowering: the line is as before up to the one, and shows it from the other on."""

LONGEST_S = 90.0
"""Nothing is waited for longer than this, in s."""


class Lateness:
    """Keeps how late the last two lowerings showed; times are unix seconds."""

    def __init__(self) -> None:
        self._found_s: deque[float] = deque(maxlen=2)
        self._since_s: float | None = None
        self._before = self._fall = self._same_s = 0.0

    @property
    def waiting(self) -> bool:
        """Says whether a lowering is yet to show."""
        return self._since_s is not None

    @property
    def usual_s(self) -> float:
        """Returns how many seconds a lowering takes to show; 0 where it was not seen to take any."""
        return max(self._found_s, default=0.0)

    def lowered(self, at_s: float, value: float, fall: float) -> None:
        """Takes in that the line is to fall by so much from `value`; what has not shown yet shows with it."""
        if self._since_s is None:
            self._since_s, self._before, self._fall, self._same_s = at_s, value, 0.0, 0.0
        self._fall += fall

    def raised(self) -> None:
        """Takes in that the car was asked for more: nothing is to fall any more."""
        self._since_s = None

    def read(self, at_s: float, value: float) -> None:
        """Takes in a reading."""
        if self._since_s is None:
            return
        late_s, fell = at_s - self._since_s, self._before - value
        if late_s > LONGEST_S:
            self._since_s = None
        elif fell <= SAME * self._fall:
            self._same_s = late_s
        elif fell >= SHOWN * self._fall:
            # Of a slow meter the first reading that could show it has shown it: that is not late.
            self._found_s.append((self._same_s + late_s) / 2 if self._same_s > 0 else 0.0)
            self._since_s = None
