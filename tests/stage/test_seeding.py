from __future__ import annotations

import base64
import hashlib
import hmac
import json
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from stage.seeding import Home, seed

PORT = 8999


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    seed(tmp_path / "config", PORT, Home())
    return tmp_path / "config"


def stored(folder: Path, key: str) -> dict[str, Any]:
    return dict(json.loads((folder / ".storage" / key).read_text()))


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.mark.parametrize("secret", ["access_token", ".storage/auth", ".storage/onboarding"])
def test_only_the_owner_may_read_what_opens_the_house(folder: Path, secret: str) -> None:
    assert stat.S_IMODE((folder / secret).stat().st_mode) == 0o600


@pytest.mark.parametrize("stored_http", [False, True])
def test_home_assistant_listens_on_this_machine_alone(tmp_path: Path, stored_http: bool) -> None:
    folder = tmp_path / "config"
    seed(folder, PORT, Home(), stored_http=stored_http)
    lines = (folder / "configuration.yaml").read_text().splitlines()
    assert ("http:" in lines, "  server_host: 127.0.0.1" in lines) == (not stored_http, not stored_http)
    assert (folder / ".storage" / "http").exists() == stored_http
    if stored_http:
        http = stored(folder, "http")["data"]
        assert (http["stable"]["server_host"], http["stable"]["server_port"]) == (["127.0.0.1"], PORT)
        # One on trial would be taken back after five minutes, and one in YAML be tried.
        assert (http["pending"], http["yaml_migration_done"]) == (None, True)


def test_the_onboarding_is_done(folder: Path) -> None:
    onboarding = stored(folder, "onboarding")
    assert (onboarding["version"], onboarding["key"]) == (4, "onboarding")
    assert set(onboarding["data"]["done"]) == {"user", "core_config", "analytics", "integration"}


def test_the_token_is_signed_with_the_key_that_is_stored_for_it(folder: Path) -> None:
    head, claims, signature = (folder / "access_token").read_text().split(".")
    (stored_token,) = stored(folder, "auth")["data"]["refresh_tokens"]
    expected = hmac.new(
        stored_token["jwt_key"].encode(), f"{head}.{claims}".encode(), hashlib.sha256
    ).digest()
    assert decoded(signature) == expected
    assert json.loads(decoded(claims))["iss"] == stored_token["id"]
    assert stored_token["token_type"] == "long_lived_access_token"


def test_token_and_browser_belong_to_the_one_owner(folder: Path) -> None:
    auth = stored(folder, "auth")["data"]
    (owner,), (login,), (token,) = auth["users"], auth["credentials"], auth["refresh_tokens"]
    assert owner["is_owner"]
    assert owner["group_ids"] == ["system-admin"]
    assert login["data"] == {"user_id": owner["id"]}
    assert token["user_id"] == owner["id"]


def test_two_houses_do_not_share_a_token(tmp_path: Path) -> None:
    first, second = (seed(tmp_path / name, PORT, Home()).read_text() for name in ("one", "two"))
    assert first != second


def test_it_listens_on_this_machine_alone_and_lets_only_it_in(folder: Path) -> None:
    text = (folder / "configuration.yaml").read_text().replace("!include_dir_named ", "")
    configuration = yaml.safe_load(text)
    assert configuration["http"] == {"server_host": "127.0.0.1", "server_port": PORT}
    trusted = configuration["homeassistant"]["auth_providers"][0]
    assert trusted["trusted_networks"] == ["127.0.0.1"]
    assert trusted["allow_bypass_login"]


def test_the_helpers_are_the_file_that_users_get(folder: Path) -> None:
    shipped = Path(__file__).parents[2] / "packages" / "solar_charging.yaml"
    assert (folder / "packages" / "solar_charging.yaml").read_text() == shipped.read_text()


def test_the_browser_shows_the_house_s_own_clock(folder: Path) -> None:
    (owner,) = stored(folder, "auth")["data"]["users"]
    shown = stored(folder, f"frontend.user_data_{owner['id']}")["data"]["language"]
    assert (shown["language"], shown["time_zone"]) == ("en", "server")


def test_a_forecast_of_the_sun_is_there_where_one_is_told(tmp_path: Path, folder: Path) -> None:
    assert not (folder / "packages" / "forecast.yaml").exists()
    seed(tmp_path / "sunny", PORT, Home(sun_kwh=(12.34, 5.0)))
    (told,) = yaml.safe_load((tmp_path / "sunny" / "packages" / "forecast.yaml").read_text())["template"]
    assert [(each["name"], each["state"]) for each in told["sensor"]] == [
        ("Sun today", "12.3"),
        ("Sun tomorrow", "5.0"),
    ]
