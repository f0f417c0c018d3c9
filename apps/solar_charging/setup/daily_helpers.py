"""Describes the helpers for every day: what each is called in each language, and what it is made with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base.choices import DAY_NAMES, MODES, Names

DAILY_NAMES: Mapping[str, Names] = {
    "mode": ("Charging mode", "Mode de recharge", "Lademodus"),
    "now_soc": ("Charge now: up to", "Charger maintenant : jusqu'à", "Jetzt laden: bis"),
    "now_energy": ("Charge now: energy", "Charger maintenant : énergie", "Jetzt laden: Energie"),
    "now_minutes": ("Charge now: duration", "Charger maintenant : durée", "Jetzt laden: Dauer"),
    "grid_limit": ("From the grid up to", "Du réseau jusqu'à", "Aus dem Netz bis"),
    "sun_limit": ("From the sun up to", "Du soleil jusqu'à", "Von der Sonne bis"),
    "minimum": ("Always at least", "Toujours au moins", "Immer mindestens"),
    "price_ceiling": ("Highest price of a kWh", "Prix maximal du kWh", "Höchster Preis der kWh"),
    "departure_time": ("Next departure", "Prochain départ", "Nächste Abfahrt"),
    "departure_soc": ("Charge at that departure", "Charge à ce départ", "Ladestand bei dieser Abfahrt"),
    "departure_days": ("Days of that departure", "Jours de ce départ", "Tage dieser Abfahrt"),
    "skip": ("Skip the next departure", "Sauter le prochain départ", "Nächste Abfahrt auslassen"),
    "pause_until": ("Pause until", "Pause jusqu'à", "Pause bis"),
}
"""What each is called in English, French and German."""


def _number(icon: str, most: float, step: float, unit: str) -> dict[str, Any]:
    return {"icon": icon, "min": 0, "max": most, "step": step, "unit_of_measurement": unit}


def _per_cent(icon: str) -> dict[str, Any]:
    return _number(icon, 100, 5, "%")


DAILY_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "mode": {"icon": "mdi:tune-variant"},
    "now_soc": _per_cent("mdi:battery-arrow-up"),
    "now_energy": _number("mdi:lightning-bolt", 100, 1, "kWh"),
    "now_minutes": _number("mdi:timer-outline", 1440, 15, "min"),
    "grid_limit": _per_cent("mdi:transmission-tower-import"),
    "sun_limit": _per_cent("mdi:white-balance-sunny"),
    "minimum": _per_cent("mdi:battery-low"),
    "price_ceiling": {"icon": "mdi:cash-remove", "min": 0, "max": 1000, "step": 0.001, "mode": "box"},
    "departure_time": {"icon": "mdi:calendar-clock", "has_time": True, "has_date": True},
    "departure_soc": _per_cent("mdi:battery-charging"),
    "departure_days": {"icon": "mdi:calendar-week"},
    "skip": {"icon": "mdi:calendar-remove"},
    "pause_until": {"icon": "mdi:pause-circle-outline", "has_time": True, "has_date": True},
}
"""What each is made with, but for what `spoken` gives; the least that a number can be means: not set."""


def spoken(role: str, words: int, currency: str) -> dict[str, Any]:
    """Returns what a helper is made with besides: of a list its options, of a price its unit.

    They are in the language at `words`, the usual option first; `currency` may be empty.
    """
    lists = {"mode": MODES, "departure_days": DAY_NAMES}
    if role in lists:
        return {"options": [called[words] for called in lists[role].values()]}
    priced = role == "price_ceiling" and currency
    return {"unit_of_measurement": f"{currency}/kWh"} if priced else {}
