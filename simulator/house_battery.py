"""Simulates the battery of a house, which takes what is left over and gives what is missing."""

from __future__ import annotations

from dataclasses import dataclass

JOULES_PER_KWH = 3.6e6
NEXT_TO_NOTHING_J = 1000.0
"""So near in joules to its bounds a battery is at them."""


@dataclass(frozen=True)
class BatterySettings:
    """Describes a house battery: what it holds, its greatest powers, and where it leaves off giving.

    Of what goes into it `efficiency_in` is stored, of what leaves it `efficiency_out` comes out.
    """

    capacity_kwh: float = 10.0
    charge_w: float = 5000.0
    discharge_w: float = 5000.0
    floor_pct: float = 5.0
    efficiency_in: float = 0.95
    efficiency_out: float = 0.95


class HouseBattery:
    """Holds the grid at 0 W as far as its powers and its content go, as inverters in self-consumption do.

    `hold_w` is the most that it may give (None: all that it can); 0 holds what is in it.
    """

    def __init__(self, settings: BatterySettings | None = None, soc_pct: float = 50.0) -> None:
        self.settings = settings or BatterySettings()
        self.hold_w: float | None = None
        self._whole_j = self.settings.capacity_kwh * JOULES_PER_KWH
        self._held_j = soc_pct / 100 * self._whole_j

    @property
    def soc_pct(self) -> float:
        """Returns its state of charge."""
        return 100 * self._held_j / self._whole_j

    def set_soc(self, soc_pct: float) -> None:
        """Fills or empties it to a state of charge."""
        self._held_j = soc_pct / 100 * self._whole_j

    def power_w(self, need_w: float) -> float:
        """Returns what it gives at this moment of a need in W; negative where it takes what is left over."""
        most_w = 0.0 if self._above_floor_j <= NEXT_TO_NOTHING_J else self.settings.discharge_w
        most_w = most_w if self.hold_w is None else min(most_w, self.hold_w)
        least_w = 0.0 if self._room_j <= NEXT_TO_NOTHING_J else -self.settings.charge_w
        return min(max(need_w, least_w), most_w)

    def gives_w(self, need_w: float, for_s: float) -> float:
        """Lets so many seconds pass; returns what it gave in them on average, negative where it took."""
        given_w = self.power_w(need_w)
        if for_s <= 0:
            return given_w
        settings = self.settings
        if given_w > 0:
            given_w = min(given_w, self._above_floor_j * settings.efficiency_out / for_s)
            self._held_j -= given_w / settings.efficiency_out * for_s
        else:
            given_w = max(given_w, -self._room_j / settings.efficiency_in / for_s)
            self._held_j -= given_w * settings.efficiency_in * for_s
        return given_w

    @property
    def _above_floor_j(self) -> float:
        return max(self._held_j - self.settings.floor_pct / 100 * self._whole_j, 0.0)

    @property
    def _room_j(self) -> float:
        return max(self._whole_j - self._held_j, 0.0)
