"""Finds what will change a decision, and when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

from ..base.reason import NextChange, Reason, Why
from ..base.time_grid import LAST_S
from ..metering.connection import Room
from ..settings.settings import Settings
from ..tariff.rates import Coming
from .promises import GUARD_S, bought_when_cheap, may_buy
from .situation import Decision, Situation, State

AHEAD = timedelta(days=1)
"""A change farther away is not shown."""

WAITING = frozenset({State.WAITING_FOR_SUN, State.NO_READING, State.METER_WRONG, State.STOPPED_BY_HAND})


DatedReason = tuple[datetime, Reason[NextChange]]


def next_change(
    decision: Decision,
    situation: Situation,
    settings: Settings,
    now: datetime,
    coming: Coming | None,
    retry_s: float,
) -> Reason[NextChange] | None:
    """Returns the next thing that will change the decision, where that is known; its value `at` says when.

    `coming` is the next change of the price, `retry_s` when what failed is tried again (unix seconds).
    """
    if decision.reason.why is Why.GATHERING:
        return None  # which says itself when it starts
    if decision.state is State.UNREACHABLE:
        found = [*_at(NextChange.RETRY, retry_s)]
    elif decision.state is State.OFF_PEAK:
        found = (
            [] if coming is None or coming.rate.off_peak else [(coming.at, Reason(NextChange.CHEAP_UNTIL))]
        )
    elif decision.state in WAITING:
        needed_s = now.timestamp() + situation.energy_value.spare_s - GUARD_S
        found = [*_at(NextChange.DEPARTURE, needed_s)] if may_buy(situation, settings) else []
        planned = () if situation.energy_value.schedule is None else situation.energy_value.schedule.purchases
        found += [(each.begin, Reason(NextChange.PLAN, {"kwh": each.kwh})) for each in planned]
        found += _cheap(situation, settings, coming)
    else:
        found = []
    near = _near(found, now)
    sells = settings.charging.price_ceiling != -math.inf
    if not near and sells and (decision.state in WAITING or decision.state is State.BUYING):
        near = _near(_price(coming), now)
    if not near:
        return None
    at, reason = min(near, key=lambda each: each[0])
    return Reason(reason.why, {**reason.values, "at": at})


def _near(found: Iterable[DatedReason], now: datetime) -> list[DatedReason]:
    return [each for each in found if now < each[0] <= now + AHEAD]


def _at(why: NextChange, at_s: float) -> Iterator[DatedReason]:
    if 0 < at_s < LAST_S:
        yield datetime.fromtimestamp(at_s, timezone.utc), Reason(why)


def _cheap(situation: Situation, settings: Settings, coming: Coming | None) -> Iterator[DatedReason]:
    if coming is None or situation.off_peak or not coming.rate.off_peak:
        return
    if bought_when_cheap(situation, settings, coming.rate.price_per_kwh):
        yield coming.at, Reason(NextChange.CHEAP_FROM)


def _price(coming: Coming | None) -> Iterator[DatedReason]:
    """Yields another price, for where nothing else is known: what pays then is another current."""
    if coming is not None:
        yield coming.at, Reason(NextChange.PRICE_CHANGE, {"price_per_kwh": coming.rate.price_per_kwh})


def next_moment(
    boundary: datetime | None, free_at_s: float, now: datetime, room: Room | None = None
) -> datetime | None:
    """Returns the next moment at which something is known to change, None where nothing is.

    `boundary` is when the price does, `free_at_s` from when waiting commands may go (unix seconds; infinite:
    none wait), `room` what the main fuse leaves.
    """
    moments = [] if boundary is None else [boundary]
    for at_s in (free_at_s, math.inf if room is None else room.again_s):
        if now.timestamp() < at_s < math.inf:
            moments.append(datetime.fromtimestamp(at_s, timezone.utc))
    return min(moments, default=None)
