"""Models a car's battery, behind its charger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Battery:
    """Fills up to its charge limit.

    Of the drawn energy it stores the share `efficiency`, less `overhead_kw` for as long as it charges.
    """

    capacity_kwh: float
    efficiency: float
    overhead_kw: float
    soc_pct: float
    limit_pct: int

    @property
    def room_kwh(self) -> float:
        """Returns the energy that still fits in below the charge limit; negative above the limit."""
        return (self.limit_pct - self.soc_pct) / 100 * self.capacity_kwh

    def stored_kw(self, drawn_w: float) -> float:
        return max(self.efficiency * drawn_w / 1000 - self.overhead_kw, 0.0)

    def fill(self, kwh: float) -> None:
        self.soc_pct = min(self.soc_pct + kwh / self.capacity_kwh * 100, 100.0)
