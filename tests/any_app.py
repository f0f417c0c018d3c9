"""A life in any home around the real app, with its own beats, states and files, on a virtual clock."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from benchmarks.shell import Shell, VirtualApp
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import NAME, SWITCH
from simulator.car import SimulatedCar
from simulator.car_settings import CarSettings
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.meter_habits import MeterHabits
from simulator.world import World
from solar_charging.app import SolarCharging
from solar_charging.control.outcome import Outcome
from solar_charging.vehicle.car import CarState, Vehicle
from solar_charging.vehicle.commands import Command
from tests.any_day import Happening, price_list
from tests.any_home import GRID, PHASES, SOLD, SPOT, TODAY, TOMORROW, VOLTAGE, Dice, Home, odd_meters
from tests.car_events import OF_THE_CAR
from tests.witness import Asked, Spending, Watched

STATE, REASON = f"sensor.{NAME}_state", f"sensor.{NAME}_reason"
NO_STATES = ("", "None", "unknown", "unavailable")
SWITCHES: Mapping[str, tuple[str, str]] = {
    "switch off": (SWITCH, "off"),
    "switch on": (SWITCH, "on"),
    "charge now": (f"{SWITCH}_now", "on"),
    "charge later": (f"{SWITCH}_now", "off"),
    "no cheap power": (f"{SWITCH}_off_peak", "off"),
    "cheap power": (f"{SWITCH}_off_peak", "on"),
}
WORDS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "meter says unavailable": ("unavailable", {}),
    "meter says nan": ("nan", {"unit_of_measurement": "W"}),
    "meter says 1e12": ("1e12", {"unit_of_measurement": "W"}),
    "meter says minus": ("-25000", {"unit_of_measurement": "W"}),
    "other unit": ("230", {"unit_of_measurement": ["V"]}),
}


class AppLife:
    """The real app in any home; what happens is handed in."""

    def __init__(self, home: Home, shell: Shell, car: SimulatedCar) -> None:
        self.home, self.shell, self.car = home, shell, car
        self.settings, self.zone_info = home.settings, ZoneInfo(home.zone)
        self.asked: list[Asked] = []
        self.outcomes: list[tuple[datetime, Outcome]] = []
        self.spending = Spending(self.settings, self.zone_info, shell.get_now)
        self.switched_s = -math.inf
        self.own_limits = {home.limit_pct}
        self.caught = 0
        self._watched: list[Watched] = []

    def watched(self, vehicle: Vehicle) -> Watched:
        """The app's way to the car, with a witness: a new app does not know what the one before was told."""
        self._watched.append(Watched(vehicle, self, lambda report: report))
        if len(self._watched) > 1:
            self._watched[-1].told, self._watched[-1].seen = self._watched[-2].told, self._watched[-2].seen
            self._watched[-1].refuses = self._watched[-2].refuses
        return self._watched[-1]

    def witnessed(self, command: Command, told: CarState | None, seen: bool) -> Asked:
        return Asked(
            self.shell.now_s,
            command,
            self.outcomes[-1][1],
            told,
            seen,
            switched_s=self.switched_s,
            limit_pct=self.car.charge_limit_pct,
            soc_pct=self.car.soc_pct,
            own_limits=frozenset(self.own_limits),
        )

    def decided(self, outcome: Outcome) -> None:
        """Takes in what a beat has come to."""
        self.outcomes.append((self.shell.get_now(), outcome))

    # How it goes on

    def lives(self, happenings: Iterable[Happening]) -> AppLife:
        """Lets all of it happen, each followed by its minutes."""
        self.shell.start()
        self._runs(6)
        for event, minutes in happenings:
            self.happens(event)
            self._runs(minutes)
        self._count()
        return self

    def _runs(self, minutes: float) -> None:
        until_s = self.shell.now_s + minutes * 60
        while self.shell.now_s < until_s:
            self.shell.run(min(self.shell.now_s + 60, until_s))
            own_a, on = self.car.current_a if self.car.at_home else 0.0, range(int(self.car.settings.phases))
            if self.home.given["meters"].get("phase_sensors") and self.shell.home.metering:
                for number, entity in enumerate(PHASES):
                    amps = self.home.loads_a[number] + (own_a if number in on else 0.0)
                    self.shell.home.set(entity, f"{amps:.2f}", {"unit_of_measurement": "A"})

    def _count(self) -> None:
        app = self.shell.app
        self.caught += app.last_resort.count if app is not None and hasattr(app, "last_resort") else 0

    @property
    def shown(self) -> tuple[str, str]:
        """State and reason as Home Assistant has them."""
        states = self.shell.home.states
        return tuple(str((states.get(each) or {}).get("state")) for each in (STATE, REASON))  # type: ignore[return-value]

    # What happens

    def happens(self, event: str) -> None:
        """One event."""
        home = self.shell.home
        if event in SWITCHES:
            self.switched_s = self.shell.now_s
            home.set(*SWITCHES[event])
        elif event in OF_THE_CAR:
            OF_THE_CAR[event](self.car, self.shell.now_s)
            if "limit" in event:
                self.own_limits.add(self.car.charge_limit_pct)
        elif event in WORDS:
            home.set(GRID, *WORDS[event])
        elif "prices" in event:
            for entity in (SPOT, SOLD):
                said = price_list(event, self.shell.get_now())
                home.set(entity, said["state"], said["attributes"])
        elif event in ELSE:
            ELSE[event](self)

    def ends(self, kills: bool) -> None:
        """AppDaemon ends, or is killed, and starts."""
        self._count()
        app = self.shell.app
        if app is not None and not kills:
            app.terminate()
        self.shell.kill()
        self.shell.start()


