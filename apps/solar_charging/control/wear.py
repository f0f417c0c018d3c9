"""Prices wear on a busy day: the more commands and starts a day has had, the more the next ones count.

How many times its price the next command, and the next start, counts after n of the day:

    on_commands = 1 + (n / MANY_COMMANDS) ** 3
    on_starts   = 1 + ((n + charging) / MANY_STARTS) ** 3

    n          commands, starts: whole numbers, counted from midnight by the house's clock
    charging   1 while a charge runs, else 0
    factors    scalars without a unit, 1 on a fresh day

Source: this project's own; the cube leaves the first ones of a day near their price.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..base.local_days import LocalDays
from ..base.saved import day, whole
from ..vehicle.commands import Verb

MANY_COMMANDS, MANY_STARTS = 45, 2.7
"""After so many on a day the next one counts twice its price, after twice as many nine times. Set by
`python -m benchmarks --tuning`.
"""

MOST = 86_400
"""A day has no more seconds to send commands in."""


class Wear:
    """Counts the commands and starts of a day; days are those of `zone`, moments are aware."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._days = LocalDays(zone)
        self._day = date.min
        self._commands = self._starts = 0

    def sent(self, now: datetime, verb: Verb) -> None:
        """Takes in that one more command was sent."""
        self._turn(now)
        self._commands += 1
        self._starts += verb is Verb.START

    def in_vain(self, now: datetime) -> None:
        """Takes in that the last start began no charge: nothing was switched."""
        self._turn(now)
        self._starts = max(self._starts - 1, 0)

    def on_commands(self, now: datetime) -> float:
        """Returns how many times its price a command counts now."""
        self._turn(now)
        return 1 + (self._commands / MANY_COMMANDS) ** 3

    def on_starts(self, now: datetime, charging: bool) -> float:
        """Returns how many times its price a start counts now.

        While a charge runs one more is counted: a cloud is waited out the longer the more a day has had.
        """
        self._turn(now)
        return 1 + ((self._starts + charging) / MANY_STARTS) ** 3

    def to_dict(self, now: datetime) -> dict[str, Any]:
        """Returns the counts of the day of `now`, fit for JSON."""
        self._turn(now)
        return {"commands": self._commands, "starts": self._starts, "day": self._day.isoformat()}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        commands, starts = whole(saved["commands"], 0, MOST), whole(saved["starts"], 0, MOST)
        self._day, self._commands, self._starts = day(saved["day"]), commands, starts

    def _turn(self, now: datetime) -> None:
        today = self._days.date(now)
        # A day that is farther ahead was of a clock that went wrong, and would last until it comes.
        if not today <= self._day <= today + timedelta(days=1):
            self._day, self._commands, self._starts = today, 0, 0
