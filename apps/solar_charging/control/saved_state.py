"""Puts together what outlives a restart; each part keeps its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..accounting.ledger import Ledger
from ..metering.house_meters import HouseMeters
from ..metering.netting import Balance
from ..planning.battery_estimate import BatteryEstimator
from ..planning.history import History
from ..planning.planner import Planner
from ..tariff.rates import Rates
from ..vehicle.api_budget import ApiBudget
from ..vehicle.car_access import CarAccess
from .alerts import Alerts
from .wear import Wear

VERSION = 1
"""Version of what is saved; another one is not read. The keys stay as they were in the first files."""


@dataclass(frozen=True)
class SavedState:
    """Saves and restores all parts; `balance` is None where the meter does not net."""

    planner: Planner
    budget: ApiBudget
    ledger: Ledger
    rates: Rates
    estimator: BatteryEstimator
    wear: Wear
    alerts: Alerts
    balance: Balance | None
    access: CarAccess
    house: HouseMeters

    def to_dict(self, now: datetime) -> dict[str, Any]:
        """Returns all that has to outlive a restart at `now`, fit for JSON."""
        return {
            "version": VERSION,
            "history": self.planner.history.to_dict(),
            "spending": self.budget.to_dict(now),
            "ledger": self.ledger.to_dict(),
            "prices": self.rates.to_dict(),
            "learnt": self.estimator.to_dict(),
            "restraint": self.wear.to_dict(now),
            "alerts": self.alerts.to_dict(),
            "car": self.access.to_dict(),
            "meters": self.house.to_dict(),
            **({} if self.balance is None else {"balance": self.balance.to_dict()}),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave.

        Raises ValueError, KeyError, TypeError or AttributeError for anything else.
        """
        if saved["version"] != VERSION:
            raise ValueError(f"version: must be {VERSION}, is {saved['version']!r}")
        history, spent = History.from_dict(saved["history"]), saved["spending"]
        at = datetime.fromisoformat(spent["at"])
        if at.tzinfo is None:
            raise ValueError(f"at: must have a time zone, is {spent['at']!r}")
        if "ledger" in saved:  # which the first of these files had not
            self.ledger.from_dict(saved["ledger"])
        if "prices" in saved:
            self.rates.from_dict(saved["prices"])
        if "learnt" in saved:
            self.estimator.from_dict(saved["learnt"])
        if "alerts" in saved:
            self.alerts.from_dict(saved["alerts"])
        if "balance" in saved and self.balance is not None:
            self.balance.from_dict(saved["balance"])
        if "car" in saved:
            self.access.from_dict(saved["car"])
        if "meters" in saved:
            self.house.from_dict(saved["meters"])
        if "restraint" in saved:
            self.wear.from_dict(saved["restraint"], at)
        self.budget.from_dict(spent)
        self.planner.remember(history)
