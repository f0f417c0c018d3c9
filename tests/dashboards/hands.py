"""The helpers by which a person rules the app, as Home Assistant shows them and the app names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.dashboards.card_page import hass

NUMBERS: Mapping[str, tuple[float, float, float]] = {
    "now_soc": (0, 100, 5),
    "now_energy": (0, 100, 1),
    "now_minutes": (0, 720, 15),
    "grid_limit": (0, 100, 1),
    "sun_limit": (0, 100, 1),
    "minimum": (0, 100, 5),
    "price_ceiling": (-1, 2, 0.01),
    "departure_soc": (0, 100, 5),
}
"""The least, the most and the step of each."""

OPTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "mode": {"en": ("Smart", "Sun only"), "fr": ("Intelligent", "Soleil seul"), "de": ("Smart", "Nur Sonne")},
    "departure_days": {
        "en": ("Once", "Every day", "Weekdays", "Weekend", "Monday", "Tuesday", "Saturday"),
        "fr": ("Une fois", "Tous les jours", "En semaine", "Week-end", "Lundi", "Mardi", "Samedi"),
        "de": ("Einmal", "Jeden Tag", "Werktags", "Wochenende", "Montag", "Dienstag", "Samstag"),
    },
}
KINDS = {
    "mode": "input_select",
    "departure_days": "input_select",
    "departure_time": "input_datetime",
    "pause_until": "input_datetime",
    "skip": "input_boolean",
    "enabled": "input_boolean",
    "off_peak": "input_boolean",
    "charge_now": "input_boolean",
}
NAMES = {
    "enabled": "solar_charging",
    "charge_now": "solar_charging_now",
    "departure_time": "solar_charging_departure",
}
ALL = (
    *NUMBERS,
    "mode",
    "departure_days",
    "departure_time",
    "pause_until",
    "skip",
    "enabled",
    "off_peak",
    "charge_now",
)
NEVER = "2026-06-15 00:00:00"
"""What a helper of a moment says that nobody has set yet."""


def entity(role: str) -> str:
    """The usual id of a helper."""
    return f"{KINDS.get(role, 'input_number')}.{NAMES.get(role, f'solar_charging_{role}')}"


def held(
    hands: Mapping[str, Any] | None = None,
    roles: tuple[str, ...] = ALL,
    house: str = "en",
    said: Mapping[str, str] | None = None,
    stamps: Mapping[str, float] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """What the frontend hands over where the helpers are there; `said` is the state of some, by role."""
    also = {
        "controls": {role: entity(role) for role in roles},
        "hands": dict(hands or {}),
        **more.pop("also", {}),
    }
    told = hass(also=also, **more)
    shown = dict.fromkeys(NUMBERS, "0") | {"price_ceiling": "-1", "skip": "off"}
    shown |= {role: options[house][0] for role, options in OPTIONS.items()}
    shown |= {"departure_time": NEVER, "pause_until": NEVER}
    shown |= {"enabled": "on", "off_peak": "on", "charge_now": "off", **(said or {})}
    for role in roles:
        attributes: dict[str, Any] = {}
        if role in NUMBERS:
            attributes = dict(zip(("min", "max", "step"), NUMBERS[role], strict=True))
        elif role in OPTIONS:
            attributes = {"options": list(OPTIONS[role][house])}
        elif KINDS[role] == "input_datetime":
            attributes = {"has_date": True, "has_time": True, "timestamp": (stamps or {}).get(role, 0)}
        told["states"][entity(role)] = {
            "entity_id": entity(role),
            "state": shown[role],
            "attributes": attributes,
        }
    return told
