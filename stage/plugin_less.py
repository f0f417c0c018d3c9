"""Makes AppDaemon's folder as a user has it, but for the plugin: an app plays Home Assistant."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import yaml

from simulator.tokens import FIRST_REFRESH_TOKEN
from stage.environments import CHECKOUT
from stage.processes import free_port

TRACE = CHECKOUT / "simulator" / "traces" / "cloudy_day.csv"

IN_TIME_LAPSE = """\
appdaemon:
  time_zone: UTC
  latitude: 48.137
  longitude: 11.575
  elevation: 520
  internal_function_timeout: 3600
  max_utility_skew: 3600
  utility_delay: 30
  thread_duration_warning_threshold: 1000000
  production_mode: true
"""
"""Real time is short there: AppDaemon's own limits are in simulated seconds."""


def install(
    folder: Path,
    report: Path,
    appdaemon: str,
    *,
    until: str,
    record_s: float,
    app_folder: str = "solar_charging",
    module: str = "solar_charging.app",
    class_name: str = "SolarCharging",
    timeout_s: float = 60,
    drives: bool = False,
    meter_s: float = 10,
) -> None:
    """Writes the files of AppDaemon, and copies the app's folder, as HACS does, to one named `app_folder`.

    From `until` on a report is written with each record, made each `record_s`; `drives` says whether the car
    leaves each day. The meters speak each `meter_s`.
    """
    port = free_port(18_000)
    token_file = folder / "tokens.json"
    token_file.touch(mode=0o600)
    token_file.write_text(json.dumps({"refresh_token": FIRST_REFRESH_TOKEN}))
    apps = folder / "apps"
    source = CHECKOUT / "apps" / "solar_charging"
    shutil.copytree(source, apps / app_folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(__file__).with_name("house_in_appdaemon.py"), apps)
    (folder / "appdaemon.yaml").write_text(appdaemon)
    configured = {
        "house": {
            "module": "house_in_appdaemon",
            "class": "House",
            "trace": str(TRACE),
            "port": port,
            "until": until,
            "record_s": record_s,
            "report": str(report),
            "soc_pct": 40,
            "drives": drives,
            "meter_s": meter_s,
        },
        "solar_charging": {
            "module": module,
            "class": class_name,
            "dependencies": ["house"],
            "meters": {"grid_power": "sensor.grid_power", "solar_power": "sensor.solar_power"},
            "car": {
                "token_file": str(token_file),
                "api_url": f"http://127.0.0.1:{port}/",
                "auth_url": f"http://127.0.0.1:{port}/sso/",
                "timeout_s": timeout_s,
                "phases": 1,
            },
            "tariff": {"off_peak": [{"start": "22:00", "end": "06:00"}]},
        },
    }
    (apps / "apps.yaml").write_text(yaml.safe_dump(configured))


def command(folder: Path) -> list[str]:
    """Returns how AppDaemon is started in it."""
    return [sys.executable, "-m", "appdaemon", "-c", str(folder)]


def variables() -> dict[str, str]:
    """Returns what the House needs to find its simulator."""
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), "TZ": "UTC"}
