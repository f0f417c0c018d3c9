"""Looks for sun that hides where a probe is worth its commands; the solar law goes by what shows alone.

A current a beyond the present one is either carried by the hidden sun, then for as long as that is there, or
not, then until that shows and the current is taken back. With the odds p of it, surplus s, hidden sun h,

    worth(a) = p * hours * (benefit(a | s + h) - benefit(now | s + h))
             + (1 - p) * FAILS_H * (benefit(a | s) - benefit(now | s))
             - (2 - p) * command_cost - start_cost of an idle car

in which what is hidden costs nothing, for nobody else would have it. An idle car probes with the least
current.
"""

from __future__ import annotations

import numpy as np

from ..base.economics import Values, benefit_at_kw
from ..base.reason import Why
from ..metering.hidden_sun import Hidden
from ..metering.surplus import MIN_COVERAGE
from .solar_law import HASTE, LawView, Target

FAILS_H = 0.04
"""For so many hours what is not carried is bought, until that shows and a command has been obeyed."""

STEP_H = 0.4
"""For so many hours a step that is carried lasts, until clouds or the house want another."""


def look_beyond(view: LawView, target: Target, hidden: Hidden | None) -> Target:
    """Returns the target of the solar law, raised where hidden sun is worth looking for."""
    offered_a = view.offered_a
    if hidden is not None and hidden.probing and offered_a is not None:
        return Target(_allowed_a(view, offered_a), Why.HIDDEN_SUN)
    if hidden is None or view.now_w is None or view.coverage < MIN_COVERAGE:
        return target
    if offered_a is None and target.current_a:
        return target
    if offered_a is not None and (hidden.vain or not target.current_a):
        # A cloud is waited for under a sun that was there, not after a probe.
        return Target(0, Why.TOO_LITTLE_SUN) if target.why is Why.CLOUD and hidden.vain else target
    now_a = None if offered_a is None else _allowed_a(view, max(offered_a, target.current_a))
    worth = _worth(view, hidden, now_a)
    best = int(worth.argmax())
    if worth[best] > 0:
        urgent = worth[best] > HASTE
        return Target(int(view.charger.currents_a[best]), Why.HIDDEN_SUN, bool(urgent))
    if now_a is None:
        return target
    # Where the inverter holds the grid, a little import is no lack of sun.
    return Target(now_a, target.why, target.urgent)


def _worth(view: LawView, hidden: Hidden, now_a: int | None) -> Values:
    """Returns what trying each current is worth in money; minus infinity for those that are not tried."""
    charger, prices, value = view.charger, view.prices, view.value_per_kwh
    surplus_kw = max(view.now_w or 0.0, 0.0) / 1000
    hidden_kw = hidden.w / 1000
    fails = benefit_at_kw(charger, prices, value, surplus_kw)
    free = prices.export_per_kwh * np.clip(charger.drawn_kw - surplus_kw, 0.0, hidden_kw)
    pays = benefit_at_kw(charger, prices, value, surplus_kw + hidden_kw) + free
    hours, cost = hidden.hours, view.command_cost * (2 - hidden.odds)
    if now_a is None:
        tried = charger.currents_a == charger.min_a
        cost += view.start_cost
    else:
        now = now_a - charger.min_a
        carried = charger.drawn_kw <= surplus_kw + hidden_kw
        tried = carried & (charger.currents_a > now_a)
        pays, fails = pays - pays[now], fails - fails[now]
        hours = min(hours, STEP_H)
    worth = hidden.odds * hours * pays + (1 - hidden.odds) * FAILS_H * fails - cost
    return np.where(tried, worth, -np.inf)


def _allowed_a(view: LawView, current_a: int) -> int:
    return min(max(current_a, view.charger.min_a), view.charger.max_a)
