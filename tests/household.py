"""A simulated house and car around the real controller, on simulated time: the app without AppDaemon."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from simulator.car import CarAsleepError, CarSettings, Position, PowerState, SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.tesla_json import vehicle_data
from simulator.tesla_terms import Outcome as Answer
from simulator.trace import Trace, read_trace
from simulator.world import World
from solar_charging.control.controller import Controller
from solar_charging.control.driver import Driver
from solar_charging.control.limiter import Limiter
from solar_charging.control.outcome import Outcome
from solar_charging.control.situation import SwitchPositions
from solar_charging.settings.settings import Settings, parse_settings
from solar_charging.vehicle.car import (
    ALREADY_SO,
    FLOOR_A,
    Asleep,
    CarState,
    CommandRefused,
    HomeZone,
    VehicleError,
)
from solar_charging.vehicle.commands import Command
from solar_charging.vehicle.entities.entities import HomeAssistantCar, check_answer
from solar_charging.vehicle.entities.found import Wanted, find
from solar_charging.vehicle.tesla.vehicle_data import car_state

GRID, SOLAR, PLUG = "sensor.grid_power", "sensor.solar_power", "sensor.wallbox_power"
HOME = CarSettings().home
ZONE = HomeZone(HOME.latitude, HOME.longitude, 100)
OFFICE = Position(HOME.latitude + 0.1, HOME.longitude)
CLOUDY_DAY = Path(__file__).parent.parent / "simulator" / "traces" / "cloudy_day.csv"
MORNING = datetime(2026, 6, 15, 9, tzinfo=timezone.utc)
ALL_ON = SwitchPositions(enabled=True, off_peak=True, charge_now=False)


ALWAYS_READY = {"always_ready": True}
"""Off-peak power is bought, whether the car is known to leave or not."""

NOT_WANTED = [{"time": "07:30", "soc_pct": 0}]
"""Departures for which nothing is bought."""


def settings(**sections: Mapping[str, Any] | Sequence[Any]) -> Settings:
    """Settings of apps.yaml with what a test is about."""
    given: dict[str, Any] = {
        "meters": {"grid_power": GRID, "solar_power": SOLAR},
        "car": {"token_file": "tokens.json", "phases": 1},
    }
    for name, section in sections.items():
        given[name] = {**given.get(name, {}), **section} if isinstance(section, Mapping) else section
    return parse_settings(given)


def constant_day(surplus_w: float, load_w: float = 300.0) -> Trace:
    """A house whose roof leaves `surplus_w` over, all day."""
    start = datetime(2026, 6, 15, tzinfo=timezone.utc)
    return Trace(start, 86_400, np.array([load_w]), np.array([load_w + surplus_w]))


def cloudy_day() -> Trace:
    """The day that the simulator ships."""
    return read_trace(CLOUDY_DAY)


class SimulatedVehicle:
    """The simulated car as a Vehicle, without a network in between."""

    reads_are_free = False

    def __init__(self, car: SimulatedCar) -> None:
        self.car = car
        self.now_s = 0.0
        self.fails: VehicleError | None = None
        self.reads: list[float] = []

    def _check(self) -> None:
        if self.fails is not None:
            raise self.fails

    @property
    def entities(self) -> tuple[str, ...]:
        return ()

    def tend(self) -> None:
        return None

    def refresh(self) -> bool:
        return False

    def awake(self) -> bool:
        self._check()
        return self.car.power_state is PowerState.ONLINE

    def read(self, home: HomeZone | None) -> CarState:
        self._check()
        self.reads.append(self.now_s)
        try:
            self.car.read(self.now_s)
        except CarAsleepError:
            raise Asleep() from None
        data = vehicle_data(
            self.car, self.now_s, ["charge_state", "drive_state", "location_data", "vehicle_state"]
        )
        return car_state(data, home, self.now_s)

    def wake_up(self) -> None:
        self._check()
        self.car.wake_up(self.now_s)

    def start(self) -> None:
        self._command(self.car.charge_start)

    def stop(self) -> None:
        self._command(self.car.charge_stop)

    def set_current(self, current_a: int) -> None:
        for _ in range(2 if current_a < FLOOR_A else 1):
            self._command(lambda now_s: self.car.set_charging_amps(current_a, now_s))

    def set_limit(self, limit_pct: int) -> None:
        self._command(lambda now_s: self.car.set_charge_limit(limit_pct, now_s))

    def _command(self, command: Callable[[float], Answer]) -> None:
        self._check()
        try:
            result, reason = command(self.now_s)
        except CarAsleepError:
            raise Asleep() from None
        if not result and reason not in ALREADY_SO:
            raise CommandRefused("it", reason)


class ShownCar(HomeAssistantCar):
    """The simulated car by the entities that an integration with some habits shows of it."""

    def __init__(self, car: SimulatedCar, habits: Habits, now_s: float) -> None:
        self.shown = SimulatedEntities(car, "model_y", habits, now_s)
        self.now_s = now_s
        self.reads: list[float] = []
        super().__init__(find(Wanted("model_y"), self.shown.ids.values()).roles, self)

    def state(self, entity: str) -> dict[str, Any] | None:
        return self.shown.state(entity)

    def said_s(self, entities: Collection[str]) -> float | None:
        return max((self.shown.last_said_s(entity) or 0.0 for entity in entities), default=0.0) or None

    def integration(self, entity: str) -> str | None:
        return "tessie" if entity in self.shown.ids.values() else None

    def call(self, service: str, entity_id: str, **data: Any) -> None:
        check_answer(service, self.shown.call(service, entity_id, data.get("value"), self.now_s))

    def read(self, home: HomeZone | None) -> CarState:
        self.reads.append(self.now_s)
        return super().read(home)


@dataclass
class Household:
    """House, car and controller; `run` lets time pass and keeps a record of each beat and command.

    With `habits` the car is known by entities of Home Assistant that come to be told so.
    """

    settings: Settings = field(default_factory=settings)
    trace: Trace = field(default_factory=cloudy_day)
    start: datetime = MORNING
    zone: str = "UTC"
    soc_pct: float = 50.0
    charge_limit_pct: int = 80
    car_settings: CarSettings = field(default_factory=CarSettings)
    switches: SwitchPositions = ALL_ON
    meter_every_s: float = 10.0
    meter_silent: bool = False
    habits: Habits | None = None
    outcomes: list[tuple[datetime, Outcome]] = field(default_factory=list)
    commands: list[tuple[datetime, Command]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.start
        self.car = SimulatedCar(
            self.car_settings,
            now_s=self.now.timestamp(),
            soc_pct=self.soc_pct,
            charge_limit_pct=self.charge_limit_pct,
        )
        self.world = World(self.trace, self.car, self.now.timestamp())
        self.vehicle: SimulatedVehicle | ShownCar = SimulatedVehicle(self.car)
        if self.habits is not None:
            self.vehicle = ShownCar(self.car, self.habits, self.now.timestamp())
        self.restart()

    def restart(self) -> None:
        """AppDaemon restarts: what was only remembered is gone."""
        self.controller = Controller(
            self.settings, ZoneInfo(self.zone), self.now.timestamp(), self.vehicle.reads_are_free
        )
        self.driver = Driver(
            self.controller,
            self.vehicle,
            nullcontext(),
            now=lambda: self.now,
            home=lambda: ZONE,
            stopped=lambda: False,
            tell=lambda *_: None,
            paying=lambda: None,
        )
        self.limiter = Limiter(
            self.controller,
            self.driver,
            nullcontext(),
            nullcontext(),
            now=lambda: self.now,
            save=lambda: True,
            tell=lambda *_: None,
        )
        self._beat_at = self.now

    def run(self, **span: float) -> Household:
        """Let the time of a timedelta pass."""
        until = self.now + timedelta(**span)
        while self.now < until:
            self.now += timedelta(seconds=self.meter_every_s)
            self.vehicle.now_s = self.now.timestamp()
            self.world.advance(self.vehicle.now_s)
            if isinstance(self.vehicle, ShownCar):
                self.vehicle.shown.advance(self.vehicle.now_s)
            if not self.meter_silent:
                self._tell_meters()
            if self.now >= self._beat_at:
                self._beat_at = self.now + timedelta(seconds=self.settings.charging.beat_s)
                self.beat()
        return self

    def _tell_meters(self) -> None:
        now_s = self.now.timestamp()
        meters = self.world.meters(now_s)
        watts = {"unit_of_measurement": "W"}
        for entity, value in ((GRID, meters.grid_power_w), (SOLAR, meters.solar_power_w)):
            self.controller.meter(entity, {"state": str(round(value)), "attributes": watts}, now_s)
        if self.settings.meters.car_power:
            state = {"state": str(round(meters.car_power_w)), "attributes": watts}
            self.controller.meter(self.settings.meters.car_power[0], state, now_s)

    def beat(self) -> Outcome:
        """One beat, as the app does it."""
        self.driver.look_if_due()
        outcome = self.controller.beat(self.now, self.switches, None)
        if outcome.read_first:
            self.driver.read()
            outcome = self.controller.beat(self.now, self.switches, None)
        sent = self.driver.send(self.limiter.beat(outcome), outcome.decision.state)
        self.commands += [(self.now, command) for command in (*self.limiter.sent, *sent)]
        self.outcomes.append((self.now, outcome))
        return outcome

    @property
    def reads(self) -> list[datetime]:
        """When the car's data was asked for."""
        return [datetime.fromtimestamp(at_s, timezone.utc) for at_s in self.vehicle.reads]

    @property
    def last(self) -> Outcome:
        return self.outcomes[-1][1]

    def verbs(self) -> list[str]:
        return [command.verb.value for _, command in self.commands]
