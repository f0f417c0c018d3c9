"""Sets up what a fault happens to: the app with its car, meters, clock and disk, and a stranger's host."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.reports.scene import Scene, Setting, opened
from benchmarks.reports.stories import Story
from benchmarks.shell import Shell
from benchmarks.virtual_home import VirtualHome
from simulator.car import SimulatedCar
from simulator.http_server import HOST, HttpServer, Reply, Request
from simulator.tesla_api import TeslaApi
from simulator.tokens import TokenRefusedError

from .disk import Disk, disk_of


class Stranger:
    """Answers to any request at another address, with tokens of its own; keeps what it was sent."""

    def __init__(self) -> None:
        self.heard: list[Request] = []
        self.server = HttpServer(self._respond, 0)
        self.url = f"http://{HOST}:{self.server.server_port}/"

    def _respond(self, request: Request) -> Reply:
        self.heard.append(request)
        return Reply(200, {"access_token": "foreign", "refresh_token": "foreign", "expires_in": 28_800})


class Trial:
    """Is one run of the app in which something breaks."""

    def __init__(self, scene: Scene, disk: Disk, stranger: Stranger) -> None:
        self.scene, self.disk, self.stranger = scene, disk, stranger

    @property
    def shell(self) -> Shell:
        """Returns what stands in for AppDaemon."""
        return self.scene.shell

    @property
    def api(self) -> TeslaApi:
        """Returns the simulated service."""
        assert self.shell.api is not None
        return self.shell.api

    @property
    def home(self) -> VirtualHome:
        """Returns the virtual Home Assistant."""
        return self.shell.home

    @property
    def car(self) -> SimulatedCar:
        """Returns the car."""
        return self.scene.car

    @property
    def now_s(self) -> float:
        """Returns the simulated time in unix seconds."""
        return self.shell.now_s

    @property
    def dead(self) -> bool:
        """Says whether the app does not run."""
        return self.shell.app is None

    def saved(self) -> dict[str, Any]:
        """Returns what the app would save now, nothing where it does not run."""
        app = self.shell.app
        controller = getattr(app, "controller", None)
        return {} if app is None or controller is None else controller.saved_state.to_dict(app.get_now())

    def login_lasts(self) -> bool:
        """Says whether the tokens in the file can still be renewed, which uses them up."""
        file = Path(str(self.shell.arguments["car"]["token_file"]))
        try:
            token = json.loads(file.read_text(encoding="utf-8"))["refresh_token"]
            self.api.tokens.refresh({"grant_type": "refresh_token", "refresh_token": token})
        except (OSError, ValueError, KeyError, TokenRefusedError):
            return False
        return True


@contextmanager
def trial(story: Story, setting: Setting) -> Iterator[Trial]:
    """Opens a story in which something may break; the app has not started yet."""
    # Nothing is bought for a departure: whatever is bought is bought by mistake.
    arguments = {"departures": [{"time": "07:30", "soc_pct": 0}], **setting.arguments}
    setting = replace(setting, http=True, whole=True, arguments=arguments)
    with opened(story, setting) as scene, ExitStack() as stack:
        disk = stack.enter_context(disk_of(scene.shell.config_dir))
        stranger = Stranger()
        stranger.server.start()
        stack.callback(stranger.server.stop)
        scene.shell.escaped = []
        yield Trial(scene, disk, stranger)
