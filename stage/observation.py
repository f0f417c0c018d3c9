"""Observes one moment: what Home Assistant shows, and what is so in the simulated world."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stage.scene import Scene

PREFIX = "sensor.solar_charging_"


@dataclass(frozen=True)
class Observation:
    """Holds one look at both worlds.

    `shown` is entity id -> Home Assistant's state object, `world` the simulator's report.
    """

    real_s: float
    shown: Mapping[str, Mapping[str, Any]]
    world: Mapping[str, Any]

    @property
    def at(self) -> datetime:
        """Returns the simulated time."""
        return datetime.fromisoformat(self.world["now"])

    def text(self, key: str) -> str:
        """Returns the state of one of the app's entities, "" when Home Assistant has no such entity."""
        return str(self.shown.get(PREFIX + key, {}).get("state", ""))

    def number(self, key: str) -> float | None:
        """Returns that state as a number, None when it is none."""
        try:
            return float(self.text(key))
        except ValueError:
            return None

    def unit(self, key: str) -> str | None:
        """Returns the unit in which one of the app's entities is shown, None when it has none."""
        unit = self.shown.get(PREFIX + key, {}).get("attributes", {}).get("unit_of_measurement")
        return None if unit is None else str(unit)

    def commands(self, kind: str) -> int:
        """Returns how many commands of a kind the simulated car has received."""
        return int(self.world["commands"].get(kind, 0))

    @property
    def car_kwh(self) -> float:
        """Returns the energy that the car has drawn since the beginning."""
        return float(self.world["energy"]["car_kwh"])

    @property
    def car_soc_pct(self) -> float:
        """Returns the state of charge of the simulated car."""
        return float(self.world["car"]["soc_pct"])

    @property
    def car_current_a(self) -> float:
        """Returns the current that the simulated car draws."""
        return float(self.world["car"]["current_a"])


def observe(scene: Scene) -> Observation:
    """Looks once; raises `OSError` when Home Assistant or the simulator does not answer."""
    world = scene.world.state()
    shown = {name: entity for name, entity in scene.home_assistant.api.states().items() if PREFIX in name}
    return Observation(time.monotonic(), shown, world)


def observations(scene: Scene, seconds: float, every_s: float = 0.25) -> Iterator[Observation]:
    """Looks again and again for so many seconds."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        yield observe(scene)
        time.sleep(every_s)
