"""The checklist as Home Assistant has it: a state, and lines that fit its database."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.checks import Finding, Item, Todo
from solar_charging.base.reason import Problem, Reason
from solar_charging.control.check_line import Line, Mark, cross, question, tick
from solar_charging.control.outcome import Outcome
from solar_charging.publishing.checklist_entity import (
    CHECKLIST,
    MOST_BYTES,
    MOST_SAID_BYTES,
    lines_in_words,
    lines_said,
)
from solar_charging.publishing.translator import LANGUAGES, Translator

ZONE = ZoneInfo("Europe/Paris")
GOOD = tick(Item.SWITCHES, Finding.SWITCHES_THERE)
OPEN = question(Item.FUSE, Finding.FUSE_UNSET, Todo.SET_FUSE)
BAD = cross(Item.SIGN, Finding.SIGN_AGAINST, Reason(Todo.TURN_SIGN, {"other": "export"}))


@dataclass
class Seen:
    """What of an outcome the entity looks at."""

    checklist: tuple[Line, ...]
    costs: Any = field(
        default_factory=lambda: SimpleNamespace(midnight=datetime(2026, 6, 15, tzinfo=timezone.utc))
    )


def outcome(*lines: Line) -> Outcome:
    return cast(Outcome, Seen(lines))


def words(language: str = "en") -> Translator:
    return Translator(language, ZONE, "EUR")


@pytest.mark.parametrize(
    ("lines", "state"),
    [((), "unknown"), ((GOOD,), "ok"), ((GOOD, OPEN), "question"), ((OPEN, BAD, GOOD), "wrong")],
)
def test_its_state_is_that_of_its_worst_line(lines: tuple[Line, ...], state: str) -> None:
    assert CHECKLIST.value(outcome(*lines), words()) == state


def test_a_line_has_its_item_its_mark_and_its_words() -> None:
    assert lines_in_words(outcome(GOOD, BAD), words()) == [
        {"item": "switches", "mark": "tick", "name": "Switches", "said": "all are there"},
        {
            "item": "sign",
            "mark": "cross",
            "name": "Its sign",
            "said": "the other way round, by the counters of the Energy dashboard",
            "do": "set meters.grid_power_positive: export",
        },
    ]


def test_a_moment_is_said_as_on_its_day() -> None:
    at = datetime(2026, 6, 15, 20, tzinfo=timezone.utc)
    line = tick(Item.TARIFF, Finding.TARIFF_WINDOWS, windows="22:00-06:00", price_per_kwh=0.3, at=at)
    (shown,) = lines_in_words(outcome(line), words())
    assert shown["said"] == "cheap at 22:00-06:00; now €0.30/kWh, next change 22:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_list_fits(language: str) -> None:
    entity = " + ".join(f"sensor.a_very_long_name_of_the_meter_in_the_cellar_{phase}" for phase in "123")
    longest = Reason(Problem.METER_HALF_NEGATIVE, {"entity": entity * 3, "got_w": -123456.0})
    lines = [Line(item, Mark.CROSS, longest, Reason(Todo.GIVE_UNIT)) for item in Item]
    rows = lines_in_words(outcome(*lines), words(language))
    assert len(rows) == len(lines)
    assert len(json.dumps(rows, ensure_ascii=False).encode()) < 4096
    assert MOST_BYTES < 4096


def test_the_same_lines_stand_by_their_keys() -> None:
    assert lines_said(outcome(GOOD, BAD)) == [
        [{"key": "item.switches"}, {"key": "finding.switches_there"}],
        [
            {"key": "item.sign"},
            {"key": "finding.sign_against"},
            {"key": "todo.turn_sign", "values": {"other": {"text": "export"}}},
        ],
    ]


@pytest.mark.parametrize(("count", "fits"), [(1, True), (20, True), (60, False)])
def test_keys_that_would_be_too_much_are_left_out(count: int, fits: bool) -> None:
    found = Reason(Problem.METER_SILENT, {"entity": "x" * 120})
    said = lines_said(outcome(*[Line(Item.SIGN, Mark.CROSS, found)] * count))
    assert len(said) == (count if fits else 0)
    assert len(json.dumps(said)) <= MOST_SAID_BYTES
