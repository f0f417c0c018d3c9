"""Starts Home Assistant, the simulated world and AppDaemon in order, and ends them for certain."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from simulator.tokens import FIRST_REFRESH_TOKEN
from stage.appdaemon import APP, TIME_LAPSE, AppDaemon
from stage.demo_settings import BATTERY_SWITCH, app_settings
from stage.environments import CHECKOUT, app_environment, home_assistant_environment
from stage.home_assistant import HomeAssistant
from stage.processes import Variables, free_port
from stage.seeding import Home, write_private
from stage.time_lapse import TimeLapse
from stage.world import SimulatedWorld, WorldSettings, feeding

FOLDER = CHECKOUT / ".demo"
HOME_ASSISTANT_PORT = 8123
SIMULATOR_PORT = 8180
HOME = Home()
SWITCHED_ON, OFF_PEAK_SWITCH = "input_boolean.solar_charging", "input_boolean.solar_charging_off_peak"


class Scene:
    """Holds all processes of one run, as a context manager: entered they run, left they are gone.

    `memory` is what the app finds of the time before (None: it is new).
    """

    def __init__(
        self,
        world: WorldSettings,
        say: Callable[[str], None],
        clock: TimeLapse | None = None,
        folder: Path | None = None,
        home: Home = HOME,
        memory: Mapping[str, Any] | None = None,
    ) -> None:
        self._say, self._home = say, home
        self._variables: Variables = clock.environment if clock else dict
        port = self._port(HOME_ASSISTANT_PORT)
        # One folder for each port, so that two runs at a time do not meet.
        folder = folder or FOLDER / str(port)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.home_assistant = HomeAssistant(
            home_assistant_environment(),
            folder / "home-assistant",
            port,
            home,
            self._variables,
            battery=world.battery_kwh is not None,
        )
        self._switched_on = [
            SWITCHED_ON,
            *([] if world.battery_kwh is None else [BATTERY_SWITCH]),
            *([OFF_PEAK_SWITCH] if home.sun_kwh else []),
        ]
        self.world = self._make_world(folder, world)
        self.appdaemon = self._make_appdaemon(folder, world, clock)
        if memory is not None:
            write_private(self.appdaemon.folder / f"solar_charging_{APP}.json", json.dumps(memory))

    def _make_world(self, folder: Path, world: WorldSettings) -> SimulatedWorld:
        feed = feeding(self._home, self.home_assistant.url, self.home_assistant.token_file)
        arguments = [*world.arguments(), *feed]
        port = self._port(SIMULATOR_PORT)
        return SimulatedWorld(app_environment(), folder / "simulator.log", port, arguments, self._variables)

    def _make_appdaemon(self, folder: Path, world: WorldSettings, clock: TimeLapse | None) -> AppDaemon:
        more = TIME_LAPSE if clock else {}
        appdaemon = AppDaemon(app_environment(), folder / "appdaemon", more, self._variables)
        settings = app_settings(
            appdaemon.token_file,
            self.world.url,
            world.speed,
            self._home.time_zone,
            world.timeout_s,
            world.battery_kwh,
            planned=bool(self._home.sun_kwh),
        )
        token = self.home_assistant.token_file.read_text()
        appdaemon.configure(self._home, self.home_assistant.url, token, settings, FIRST_REFRESH_TOKEN)
        return appdaemon

    def _port(self, wanted: int) -> int:
        port = free_port(wanted)
        if port != wanted:
            self._say(f"Port {wanted} is taken, so {port} is used.")
        return port

    @property
    def log_files(self) -> list[Path]:
        """Returns the log files of Home Assistant and AppDaemon."""
        return [self.home_assistant.log_file, self.appdaemon.log_file]

    def __enter__(self) -> Scene:
        try:
            self._say("Starting Home Assistant ...")
            self.home_assistant.start()
            for switch in self._switched_on:
                self.home_assistant.api.call_service("input_boolean.turn_on", switch)
            self._say("Starting the simulated house and car ...")
            self.world.start()
            self._say("Starting AppDaemon with the app ...")
            self.appdaemon.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends all processes, the app first, so that it does not see the others vanish."""
        with contextlib.ExitStack() as ending:
            ending.callback(self.home_assistant.stop)
            ending.callback(self.world.stop)
            ending.callback(self.appdaemon.stop)
