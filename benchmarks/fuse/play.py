"""Plays a case on the virtual clock with the real app, and measures for how long too much flowed."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import GRID, OF_CAR, SWITCH
from simulator.car import SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.world import World

from .cases import Case
from .house import BEGIN, PHASES, VOLTS, Amps, PhaseSensors, loads_w, trace

SENSORS = tuple(f"sensor.current_l{number}" for number in (1, 2, 3))
SETTLED_S = 120.0
"""The charge has begun by then, and the fuse counts."""

NOISE = 0.005
"""A share of the fuse by which more is not worth speaking of."""

BANDS = ((0.0, 60.0), (0.13, 30.0), (0.40, 10.0), (1.00, 0.0))
"""By more than such a share more than the fuse carries may flow for so many seconds."""

ACTING_S = 5.0
"""Beyond that, or where the meter is slower: its interval, and so many seconds after the reading."""


@dataclass
class Overload:
    """Is a time in which more flowed than the fuse carries, at most `by` more, in W or A.

    `above_s` is for how long it was above each of the bands' shares, from the least on.
    """

    lasted_s: float = 0.0
    by: float = 0.0
    above_s: list[float] = field(default_factory=lambda: [0.0] * len(BANDS))


@dataclass
class Found:
    """Holds what came of a case: all times of overload, those that were too long, and what was asked."""

    title: str
    unit: str
    overloads: list[Overload] = field(default_factory=list)
    too_long: int = 0
    commands: int = 0
    starts: int = 0
    most_starts: int = 0
    kwh: float = 0.0

    @property
    def total_s(self) -> float:
        return sum(each.lasted_s for each in self.overloads)

    @property
    def median_s(self) -> float:
        return median([each.lasted_s for each in self.overloads] or [0.0])

    @property
    def longest_s(self) -> float:
        return max([each.lasted_s for each in self.overloads], default=0.0)

    @property
    def by(self) -> float:
        return max([each.by for each in self.overloads], default=0.0)

    @property
    def out(self) -> bool:
        """Says whether it is out of bounds."""
        return self.too_long > 0 or self.starts > self.most_starts


class SlowShell(Shell):
    """Is a shell whose service for the car needs its time, or is dead."""

    api_s = 0.0
    dead = False

    def call_service(self, service: str, *rest: Any, **data: Any) -> Any:
        """Carries out a service of Home Assistant, a car's one late or not at all."""
        if service.partition("/")[0] in OF_CAR:
            if self.dead:
                return {"success": False, "error": {"message": "Timeout connecting to server"}}
            self._pass(self.now_s + self.api_s)
        return super().call_service(service, *rest, **data)


class Watch:
    """Watches one fuse: for how long more flows than it carries while the car draws."""

    def __init__(self, fuse: float, blur: float) -> None:
        self._fuse = fuse
        self._blur = max(NOISE * fuse, blur)
        self._running: Overload | None = None
        self.overloads: list[Overload] = []

    def passed(self, flow: float, draws: bool, for_s: float) -> None:
        over = flow - self._fuse
        if over <= self._blur or not draws:
            self._running = None
            return
        if self._running is None:
            self._running = Overload()
            self.overloads.append(self._running)
        self._running.lasted_s += for_s
        self._running.by = max(self._running.by, over)
        for band, (share, _) in enumerate(BANDS):
            self._running.above_s[band] += for_s if over > share * self._fuse else 0.0

    def too_long(self, allowed_s: float) -> int:
        """Returns how many lasted longer than the fuse bears, and than the meter takes to show it."""
        return sum(
            any(
                above_s > max(lasts_s, allowed_s)
                for above_s, (_, lasts_s) in zip(each.above_s, BANDS, strict=True)
            )
            for each in self.overloads
        )


