"""Tells the days on which the app is measured: sun, prices, and what happens to the car."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.virtual_home import METER_S, SWITCH
from simulator.position import HOME, Position
from simulator.tesla_terms import ChargingState

from .scene import Scene

OFFICE = Position(HOME.latitude + 0.05, HOME.longitude)
MINUTE_H = 1 / 60

CORE = frozenset({"sunny", "night", "departure", "power cut", "replug", "person starts", "person stops"})

Happening = tuple[float, Callable[[Scene], None]]


@dataclass(frozen=True)
class Story:
    """Is some hours of a day; hours count from its midnight, those of the next day from 24 on.

    `sun` returns the surplus in W without the car, `load` what the house uses. `happens` holds what happens
    when. `wanted` is what has to be in the battery, and when. At best `most_dear_kwh` are bought dear, with
    `most_starts` starts and as many stops. Its whole energy counts where it `must_charge`, that of the sun
    unless a person ends it. A charge that begins by itself is `unseen` until the car is polled. Meters are
    read each `step_s`.
    """

    title: str
    from_h: float
    until_h: float
    sun: Callable[[float], float] | None = None  # None: a dark house; the cloudy day has its trace
    load: Callable[[float], float] | None = None  # None: always the same
    cloudy: bool = False
    soc_pct: float = 40.0
    limit_pct: int = 90
    asleep: bool = False
    state: ChargingState | None = None
    max_current_a: int = 16
    cable_a: int | None = None
    cable_shows: bool = False
    number_max_a: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    happens: tuple[Happening, ...] = ()
    most_starts: int | None = None
    most_dear_kwh: float = 0.3
    must_charge: bool = False
    sun_counts: bool = True
    unseen: bool = False
    wanted: tuple[float, float] | None = None
    step_s: float = METER_S

    @property
    def core(self) -> bool:
        """Says whether it is tried at all phases of the polls."""
        return self.title in CORE

    @property
    def kills(self) -> bool:
        """Says whether the app is killed, and so needs its state file."""
        return any(happen is kill_app for _, happen in self.happens)


def afternoon(until_h: float, watts: float = 3000.0) -> Callable[[float], float]:
    """Returns a surplus that ends at an hour."""
    return lambda hour: watts if 8 <= hour < until_h else 0.0


def power_cut(scene: Scene) -> None:
    """Cuts the mains: the meters fall silent, and the car has no power."""
    scene.shell.home.metering = False
    scene.car.cut_mains(scene.now_s)
    scene.car.charging_state = ChargingState.NO_POWER


def power_back(scene: Scene) -> None:
    """Restores the mains, whereupon the car begins by itself."""
    scene.shell.home.metering = True
    scene.car.restore_mains(scene.now_s)


def drive_off(scene: Scene) -> None:
    """Takes the car out."""
    scene.car.drive_to(OFFICE, scene.now_s)


def plug_in(scene: Scene) -> None:
    """Brings the car home to its plug, where it begins by itself."""
    scene.car.drive_to(HOME, scene.now_s)
    scene.car.plug_in(scene.now_s)


def raise_limit(scene: Scene) -> None:
    """Raises the limit of a car that is full: it goes on by itself, which is no start of a person's."""
    scene.car.rouse(scene.now_s)
    scene.car.change_limit(70, scene.now_s)


def start(scene: Scene) -> None:
    """Starts the charge in the car's own app."""
    scene.person_begins(scene.car.charge_start)


def stop(scene: Scene) -> None:
    """Stops the charge in the car's own app."""
    scene.person_stops()


def charge_now(scene: Scene) -> None:
    """Moves the switch that charges at once."""
    scene.excused = True
    scene.shell.home.set(f"{SWITCH}_now", "on")


def set_timer(scene: Scene) -> None:
    """Sets the car's own timer to 23:00."""
    scene.person_acted = True
    scene.car.schedule_charging(scene.at_h(23), scene.now_s)


