"""Runs the simulated world as a process: house, car and Tesla's service, feeding Home Assistant's sensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stage.environments import CHECKOUT, Environment
from stage.local_http import call
from stage.processes import Process, Variables
from stage.seeding import Home

BATTERY_KWH, BATTERY_W = 10.0, 5000.0
"""What the demo's house battery holds, and the most in W that it takes and gives."""


@dataclass(frozen=True)
class WorldSettings:
    """Says what is played: which day of which house, from when, how fast, with which car."""

    start: datetime | None
    speed: float = 60.0
    trace: Path | None = None
    soc_pct: float = 50.0
    limit_pct: int = 80
    every_s: float = 0.25  # between two values of the meters
    timeout_s: float = 10  # for an answer of Home Assistant
    battery_kwh: float | None = None  # of the house's battery, where it has one
    battery_soc_pct: float = 100.0  # a full one leaves the sun to the car, also on the first day

    def arguments(self) -> list[str]:
        """Returns the command-line arguments of the simulator."""
        given = {
            "--start": self.start and self.start.isoformat(),
            "--trace": self.trace,
            "--speed": self.speed,
            "--every-s": self.every_s,
            "--timeout-s": self.timeout_s,
            "--soc": self.soc_pct,
            "--limit": self.limit_pct,
            "--battery-kwh": self.battery_kwh,
            "--battery-soc": None if self.battery_kwh is None else self.battery_soc_pct,
            "--battery-power": None if self.battery_kwh is None else BATTERY_W,
        }
        return [str(part) for pair in given.items() if pair[1] is not None for part in pair]


class SimulatedWorld:
    """Runs `python -m simulator` at its address, and steers and asks it over HTTP."""

    def __init__(
        self,
        environment: Environment,
        log_file: Path,
        port: int,
        arguments: Sequence[str | Path],
        variables: Variables = dict,
    ) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.log_file = log_file
        command = [environment.python, "-m", "simulator", "--port", str(port), *arguments]
        self._process = Process(
            "The simulator", command, log_file, lambda: {"PYTHONPATH": str(CHECKOUT)} | variables()
        )

    def start(self, within_s: float = 30) -> None:
        """Starts it and waits for its first answer; raises `StageError` with the last lines of its log."""
        self._process.start()
        self._process.until(self._answers, within_s)

    def stop(self) -> None:
        self._process.stop()

    def state(self) -> dict[str, Any]:
        """Returns time, house, energy, car and command counts, as the simulator reports them."""
        return dict(call("GET", f"{self.url}simulator/state"))

    def change_car(self, **changes: Any) -> None:
        """Does something to the car: plugged_in=True, position="away", soc_pct=40, ..."""
        call("POST", f"{self.url}simulator/car", changes)

    def _answers(self) -> bool:
        try:
            return bool(self.state())
        except OSError:
            return False


def feeding(home: Home, home_assistant_url: str, token_file: Path) -> list[str | Path]:
    """Returns the simulator's arguments for feeding a Home Assistant, with the car in front of its home."""
    place = ["--latitude", str(home.latitude), "--longitude", str(home.longitude)]
    return ["--home-assistant", home_assistant_url, "--token-file", token_file, *place]
