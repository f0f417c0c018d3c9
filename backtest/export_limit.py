"""Models an inverter that throws sun away: it lets the house export no more than a limit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.trace import Series

WAVERS_W, WAVES_S = 12.0, 70.0
"""The grid goes up and down by so many W around the limit, in such waves."""


@dataclass(frozen=True)
class ExportLimit:
    """Describes the most that the inverter lets out, in W; 0 is what is called zero export.

    `unpaid` limits while a kWh that is fed in brings nothing, or costs, and lets all out else.
    Raises `ValueError` for a limit below 0.
    """

    watts: float = 0.0
    unpaid: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.watts < math.inf:
            raise ValueError(f"watts: must be 0 or more, is {self.watts:g}")

    def limits_w(self, export_price: Series) -> Series:
        """Returns the most that is let out at each price; infinite where nothing limits it."""
        paid = export_price > 0 if self.unpaid else np.zeros(len(export_price), dtype=bool)
        return np.where(paid, math.inf, self.watts)


def wavering_w(now_s: float) -> float:
    """Returns by how much the inverter misses its limit at a moment: none holds it to the watt."""
    return WAVERS_W * math.sin(2 * math.pi * now_s / WAVES_S)


def lost_w(net_w: Series, limits_w: Series) -> Series:
    """Returns what the inverter throws away of the sun, were `net_w` the grid without a limit."""
    lost: Series = np.maximum(-net_w - limits_w, 0.0)
    return lost
