"""Describes how a car's reports reach those who read them: late, old, incomplete, in other words."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "charging": ("charging_state",),
    "soc": ("battery_level", "usable_battery_level"),
    "limit": ("charge_limit_soc",),
    "current": ("charge_current_request", "charge_amps"),
    "max": ("charge_current_request_max",),
    "drawn": ("charger_actual_current",),
    "voltage": ("charger_voltage",),
    "power": ("charger_power",),
    "phases": ("charger_phases",),
    "added": ("charge_energy_added",),
    "cable": ("conn_charge_cable",),
    "scheduled": ("scheduled_charging_pending",),
    "location": ("latitude", "longitude", "native_latitude", "native_longitude"),
    "odometer": ("odometer",),
}
"""Tesla's names of what an entity of Home Assistant tells, by its role; `max` is the greatest current."""


@dataclass(frozen=True)
class Habits:
    """Says how reports come; without any habit all is told at once.

    A report is made each `poll_s` (0: always), `phase_s` into that span, and its content is `cache_s` old.
    After a command its value is shown, then for `snaps_back_s` what was before. The roles in `untold` are
    never told, those in `wrong_words` by that word. With `lost_asleep` a sleeping car's values are unknown.
    Whether a value that stays is told again, `repeats_told` says. `number_max_a` is the greatest current that
    an entity lets itself be set to, where that is not the car's own. With `wakes_for_commands` a command
    wakes a car that is known to sleep. `integration` is whose habits they are, as Home Assistant names it.
    """

    poll_s: float = 0.0
    phase_s: float = 0.0
    cache_s: float = 0.0
    snaps_back_s: float = 0.0
    untold: frozenset[str] = frozenset()
    wrong_words: Mapping[str, str] = field(default_factory=dict)
    lost_asleep: bool = False
    repeats_told: bool = True
    refreshes_after_command: bool = False
    obeys_update_entity: bool = True
    number_max_a: int | None = None
    wakes_for_commands: bool = True
    integration: str = "tesla_fleet"

    def told(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Returns a section of Tesla's data with what is untold left empty, and words replaced."""
        spoiled: dict[str, Any] = {
            name: self.wrong_words.get(role)
            for role in (*self.untold, *self.wrong_words)
            for name in FIELDS.get(role, ())
        }
        return {name: spoiled.get(name, value) if name in spoiled else value for name, value in data.items()}


class Past(Generic[T]):
    """Remembers what was so, for reports with old content; forgets what is older than `age_s`."""

    def __init__(self, age_s: float) -> None:
        self._age_s = age_s
        self._kept: deque[tuple[float, T]] = deque()

    def note(self, now_s: float, what: T) -> None:
        """Takes in what is so now."""
        self._kept.append((now_s, what))
        while len(self._kept) > 1 and self._kept[1][0] <= now_s - self._age_s:
            self._kept.popleft()

    def at(self, then_s: float) -> T:
        """Returns what was so at a moment, or the oldest that is known."""
        return next((what for at_s, what in reversed(self._kept) if at_s <= then_s), self._kept[0][1])
