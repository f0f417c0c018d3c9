"""Gathers what a person may want to hear of though nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from ..accounting.bill import Bill
from ..base.reason import Because, Reason
from .alert import Alert
from .plan_change import PlanChange
from .situation import Situation, State
from .tomorrow import Tomorrow
from .week import Week


class News:
    """Keeps the change of a plan, tomorrow's departure, and the week; `priced`: power has a known price."""

    def __init__(self, zone: ZoneInfo, priced: bool) -> None:
        self._change, self._tomorrow, self._week = PlanChange(zone), Tomorrow(zone), Week(zone, priced)

    @property
    def cause(self) -> Reason[Because] | None:
        """Returns why the battery will be less full than planned; None where it will not."""
        return self._change.cause

    def beat(
        self, now_s: float, state: State, situation: Situation, total: Bill, battery_kwh: float
    ) -> tuple[Alert, ...]:
        """Returns all that is told at `now_s` (unix seconds)."""
        found = (
            self._change.beat(now_s, state, situation, battery_kwh),
            self._tomorrow.beat(now_s, state, situation.energy_value, situation.soc_pct),
            self._week.beat(now_s, total),
        )
        return tuple(each for each in found if each is not None)

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        return {
            "plan": self._change.to_dict(),
            "tomorrow": self._tomorrow.to_dict(),
            "week": self._week.to_dict(),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        self._change.from_dict(saved["plan"])
        self._tomorrow.from_dict(saved["tomorrow"])
        self._week.from_dict(saved["week"])
