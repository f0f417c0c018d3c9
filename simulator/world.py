"""Simulates house and car at one grid connection, and accounts for their energy."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import NamedTuple

import numpy as np

from simulator.car import SimulatedCar
from simulator.trace import DAY_S, HousePower, Trace

STEP_S = 10.0


class Meters(NamedTuple):
    """Holds what the meters of the house show, in W; grid power is positive for import."""

    grid_power_w: float
    solar_power_w: float
    load_w: float
    car_power_w: float


@dataclass
class Books:
    """Adds up the energy at the house since the world began, in kWh.

    `car_solar_kwh` is the part of the car's energy that was surplus at the moment it was drawn.
    """

    car_kwh: float = 0.0
    car_solar_kwh: float = 0.0
    grid_import_kwh: float = 0.0
    grid_export_kwh: float = 0.0
    load_kwh: float = 0.0
    solar_kwh: float = 0.0


def dark_house() -> Trace:
    """Returns the trace of a house without any load and without any sun."""
    return Trace(datetime(2026, 1, 1, tzinfo=timezone.utc), DAY_S, np.zeros(1), np.zeros(1))


class World:
    """Replays the days of a trace in a house, with a car in front of it.

    Hold `lock` while touching the car when other threads may do so too; the methods here take it themselves.
    While it is `overcast` there is no sun, whatever the trace says.
    Raises `TraceError` for a trace shorter than a day, which cannot be repeated.
    """

    def __init__(self, trace: Trace, car: SimulatedCar, now_s: float) -> None:
        self.trace = trace
        self.car = car
        self.books = Books()
        self.overcast = False
        self.lock = threading.RLock()
        self.watchers: list[Callable[[float], None]] = []  # told of each step's end
        self._now_s = now_s
        car.advance(now_s)
        self._house()

    @property
    def now_s(self) -> float:
        """Returns the moment until which time has passed (unix seconds)."""
        return self._now_s

    def advance(self, now_s: float) -> None:
        """Lets time pass until `now_s` (unix seconds); a time earlier than the last one changes nothing."""
        with self.lock:
            while self._now_s < now_s:
                self._step(min(now_s, self._now_s + STEP_S, self._next_change_s()))

    def meters(self, now_s: float) -> Meters:
        """Returns what the meters show at `now_s`."""
        with self.lock:
            self.advance(now_s)
            house = self._house()
            car_w = self.car.power_w if self.car.at_home else 0.0
            grid_w = house.load_w + car_w - house.solar_w
            return Meters(grid_w, house.solar_w, house.load_w, car_w)

    def report(self, now_s: float) -> dict[str, object]:
        """Returns everything there is to know at `now_s`, for people and for JSON."""
        with self.lock:
            meters = self.meters(now_s)
            books = {name: round(kwh, 4) for name, kwh in asdict(self.books).items()}
            when = datetime.fromtimestamp(now_s, timezone.utc).isoformat(timespec="milliseconds")
            return {"now": when, "house": meters._asdict(), "energy": books, "car": self._car_report()}

    def _car_report(self) -> dict[str, object]:
        car = self.car
        return {
            "state": car.power_state.value,
            "charging_state": car.charging_state.value,
            "plugged_in": car.plugged_in,
            "at_home": car.at_home,
            "position": list(car.position),
            "soc_pct": round(car.soc_pct, 3),
            "charge_limit_pct": car.charge_limit_pct,
            "requested_a": car.requested_a,
            "current_a": round(car.current_a, 3),
            "power_w": round(car.power_w, 1),
            "drawn_kwh": round(car.drawn_kwh, 4),
        }

    def _house(self) -> HousePower:
        house = self.trace.repeated(datetime.fromtimestamp(self._now_s, timezone.utc))
        return house._replace(solar_w=0.0) if self.overcast else house

    def _next_change_s(self) -> float:
        """Returns the next moment at which the trace's value changes, in unix seconds."""
        into_step_s = (self._now_s - self.trace.start.timestamp()) % self.trace.step_s
        return self._now_s + self.trace.step_s - into_step_s

    def _step(self, until_s: float) -> None:
        house, drawn_before_kwh = self._house(), self.car.drawn_kwh
        self.car.advance(until_s)
        hours = (until_s - self._now_s) / 3600
        self._now_s = until_s
        car_kwh = self.car.drawn_kwh - drawn_before_kwh if self.car.at_home else 0.0
        self._book(house.load_w / 1000 * hours, house.solar_w / 1000 * hours, car_kwh)
        for told in self.watchers:
            told(until_s)

    def _book(self, load_kwh: float, solar_kwh: float, car_kwh: float) -> None:
        grid_kwh = load_kwh + car_kwh - solar_kwh
        self.books.load_kwh += load_kwh
        self.books.solar_kwh += solar_kwh
        self.books.car_kwh += car_kwh
        self.books.car_solar_kwh += min(car_kwh, max(solar_kwh - load_kwh, 0.0))
        self.books.grid_import_kwh += max(grid_kwh, 0.0)
        self.books.grid_export_kwh += max(-grid_kwh, 0.0)
