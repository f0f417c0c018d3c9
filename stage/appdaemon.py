"""Runs a real AppDaemon with the app, in a configuration folder such as a user has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from stage.environments import CHECKOUT, Environment
from stage.processes import Breakable, Process, Variables
from stage.seeding import Home, write_private

APP = "solar_charging"
INITIALIZED = f"Calling initialize() for {APP}"

TIME_LAPSE: dict[str, Any] = {
    "internal_function_timeout": 3600,
    "thread_duration_warning_threshold": 1_000_000,
    "max_utility_skew": 3600,
    "utility_delay": 30,
    "production_mode": True,
    "plugins": {"HASS": {"ws_timeout": 600, "connect_timeout": 300}},
}
"""AppDaemon's own limits for a fake clock, on which the usual ones would pass in no time."""


class Secret(str):
    """Holds the name of an entry in secrets.yaml."""


class _Loader(yaml.SafeLoader):
    pass


class _Dumper(yaml.SafeDumper):
    pass


_Loader.add_constructor("!secret", lambda _, node: Secret(node.value))
_Dumper.add_representer(Secret, lambda dumper, name: dumper.represent_scalar("!secret", str(name)))


def configuration(more: Mapping[str, Any]) -> str:
    """Returns appdaemon.yaml: the shipped example, with `more` laid over its appdaemon section."""
    example = (CHECKOUT / "appdaemon.yaml.example").read_text()
    content = yaml.load(example, _Loader)
    return yaml.dump({"appdaemon": _merged(content["appdaemon"], more)}, Dumper=_Dumper, sort_keys=False)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _merged(below.get(key, {}), value) if isinstance(value, Mapping) else value
    return merged


class AppDaemon(Breakable):
    """Runs one AppDaemon, with its folder and its process."""

    def __init__(
        self,
        environment: Environment,
        folder: Path,
        more: Mapping[str, Any],
        variables: Variables = dict,
    ) -> None:
        self.folder = folder
        self.log_file = folder.parent / "appdaemon.log"
        self.token_file = folder / "tesla_token.json"
        folder.mkdir(parents=True)
        (folder / "appdaemon.yaml").write_text(configuration(more))
        (folder / "apps").mkdir()
        (folder / "apps" / APP).symlink_to(CHECKOUT / "apps" / APP)
        command: list[str | Path] = [environment.python, "-m", "appdaemon", "-c", folder]
        self._process = Process("AppDaemon", command, self.log_file, variables)

    def configure(
        self, home: Home, url: str, token: str, settings: Mapping[str, Any], refresh_token: str
    ) -> None:
        """Writes the secrets, the car's token file and apps.yaml."""
        secrets = {
            "latitude": home.latitude,
            "longitude": home.longitude,
            "elevation": home.elevation_m,
            "time_zone": home.time_zone,
            "home_assistant_url": url,
            "home_assistant_token": token,
        }
        write_private(self.folder / "secrets.yaml", yaml.safe_dump(secrets))
        write_private(self.token_file, json.dumps({"refresh_token": refresh_token}))
        apps = yaml.safe_dump({APP: dict(settings)}, sort_keys=False)
        (self.folder / "apps" / "apps.yaml").write_text(apps)

    def set(self, key: str, value: Any) -> None:
        """Changes a setting of a section in apps.yaml, such as tariff.peak_price, while the app runs."""
        file, (section, _, name) = self.folder / "apps" / "apps.yaml", key.partition(".")
        entries = yaml.safe_load(file.read_text())
        entries[APP].setdefault(section, {})[name] = value
        file.write_text(yaml.safe_dump(entries, sort_keys=False))

    def start(self, within_s: float = 30) -> None:
        """Starts it and waits until the app runs; raises `StageError` with the last lines of its log."""
        before = self._log().count(INITIALIZED)
        self._process.start()
        self._process.until(lambda: self._log().count(INITIALIZED) > before, within_s)

    def stop(self) -> None:
        """Ends it politely, as a system's shutdown does."""
        self._process.stop()

    def _log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""
