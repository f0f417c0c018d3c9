"""Keeps what requests to the car cost within a budget for the month.

Every command, data read and wake-up has a price. A request is allowed when, after it, the month's cap still
covers what the more important purposes may yet need. That is, in this order, for each day that is left the
stop of a charge on dear power with a read before it, a promised charge, and the wake-up for it; then a few
reads, and a few changes of the current. So the cap is never exceeded, and a charge that was begun can always
be ended.

Long before that, `scarcity` says by how many days' money for the sun the spending is ahead of the month. The
law values a command at so many times its price, and sends fewer of them; from 2 on the car is read more
rarely; from 5 on no charge from the sun begins. When there is no money to wake the car, promises are kept
while it is awake; at last nothing but stops is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum, IntEnum
from typing import Any
from zoneinfo import ZoneInfo

from ..base.local_days import LocalDays
from ..base.saved import YEARS
from ..settings.settings import Api
from .car import FLOOR_A
from .commands import Command, Verb

ZERO = Decimal(0)

MAX_SCARCITY = 10
"""No command is valued at more than this many times its price."""

READS_SCARCITY = 2.0
"""From this scarcity on reads become rarer too; below, commands can be saved with less loss."""

BEGIN_SCARCITY = 5.0
"""From this scarcity on no charge from the sun begins: fewer changes of the current do not make up for it any
more.
"""


FARTHEST = timedelta(days=31)
"""A clock that was farther ahead than this month is not believed to have been right."""


class Request(str, Enum):
    """Is a kind of request that is paid for."""

    COMMAND = "command"
    READ = "read"
    REFRESH = "refresh"  # the integration's own read, which is asked for where reading is free
    WAKE_UP = "wake_up"


class Purpose(IntEnum):
    """Says what a request is for, the most important first."""

    STOP = 0  # ending a charge on dear power, and the look before it
    PROMISE = 1  # a departure, cheap power that was asked for, "charge now", the main fuse
    ROUSE = 2  # waking the car for a promise
    WATCH = 3  # looking at the car
    FOLLOW = 4  # changing the current of a charge from the sun
    BEGIN = 5  # beginning one, and waking the car for it


@dataclass(frozen=True)
class Need:
    """Holds what is reserved for a purpose, once or (`every_day`) for every day left of the month.

    Today is one of them.
    """

    commands: int = 0
    reads: int = 0
    wake_ups: int = 0
    every_day: bool = False


NEEDS: Mapping[Purpose, Need] = {
    Purpose.STOP: Need(commands=1, reads=1, every_day=True),
    Purpose.PROMISE: Need(commands=2, reads=2, every_day=True),
    Purpose.ROUSE: Need(wake_ups=1, every_day=True),
    Purpose.WATCH: Need(reads=6),
    Purpose.FOLLOW: Need(commands=10),
}


class ApiBudget:
    """Keeps what was spent today and this month.

    Money is exact, for a thousand times 0.001 is 1. Moments are aware datetimes; days and months are those of
    `zone`. A clock that is put back does not bring an old day back: what was spent stays spent.
    """

    def __init__(self, prices: Api, zone: ZoneInfo, reads_are_free: bool = False) -> None:
        self._zone = zone
        self._days = LocalDays(zone)
        self._price = {
            Request.COMMAND: _exact(prices.command_price),
            Request.READ: ZERO if reads_are_free else _exact(prices.read_price),
            Request.REFRESH: _exact(prices.read_price),
            Request.WAKE_UP: _exact(prices.wake_up_price),
        }
        self._cap = None if prices.monthly_cap is None else _exact(prices.monthly_cap)
        self._kept = {purpose: self._cost(need) for purpose, need in NEEDS.items()}
        self._kept_daily = sum((self._kept[each] for each, need in NEEDS.items() if need.every_day), ZERO)
        self._day = date.min
        self._today = ZERO
        self._month = ZERO

    def pay(self, now: datetime, *requests: Request) -> None:
        """Adds the price of requests to what was spent.

        To be called before they are sent, for one whose answer is lost costs as much.
        """
        price = sum((self._price[request] for request in requests), ZERO)
        self._today = self.today(now) + price
        self._month = self.month(now) + price
        self._day = max(self._counted(now), self._date(now))

    def today(self, now: datetime) -> Decimal:
        """Returns what was spent since the last midnight."""
        return self._today if self._date(now) <= self._counted(now) else ZERO

    def month(self, now: datetime) -> Decimal:
        """Returns what was spent since the month began."""
        return self._month if self._date(now).replace(day=1) <= self._counted(now) else ZERO

    def _counted(self, now: datetime) -> date:
        """Returns the day of which the counts are; one of a clock that was far ahead is none."""
        return self._day if self._day <= self._date(now) + FARTHEST else date.min

    def to_dict(self, now: datetime) -> dict[str, str]:
        """Returns what was spent by `now`, fit for JSON."""
        return {"today": f"{self.today(now):f}", "month": f"{self.month(now):f}", "at": now.isoformat()}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Restores what `to_dict` returned; what is not an amount of money counts as nothing.

        Raises ValueError, KeyError or TypeError where it does not say when that was.
        """
        at = datetime.fromisoformat(saved["at"])
        if at.tzinfo is None or at.year not in YEARS:
            raise ValueError(f"at: must have a time zone, and a year of now, is {saved['at']!r}")
        self._day = self._date(at)
        self._today = _money(saved["today"])
        self._month = max(_money(saved["month"]), self._today)

    def allows(self, purpose: Purpose, now: datetime, *requests: Request) -> bool:
        """Says whether these requests fit under the cap, with what is kept for purposes above this one."""
        cost = sum((self._price[request] for request in requests), ZERO)
        if self._cap is None or not cost:
            return True
        if purpose is Purpose.BEGIN and self.scarcity(now) >= BEGIN_SCARCITY:
            return False
        return self.month(now) + cost + self._reserve(purpose, now) <= self._cap

    def scarcity(self, now: datetime) -> float:
        """Returns how many times its price a command is to be valued, from 1 to MAX_SCARCITY.

        It is by how many days' money for the sun the spending is ahead of the month; up to one day it is 1.
        Towards the end of the month less counts as a day, so that it is greatest whenever nothing is left.
        """
        if self._cap is None:
            return 1.0
        left, days = self._rest_of_month(now)
        ahead = self.month(now) - self._cap * (1 - left)
        share = self._cap / days
        for_sun = max(share - self._kept_daily, share / MAX_SCARCITY)
        day = for_sun * min(Decimal(1), left * days / MAX_SCARCITY)
        if ahead <= day:
            return 1.0
        return float(ahead / day) if ahead < MAX_SCARCITY * day else float(MAX_SCARCITY)

    def read_interval_s(self, usual_s: float, now: datetime) -> float:
        """Returns the seconds between two reads of the car: `usual_s`, and up to five times that."""
        return usual_s * max(self.scarcity(now) / READS_SCARCITY, 1.0)

    def _reserve(self, purpose: Purpose, now: datetime) -> Decimal:
        today = self._date(now)
        days = (_next_month(today) - today).days
        above = ((each, need) for each, need in NEEDS.items() if each < purpose)
        return sum((self._kept[each] * (days if need.every_day else 1) for each, need in above), ZERO)

    def _cost(self, need: Need) -> Decimal:
        return (
            need.commands * self._price[Request.COMMAND]
            + need.reads * self._price[Request.READ]
            + need.wake_ups * self._price[Request.WAKE_UP]
        )

    def _rest_of_month(self, now: datetime) -> tuple[Decimal, Decimal]:
        """Returns the share of the month that is left, and how many days the whole of it has."""
        first = self._date(now).replace(day=1)
        begin_s, end_s = self._midnight_s(first), self._midnight_s(_next_month(first))
        left = Decimal(end_s - now.timestamp()) / Decimal(end_s - begin_s)
        return left, Decimal((_next_month(first) - first).days)

    def _midnight_s(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp()

    def _date(self, now: datetime) -> date:
        return self._days.date(now)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _exact(price: float) -> Decimal:
    return Decimal(str(price))


def _money(published: object) -> Decimal:
    try:
        money = Decimal(str(published))
    except InvalidOperation:
        return ZERO
    return money if money.is_finite() and money >= 0 else ZERO


def paid_as(command: Command) -> tuple[Request, ...]:
    """Returns the requests that a command is paid as; a current below FLOOR_A has to be asked for twice."""
    if command.verb is Verb.WAKE_UP:
        return (Request.WAKE_UP,)
    twice = command.current_a is not None and command.current_a < FLOOR_A
    return (Request.COMMAND,) * (2 if twice else 1)
