"""Makes Home Assistant's configuration folder so that its first start needs nobody.

The onboarding is done, there is an access token, and a browser on this machine is logged in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stage import dashboards, energy_dashboard

CHECKOUT = Path(__file__).resolve().parent.parent
# Simulated hours pass in minutes, and the graphs shall show them.
IN_MINUTES = {"hours_to_show: 24": "hours_to_show: 0.05", " hours: 24": " hours: 0.05"}
BATTERY_HELPER = "  # Where the house has a battery (switches.battery in apps.yaml):"
OWNER = "Solar charging demo"
# Long ago and far ahead: the token has to hold whatever a faked clock says.
ISSUED_S = 0  # 1970
EXPIRES_S = 2_524_608_000  # 2050-01-01


@dataclass(frozen=True)
class Home:
    """Describes where the house stands, for Home Assistant's zone.home, its money and its language.

    `sun_kwh` is what a forecast says of today and tomorrow (empty: there is none).
    """

    latitude: float = 48.137
    longitude: float = 11.575
    elevation_m: int = 520
    time_zone: str = "Europe/Berlin"
    currency: str = "EUR"
    country: str = "DE"
    language: str = "en"
    sun_kwh: tuple[float, ...] = ()


def seed(
    folder: Path,
    port: int,
    home: Home,
    *,
    power_diagrams: bool = False,
    battery: bool = False,
    stored_http: bool = False,
) -> Path:
    """Writes the configuration into `folder`; returns the path of the access token's file (mode 0600).

    A house with a `battery` has the helper that says whether the car may use it. A Home Assistant with
    `stored_http` keeps its address in its storage: one in configuration.yaml it would try for five minutes.
    """
    storage = folder / ".storage"
    storage.mkdir(parents=True)
    packages = folder / "packages"
    packages.mkdir()
    shutil.copy(CHECKOUT / "packages" / "solar_charging.yaml", packages)
    copy_dashboard(folder, home.language)
    (folder / "configuration.yaml").write_text(configuration(None if stored_http else port, home))
    if stored_http:
        write_storage(storage, "http", 3, {"stable": address(port), "pending": None, **NEVER_IN_YAML})
    if battery:
        (packages / "house_battery.yaml").write_text(battery_helper())
    if home.sun_kwh:
        (packages / "forecast.yaml").write_text(forecast(home.sun_kwh))
    if power_diagrams:
        add_power_diagrams(folder, battery=battery)
    token, auth = auth_storage()
    # Whoever looks on sees the house's own clock, wherever their browser is.
    by_the_house = {"language": {**BY_LANGUAGE, "language": home.language, "time_zone": "server"}}
    write_storage(storage, f"frontend.user_data_{auth['users'][0]['id']}", 1, by_the_house)
    write_storage(storage, "auth", 1, auth)
    write_storage(storage, "onboarding", 4, {"done": ["user", "core_config", "analytics", "integration"]})
    return write_private(folder / "access_token", token)


BY_LANGUAGE = dict.fromkeys(("number_format", "time_format", "date_format", "first_weekday"), "language")


def forecast(sun_kwh: tuple[float, ...]) -> str:
    """Returns a package with the forecast of the sun, as an integration would have it."""
    sensors = [
        f"""\
      - name: Sun {day}
        unit_of_measurement: kWh
        device_class: energy
        state: "{kwh:.1f}"
