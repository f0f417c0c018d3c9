"""What is seen on the stage at one moment: what Home Assistant shows, and what is so in the simulated world."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stage.scene import Scene

PREFIX = "sensor.solar_charging_"
KEYS = (
    "state reason target_now target charging_current charging_power surplus house_load soc next_change".split()
)


@dataclass(frozen=True)
class Observation:
    """One look. `shown` is entity id -> Home Assistant's state object, `world` the simulator's report."""

    real_s: float
    shown: Mapping[str, Mapping[str, Any]]
    world: Mapping[str, Any]

    @property
    def at(self) -> datetime:
        """Simulated time."""
        return datetime.fromisoformat(self.world["now"])

    def text(self, key: str) -> str:
        """The state of one of the app's entities, "" when Home Assistant has no such entity."""
        return str(self.shown.get(PREFIX + key, {}).get("state", ""))

    def number(self, key: str) -> float | None:
        """The same as a number, None when it is none."""
        try:
            return float(self.text(key))
        except ValueError:
            return None

    @property
    def car_current_a(self) -> float:
        """What the simulated car draws."""
        return float(self.world["car"]["current_a"])


def observe(scene: Scene) -> Observation:
    """Looks once. Raises OSError when Home Assistant or the simulator does not answer."""
    world = scene.world.state()
    shown = {name: entity for name, entity in scene.home_assistant.api.states().items() if PREFIX in name}
    return Observation(time.monotonic(), shown, world)


def observations(scene: Scene, seconds: float, every_s: float = 0.25) -> Iterator[Observation]:
    """Looks again and again for so many seconds."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        yield observe(scene)
        time.sleep(every_s)