class Scene:
    """Is a case while it is played."""

    def __init__(self, case: Case, folder: Path, stack: ExitStack) -> None:
        self.case = case
        clock = HandClock(BEGIN)
        self._loads_w = loads_w(case.happens)
        self.car = SimulatedCar(case.car, clock.now_s(), soc_pct=10, charge_limit_pct=100)
        world = World(trace(self._loads_w), self.car, clock.now_s())
        entities = SimulatedEntities(self.car, "model_y", Habits(), clock.now_s())
        shell = SlowShell(world, clock, folder, _arguments(case), entities, None, True, case.meters)
        stack.enter_context(shell)
        self.shell = shell
        self.shell.step_s = 1.0
        self.shell.home.set(f"{SWITCH}_now", "on")
        habits = case.meters
        self._sensors = PhaseSensors(habits.every_s, habits.lag_s, habits.spikes, case.telling)
        fuses = [float(case.fuse_a)] * PHASES if case.fuse_a else [case.fuse_w or 0.0]
        self.watches = [Watch(fuse, case.telling.blur_a if case.fuse_a else 0.0) for fuse in fuses]
        self._watched_s = self.shell.now_s
        world.watchers.append(self._watch)

    def _flows(self) -> Amps:
        """Returns the current in each phase, in A."""
        second = int(self.shell.world.now_s - BEGIN.timestamp())
        own_a = self._loads_w[:, min(second, self._loads_w.shape[1] - 1)] / VOLTS
        on = np.ones(PHASES) if self.case.car.phases == PHASES else np.array([1.0, 0.0, 0.0])
        first, second_a, third = (own_a + on * self.car.current_a).tolist()
        return (first, second_a, third)

    def _watch(self, until_s: float) -> None:
        flows, for_s = self._flows(), until_s - self._watched_s
        self._watched_s = until_s
        if until_s < BEGIN.timestamp() + SETTLED_S:
            return
        seen = flows if self.case.fuse_a else [sum(flows) * VOLTS]
        for watch, flow in zip(self.watches, seen, strict=True):
            watch.passed(flow, self.car.current_a > 0.1, for_s)

    def run(self) -> None:
        """Lets all of it happen."""
        end_s = (BEGIN + timedelta(hours=self.case.hours)).timestamp()
        self._tell_phases()
        self.shell.start()
        self.shell.api_s = self.case.api_s
        while self.shell.now_s < end_s:
            self.shell.run(self.shell.now_s + 1.0)
            self._tell_phases()
            self.shell.dead = self.case.dead and self.shell.now_s >= BEGIN.timestamp() + SETTLED_S

    def _tell_phases(self) -> None:
        if not self.case.fuse_a:
            return
        for phase, said in self._sensors.advance(self.shell.now_s, self._flows()).items():
            self.shell.home.set(SENSORS[phase], said, {"unit_of_measurement": self.case.telling.unit})

    def found(self) -> Found:
        """Returns what came of it."""
        case, verbs = self.case, Counter(verb for _, verb in self.shell.asked())
        allowed_s = case.meters.every_s + case.meters.lag_s + ACTING_S + case.api_s * 2
        return Found(
            title=case.title,
            unit="A" if case.fuse_a else "W",
            overloads=[each for watch in self.watches for each in watch.overloads],
            too_long=sum(watch.too_long(allowed_s) for watch in self.watches) if case.bounded else 0,
            commands=verbs["start"] + verbs["stop"] + verbs["set"],
            starts=verbs["start"],
            most_starts=case.starts,
            kwh=self.car.drawn_kwh,
        )


def _arguments(case: Case) -> dict[str, Any]:
    charging: dict[str, Any] = {} if case.fuse_w is None else {"max_import_w": case.fuse_w}
    meters: dict[str, Any] = {"grid_power": GRID}
    car: dict[str, Any] = {"entities": {"name": "model_y"}, "phases": int(case.car.phases)}
    if case.fuse_a is not None:
        charging["main_fuse_a"] = case.fuse_a
        meters["phase_sensors"] = list(SENSORS)
        if case.car.phases == 1:
            car["phase"] = 1
    return {"meters": meters, "car": car, "charging": charging, "api": {"currency": "EUR"}, "language": "en"}


def play(case: Case) -> Found:
    """Plays a case from its begin to its end."""
    with ExitStack() as stack:
        scene = Scene(case, Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)
        scene.run()
        return scene.found()
