"""The two days to come and a question about them, under appdaemontestframework."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.shell_platform import Platform

HELPER = "input_text.solar_charging_preview"
OUTLOOK = "sensor.solar_charging_outlook"


def shown(platform: Platform, key: str) -> dict[str, Any]:
    """A sensor with its attributes."""
    whole = platform.given_that.mocked_states[f"sensor.solar_charging_{key}"]
    return {"state": whole["main"], "attributes": whole["attributes"]}


def asked(platform: Platform, said: str) -> tuple[str, dict[str, Any]]:
    """What the app answers within ten seconds."""
    platform.set(HELPER, said)
    platform.run(seconds=10)
    answer = shown(platform, "preview")
    return answer["state"], answer["attributes"]


def test_a_question_is_answered_within_a_beat_and_the_plan_stays(platform: Platform) -> None:
    platform.set(HELPER, "")
    platform.start()
    platform.run(minutes=10)
    assert shown(platform, "state")["attributes"]["controls"]["preview"] == HELPER
    plan = shown(platform, "plan")
    tomorrow = f"{platform.now + timedelta(days=1):%Y-%m-%d}T07:30 79"
    said, attributes = asked(platform, tomorrow)
    assert said.startswith("79% by")
    assert attributes["asked"] == tomorrow
    assert attributes["departures"]
    assert shown(platform, "plan") == plan
    said, attributes = asked(platform, "half past seven, please")
    assert (
        said
        == f"{HELPER}: must be a date, a time and a state of charge, such as 2026-12-01T07:30 80, "
        + ("is 'half past seven, please'")
    )
    assert "departures" not in attributes
    platform.set(HELPER, "")
    platform.run(minutes=1)
    assert platform.state("preview") == "unknown"


def test_a_question_that_nobody_takes_back_is_emptied(platform: Platform) -> None:
    platform.set(HELPER, "")
    platform.start()
    platform.run(minutes=2)
    platform.set(HELPER, f"{platform.now + timedelta(days=1):%Y-%m-%d}T07:30 79")
    platform.run(minutes=9)
    assert platform.calls("input_text/set_value") == []
    assert platform.state("preview") != "unknown"
    platform.run(minutes=5)
    (call,) = platform.calls("input_text/set_value")
    assert (call["entity_id"], call["value"]) == (HELPER, "")
    assert platform.state("preview") == "unknown"


def test_without_the_helper_nothing_is_missing(platform: Platform) -> None:
    platform.start()
    platform.run(minutes=10)
    assert "preview" not in shown(platform, "state")["attributes"]["controls"]
    assert platform.state("preview") == "unknown"
    assert not [text for text in platform.logged("ERROR") if HELPER in text]
    assert platform.calls("persistent_notification/create") == []


@pytest.mark.timeout(120)
def test_a_day_writes_few_plans_and_small_ones(running: Platform) -> None:
    running.run(hours=24)
    written = [
        json.dumps([call.kwargs["state"], call.kwargs["attributes"]], separators=(",", ":"))
        for call in running.functions["set_state"].mock_calls
        if call.args[0] == OUTLOOK
    ]
    # What is written again as it is makes no row.
    rows = [each for each, before in zip(written, [None, *written], strict=False) if each != before]
    assert 10 < len(rows) <= 150
    assert max(map(len, rows)) < 12_000
