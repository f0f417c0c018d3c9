"""Describes what breaks, when, for how long, and what may come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field

from benchmarks.reports.scene import Setting
from benchmarks.reports.stories import Story

from .trial import Trial

Act = Callable[[Trial], object]

BREAKS_H = 12.5
SUN_GOES_H, SUN_COMES_H = BREAKS_H + 1 / 60, BREAKS_H + 61 / 60
SURPLUS_W = 4700.0
"""More than the car takes, so that it charges with all that it can."""

DEAR = r"\d.*kW.*(an hour|per hour|/ ?h\b|each hour|every hour)"
"""Words for a charge that cannot be ended, with what it costs."""

LOGIN = r"(^|[:;.] )log ?in again"
"""Words for tokens that are void; of what gets well by itself they must not be said."""

EARLY_MIN = 10.0
"""So long before, a fault that only a read of the car shows has surely shown itself when the sun goes."""

DEAR_KWH, LATE_DEAR_KWH, WRONG_METER_KWH = 0.15, 0.35, 1.0
"""What may be bought dear beyond the run without a fault: usually, with a late meter, with a wrong one."""

RETRY_KWH = 0.25 * 3.7
"""What flows until the next try, a quarter of an hour later."""


def sun(hour: float) -> float:
    """Returns the surplus in W of a day on which the sun is gone for an hour at noon."""
    return SURPLUS_W if 8 <= hour < SUN_GOES_H or SUN_COMES_H <= hour < 20 else 0.0


NOON = Story("the sun goes for an hour", BREAKS_H - 1 / 3, SUN_COMES_H + 0.4, sun)


NIGHT = Story("the night begins", 20.5, 23.5)


def _nothing(_: Trial) -> None:
    """Does nothing."""


@dataclass(frozen=True)
class Expected:
    """Is one row of the table, and what is expected of the app there.

    While the fault lasts the app or the car is `unreachable`: what is bought then does not count. Where a
    charge cannot be ended it counts only from the next try on, as long as that comes in time (`retried`).
    `told` are words that have to be in a notification soon, `untrue` such that must not; `said` are words for
    which less will do. What is in `loses` may be lost, and it need not charge again where it does not
    `recover`.
    """

    title: str
    _: KW_ONLY
    unreachable: bool = False
    retried: bool = False
    dear_kwh: float = DEAR_KWH
    told: str = ""
    untrue: str = ""
    said: str = ""
    loses: frozenset[str] = frozenset()
    recovers: bool = True


@dataclass(frozen=True)
class Fault(Expected):
    """Is what happens to a trial.

    What `breaks` at an hour, a minute before the sun goes, or earlier by `early_min`, is mended after
    `minutes`; `before` is done before the app starts. What is `said` may be so by a reason, and where it is
    `shown` anything at all will do.
    """

    breaks: Act
    mends: Act | None = None
    minutes: float = 30.0
    breaks_h: float = BREAKS_H
    early_min: float = 0.0
    before: Act = _nothing
    shown: bool = False
    quick: bool = False
    story: Story = NOON
    setting: Setting = field(default_factory=Setting)


def cut_off(
    title: str, breaks: Act, mends: Act, *, told: str = DEAR, untrue: str = LOGIN, quick: bool = False
) -> Fault:
    """Returns a fault in which the car cannot be reached, so that a dear charge cannot be ended."""
    return Fault(title, breaks, mends, unreachable=True, retried=True, told=told, untrue=untrue, quick=quick)
