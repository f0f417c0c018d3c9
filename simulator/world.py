"""Simulates house and car at one grid connection, and accounts for their energy."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import NamedTuple

import numpy as np

from simulator.car import SimulatedCar
from simulator.house_battery import HouseBattery
from simulator.trace import DAY_S, HousePower, Trace

STEP_S = 10.0

WAVERS_W, WAVES_S = 12.0, 7.0
"""No inverter holds the grid at 0 to the watt: by so many W it is off, now more, now less, in such waves."""


class Meters(NamedTuple):
    """Holds what the meters of the house show, in W; positive is import, and what the house battery gives.

    That of the battery is None where the house has none.
    """

    grid_power_w: float
    solar_power_w: float
    load_w: float
    car_power_w: float
    battery_power_w: float | None = None
    battery_soc_pct: float | None = None


@dataclass
class Books:
    """Adds up the energy at the house since the world began, in kWh.

    `car_solar_kwh` is the part of the car's energy that was surplus at the moment it was drawn, and
    `car_battery_kwh` the part that the house battery gave beyond what the house itself lacked.
    `battery_taken_kwh` and `battery_given_kwh` are what went into that battery, and what came out of it.
    """

    car_kwh: float = 0.0
    car_solar_kwh: float = 0.0
    car_battery_kwh: float = 0.0
    grid_import_kwh: float = 0.0
    grid_export_kwh: float = 0.0
    load_kwh: float = 0.0
    solar_kwh: float = 0.0
    battery_taken_kwh: float = 0.0
    battery_given_kwh: float = 0.0


def dark_house() -> Trace:
    """Returns the trace of a house without any load and without any sun."""
    return Trace(datetime(2026, 1, 1, tzinfo=timezone.utc), DAY_S, np.zeros(1), np.zeros(1))


class World:
    """Replays the days of a trace in a house, with a car in front of it, and a `battery` where it has one.

    The inverter makes no more sun than leaves `export_limit_w` to be exported (None: it lets out all).
    Hold `lock` while touching the car when other threads may do so too; the methods here take it themselves.
    While it is `overcast` there is no sun, whatever the trace says.
    Raises `TraceError` for a trace shorter than a day, which cannot be repeated.
    """

    def __init__(
        self,
        trace: Trace,
        car: SimulatedCar,
        now_s: float,
        battery: HouseBattery | None = None,
        export_limit_w: float | None = None,
    ) -> None:
        self.trace = trace
        self.car = car
        self.battery = battery
        self.export_limit_w = export_limit_w
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
            need_w = house.load_w + car_w - house.solar_w
            wavers_w = WAVERS_W * math.sin(2 * math.pi * now_s / WAVES_S)
            if self.battery is None:
                lost_w = self._lost_w(need_w, wavers_w)
                return Meters(need_w + lost_w, house.solar_w - lost_w, house.load_w, car_w)
            given_w = self.battery.power_w(need_w - wavers_w)
            lost_w = self._lost_w(need_w - given_w, wavers_w)
            shown = house.solar_w - lost_w, house.load_w, car_w, given_w, self.battery.soc_pct
            return Meters(need_w - given_w + lost_w, *shown)

    def report(self, now_s: float) -> dict[str, object]:
        """Returns everything there is to know at `now_s`, for people and for JSON."""
        with self.lock:
            shown = self.meters(now_s)._asdict().items()
            meters = {name: value for name, value in shown if value is not None}
            books = {name: round(kwh, 4) for name, kwh in asdict(self.books).items()}
            when = datetime.fromtimestamp(now_s, timezone.utc).isoformat(timespec="milliseconds")
            return {"now": when, "house": meters, "energy": books, "car": self._car_report()}

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

    def _lost_w(self, grid_w: float, wavers_w: float = 0.0) -> float:
        """Returns what the inverter throws away of the sun, with which the grid would show so much."""
        if self.export_limit_w is None or grid_w >= -self.export_limit_w:
            return 0.0
        return max(wavers_w - self.export_limit_w - grid_w, 0.0)

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
        load_kwh, solar_kwh = house.load_w / 1000 * hours, house.solar_w / 1000 * hours
        given_kwh = 0.0
        if self.battery is not None:
            need_w = 1000 * (load_kwh + car_kwh - solar_kwh) / hours
            given_kwh = self.battery.gives_w(need_w, 3600 * hours) / 1000 * hours
        if self.export_limit_w is not None and hours:
            grid_w = 1000 * (load_kwh + car_kwh - solar_kwh - given_kwh) / hours
            solar_kwh -= self._lost_w(grid_w) / 1000 * hours
        self._book(load_kwh, solar_kwh, car_kwh, given_kwh)
        for told in self.watchers:
            told(until_s)

    def _book(self, load_kwh: float, solar_kwh: float, car_kwh: float, given_kwh: float) -> None:
        """Adds up what was used and made, and what the house battery gave (negative: took)."""
        books, grid_kwh = self.books, load_kwh + car_kwh - solar_kwh - given_kwh
        books.load_kwh += load_kwh
        books.solar_kwh += solar_kwh
        books.car_kwh += car_kwh
        car_solar_kwh = min(car_kwh, max(solar_kwh - load_kwh, 0.0))
        books.car_solar_kwh += car_solar_kwh
        beyond_house_kwh = max(given_kwh - max(load_kwh - solar_kwh, 0.0), 0.0)
        books.car_battery_kwh += min(car_kwh - car_solar_kwh, beyond_house_kwh)
        books.battery_given_kwh += max(given_kwh, 0.0)
        books.battery_taken_kwh += max(-given_kwh, 0.0)
        books.grid_import_kwh += max(grid_kwh, 0.0)
        books.grid_export_kwh += max(-grid_kwh, 0.0)
