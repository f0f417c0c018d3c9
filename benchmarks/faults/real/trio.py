"""Runs a real Home Assistant, a real AppDaemon and the simulated world, whose sun can be hidden."""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from benchmarks.faults.fault import SURPLUS_W
from simulator.tokens import FIRST_REFRESH_TOKEN
from stage.appdaemon import AppDaemon
from stage.demo_settings import app_settings
from stage.environments import app_environment, home_assistant_environment
from stage.home_assistant import HomeAssistant
from stage.local_http import call
from stage.processes import Variables, free_port
from stage.seeding import Home, write_private
from stage.time_lapse import faketime_library
from stage.world import SimulatedWorld, WorldSettings, feeding

from .proxy import Proxy

HOME = Home()
LOAD_W = 300
ROW_S = 60
LEAST_A = 5.0
METER_S = 5.0
TOLD = "told: "
PORTS = itertools.count(18_200, 10)
"""Several may run at a time: what one of them has chosen may not be taken yet."""

SWITCH = "input_boolean.solar_charging"

LISTENS = {
    "automation": [
        {
            "id": "faults",
            "alias": "What a person is told",
            "mode": "queued",
            "trigger": [
                {
                    "platform": "event",
                    "event_type": "call_service",
                    "event_data": {"domain": "persistent_notification", "service": "create"},
                }
            ],
            "action": [
                {
                    "service": "system_log.write",
                    "data": {
                        "level": "warning",
                        "message": TOLD + "{{ trigger.event.data.service_data.message }}",
                    },
                }
            ],
        }
    ]
}
"""Has Home Assistant write into its log what the app tells a person."""