def kill_app(scene: Scene) -> None:
    """Kills the app."""
    scene.shell.kill()


def start_app(scene: Scene) -> None:
    """Starts the app."""
    scene.shell.start()


def ha_leaves(scene: Scene) -> None:
    """Stops Home Assistant."""
    scene.shell.leave()


def ha_returns(scene: Scene) -> None:
    """Starts Home Assistant, without the car's integration."""
    scene.shell.come_back()


def ha_loads(scene: Scene) -> None:
    """Loads the car's integration."""
    scene.shell.home.load_car()


def app_restart(at_h: float) -> tuple[Happening, ...]:
    """Returns a restart of AppDaemon that takes a minute."""
    return (at_h, kill_app), (at_h + MINUTE_H, start_app)


def ha_restart(at_h: float) -> tuple[Happening, ...]:
    """Returns a restart of Home Assistant: two minutes until the car's entities are there again."""
    return (at_h, ha_leaves), (at_h + MINUTE_H, ha_returns), (at_h + 2 * MINUTE_H, ha_loads)


NIGHT: Mapping[str, Any] = {"soc_pct": 60.0, "most_starts": 1, "must_charge": True}
DEPARTURE: Mapping[str, Any] = {
    "asleep": True,
    "settings": {"departures": [{"time": "07:30", "soc_pct": 60}]},
    "wanted": (31.5, 60),
    "most_starts": 1,
}
AFTER_RESTART: Mapping[str, Any] = {"most_starts": 2}
"""One more of each: what was sent before is not known to have come true."""


def _restarts(who: str, restart: Callable[[float], tuple[Happening, ...]]) -> list[Story]:
    title = f"restart of {who}"
    return [
        Story(title, 19, 21, happens=restart(19.1)),
        Story(title, 12, 18, afternoon(15), happens=restart(13.5)),
        Story(title, 21.5, 28, happens=restart(23), **{**NIGHT, **AFTER_RESTART}),
        Story(title, 21, 31.6, happens=restart(21.2), **{**DEPARTURE, **AFTER_RESTART}),
    ]


STORIES: tuple[Story, ...] = (
    Story("sunny", 12, 19, afternoon(16)),
    Story("cloudy", 9, 17, cloudy=True, most_dear_kwh=1.2),
    Story("night", 21, 30.5, **NIGHT),
    Story("departure", 21, 31.6, **DEPARTURE),
    Story("charge now", 17, 20, happens=((17.1, charge_now),), most_starts=1, must_charge=True),
    *_restarts("AppDaemon", app_restart),
    *_restarts("HA", ha_restart),
    Story("clipped", 11, 15, afternoon(14), cable_a=6),
    Story("clipped", 21.5, 28, max_current_a=32, cable_a=16, cable_shows=True, number_max_a=32, **NIGHT),
    Story("power cut", 18, 21.9, unseen=True, happens=((19.5, power_cut), (19.5 + 5 * MINUTE_H, power_back))),
    Story("replug", 18, 21.9, unseen=True, happens=((19.5, drive_off), (19.5 + 7 * MINUTE_H, plug_in))),
    Story("person starts", 18, 21.9, soc_pct=74, limit_pct=80, happens=((19, start),)),
    Story("person stops", 10, 14, afternoon(16), sun_counts=False, happens=((11.5, stop),)),
    Story(
        "limit raised",
        18,
        21.9,
        soc_pct=60,
        limit_pct=60,
        state=ChargingState.COMPLETE,
        unseen=True,
        happens=((19, raise_limit),),
    ),
    Story("own timer", 21, 27, soc_pct=50, most_starts=8, happens=((21.05, set_timer),)),
)

QUICK_STORIES = frozenset({"sunny", "night", "departure", "person starts", "replug"})


def stories(quick: bool) -> list[Story]:
    """Lists the stories; a quick run has few of them."""
    return [story for story in STORIES if not quick or story.title in QUICK_STORIES]