def _jumps(seconds: float) -> Callable[[AppLife], None]:
    return lambda life: setattr(life.shell.clock, "ahead_s", life.shell.clock.ahead_s + seconds)


def _metering(metering: bool) -> Callable[[AppLife], None]:
    return lambda life: setattr(life.shell.home, "metering", metering)


def _refusing(refuses: bool) -> Callable[[AppLife], None]:
    return lambda life: setattr(life._watched[-1], "refuses", refuses)


def _available(life: AppLife, available: bool) -> None:
    entities = life.shell.home.entities
    assert entities is not None
    entities.vanish(life.shell.now_s) if not available else entities.restart(life.shell.now_s)


ELSE: Mapping[str, Callable[[AppLife], None]] = {
    "restart": lambda life: life.ends(kills=False),
    "killed": lambda life: life.ends(kills=True),
    "clock forward": _jumps(7200),
    "clock back": _jumps(-2820),
    "meter silent": _metering(False),
    "meter back": _metering(True),
    "refuses": _refusing(True),
    "network up": _refusing(False),
    "odd voltage": lambda life: life.shell.home.set(VOLTAGE, "12", {"unit_of_measurement": "V"}),
    "home assistant leaves": lambda life: life.shell.leave(),
    "home assistant is back": lambda life: life.shell.come_back(),
    "its car is back": lambda life: life.shell.home.load_car(),
    "home assistant hangs": lambda life: setattr(life.shell.home, "hangs", True),
    "home assistant goes on": lambda life: setattr(life.shell.home, "hangs", False),
    "the car's entities vanish": lambda life: _available(life, False),
    "the car's entities are back": lambda life: _available(life, True),
    "helpers are gone": lambda life: life.shell.home.remove(SWITCH),
    "home is nowhere": lambda life: life.shell.home.remove("zone.home"),
    "home is back": lambda life: life.shell.home.locate(),
    "meters in another way": lambda life: life.shell.home.report_as(odd_meters(Dice(len(life.outcomes)))),
    "meters as usual": lambda life: life.shell.home.report_as(MeterHabits()),
    "anybody says that home assistant is gone": lambda life: life.shell.fire("plugin_stopped"),
}


@contextmanager
def any_app(home: Home) -> Iterator[AppLife]:
    """Opens a home, whose car is known by entities; the app has not started yet."""
    clock = HandClock(home.start)
    car = SimulatedCar(
        CarSettings(**home.car), clock.now_s(), soc_pct=home.soc_pct, charge_limit_pct=home.limit_pct,
        plugged_in=home.plugged_in,
    )  # fmt: skip
    world = World(home.trace, car, clock.now_s())
    known = SimulatedEntities(car, "model_y", home.habits or Habits(), clock.now_s())
    given = {**home.given, "car": {**home.given["car"], "entities": {"name": "model_y"}}}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        arguments = {**given, "time_zone": home.zone}
        shell = stack.enter_context(Shell(world, clock, folder, arguments, known, meters=home.meters))
        life = AppLife(home, shell, car)
        shell.escaped = []
        _tell_the_rest(shell, home)
        stack.enter_context(mock.patch.object(VirtualApp, "make_vehicle", _way(life)))
        stack.enter_context(mock.patch.object(VirtualApp, "_decide", _deciding(life)))
        yield life


def _tell_the_rest(shell: Shell, home: Home) -> None:
    for entity in (SPOT, SOLD):
        said = price_list("prices", shell.get_now())
        shell.home.set(entity, said["state"], said["attributes"])
    for entity in (TODAY, TOMORROW):
        shell.home.set(entity, "12.5", {"unit_of_measurement": "kWh"})
    for number, entity in enumerate(PHASES):
        shell.home.set(entity, f"{home.loads_a[number]:.2f}", {"unit_of_measurement": "A"})


def _way(life: AppLife) -> Callable[[SolarCharging], Vehicle]:
    return lambda app: life.watched(SolarCharging.make_vehicle(app))


def _deciding(life: AppLife) -> Callable[..., Outcome]:
    def decide(app: SolarCharging, *given: Any) -> Outcome:
        outcome = SolarCharging._decide(app, *given)
        life.decided(outcome)
        return outcome

    return decide
