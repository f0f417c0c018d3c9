"""Lists what Home Assistant is asked of a house: the commands of its websocket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

STATES = "get_states"
CONFIG = "get_config"
SERVICES = "get_services"
ENTITIES = "config/entity_registry/list"
DEVICES = "config/device_registry/list"
PREFERENCES = "energy/get_prefs"
PAST = "recorder/statistics_during_period"

PAST_HOURS = 48


def of_the_past(statistics: Sequence[str], now: datetime) -> dict[str, Any]:
    """Returns what goes with PAST to hear of the last hours of `statistics`."""
    return {
        "start_time": (now - timedelta(hours=PAST_HOURS)).isoformat(),
        "statistic_ids": list(statistics),
        "period": "hour",
        "types": ["change", "mean"],
        "units": {"energy": "kWh", "power": "W"},
    }