class WallClock:
    """Is a clock on the wall that can be set, for real processes; what is monotonic stays so."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._library = faketime_library()
        self.set(0)

    def set(self, ahead_s: float) -> None:
        """Sets it so many seconds ahead of the truth."""
        self._file.write_text(f"{ahead_s:+.0f}s")

    def environment(self) -> dict[str, str]:
        """Returns the environment variables of a process that goes by it."""
        return {
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


class Trio:
    """Is the three of them as a context manager: entered they run, left they are gone.

    The sun shines until that is steered otherwise. The app keeps its files on a `disk` of their own, a small
    one where it is `mounted`; by a `clock` Home Assistant and AppDaemon have another time.
    """

    def __init__(self, folder: Path, *, clock: bool = False, mounted: bool = False) -> None:
        folder.mkdir(parents=True)
        self.disk = folder / "disk"
        self.disk.mkdir()
        self._mounted = mounted
        self.clock = WallClock(folder) if clock else None
        variables: Variables = self.clock.environment if self.clock else dict
        port, simulators, proxied = (free_port(next(PORTS)) for _ in range(3))
        self.home_assistant = HomeAssistant(
            home_assistant_environment(), folder / "home-assistant", port, HOME, variables
        )
        packages = folder / "home-assistant" / "packages"
        (packages / "faults.yaml").write_text(yaml.safe_dump(LISTENS))
        trace = folder / "house.csv"
        trace.write_text(house())
        world = WorldSettings(None, speed=1, trace=trace, every_s=METER_S, soc_pct=40, limit_pct=90)
        feed = feeding(HOME, self.home_assistant.url, self.home_assistant.token_file)
        self.world = SimulatedWorld(
            app_environment(),
            folder / "simulator.log",
            simulators,
            [*world.arguments(), *feed],
        )
        self.proxy = Proxy(proxied, port)
        # Looking for changed files takes more of a busy machine than all the rest.
        self.appdaemon = AppDaemon(
            app_environment(), folder / "appdaemon", {"production_mode": True}, variables
        )
        self.appdaemon.configure(
            HOME,
            f"http://127.0.0.1:{proxied}",
            self.home_assistant.token_file.read_text(),
            self._settings(),
            FIRST_REFRESH_TOKEN,
        )

    def _settings(self) -> dict[str, Any]:
        settings = app_settings(self.token_file, self.world.url, 1, HOME.time_zone)
        settings["meters"] = {"grid_power": "sensor.grid_power", "solar_power": "sensor.solar_power"}
        settings["tariff"] = {"peak_price": 0.3, "export_price": 0.08, "off_peak": []}
        settings["charging"] = {"average_s": 120, "start_cost": 0.004}
        settings["state_file"] = str(self.disk / "state.json")
        settings["sessions_file"] = str(self.disk / "sessions.csv")
        return settings

    @property
    def token_file(self) -> Path:
        """Returns the path of the file with Tesla's tokens."""
        return self.disk / "tokens.json"

    def __enter__(self) -> Trio:
        try:
            if self._mounted:
                mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", str(self.disk))
            write_private(self.token_file, json.dumps({"refresh_token": FIRST_REFRESH_TOKEN}))
            self.home_assistant.start(180)
            self.home_assistant.api.call_service("input_boolean.turn_on", SWITCH)
            self.world.start(60)
            self.proxy.start()
            self.appdaemon.start(90)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends all processes."""
        with contextlib.ExitStack() as ending:
            if self._mounted:
                ending.callback(unmount, self.disk)
            for each in (self.home_assistant, self.appdaemon):
                ending.callback(each.stop)
                ending.callback(each.thaw)
            ending.callback(self.world.stop)
            ending.callback(self.proxy.stop)

    # What is asked of it

    def requests(self) -> list[dict[str, Any]]:
        """Lists the requests to Tesla's service."""
        return list(call("GET", f"{self.world.url}simulator/requests"))

    def steer(self, what: str, **order: Any) -> None:
        """Steers the simulator: `fail`, `recover`, `tokens` ..."""
        call("POST", f"{self.world.url}simulator/{what}", order)

    def charges(self) -> bool:
        """Says whether the car draws what the sun lets it."""
        return bool(self.world.state()["car"]["current_a"] >= LEAST_A)

    def told(self) -> list[str]:
        """Lists what a person was told, as far as Home Assistant runs."""
        log = self.home_assistant.log_file
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        return [line.partition(TOLD)[2] for line in lines if TOLD in line]

    def shown(self, key: str) -> str:
        """Returns what the app shows in Home Assistant, "" where it cannot be asked."""
        try:
            states = self.home_assistant.api.states()
        except (OSError, ValueError):
            return ""
        return str(states.get(f"sensor.solar_charging_{key}", {}).get("state", ""))

    def login_lasts(self) -> bool:
        """Says whether the tokens in the file can still be renewed, which uses them up."""
        try:
            token = json.loads(self.token_file.read_text())["refresh_token"]
            form = {"grant_type": "refresh_token", "refresh_token": token}
            call("POST", f"{self.world.url}sso/oauth2/v3/token", form)
        except (OSError, ValueError, KeyError):
            return False
        return True

    def tracebacks(self) -> int:
        """Counts the exceptions in AppDaemon's log that came out of the app."""
        blocks = self.log().split("Traceback (most recent call last)")[1:]
        return sum("/solar_charging/" in block for block in blocks)

    def log(self) -> str:
        """Returns AppDaemon's log."""
        return self.appdaemon.log_file.read_text(errors="replace")


def house() -> str:
    """Returns a day's trace of a house with sun all day."""
    midnight = datetime(2026, 1, 1, tzinfo=timezone.utc)
    rows = ["timestamp_utc,load_w,solar_w"]
    for index in range(86_400 // ROW_S):
        at = midnight + timedelta(seconds=index * ROW_S)
        rows.append(f"{at.isoformat()},{LOAD_W + index % 7},{SURPLUS_W + LOAD_W}")
    return "\n".join(rows)


def mount(*arguments: str) -> None:
    """Mounts something; raises `CalledProcessError` where that is not allowed."""
    subprocess.run(("mount", *arguments), check=True, capture_output=True)


def unmount(folder: Path) -> None:
    """Takes a disk away."""
    subprocess.run(("umount", str(folder)), check=False, capture_output=True)


def can_mount(folder: Path) -> bool:
    """Says whether a disk can be mounted on a folder, which needs a superuser."""
    if shutil.which("mount") is None:
        return False
    try:
        mount("-t", "tmpfs", "-o", "size=4k", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        return False
    unmount(folder)
    return True
