"""Reads what was saved of the car's last report, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..base.saved import flag, maybe, moment_s, number, whole
from .car import CarState, ChargingState

Read = Callable[[Any], Any]


def _amps(value: Any) -> int:
    return whole(value, 0, 1000)


FLAGS = ("asleep", "driving", "cable_loose", "scheduled", "wall_newer", "at_wall")

MAYBE: Mapping[str, Read] = {
    **dict.fromkeys(("at_home", "wall_connected", "climate"), flag),
    **dict.fromkeys(("offered_a", "max_current_a", "phases"), _amps),
    "soc_s": moment_s,
    **dict.fromkeys(
        (
            "distance_m",
            "radius_m",
            "soc_pct",
            "charge_limit_pct",
            "drawn_a",
            "voltage_v",
            "power_w",
            "added_kwh",
            "odometer_km",
        ),
        number,
    ),
}
"""Reads what the car may not have told."""


def car_from_dict(saved: Mapping[str, Any]) -> CarState:
    """Returns a saved report; what it does not name, as older ones may not, is not told.

    Raises ValueError, KeyError, TypeError or AttributeError for what is none.
    """
    told: dict[str, Any] = {name: maybe(read, saved.get(name)) for name, read in MAYBE.items()}
    flags: dict[str, Any] = {name: flag(saved.get(name, False)) for name in FLAGS}
    charging = ChargingState(saved["charging"])
    return CarState(moment_s(saved["at_s"]), charging=charging, **told, **flags)
