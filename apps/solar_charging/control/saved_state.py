"""Puts together what outlives a restart; each part keeps its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..accounting.ledger import Ledger
from ..base.saved import SPOILT, OtherVersion, pairs, whole
from ..base.shown import said_by
from ..metering.hidden_sun import HiddenSun
from ..metering.house_meters import HouseMeters
from ..metering.netting import Balance
from ..planning.agenda import Agenda
from ..planning.battery_estimate import BatteryEstimator
from ..planning.history import History
from ..planning.planner import Planner
from ..tariff.rates import Rates
from ..vehicle.api_budget import ApiBudget
from ..vehicle.car_access import CarAccess
from .alerts import Alerts
from .car_limit import CarLimit
from .dear_charge import DearCharge
from .hand import Hand
from .hold import Hold
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
    dear: DearCharge
    hold: Hold
    limit: CarLimit
    balance: Balance | None
    access: CarAccess
    house: HouseMeters
    hidden_sun: HiddenSun
    hand: Hand
    agenda: Agenda

    def to_dict(self, now: datetime) -> dict[str, Any]:
        """Returns all that has to outlive a restart at `now`, fit for JSON."""
        return {
            "version": VERSION,
            "history": self.planner.history.to_dict(),
            "spending": self.budget.to_dict(now),
            "ledger": self.ledger.to_dict(),
            "prices": self.rates.to_dict(),
            "learnt": self.estimator.to_dict(),
            "agenda": self.agenda.to_dict(),
            "departures": self.planner.wanted.learnt.to_dict(),
            "restraint": self.wear.to_dict(now),
            "alerts": self.alerts.to_dict(),
            "dear_charge": self.dear.to_dict(),
            "hold": self.hold.to_dict(),
            "limit": self.limit.to_dict(),
            "car": self.access.to_dict(),
            "meters": self.house.to_dict(),
            "hidden_sun": self.hidden_sun.to_dict(),
            "hand": self.hand.to_dict(),
            **({} if self.balance is None else {"balance": self.balance.to_dict()}),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> list[str]:
        """Takes up what `to_dict` gave, part by part.

        Returns what is wrong with each part that is left out, and then is as if there had been none. Raises
        ValueError for what has no parts, and OtherVersion for what another app has saved.
        """
        parts = {"version": None, **dict(pairs(saved))}
        return restored(parts, [("version", _checked), *self._restorers(saved)])

    def _restorers(self, saved: Mapping[str, Any]) -> Iterator[tuple[str, Restore]]:
        """Yields the names of all parts, with what takes each up."""
        yield "history", lambda part: self.planner.remember(History.from_dict(part))
        yield "spending", self.budget.from_dict
        yield "ledger", self.ledger.from_dict
        yield "prices", self.rates.from_dict
        yield "learnt", self.estimator.from_dict
        yield "agenda", self.agenda.from_dict
        yield "departures", self.planner.wanted.learnt.from_dict
        # The first of these files had the day of the counts only with what was spent.
        yield "restraint", lambda part: self.wear.from_dict({"day": saved["spending"]["at"][:10], **part})
        yield "alerts", self.alerts.from_dict
        yield "dear_charge", self.dear.from_dict
        yield "hold", self.hold.from_dict
        yield "limit", self.limit.from_dict
        yield "car", self.access.from_dict
        yield "meters", self.house.from_dict
        yield "hidden_sun", self.hidden_sun.from_dict
        yield "hand", self.hand.from_dict
        if self.balance is not None:
            yield "balance", self.balance.from_dict


def _checked(version: Any) -> None:
    if whole(version) != VERSION:
        raise OtherVersion(f"version: must be {VERSION}, is {version}")


Restore = Callable[[Any], None]


def restored(saved: Mapping[str, Any], parts: Iterable[tuple[str, Restore]]) -> list[str]:
    """Hands each part of what was saved to what takes it up; returns what is wrong with those that fail."""
    spoilt = []
    for name, restore in parts:
        if name not in saved:  # older files have fewer
            continue
        try:
            restore(saved[name])
        except SPOILT as error:
            spoilt.append(f"{name} ({said_by(error)})")
    return spoilt
