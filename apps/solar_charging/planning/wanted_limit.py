"""Says how high the car's own charge limit is wanted, so that the car stops by itself where the plan ends."""

from __future__ import annotations

import math
from typing import NamedTuple

LEAST_PCT, MOST_PCT = 50, 100
"""A Tesla takes no limit beyond these."""

ROUND_PCT = 5
"""What is wanted is rounded up to so many per cent: a plan that wavers by less is no other limit."""

STEP_PCT = 10
"""The limit is lowered by no less: that is what an app that dies in a night of dear power might cost at most,
and what a plan wavers by when the night's prices come.
"""

HEADROOM_PCT = 5
"""So much above its state of charge is left to a car that charges: what it says is minutes old, and a limit
is no way to end a charge.
"""


class Wants(NamedTuple):
    """Holds what a limit has to leave room for, in per cent of the battery.

    `own_pct` is the person's own limit, and `trip_pct` what a departure wants beyond it (None: nothing).
    `plan_pct` is what is bought until the sun comes, or promised, `sun_pct` what the sun may fill (None:
    there is none before long), `need_pct` what the next day was learnt to need.
    """

    own_pct: int
    soc_pct: float
    draws: bool
    need_pct: float
    plan_pct: float
    sun_pct: float | None
    trip_pct: float | None = None


def wanted_limit_pct(wants: Wants) -> int:
    """Returns the limit that is wanted: never below what the car holds, 50 % or the next day's need.

    It is above the person's own only for a trip; where nothing lower is possible it is the person's own.
    """
    most_pct = math.ceil(min(max(wants.own_pct, wants.trip_pct or 0), MOST_PCT))
    wanted_pct = ROUND_PCT * math.ceil(max(wants.plan_pct, wants.sun_pct or 0) / ROUND_PCT)
    return min(max(wanted_pct, math.ceil(max(LEAST_PCT, wants.need_pct, wants.soc_pct))), most_pct)


def lowered_limit_pct(wants: Wants, now_pct: int) -> int | None:
    """Returns the limit that is worth lowering `now_pct` to; None where that is not worth a command."""
    headroom_pct = math.ceil(wants.soc_pct + HEADROOM_PCT) if wants.draws else 0
    lowered_pct = max(wanted_limit_pct(wants), headroom_pct)
    return lowered_pct if now_pct - lowered_pct >= STEP_PCT else None
