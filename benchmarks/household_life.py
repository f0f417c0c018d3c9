"""Lets a household live around the real app on a virtual clock: the car is driven and charged each day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.reports.scene import by_tesla
from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import GRID, SOLAR
from simulator.car import SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.meter_habits import MeterHabits
from simulator.position import HOME, Position
from simulator.tesla_api import TeslaApi
from simulator.trace import Trace, read_trace
from simulator.world import World

BEGIN = datetime(2026, 6, 15, tzinfo=timezone.utc)
"""A Monday."""

DAY_S = 86_400.0
OFFICE = Position(HOME.latitude + 0.1, HOME.longitude)
CLOUDY_DAY = Path(__file__).parents[1] / "simulator" / "traces" / "cloudy_day.csv"

ARGUMENTS: Mapping[str, Any] = {
    "meters": {"grid_power": GRID, "solar_power": SOLAR},
    "car": {"entities": {"name": "model_y"}, "phases": 1},
    "tariff": {
        "peak_price": 0.30,
        "off_peak_price": 0.20,
        "export_price": 0.08,
        "off_peak": [{"start": "22:00", "end": "06:00"}],
    },
    "departures": [{"time": "07:30", "soc_pct": 60, "days": ["mon", "tue", "wed", "thu", "fri"]}],
    "api": {"currency": "EUR"},
    "language": "en",
    "sessions_file": "sessions.csv",
}


LEAVES_H, BACK_H = (8.0, 15.0), (17.5, 16.5)
DRIVES_PCT = (25.0, 12.0)
"""The hours of leaving and of coming back, on working days and on others, and how much is driven then."""


class Life:
    """Is a house, a car and the app, as they go on from day to day."""

    def __init__(self, shell: Shell, car: SimulatedCar) -> None:
        self.shell, self.car = shell, car
        self._days = 0

    def run_day(self) -> None:
        """Lets a day pass on which the car is driven, and plugged in when it is back."""
        begin_s = BEGIN.timestamp() + self._days * DAY_S
        kind = 0 if self._days % 7 < 5 else 1
        self.shell.run(begin_s + LEAVES_H[kind] * 3600)
        self.car.drive_to(OFFICE, self.shell.now_s)
        self.shell.run(begin_s + BACK_H[kind] * 3600)
        self.car.set_soc(max(self.car.soc_pct - DRIVES_PCT[kind], 5.0), self.shell.now_s)
        self.car.drive_to(HOME, self.shell.now_s)
        self.car.plug_in(self.shell.now_s)
        self.shell.run(begin_s + DAY_S)
        self._days += 1


def wavering_day(noise_w: float) -> Trace:
    """Returns a cloudy day with a reading each 10 s, whose load wavers as a real one does."""
    day = read_trace(CLOUDY_DAY)
    times = round(day.step_s / 10.0)
    load_w, solar_w = np.repeat(day.load_w, times), np.repeat(day.solar_w, times)
    dice = np.random.default_rng(1)
    wavering_w = dice.normal(0.0, noise_w, len(load_w))
    shining = solar_w > 0
    solar_w = np.where(
        shining, np.maximum(solar_w * (1 + dice.normal(0.0, noise_w / 4000, len(load_w))), 0.0), 0.0
    )
    return replace(day, step_s=10.0, load_w=np.maximum(load_w + wavering_w, 60.0), solar_w=solar_w)


@contextmanager
def opened(
    kind: Callable[..., Shell] = Shell,
    noise_w: float = 0.0,
    http: bool = False,
    meters: MeterHabits | None = None,
) -> Iterator[Life]:
    """Opens a house in which the app has started; `kind` makes the shell around it.

    The car is known by its entities, or by `http` as Tesla's service has it.
    """
    clock = HandClock(BEGIN)
    car = SimulatedCar(now_s=clock.now_s(), soc_pct=50, charge_limit_pct=80)
    world = World(wavering_day(noise_w), car, clock.now_s())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        entities, api, way = None, None, ARGUMENTS["car"]
        if http:
            api = stack.enter_context(TeslaApi(world, clock))
            way = {**by_tesla(api, folder), "phases": 1}
        else:
            entities = SimulatedEntities(car, "model_y", Habits(poll_s=60), clock.now_s())
        arguments = {**ARGUMENTS, "car": way}
        shell = stack.enter_context(kind(world, clock, folder, arguments, entities, api, meters=meters))
        shell.start()
        yield Life(shell, car)
