"""A household whose app is switched off and watches: it knows what would have been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from solar_charging.control.outcome import Outcome
from solar_charging.control.situation import SwitchPositions
from solar_charging.control.watched import Watched
from solar_charging.control.watching import Watching
from tests.household import ALL_ON, GRID, PLUG, SOLAR, Household

ALL_OFF = replace(ALL_ON, enabled=False)


@dataclass
class WatchedHousehold(Household):
    """The same house, car and controller, with what watches; each beat is the watching app's."""

    switches: SwitchPositions = ALL_OFF

    def restart(self) -> None:
        """AppDaemon restarts: what was only remembered is gone."""
        super().restart()
        self.watching = Watching(self.controller, ZoneInfo(self.zone))

    def kept(self) -> dict[str, Any]:
        """What is saved at this moment."""
        return self.watching.to_dict(self.now)

    def tell(self, entity: str, state: Mapping[str, Any]) -> None:
        """An entity says something to whoever listens."""
        self.controller.meter(entity, state, self.now.timestamp())
        self.watching.heard(entity, state, self.now.timestamp())

    def _tell_meters(self) -> None:
        meters, watts = self.world.meters(self.now.timestamp()), {"unit_of_measurement": "W"}
        told = {GRID: meters.grid_power_w, SOLAR: meters.solar_power_w}
        if self.settings.meters.car_power:
            told[PLUG] = meters.car_power_w
        for entity, value in told.items():
            self.tell(entity, {"state": str(round(value)), "attributes": watts})

    def beat(self) -> Outcome:
        """One beat, as the app does it."""
        self.driver.look_if_due()
        outcome = self.watching.beat(self.now, self.switches, None)
        if outcome.read_first:
            self.driver.read()
            outcome = self.watching.beat(self.now, self.switches, None)
        sent = self.driver.send(outcome.commands, outcome.decision.state)
        self.commands += [(self.now, command) for command in sent]
        self.outcomes.append((self.now, outcome))
        return outcome

    @property
    def watched(self) -> Watched:
        """What would have been by now."""
        watched = self.last.watched
        assert watched is not None
        return watched
