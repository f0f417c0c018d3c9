"""Keeps what a kWh in the house battery has cost: what was put into it, with what is lost on the way.

    price = (price * held + sum of kWh into it * what each cost) / (held + ETA_IN * kWh into it)
    given = price / ETA_OUT

The sun that goes into it costs what feeding it in would have brought, what is bought costs the import price.
"""

from __future__ import annotations

from typing import Any

from ..base.economics import ETA_IN, ETA_OUT, Prices
from ..base.saved import maybe, number

LEAST_KWH = 0.1
"""So much is in a battery of which nothing is known."""


class StoredCost:
    """Keeps the average price of what the battery holds, per kWh; None before anything went into it."""

    def __init__(self) -> None:
        self._price: float | None = None

    def passed(
        self, span_s: float, battery_w: float, grid_w: float, held_kwh: float | None, prices: Prices
    ) -> None:
        """Takes in what the battery gave for `span_s` seconds (negative: took) while the grid gave `grid_w`.

        `held_kwh` is what it holds (None: not known).
        """
        taken_kwh = max(-battery_w, 0.0) / 1000 * span_s / 3600
        if taken_kwh <= 0:
            return
        bought_kwh = min(max(grid_w, 0.0) / 1000 * span_s / 3600, taken_kwh)
        cost = bought_kwh * prices.import_per_kwh + (taken_kwh - bought_kwh) * prices.export_per_kwh
        held = max(held_kwh or 0.0, LEAST_KWH)
        before = cost / taken_kwh / ETA_IN if self._price is None else self._price
        self._price = (before * held + cost) / (held + ETA_IN * taken_kwh)

    def given_per_kwh(self, prices: Prices) -> float:
        """Returns what a kWh that it gives has cost; before anything is known, as if it were sun of now."""
        price = prices.export_per_kwh / ETA_IN if self._price is None else self._price
        return price / ETA_OUT

    def to_dict(self) -> dict[str, Any]:
        """Returns it, fit for JSON."""
        return {"price": self._price}

    def from_dict(self, saved: dict[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        self._price = maybe(number, saved["price"])
