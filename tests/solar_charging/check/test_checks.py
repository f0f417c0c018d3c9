"""The checklist of the running app, and the token that is handed over to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from simulator.profiles import OWNER_LEGACY
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN
from solar_charging.base.home_assistant import HomeAssistant
from solar_charging.check.checks import SUBJECT
from solar_charging.check.counters import PAST, PREFERENCES
from tests.household import GRID
from tests.shell_platform import Platform
from tests.solar_charging.whole.test_tokens import PlatformClock

SWITCH = "input_boolean.solar_charging"
CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"
NOTE = f"solar_charging_{SUBJECT.replace(' ', '_')}"
COUNTERS_S = 900.0
COUNTERS = {
    "energy_sources": [
        {
            "type": "grid",
            "flow_from": [{"stat_energy_from": "sensor.imported"}],
            "flow_to": [{"stat_energy_to": "sensor.exported"}],
        }
    ]
}


def past(sign: int) -> dict[str, list[dict[str, float]]]:
    """A day on which the house drew 1 kW and fed in 2 kW by turns; the sensor has that `sign`."""
    hours = [1000.0 * 3600 * hour for hour in range(10)]
    return {
        GRID: [{"start": at, "mean": sign * (1000 if n % 2 else -2000)} for n, at in enumerate(hours)],
        "sensor.imported": [{"start": at, "change": float(n % 2)} for n, at in enumerate(hours)],
        "sensor.exported": [{"start": at, "change": 2.0 * (1 - n % 2)} for n, at in enumerate(hours)],
    }


@pytest.fixture(autouse=True)
def asked(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What Home Assistant's websocket answers, and `count` how often its counters were asked."""
    del platform  # whose mocks come first
    monkeypatch.setattr("solar_charging.check.checks.COUNTERS_S", COUNTERS_S)
    answers: dict[str, Any] = {"count": 0}

    def answer(_: HomeAssistant, command: str, **__: Any) -> Any:
        answers["count"] += command == PREFERENCES
        return answers.get(command)

    monkeypatch.setattr(HomeAssistant, "asked", answer)
    return answers


def lines(platform: Platform) -> dict[str, Mapping[str, str]]:
    attributes = platform.given_that.mocked_states["sensor.solar_charging_checklist"]["attributes"]
    return {each["item"]: each for each in attributes["lines"]}


def notes(platform: Platform) -> list[str]:
    return [each["message"] for each in platform.calls(CREATE) if each["notification_id"] == NOTE]


def test_it_is_published_and_written_only_when_it_says_something_else(platform: Platform) -> None:
    platform.start()
    platform.run(minutes=20)
    assert platform.state("checklist") == "question"
    found = lines(platform)
    assert {key for key, line in found.items() if line["mark"] != "tick"} == {"fuse", "tariff"}
    assert found["sign"]["said"] == "right: it has shown what the car drew"
    before = len(set_lists(platform))
    platform.run(minutes=14)
    assert len(set_lists(platform)) - before <= 1


def set_lists(platform: Platform) -> list[Any]:
    calls = platform.functions["set_state"].mock_calls
    return [call for call in calls if call.args[:1] == ("sensor.solar_charging_checklist",)]


@pytest.mark.parametrize(("sign", "mark"), [(1, "tick"), (-1, "cross")])
def test_the_counters_are_asked_once_and_tell_the_sign_at_the_first_beat(
    platform: Platform, asked: dict[str, Any], sign: int, mark: str
) -> None:
    asked.update({PREFERENCES: COUNTERS, PAST: past(sign)})
    platform.set(SWITCH, "off")
    platform.start()
    platform.run(seconds=2 * COUNTERS_S)
    assert lines(platform)["sign"]["mark"] == mark
    assert asked["count"] == 1


@pytest.mark.parametrize("answer", [None, {}, {"energy_sources": 5}, "nonsense", []])
def test_counters_that_tell_nothing_are_asked_again_after_some_hours(
    platform: Platform, asked: dict[str, Any], answer: Any
) -> None:
    asked[PREFERENCES] = answer
    platform.set(SWITCH, "off")
    platform.start()
    platform.run(seconds=COUNTERS_S - 60)
    assert asked["count"] == 1
    platform.run(seconds=120)
    assert asked["count"] == 2
    assert lines(platform)["sign"]["mark"] == "question"


