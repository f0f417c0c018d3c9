"""Keeps decisions within the main fuse, of which the house's own load always comes first."""

from __future__ import annotations

import math
from dataclasses import replace

from ..base.reason import Reason, Why
from ..settings.settings import Settings
from .situation import Decision, Situation, State


def within_fuse(decision: Decision, situation: Situation, settings: Settings) -> Decision:
    """Takes back of a decision what the main fuse does not carry; a person's own charge is no exception."""
    fuse_w, least_a = settings.charging.max_import_w, settings.car.min_current_a
    wanted_a = _wanted_a(decision, situation)
    if not wanted_a or fuse_w is None:
        return decision
    offered_a = (situation.car.offered_a or 0) if situation.car and situation.charging else 0
    if situation.easing and 0 < offered_a <= wanted_a:
        # What was taken back already would be taken back twice; nor is there room for more.
        return replace(decision, current_a=offered_a, cap_a=offered_a)
    cap_a = _cap_a(situation, fuse_w, offered_a, least_a)
    if cap_a >= wanted_a:
        return decision
    current_a = cap_a if cap_a >= least_a else 0
    values = {
        **decision.reason.values,
        "current_a": current_a,
        "least_a": least_a,
        "max_import_w": fuse_w,
    }
    why = Reason(Why.FUSE if current_a else Why.FUSE_ENDING, values)
    return replace(decision, current_a=current_a, cap_a=current_a, reason=why)


def _wanted_a(decision: Decision, situation: Situation) -> int | None:
    """Returns the current that would flow: a charge that is left alone goes on as it is."""
    if decision.state is State.BY_HAND and situation.charging and situation.car is not None:
        return situation.car.offered_a
    return decision.current_a


def _cap_a(situation: Situation, fuse_w: float, offered_a: int, least_a: int) -> int:
    """Returns what the fuse carries in A: offered_a + floor((fuse_w - grid_power_w) / watts_per_amp).

    Where the watts of an ampere are not known for sure, the most count for a rise, the least for a fall.
    """
    if situation.grid_power_w is None or situation.surplus.silent or situation.trust.wrong is not None:
        # Blind, but a person counts on it: as little as the car can do.
        return least_a
    room_w = fuse_w - situation.grid_power_w
    per_amp = situation.most_watts_per_amp if room_w >= 0 else situation.least_watts_per_amp
    return offered_a + math.floor(room_w / per_amp)
