"""The app's folder in the real AppDaemon, as HACS or a user puts it there; under another name too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from stage.environments import CHECKOUT
from stage.plugin_less import command, install, variables
from stage.processes import Process

LONG_S = 90  # for what takes a second or two, unless the machine is busy
ALREADY = datetime(2026, 1, 1, tzinfo=timezone.utc).isoformat()

pytestmark = [pytest.mark.story, pytest.mark.timeout(300)]


class Installation:
    """An AppDaemon with the shipped configuration, of which only the plugin is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "appdaemon"
        self._folder.mkdir()
        self._report = folder / "report.json"
        self._log = folder / "appdaemon.log"
        self._process = Process("AppDaemon", command(self._folder), self._log, variables)

    def start(self, **installed: str) -> None:
        # It is the last section.
        configured = (CHECKOUT / "appdaemon.yaml.example").read_text().split("  plugins:")[0]
        shutil.copy(CHECKOUT / "secrets.yaml.example", self._folder / "secrets.yaml")
        install(self._folder, self._report, configured, until=ALREADY, record_s=0.5, **installed)
        self._process.start()

    def until_decided(self) -> dict[str, Any]:
        """What is shown, once the app has decided something."""
        return self._process.until(self._decision, LONG_S)

    def until_logged(self, words: str) -> None:
        self._process.until(lambda: words in self.log(), LONG_S)

    def stop(self) -> None:
        self._process.stop(within_s=30)

    def log(self) -> str:
        return self._log.read_text()

    def complaints(self) -> list[str]:
        """What the log holds of warnings and worse; the House makes entities that were not there before."""
        marks = (" WARNING ", " ERROR ", " CRITICAL ", "Traceback", "Error:")
        lines = (line for line in self.log().splitlines() if " WARNING house: Entity " not in line)
        return [line for line in lines if any(mark in line for mark in marks)]

    def _decision(self) -> dict[str, Any] | None:
        if not self._report.exists():
            return None
        shown: dict[str, Any] = json.loads(self._report.read_text())["history"][-1]
        return shown if shown["state"] else None


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path)
    yield installation
    installation.stop()


def test_appdaemon_runs_the_shipped_folder_and_finds_no_fault_with_it(installation: Installation) -> None:
    installation.start()
    assert installation.until_decided()["reason"]
    installation.stop()
    assert installation.complaints() == []


def test_a_folder_of_another_name_does_where_the_settings_say_its_name(installation: Installation) -> None:
    installation.start(app_folder="tesla_solar", module="tesla_solar.app")
    assert installation.until_decided()["reason"]
    installation.stop()
    assert installation.complaints() == []


def test_a_folder_of_another_name_is_not_found_under_the_apps_own(installation: Installation) -> None:
    installation.start(app_folder="tesla_solar", module="solar_charging.app")
    installation.until_logged("ModuleNotFoundError: No module named 'solar_charging'")


def test_a_class_that_there_is_not_is_said_where_a_person_looks(installation: Installation) -> None:
    installation.start(class_name="SolarCharger")
    shown = installation.until_decided()
    assert shown["state"] == "setup"
    assert "class must be SolarCharging, is SolarCharger" in shown["reason"]
