"""News as they come to a telephone: with buttons, once, and only what was asked for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from solar_charging.publishing.answers import ACTION
from solar_charging.settings.controls import Controls
from tests.shell_platform import Platform

USUAL = Controls().named

PHONE = "notify/mobile_app_phone"
SKIP = USUAL["skip"]


def start(platform: Platform, **arguments: Any) -> None:
    platform.argument("notify", "notify.mobile_app_phone")
    platform.argument("departures", [{"time": "07:30", "soc_pct": 80}])
    for key, value in arguments.items():
        platform.argument(key, value)
    platform.set(SKIP, "off")
    platform.start()


def told(platform: Platform, kind: str) -> list[dict[str, Any]]:
    tag = f"solar_charging_{kind}"
    return [
        each
        for each in platform.calls(PHONE)
        if each["data"]["tag"] == tag and each["message"] != "clear_notification"
    ]


def to_the_evening(platform: Platform) -> None:
    local = platform.now.astimezone(platform.app.zone)
    platform.run(hours=(19 - local.hour) % 24, minutes=1 - local.minute)


@pytest.mark.timeout(120)
def test_an_answer_to_what_is_told_in_the_evening_sets_the_helper(platform: Platform) -> None:
    start(platform, notifications=["tomorrow"])
    platform.run(minutes=10)
    to_the_evening(platform)
    (note,) = told(platform, "tomorrow")
    assert "07:30: 80%. The battery is at " in note["message"]
    (button,) = note["data"]["actions"]
    assert button["title"] == "Skip it"
    platform.events[ACTION](ACTION, {"action": "OTHER"})
    assert platform.calls("input_boolean/turn_on") == []
    platform.events[ACTION](ACTION, {"action": button["action"]})
    assert [each["entity_id"] for each in platform.calls("input_boolean/turn_on")] == [SKIP]


@pytest.mark.timeout(120)
def test_who_has_not_asked_for_it_hears_nothing_in_the_evening(platform: Platform) -> None:
    start(platform)
    platform.run(minutes=10)
    to_the_evening(platform)
    assert told(platform, "tomorrow") == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kinds", [None, ["complete"]])
def test_the_week_comes_once_also_after_a_restart(platform: Platform, kinds: list[str] | None) -> None:
    start(platform, **({} if kinds is None else {"notifications": kinds}))
    platform.run(hours=2)
    for _ in range(2):
        platform.app.terminate()
        begun_a_week_ago(platform)
        platform.start()
        platform.run(minutes=5)
        assert [each["title"] for each in told(platform, "week")] == (
            ["Solar charging: the week"] if kinds is None else []
        )


def begun_a_week_ago(platform: Platform) -> None:
    """The app was there all the week; what it has told of that stays told."""
    file = platform.folder / "solar_charging_solar_charging.json"
    saved = json.loads(file.read_text())
    week = saved["alerts"]["news"]["week"]
    if week["told"] is None:
        week["since"][0] -= 8 * 86_400
    file.write_text(json.dumps(saved))