def wrong_sign(platform: Platform, asked: dict[str, Any]) -> None:
    asked.update({PREFERENCES: COUNTERS, PAST: past(-1)})
    platform.set(SWITCH, "off")
    platform.start()
    platform.run(minutes=2)


def test_who_switches_it_on_hears_once_what_it_may_cost_until_it_is_off(
    platform: Platform, asked: dict[str, Any]
) -> None:
    wrong_sign(platform, asked)
    assert notes(platform) == []
    platform.set(SWITCH, "on")
    platform.run(minutes=1)
    (said,) = notes(platform)
    assert "the car may be charged with bought power in place of the sun" in said
    platform.run(minutes=1)
    assert len(notes(platform)) == 1
    platform.set(SWITCH, "off")
    platform.run(minutes=1)
    assert NOTE in [each["notification_id"] for each in platform.calls(DISMISS)]


def test_a_restart_neither_repeats_it_nor_takes_it_back(platform: Platform, asked: dict[str, Any]) -> None:
    wrong_sign(platform, asked)
    platform.set(SWITCH, "on")
    platform.run(minutes=1)
    (said,) = notes(platform)
    platform.app.terminate()
    platform.functions["call_service"].reset_mock()
    platform.start()
    platform.run(minutes=1)
    # Home Assistant's own list is filled again, with the same.
    assert set(notes(platform)) <= {said}
    assert NOTE not in [each["notification_id"] for each in platform.calls(DISMISS)]


@pytest.mark.parametrize(("service", "mark"), [("me", "tick"), ("you", "cross"), (None, "question")])
def test_the_service_for_notifications_is_looked_up(
    platform: Platform, service: str | None, mark: str
) -> None:
    if service is not None:
        platform.services = [{"namespace": "default", "domain": "notify", "service": service}]
    platform.argument("notify", "notify.me")
    platform.start()
    platform.run(seconds=10)
    assert lines(platform)["notify"]["mark"] == mark


def test_a_missing_helper_and_a_missing_home_are_crossed(platform: Platform) -> None:
    platform.remove(f"{SWITCH}_now")
    platform.remove("zone.home")
    platform.start()
    platform.run(seconds=10)
    assert lines(platform)["switches"]["mark"] == "cross"
    assert lines(platform)["place"]["mark"] == "cross"
    assert platform.state("checklist") == "wrong"


def test_when_all_is_over_there_is_no_list(platform: Platform) -> None:
    platform.start()
    platform.run(minutes=1)
    platform.app.terminate()
    assert platform.state("checklist") == "unknown"
    attributes = platform.given_that.mocked_states["sensor.solar_charging_checklist"]["attributes"]
    assert "lines" not in attributes


def test_a_token_that_is_handed_over_ends_the_waiting_for_one(platform: Platform, tmp_path: Path) -> None:
    with TeslaApi(platform.world, PlatformClock(platform), profile=OWNER_LEGACY) as api:
        tokens = tmp_path / "tokens.json"
        car = {"token_file": str(tokens), "api_url": api.api_url, "auth_url": api.auth_url, "timeout_s": 30}
        platform.argument("car", car)
        platform.vehicle = None
        platform.start()
        platform.run(minutes=5)
        assert lines(platform)["car"]["mark"] == "cross"
        file = platform.folder / "apps" / "solar_charging.token"
        file.parent.mkdir(exist_ok=True)
        file.write_text(FIRST_REFRESH_TOKEN)
        file.chmod(0o644)
        os.utime(file, (platform.now_s - 60, platform.now_s - 60))
        platform.run(minutes=1)
        assert not file.exists()
        assert tokens.stat().st_mode & 0o777 == 0o600
        assert lines(platform)["car"]["mark"] == "tick"
        assert [each["title"] for each in platform.calls(CREATE) if "taken in" in each["message"]] == [
            "Solar charging: all right again"
        ]
        told = [platform.functions[name].mock_calls for name in ("set_state", "call_service", "fire_event")]
        assert FIRST_REFRESH_TOKEN not in str(told) + str(platform.logs)