"""
        for day, kwh in zip(("today", "tomorrow"), sun_kwh, strict=True)
    ]
    return "template:\n  - sensor:\n" + "".join(sensors)


def battery_helper() -> str:
    """Returns what the package of the switches has, commented out, for a house with a battery."""
    lines = (CHECKOUT / "packages" / "solar_charging.yaml").read_text().splitlines()
    begin = lines.index(BATTERY_HELPER)
    return "input_boolean:\n" + "\n".join(line.replace("# ", "", 1) for line in lines[begin + 1 : begin + 4])


def copy_dashboard(folder: Path, language: str) -> None:
    """Copies the card, and its dashboard in a language, to the places where a user puts them."""
    (folder / "dashboards").mkdir()
    www = folder / "www"
    www.mkdir()
    shutil.copy(dashboards.FOLDER / "solar-charging-card.js", www)
    copy_dashboard_file(folder, dashboards.file_name(language), dashboards.INSTALLED)


def copy_dashboard_file(folder: Path, source: str, name: str) -> None:
    """Copies one of the dashboards under the name that Home Assistant wants, its graphs as long as a run."""
    text = (dashboards.FOLDER / source).read_text()
    for a_day, a_few_minutes in IN_MINUTES.items():
        text = text.replace(a_day, a_few_minutes)
    (folder / "dashboards" / name).write_text(text)


def add_power_diagrams(folder: Path, *, battery: bool = False) -> None:
    """Adds the second dashboard, and the Energy dashboard set up for it."""
    copy_dashboard_file(folder, f"{energy_dashboard.DASHBOARD}.txt", energy_dashboard.DASHBOARD)
    with (folder / "configuration.yaml").open("a") as configuration:
        # It ends among the dashboards.
        configuration.write(f"    {energy_dashboard.LINE}\n")
    (folder / "packages" / "energy_dashboard.yaml").write_text(energy_dashboard.package(battery=battery))
    write_storage(folder / ".storage", "energy", 1, energy_dashboard.preferences(battery=battery))


NEVER_IN_YAML = {"yaml_migration_done": True}


def address(port: int) -> dict[str, Any]:
    """Returns where Home Assistant listens, as it stores it since 2026: on this machine alone."""
    return {
        "server_host": ["127.0.0.1"],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "intermediate_v6",
        "use_x_frame_options": True,
        "created_at": "2026-11-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }


def configuration(port: int | None, home: Home) -> str:
    """Returns a small configuration.yaml: nothing that asks the internet, nothing to install at the start.

    Without a `port` it says nothing of where Home Assistant listens.
    """
    http = "" if port is None else f"http:\n  server_host: 127.0.0.1\n  server_port: {port}\n"
    return f"""\
homeassistant:
  name: Home
  latitude: {home.latitude}
  longitude: {home.longitude}
  elevation: {home.elevation_m}
  time_zone: {home.time_zone}
  unit_system: metric
  currency: {home.currency}
  country: {home.country}
  language: {home.language}
  packages: !include_dir_named packages
  auth_providers:
    - type: trusted_networks
      trusted_networks: [127.0.0.1]
      allow_bypass_login: true
    - type: homeassistant
{http}api:
config:
zone:
sensor:
history:
recorder:
logger:
  default: warning
{(dashboards.FOLDER / "configuration.yaml.example").read_text()}"""


def auth_storage() -> tuple[str, dict[str, Any]]:
    """Returns the access token of one owner, which is long-lived, and the content of .storage/auth."""
    user_id, refresh_id, key = uuid.uuid4().hex, uuid.uuid4().hex, secrets.token_hex(64)
    groups = {"system-admin": "Administrators", "system-users": "Users", "system-read-only": "Read Only"}
    auth = {
        "users": [_owner(user_id)],
        "groups": [{"id": group, "name": name} for group, name in groups.items()],
        "credentials": [_browser_login(user_id)],
        "refresh_tokens": [_refresh_token(user_id, refresh_id, key)],
    }
    return json_web_token({"iss": refresh_id, "iat": ISSUED_S, "exp": EXPIRES_S}, key), auth


def _owner(user_id: str) -> dict[str, Any]:
    flags = {"is_owner": True, "is_active": True, "system_generated": False, "local_only": False}
    return {"id": user_id, "group_ids": ["system-admin"], "name": OWNER, **flags}


def _browser_login(user_id: str) -> dict[str, Any]:
    provider = {"auth_provider_type": "trusted_networks", "auth_provider_id": None}
    return {"id": uuid.uuid4().hex, "user_id": user_id, **provider, "data": {"user_id": user_id}}


def _refresh_token(user_id: str, refresh_id: str, key: str) -> dict[str, Any]:
    unused = dict.fromkeys(
        ("client_id", "client_icon", "credential_id", "expire_at", "last_used_at", "last_used_ip", "version")
    )
    return {
        "id": refresh_id,
        "user_id": user_id,
        "client_name": OWNER,
        "token_type": "long_lived_access_token",
        "created_at": "2020-01-01T00:00:00+00:00",
        "access_token_expiration": float(EXPIRES_S - ISSUED_S),
        "token": secrets.token_hex(64),
        "jwt_key": key,
        **unused,
    }


def json_web_token(claims: dict[str, Any], key: str) -> str:
    """Returns a JSON web token, signed with HMAC-SHA256."""
    parts = [_base64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signature = hmac.new(key.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join([*parts, _base64(signature)])


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def write_storage(storage: Path, key: str, version: int, data: dict[str, Any]) -> None:
    """Writes one file of Home Assistant's .storage folder."""
    content = {"version": version, "minor_version": 1, "key": key, "data": data}
    write_private(storage / key, json.dumps(content, indent=2))


def write_private(path: Path, text: str) -> Path:
    """Writes a file that only its owner may read, from its first moment on."""
    path.touch(mode=0o600)
    path.write_text(text)
    return path
