"""Keeps what a kWh in the house battery is worth, valued anew each quarter of an hour and where it moved."""

from __future__ import annotations

from ..base.economics import Charger
from ..base.time_grid import QUARTER_S
from .history import History
from .house_battery import Spares, Store
from .scenarios import Battery, Known
from .stored_worth import Rival, stored_worth

STORE_MOVED_KWH = 0.25
"""A house battery that has moved by so many kWh is valued anew."""


class StoreValue:
    """Knows `spares`: what the kWh in the house battery are worth (None: no battery, or not known)."""

    def __init__(self) -> None:
        self.spares: Spares | None = None
        self._valued: tuple[float, Store | None] = 0.0, None

    def moved(self, now_s: float, store: Store | None) -> bool:
        """Says whether a kWh in the house battery may be worth another price than when it was valued."""
        quarter, valued = self._valued
        if store is None or valued is None:
            return store is not valued
        return now_s // QUARTER_S != quarter or abs(store.stored_kwh - valued.stored_kwh) >= STORE_MOVED_KWH

    def value(
        self,
        history: History,
        known: Known,
        store: Store,
        now_s: float,
        clock_s: float,
        car: Rival | None,
    ) -> None:
        """Values a kWh in the house battery, for the next quarter of an hour."""
        self._valued = now_s // QUARTER_S, store
        self.spares = stored_worth(history, known, store, now_s, clock_s, car)


def rival(battery: Battery | None, charger: Charger, value_per_kwh: float) -> Rival | None:
    """Returns what a car takes of the sun besides, to which a kWh has a value; None where it is not there."""
    if battery is None:
        return None
    room_kwh = max(battery.limit_kwh - battery.stored_kwh, 0.0) / charger.efficiency
    return Rival(charger.most_kw, room_kwh, value_per_kwh * charger.efficiency)
