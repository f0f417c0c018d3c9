"""Defines the plain laws: charging at once, charging each night, and the seed's."""

from __future__ import annotations

from collections import deque

from backtest.law import View
from backtest.scenario import CarModel

from .must_have import MustHave


class AtOnce:
    """Charges with all it can from the moment the cable is in, up to the car's limit."""

    name = "at_once"

    def __init__(self, car: CarModel) -> None:
        self._max_a = car.max_a

    def decide(self, view: View) -> int | None:
        return self._max_a if view.plugged and not view.charging else None


class Night80:
    """Follows the sun by the seed's rule, and buys up to 80 % (or the car's limit) in each cheap time.

    Cheap is what costs no more than the mean of the day ahead, and less than its dearest; a departure that
    the cheap time cannot serve is served by the planner that all laws share.
    """

    name = "night_80"

    def __init__(self, car: CarModel) -> None:
        self._car = car
        self._must_have = MustHave(car)
        self._sun = SeedTracker(car)
        self._quarter = -1
        self._cheap = False

    def decide(self, view: View) -> int | None:
        self._sun.watch(view)
        if not view.plugged:
            return None
        wanted_a = self._must_have.wants(view)
        if wanted_a is not None:
            return wanted_a
        if view.soc_pct < 80 and self._is_cheap(view):
            return self._car.max_a
        return self._sun.current_a(view)

    def _is_cheap(self, view: View) -> bool:
        quarter = int(view.now_s // 900)
        if quarter != self._quarter:
            self._quarter = quarter
            known, _ = view.prices_ahead(24)
            self._cheap = view.import_price <= known.mean() and view.import_price < known.max()
        return self._cheap


class Seed:
    """Follows this project's first rule: the mean of three minutes, every three minutes, rounded down."""

    name = "seed"

    def __init__(self, car: CarModel) -> None:
        self._must_have = MustHave(car)
        self._sun = SeedTracker(car)

    def decide(self, view: View) -> int | None:
        self._sun.watch(view)
        if not view.plugged:
            return None
        wanted_a = self._must_have.wants(view)
        return self._sun.current_a(view) if wanted_a is None else wanted_a


class SeedTracker:
    """Averages the surplus over three minutes, acts on it every three, and stops below the minimum."""

    BEAT_S = 180.0

    def __init__(self, car: CarModel) -> None:
        self._car = car
        self._window: deque[float] = deque(maxlen=round(self.BEAT_S / 10))
        self._beat_s = 0.0

    def watch(self, view: View) -> None:
        """Takes in the meter reading of this moment."""
        self._window.append(view.car_a * self._car.watts_per_amp - view.grid_w)

    def current_a(self, view: View) -> int | None:
        """Returns the current for the surplus, None between two beats."""
        if view.now_s < self._beat_s:
            return None
        self._beat_s = view.now_s + self.BEAT_S
        carried_a = int(max(sum(self._window), 0.0) / len(self._window) // self._car.watts_per_amp)
        return min(carried_a, self._car.max_a) if carried_a >= self._car.min_a else 0
