"""Says what automations are told: a decision that changed, a session that ended."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ..accounting.bill import Session
from .decision_log import Change

DECISION, SESSION = "solar_charging_decision", "solar_charging_session"
"""Their names in Home Assistant."""


def decision_data(name: str, change: Change, before: Change) -> dict[str, object]:
    """Describes a change of state, kind of reason or current; `name` is the app's."""
    return {
        "name": name,
        "state": change.state,
        "previous_state": before.state,
        "kind": change.kind,
        "reason": change.reason,
        "current_a": change.current_a,
        "previous_current_a": before.current_a,
    }


def session_data(name: str, session: Session, zone: ZoneInfo, currency: str) -> dict[str, object]:
    """Describes a session that is over, with times of the house's clock."""
    bill = session.bill
    return {
        "name": name,
        "plug_in": _moment(session.plug_in_s, zone),
        "plug_out": _moment(session.plug_out_s, zone),
        "soc_in_pct": session.soc_in_pct,
        "soc_out_pct": session.soc_out_pct,
        "kwh": round(bill.kwh, 3),
        "solar_kwh": round(bill.solar_kwh, 3),
        "grid_kwh": round(bill.grid_kwh, 3),
        "battery_kwh": round(bill.battery_kwh, 3),
        "battery_cost": round(bill.battery_cost, 3),
        "cost": round(bill.cost, 3),
        "saved": round(bill.saved, 3),
        "currency": currency,
    }


def _moment(at_s: float | None, zone: ZoneInfo) -> str | None:
    return None if at_s is None else datetime.fromtimestamp(at_s, zone).isoformat(timespec="seconds")
