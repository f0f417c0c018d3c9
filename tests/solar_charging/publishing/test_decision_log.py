"""The decisions of the last day, and their file."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from solar_charging.control.decision import decide
from solar_charging.publishing.decision_log import MOST, SHOWN, Change, DecisionLog, change_of
from solar_charging.publishing.decision_log_file import DecisionLogFile
from solar_charging.publishing.translator import Translator
from tests.situations import CHARGING, EXAMPLES, PARKED, SETTINGS
from tests.solar_charging.publishing.test_entities import outcome
from tests.words import words

NOON = datetime(2026, 6, 15, 12, tzinfo=timezone(timedelta(hours=2)))


def change(minutes: float = 0.0, **differing: Any) -> Change:
    made = change_of(
        NOON + timedelta(minutes=minutes),
        outcome(decide(EXAMPLES["following_sun"], SETTINGS)),
        CHARGING,
        "sun: 2400 W",
    )
    return made._replace(**differing)


def test_a_change_has_what_was_decided_and_known() -> None:
    assert change()._asdict() == {
        "at": "2026-06-15T12:00:00+02:00",
        "state": "following_sun",
        "kind": "following_sun",
        "current_a": 10,
        "reason": "sun: 2400 W",
        "surplus_w": 0,
        "grid_power_w": -300,
        "charging_power_w": 2300,
        "soc_pct": 50,
        "value_per_kwh": 0.2,
        "price_per_kwh": 0.3,
        "battery_power_w": None,
        "battery_soc_pct": None,
    }


def test_a_log_of_before_there_was_a_house_battery_is_read() -> None:
    line = {key: value for key, value in change()._asdict().items() if not key.startswith("battery")}
    log = DecisionLog()
    log.from_lines([json.dumps(line)])
    assert log.last == change()


@pytest.mark.parametrize(("car", "current_a"), [(CHARGING, 10), (PARKED, 0), (None, None)])
def test_the_current_is_what_the_car_was_asked_to_draw(car: Any, current_a: int | None) -> None:
    decided = outcome(decide(EXAMPLES["following_sun"], SETTINGS))
    assert change_of(NOON, decided, car, "").current_a == current_a


@pytest.mark.parametrize(
    ("differing", "kept"),
    [
        ({}, False),
        ({"reason": "sun: 2410 W", "surplus_w": 2410}, False),
        ({"kind": "cloud"}, False),
        ({"current_a": 11}, True),
        ({"state": "off"}, True),
    ],
)
def test_only_another_state_or_current_is_kept(differing: dict[str, Any], kept: bool) -> None:
    trace = DecisionLog()
    assert trace.add(change())
    assert trace.add(change(1, **differing)) is kept


def test_a_day_is_kept_and_no_more_than_so_many() -> None:
    trace = DecisionLog()
    for minute in range(MOST + 1):
        trace.add(change(minute, current_a=minute))
    assert len(trace.to_lines().splitlines()) == MOST
    trace.add(change(24 * 60 + MOST - 1, state="off"))
    assert json.loads(trace.to_lines().splitlines()[0])["current_a"] == MOST - 1


def test_the_last_ones_are_shown_the_newest_first() -> None:
    trace = DecisionLog()
    for minute in range(9):
        trace.add(change(minute, current_a=minute))
    today = Translator("en", ZoneInfo("Etc/GMT-2"), "EUR", NOON.date())
    assert len(trace.recent(today)) == SHOWN
    assert trace.recent(today)[0] == "12:08 sun: 2400 W"
    trace.add(change(10, current_a=0, reason="switched off"))
    assert trace.recent(today)[0] == "12:10 switched off"
    tomorrow = today.on(NOON.date() + timedelta(days=1))
    assert trace.recent(tomorrow)[0] == "Mon 12:10 switched off"


def test_the_file_keeps_it_through_a_restart(tmp_path: Path) -> None:
    trace, file = DecisionLog(), DecisionLogFile(tmp_path / "trace.jsonl")
    for minute in range(3):
        trace.add(change(minute, current_a=minute, reason="überall Sonne"))
    file.save(trace)
    again = DecisionLog()
    assert file.recall(again) is None
    assert again.to_lines() == trace.to_lines()
    assert "überall" in file.file.read_text(encoding="utf-8")


def test_no_file_is_nothing_to_tell_of(tmp_path: Path) -> None:
    assert DecisionLogFile(tmp_path / "trace.jsonl").recall(DecisionLog()) is None


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"at": 1}', json.dumps({**change()._asdict(), "at": "2026-06-15T12:00:00"})]
)
def test_a_file_that_is_no_trace_is_named_and_begun_anew(tmp_path: Path, text: str) -> None:
    file = DecisionLogFile(tmp_path / "trace.jsonl")
    file.file.write_text(text)
    trace = DecisionLog()
    problem = file.recall(trace)
    assert problem is not None
    assert "trace.jsonl: must be what the app wrote" in words(problem)
    assert trace.last is None
