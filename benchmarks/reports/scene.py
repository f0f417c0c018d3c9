"""Sets up a story's house, car and app, lets it happen, and measures what comes of it."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import GRID, SOLAR
from simulator.car import SimulatedCar
from simulator.car_settings import CarSettings
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.meter_habits import MeterHabits, oven_w
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN
from simulator.trace import Trace, read_trace
from simulator.world import World

from .cell import Cell
from .naming import named_after_s
from .rows import Row

if TYPE_CHECKING:
    from .stories import Story

MIDNIGHT = datetime(2026, 6, 15, tzinfo=timezone.utc)
LOAD_W = 300.0
BY_HAND = "by_hand"
AGAIN_S = 300.0
"""After so long a person starts anew a charge that was taken away."""

CLOUDY_DAY = Path(__file__).parents[2] / "simulator" / "traces" / "cloudy_day.csv"
TARIFF = {
    "peak_price": 0.30,
    "off_peak_price": 0.20,
    "export_price": 0.08,
    "off_peak": [{"start": "22:00", "end": "06:00"}],
}


@dataclass(frozen=True)
class Setting:
    """Says what a story is set in: how car and meters report, and what the app is told of them.

    By `http` the car is read by TeslaPy. Without being `told`, Home Assistant knows nothing of the car before
    it was polled awake; `asleep` is how the car begins. `car` holds what is special of it, `arguments` the
    app's settings; an `oven` heats now and then. With `whole` the app keeps its files.
    """

    habits: Habits = field(default_factory=Habits)
    http: bool = False
    told: bool = True
    asleep: bool = False
    meters: MeterHabits = field(default_factory=MeterHabits)
    car: Mapping[str, Any] = field(default_factory=dict)
    arguments: Mapping[str, Any] = field(default_factory=dict)
    oven: bool = False
    whole: bool = False


class Scene:
    """Is a story while it happens; `excused` says that a person asked for what is charged now."""

    def __init__(self, shell: Shell, car: SimulatedCar) -> None:
        self.shell, self.car = shell, car
        self.excused = False
        self.person_acted = False
        self.charges_by_person = False
        self.stopped_by_person = False
        self.starts_again_s: float | None = None
        self.cell = Cell()
        self._heard = 0
        self._shown = 0

    @property
    def now_s(self) -> float:
        """Returns the simulated time in unix seconds."""
        return self.shell.now_s

    def at_h(self, hour: float) -> float:
        """Returns an hour of the story in unix seconds."""
        return MIDNIGHT.timestamp() + hour * 3600

    # What a person does

    def person_begins(self, begin: Callable[[float], Any]) -> None:
        """Has a person begin a charge, who wakes the car for it."""
        self.car.rouse(self.now_s)
        begin(self.now_s)
        self.person_acted = self.charges_by_person = True
        self.stopped_by_person = False

    def person_stops(self) -> None:
        """Has a person end the charge."""
        self.person_acted = True
        if self.car.charging:
            self.car.charge_stop(self.now_s)
            self.stopped_by_person = True

    # How it goes on

    def run(self, until_s: float) -> None:
        """Lets time pass, and measures."""
        world = self.shell.world
        while self.now_s < until_s:
            before_kwh, before_sun_kwh = world.books.car_kwh, world.books.car_solar_kwh
            self.shell.run(min(self.now_s + self.shell.step_s, until_s))
            bought_kwh = world.books.car_kwh - before_kwh - (world.books.car_solar_kwh - before_sun_kwh)
            hour = (self.now_s - 1.0) % 86_400 / 3600
            if 6 <= hour < 22 and not self.excused and not self.charges_by_person:
                self.cell.dear_kwh += bought_kwh
            self._watch()

    def _watch(self) -> None:
        asked = self.shell.asked()
        for _, verb in asked[self._heard :]:
            if self.charges_by_person and verb in ("stop", "set"):
                self._taken()
            elif self.stopped_by_person and verb == "start":
                self.cell.overridden += 1
        self._heard = len(asked)
        if self.charges_by_person and not self.car.charging:
            self.charges_by_person = False
        if self.starts_again_s is not None and self.now_s >= self.starts_again_s:
            self.starts_again_s = None
            self.person_begins(self.car.charge_start)
        published = self.shell.home.published
        for _, key, state in published[self._shown :]:
            self.cell.wrong_by_hand += key == "state" and state == BY_HAND and not self.person_acted
        self._shown = len(published)

    def _taken(self) -> None:
        self.cell.taken += 1
        if not self.car.charging:
            self.charges_by_person = False
            self.starts_again_s = self.now_s + AGAIN_S

    def ended(self) -> Cell:
        """Returns what came of it."""
        books, asked = self.shell.world.books, Counter(verb for _, verb in self.shell.asked())
        self.cell.kwh, self.cell.sun_kwh = books.car_kwh, books.car_solar_kwh
        self.cell.starts, self.cell.stops, self.cell.sets = asked["start"], asked["stop"], asked["set"]
        self.cell.wake_ups, self.cell.refreshes = asked["wake"], asked["refresh"]
        if self.shell.home.entities is not None:
            self.cell.wake_ups = self.shell.home.entities.counts["wake_ups"]
        return self.cell


def play(story: Story, row: Row, phase: int) -> Cell:
    """Plays a story for a row at one phase of its polls."""
    setting = Setting(row.habits[phase], http=row.http, told=row.told, asleep=row.asleep)
    with opened(story, setting) as scene:
        happens(scene, story)
        if story.wanted is not None:
            hour, soc_pct = story.wanted
            scene.run(scene.at_h(hour))
            scene.cell.missed = int(scene.car.soc_pct < soc_pct - 1)
        scene.run(scene.at_h(story.until_h))
        if row.defect is not None:
            scene.cell.named_s = named_after_s(scene.shell, row, scene.at_h(story.from_h))
        return scene.ended()


def happens(scene: Scene, story: Story) -> None:
    """Starts the app, and lets all happen that is told in a story."""
    scene.shell.start()
    for hour, happen in sorted(story.happens, key=lambda happening: happening[0]):
        scene.run(scene.at_h(hour))
        happen(scene)


def trace(story: Story, oven: bool = False) -> Trace:
    """Returns the house of a story, perhaps with an oven."""
    if story.cloudy:
        found = read_trace(CLOUDY_DAY)
    else:
        sun, load = story.sun or (lambda _: 0.0), story.load or (lambda _: LOAD_W)
        hours = [minute / 60 for minute in range(1440)]
        surplus_w, load_w = (np.array([power(hour) for hour in hours]) for power in (sun, load))
        # The house has its own share of the sun while it shines.
        found = Trace(MIDNIGHT, 60.0, load_w, np.where(surplus_w > 0, surplus_w + load_w, 0.0))
    if not oven:
        return found
    start_s = found.start.timestamp()
    heats = np.array([oven_w(start_s + index * found.step_s) for index in range(len(found.load_w))])
    return replace(found, load_w=found.load_w + heats)


def _car(story: Story, setting: Setting, now_s: float) -> SimulatedCar:
    given = {"max_current_a": story.max_current_a, **setting.car}
    car = SimulatedCar(CarSettings(**given), now_s, soc_pct=story.soc_pct, charge_limit_pct=story.limit_pct)
    car.cable_a, car.cable_shows = story.cable_a, story.cable_shows
    if story.state is not None:
        car.charging_state = story.state
    if story.asleep or setting.asleep:
        car.fall_asleep(now_s)
    return car


@contextmanager
def opened(story: Story, setting: Setting) -> Iterator[Scene]:
    """Opens a scene for a story; the app has not started yet."""
    clock = HandClock(MIDNIGHT)
    clock.passes(story.from_h * 3600)
    now_s = clock.now_s()
    car = _car(story, setting, now_s)
    world = World(trace(story, setting.oven), car, now_s)
    habits = replace(setting.habits, number_max_a=story.number_max_a)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        api, entities = None, None
        if setting.http:
            # A late answer takes the time of the story.
            api = stack.enter_context(TeslaApi(world, clock, habits=habits, sleep=clock.passes))
            way = by_tesla(api, folder)
        else:
            entities = SimulatedEntities(car, "model_y", habits, now_s, told=setting.told)
            way = {"entities": {"name": "model_y"}}
        arguments: dict[str, Any] = {
            "meters": {"grid_power": GRID, "solar_power": SOLAR},
            # Set as a person would, but where the row is about a car that does not say them.
            "car": way if "phases" in habits.untold else {**way, "phases": 1},
            "tariff": TARIFF,
            "api": {"currency": "EUR"},
            "language": "en",
            **story.settings,
            **setting.arguments,
        }
        thrifty = not (story.kills or setting.whole)
        shell = Shell(world, clock, folder, arguments, entities, api, thrifty, setting.meters)
        shell.step_s = story.step_s
        yield Scene(stack.enter_context(shell), car)


def by_tesla(api: TeslaApi, folder: Path) -> dict[str, Any]:
    """Returns the settings of a car that Tesla's service tells of, with a token file in a folder."""
    tokens = folder / "tokens.json"
    tokens.touch(mode=0o600)
    tokens.write_text(json.dumps({"refresh_token": FIRST_REFRESH_TOKEN}), encoding="utf-8")
    return {
        "token_file": str(tokens),
        "vin": api.world.car.settings.vin,
        "api_url": api.api_url,
        "auth_url": api.auth_url,
    }
