"""The whole app and the real TeslaPy before the simulated service: what is heard of tokens, and when."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.clock import Clock
from simulator.profiles import OWNER_2026, OWNER_LEGACY, Profile
from simulator.tesla_api import TeslaApi
from tests.disk import Disk
from tests.shell_platform import Platform

CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"
TOKENS = "solar_charging_the_tokens"


class PlatformClock(Clock):
    """Tells the time of the platform."""

    def __init__(self, platform: Platform) -> None:
        super().__init__()
        self._platform = platform

    def now_s(self) -> float:
        return self._platform.now_s


@dataclass
class House:
    """The app in its house, and the service that it reaches the car by."""

    platform: Platform
    api: TeslaApi
    tokens: Path

    def start(self) -> House:
        self.platform.start()
        return self

    def notes(self) -> list[str]:
        return [note["message"] for note in self.platform.calls(CREATE)]

    def dismissed(self) -> list[str]:
        return [note["notification_id"] for note in self.platform.calls(DISMISS)]

    def everything_told(self) -> str:
        functions = self.platform.functions
        said = [functions[name].mock_calls for name in ("set_state", "call_service", "fire_event")]
        return str(said) + str(self.platform.logs)


Opens = Callable[[Profile], House]


@pytest.fixture
def opens(platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    monkeypatch.setattr(
        "solar_charging.vehicle.tesla.tesla.time", SimpleNamespace(time=lambda: platform.now_s)
    )
    folder = tmp_path / "tokens"
    folder.mkdir()
    with ExitStack() as services:

        def house(profile: Profile) -> House:
            api = services.enter_context(TeslaApi(platform.world, PlatformClock(platform), profile=profile))
            tokens = folder / "tokens.json"
            tokens.touch(mode=0o600)
            tokens.write_text(json.dumps(api.tokens.issue()))
            car = {
                "token_file": str(tokens),
                "vin": platform.car.settings.vin,
                "api_url": api.api_url,
                "auth_url": api.auth_url,
                "timeout_s": 30,
                "phases": 1,
            }
            platform.vehicle = None
            platform.argument("car", car)
            return House(platform, api, tokens)

        yield house


@pytest.mark.parametrize("trouble", [Disk.is_full, Disk.is_read_only])
def test_a_full_disk_is_told_once_while_the_charge_goes_on_and_taken_back_when_it_is_well(
    opens: Opens, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Disk], None]
) -> None:
    house = opens(OWNER_LEGACY).start()
    house.platform.run(minutes=10)
    assert house.platform.car.charging
    disk = Disk(monkeypatch)
    trouble(disk)
    before = house.tokens.read_text()
    for _ in range(3):
        house.api.tokens.void_access_tokens()
        house.platform.run(minutes=30)
        assert house.platform.state("state") == "following_sun"
    (note,) = [each for each in house.notes() if "renewed tokens" in each]
    assert f"cannot be written to {house.tokens}" in note
    assert house.tokens.read_text() == before
    disk.is_well()
    house.platform.run(minutes=1)
    assert house.tokens.read_text() != before
    assert TOKENS in house.dismissed()
    assert house.platform.car.charging


def test_an_app_that_ends_before_says_what_is_lost(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    house = opens(OWNER_LEGACY).start()
    house.platform.run(minutes=10)
    disk = Disk(monkeypatch)
    disk.is_full()
    house.api.tokens.void_access_tokens()
    house.platform.run(minutes=20)
    house.platform.logs.clear()
    house.platform.app.terminate()
    (said,) = [text for text in house.platform.logged("WARNING") if "renewed tokens" in text]
    assert "if AppDaemon stops before that, they are lost and you have to log in again" in said


def test_the_owner_api_of_2026_works_until_the_login_ends_and_then_names_other_ways_once(
    opens: Opens,
) -> None:
    house = opens(OWNER_2026).start()
    house.platform.run(minutes=30)
    assert house.platform.car.charging
    house.api.tokens.void_access_tokens()
    house.platform.run(hours=12)
    assert house.platform.state("state") in ("blocked", "unreachable", "setup")
    reason = house.platform.state("reason")
    for told in (*house.notes(), reason):
        assert "log in again" not in told
        for way in ("the car's entities", "Teslemetry", "Tessie", "MyTeslaMate", "Fleet API", "Bluetooth"):
            assert way in told
    assert len(reason) <= 255
    assert len(house.notes()) == 1
    errors = house.platform.logged("ERROR")
    assert len(set(errors)) == 1


LINK = (
    "[click](https://evil.example) ![](https://evil.example/x.png) <img src=//evil.example> www.evil.example"
)


def test_a_services_words_are_no_link_in_home_assistants_list(opens: Opens) -> None:
    house = opens(OWNER_LEGACY).start()
    house.api.fail_next("any", status=403, body={"error": LINK}, times=9)
    house.platform.run(minutes=10)
    (note,) = house.notes()
    assert note.startswith("log in again: Tesla answered 403 \\[click\\](https\\:\\//evil.example)")
    assert "\\<img src=\\//evil.example" in note
    (said,) = set(house.platform.logged("ERROR"))
    assert f"403 {LINK[:80]}" in said, "the log is no Markdown"


def test_a_phone_reads_the_words_as_they_are(opens: Opens) -> None:
    house = opens(OWNER_LEGACY)
    house.platform.argument("notify", "notify.mobile_app_phone")
    house.start()
    house.api.fail_next("any", status=403, body={"error": "[a](b)"}, times=9)
    house.platform.run(minutes=10)
    (note,) = house.platform.calls("notify/mobile_app_phone")
    assert note["message"] == "log in again: Tesla answered 403 [a](b)"


TROUBLES: dict[str, dict[str, Any]] = {
    "redirect": {"status": 307, "headers": {"Location": "http://localhost:9/?token={access_token}"}},
    "echo": {"status": 403, "body": {"error": "bad {access_token} {refresh_token} for {vin}"}},
    "echo, 500": {
        "status": 500,
        "body": {"error": "bad {access_token}", "error_description": "{refresh_token}"},
    },
    "asked again": {"status": 401, "body": {"error": "{access_token}"}},
    "header": {"status": 429, "headers": {"Retry-After": "{access_token}"}},
    "closed": {"status": 403, "body": {"error": "forbidden, see x/fleet-api {access_token}"}},
}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("kind", ["any", "token", "vehicle_data"])
def test_no_token_is_told_to_anybody_whatever_a_service_says(
    opens: Opens, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, kind: str, trouble: str
) -> None:
    caplog.set_level(logging.DEBUG, logger="requests_oauthlib")
    caplog.set_level(logging.DEBUG, logger="teslapy")
    house = opens(OWNER_LEGACY).start()
    house.platform.run(minutes=6)
    disk = Disk(monkeypatch)
    disk.is_full()
    house.api.tokens.void_access_tokens()
    house.platform.run(minutes=12)
    kept = json.loads(house.tokens.read_text())
    session = house.platform.app.vehicle._session
    secrets = {kept["access_token"], kept["refresh_token"], *map(str, session.token.values())}
    secrets = {each for each in secrets if len(each) > 15}
    assert len(secrets) >= 4
    vin = house.platform.car.settings.vin
    fault = json.loads(
        json.dumps(TROUBLES[trouble])
        .replace("{access_token}", session.token["access_token"])
        .replace("{refresh_token}", session.token["refresh_token"])
        .replace("{vin}", vin)
    )
    house.api.fail_next(kind, times=50, **fault)
    house.api.tokens.void_access_tokens()
    house.platform.run(minutes=20)
    house.platform.app.terminate()
    told = house.everything_told() + caplog.text
    for secret in (*secrets, vin):
        assert secret not in told
