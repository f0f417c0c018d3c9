"""A car's battery, behind its charger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Battery:
    """Fills up to its limit; of what is drawn it stores `efficiency`, less `overhead_kw` while charging."""

    capacity_kwh: float
    efficiency: float
    overhead_kw: float
    soc_pct: float
    limit_pct: int

    @property
    def room_kwh(self) -> float:
        """What still goes in before the limit; negative above it."""
        return (self.limit_pct - self.soc_pct) / 100 * self.capacity_kwh

    def stored_kw(self, drawn_w: float) -> float:
        return max(self.efficiency * drawn_w / 1000 - self.overhead_kw, 0.0)

    def fill(self, kwh: float) -> None:
        self.soc_pct = min(self.soc_pct + kwh / self.capacity_kwh * 100, 100.0)
