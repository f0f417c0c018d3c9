"""Prices the same energy as if the car had charged at once on plug-in, at its greatest current."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from ..base.saved import maybe, number, whole
from ..base.time_grid import QUARTER_S


class Baseline:
    """Keeps the cost of the first kWh since plug-in, a point for each quarter of an hour that was measured.

    The points go as far as `most_kwh`; beyond, a kWh costs what those before it did on average.
    """

    def __init__(self, most_kwh: float) -> None:
        self._most_kwh = most_kwh
        self._quarter: int | None = None
        self._kwh = [0.0]
        self._cost = [0.0]

    def offered(self, now_s: float, kwh: float, cost: float) -> None:
        """Takes in that `kwh` could have been charged for `cost` in the time that ends at `now_s`."""
        if self._kwh[-1] >= self._most_kwh or kwh <= 0:
            return
        quarter = int(now_s // QUARTER_S)
        if quarter != self._quarter:
            self._quarter = quarter
            self._kwh.append(self._kwh[-1])
            self._cost.append(self._cost[-1])
        self._kwh[-1] += kwh
        self._cost[-1] += cost

    def cost(self, kwh: float) -> float | None:
        """Returns what the first `kwh` would have cost; None before anything could have been charged."""
        last = self._kwh[-1]
        if last <= 0:
            return None
        if kwh >= last:
            return self._cost[-1] * kwh / last
        after = max(bisect_left(self._kwh, kwh), 1)
        before = after - 1
        part = (kwh - self._kwh[before]) / (self._kwh[after] - self._kwh[before])
        return self._cost[before] + part * (self._cost[after] - self._cost[before])

    def to_dict(self) -> dict[str, Any]:
        """Returns all points, fit for JSON."""
        return {"quarter": self._quarter, "kwh": self._kwh, "cost": self._cost}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        quarter = maybe(whole, saved["quarter"])
        kwh, cost = ([number(value) for value in saved[key]] for key in ("kwh", "cost"))
        if len(kwh) != len(cost) or kwh[:1] != [0.0] or kwh != sorted(set(kwh)):
            raise ValueError(f"at_once: must be rising kWh from 0 on with a cost each, is {kwh} and {cost}")
        self._quarter, self._kwh, self._cost = quarter, kwh, cost
