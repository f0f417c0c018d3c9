"""Says how far the running charge gets, and when: "80 % at about 14:20"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from ..base.economics import OVERHEAD_W
from ..base.reason import NextChange, Progress, Reason
from ..control.outcome import Outcome
from ..control.situation import State
from ..vehicle.car import CarState

FAR_H = 12.0
"""What is so many hours away at the present power is nothing that anybody could know."""

STEADY_H = 1.0
"""For so many hours the present power says more of a charge by the sun than what is expected of the sky."""

ROUNDED_S = 300
"""Nobody can tell it more exactly, in s."""

LEAST_PCT = 1.0
"""What lacks less is as good as reached."""


def progress_said(outcome: Outcome, car: CarState | None) -> Reason[Progress] | None:
    """Returns how full the battery will be when, by what flows now; None where that cannot be known."""
    soc_pct, drawn_w = outcome.figures.soc_pct, outcome.figures.charging_power_w
    if car is None or not car.draws or outcome.decision.current_a == 0 or soc_pct is None or not drawn_w:
        return None
    aim_pct = _aim_pct(outcome, car, soc_pct)
    estimate = outcome.battery_estimate
    stored_kw = (estimate.efficiency * drawn_w - OVERHEAD_W) / 1000
    if aim_pct is None or stored_kw <= 0 or outcome.at is None:
        return None
    missing_kwh = (aim_pct - soc_pct) / 100 * estimate.battery_kwh
    now_s, hours = outcome.at.timestamp(), missing_kwh / stored_kw
    at_s: float | None = now_s + 3600 * hours
    plan = outcome.energy_value.schedule
    if outcome.decision.state is State.FOLLOWING_SUN and hours > STEADY_H:
        at_s = None if plan is None else _reached_s(plan.sun_line, missing_kwh)
    if at_s is None or not now_s < at_s <= min(now_s + 3600 * FAR_H, _ends_s(outcome)):
        return None
    at = datetime.fromtimestamp(round(at_s / ROUNDED_S) * ROUNDED_S, timezone.utc)
    return Reason(Progress.REACHES, {"soc_pct": aim_pct, "at": at})


def _aim_pct(outcome: Outcome, car: CarState, soc_pct: float) -> float | None:
    """Returns what the charge goes to: what it is for, else the car's limit; None where it is there."""
    said, plan = outcome.decision.reason.values.get("wanted_pct"), outcome.energy_value.schedule
    wanted_pct = said if isinstance(said, float | int) else None
    if outcome.decision.state is State.BUYING and plan is not None:
        wanted_pct = plan.soc_pct
    aims = (wanted_pct, car.charge_limit_pct)
    return next((each for each in aims if each is not None and each - soc_pct >= LEAST_PCT), None)


def _reached_s(line: Sequence[tuple[float, float]], wanted_kwh: float) -> float | None:
    """Returns when the sun is expected to have brought so much (unix seconds), None where it does not."""
    return next((ends_s for ends_s, kwh in line if kwh >= wanted_kwh), None)


def _ends_s(outcome: Outcome) -> float:
    """Returns until when power is known to be as cheap as the charge needs it (unix seconds)."""
    then, plan = outcome.next_change, outcome.energy_value.schedule
    if outcome.decision.state is State.BUYING and plan is not None and plan.purchases:
        return plan.purchases[0].end.timestamp()
    at = None if then is None or then.why is not NextChange.CHEAP_UNTIL else then.values.get("at")
    return at.timestamp() if isinstance(at, datetime) else float("inf")
