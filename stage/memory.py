"""Makes up what the app remembers where pictures are taken: a car that has charged since the morning.

An hour of the demo passes in a minute, so what is charged meanwhile comes to hundredths of a kWh.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

IMPORT_PER_KWH, EXPORT_PER_KWH, STORED_PER_KWH = 0.30, 0.08, 0.089
AT_ONCE_PER_KWH, AT_ONCE_KWH = 0.27, 20.0
"""What a kWh had cost in a cloudy morning at once on plug-in, and how many are known of."""

PLUGGED = timedelta(hours=3)
SOC_IN_PCT, SOC_PCT = 36, 50
SESSION_KWH, MONTH_KWH, TOTAL_KWH = (6.1, 0.9), (118.0, 21.0), (1460.0, 310.0)
"""From the sun and the grid."""

BATTERY_KWH = 1.4
"""What a house battery gave in the session; a tenth of the sun in the month and in all."""


def memory(now: datetime, *, battery: bool) -> dict[str, Any]:
    """Returns the app's saved state at a moment of the house's clock, with what a house `battery` gave."""
    session = _bill(*SESSION_KWH, BATTERY_KWH if battery else 0.0)
    month, total = (_bill(sun, grid, sun / 10 if battery else 0.0) for sun, grid in (MONTH_KWH, TOTAL_KWH))
    ledger = {
        "day": now.date().isoformat(),
        "told_s": None,
        "total": total,
        "today": session,
        "month": month,
        "pending": [0.0] * len(session),
        "session": {
            "plug_in_s": (now - PLUGGED).timestamp(),
            "soc_in_pct": SOC_IN_PCT,
            "plug_out_s": None,
            "soc_out_pct": SOC_PCT,
            "bill": session,
        },
        "at_once": {"quarter": None, "kwh": [0.0, AT_ONCE_KWH], "cost": [0.0, AT_ONCE_KWH * AT_ONCE_PER_KWH]},
        "ended": [],
    }
    return {"version": 1, "ledger": ledger}


def _bill(solar_kwh: float, grid_kwh: float, battery_kwh: float) -> list[float]:
    battery_cost = battery_kwh * STORED_PER_KWH
    cost = solar_kwh * EXPORT_PER_KWH + grid_kwh * IMPORT_PER_KWH + battery_cost
    saved = (solar_kwh + grid_kwh + battery_kwh) * AT_ONCE_PER_KWH - cost
    return [solar_kwh, grid_kwh, cost, saved, battery_kwh, battery_cost]
