"""Any day: what may happen in any home, as dice fall, and what an entity may say of prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.any_home import Dice

OF_THE_CAR = (
    "drive off", "come home", "come home and plug in", "unplug", "plug in", "plug half out", "fall asleep",
    "wake", "start by hand", "stop by hand", "more amps by hand", "fewer amps by hand", "raise the limit",
    "lower the limit", "cut the mains", "restore the mains", "schedule", "deaf", "hears", "weak cable",
    "own cable", "lose charge",
)  # fmt: skip
OF_THE_SWITCHES = ("switch off", "switch on", "charge now", "charge later", "no cheap power", "cheap power")
OF_THE_METERS = (
    "meter silent", "meter back", "meter says unavailable", "meter says nan", "meter says 1e12",
    "meter says minus", "other unit", "odd voltage",
)  # fmt: skip
OF_THE_SERVICE = ("network down", "too many requests", "locked out", "token revoked", "refuses", "network up")
OF_THE_PRICES = ("prices", "prices with holes", "negative prices", "prices gone", "odd prices")
OF_THE_MACHINE = ("restart", "restart", "clock forward", "clock back")
EVENTS = (
    *OF_THE_CAR, *OF_THE_SWITCHES, *OF_THE_METERS, *OF_THE_SERVICE, *OF_THE_PRICES, *OF_THE_MACHINE,
    *["nothing"] * 10,
)  # fmt: skip

Happening = tuple[str, float]


def happenings(dice: Dice, events: Sequence[str] = EVENTS, most: int = 9) -> list[Happening]:
    """What happens one after the other, each followed by so many minutes."""
    return [
        (dice.choice(events), dice.one(5.0, 1.0, 12.0, 25.0, 12.0, 45.0))
        for _ in range(dice.randint(3, most))
    ]


def price_list(kind: str, now: datetime) -> dict[str, Any]:
    """What an entity says of the prices of the hours to come."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    entries = [
        {
            "start": (midnight + timedelta(hours=hour)).isoformat(),
            "end": (midnight + timedelta(hours=hour + 1)).isoformat(),
            "value": 0.05 + 0.02 * (hour * 7 % 13) - (0.2 if kind == "negative prices" else 0.0),
        }
        for hour in range(36)
        if kind != "prices with holes" or hour % 5
    ]
    attributes: dict[str, Any] = {"unit_of_measurement": "EUR/kWh", "raw_today": entries}
    state = "0.2"
    if kind == "odd prices":
        state, attributes["raw_today"] = "nan", [*entries[:3], {"start": "yesterday", "value": "much"}, None]
    if kind == "prices gone":
        state, attributes = "unavailable", {}
    when = now.isoformat()
    return {"state": state, "attributes": attributes, "last_changed": when, "last_updated": when}
