"""Reasons as keys and values, for viewers that speak another language."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from appdaemon.utils import clean_http_kwargs
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import NextChange, PlanText, Problem, Reason, Stretch, Value, Why
from solar_charging.publishing.said import said_of
from tests.solar_charging.publishing.test_translator import REASONS

UTC = "2026-06-15T12:20:00Z"
AT = datetime(2026, 6, 15, 14, 20, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0, "0"),
        (False, "0"),
        (2400.0, "2400"),
        (0.21464, "0.2146"),
        (-0.05, "-0.05"),
        (math.nan, "unknown"),
        (math.inf, "more"),
        (-math.inf, "more"),
        (None, {"s": "unknown"}),
        ("", {"text": ""}),
        ("12", {"text": "12"}),
        (AT, {"at": UTC}),
        (timedelta(minutes=2), {"s": "120"}),
        (timedelta(0), {"s": "0"}),
        (Stretch(AT, AT), {"from": UTC, "to": UTC}),
        (Stretch(AT, AT, True), {"from": UTC, "to": UTC, "day": "said"}),
        (Reason(Problem.LATE_ANSWER), {"key": "problem.late_answer"}),
        ((Reason(PlanText.ENOUGH),), [{"key": "plan_text.enough"}]),
        ((), []),
    ],
)  # fmt: skip
def test_each_kind_of_value_is_told_apart(value: Value, said: Any) -> None:
    assert said_of([Reason(Why.AWAY, {"x": value})]) == [{"key": "why.away", "values": {"x": said}}]


def test_what_is_said_one_after_the_other_is_listed_without_what_is_missing() -> None:
    said = said_of([Reason(Why.AWAY), None, Reason(NextChange.DEPARTURE)])
    assert said == [{"key": "why.away"}, {"key": "next_change.departure"}]


@given(st.dictionaries(st.text(), st.one_of(st.floats(), st.text(), st.timedeltas(), st.none(), st.just(0))))
def test_nothing_of_it_is_lost_on_the_way_to_home_assistant(values: dict[str, Value]) -> None:
    said = said_of([Reason(Why.AWAY, values)])
    assert clean_http_kwargs({"said": said}) == {"said": said}
    assert json.loads(json.dumps(said, allow_nan=False)) == said


@pytest.mark.parametrize("reason", REASONS.values())
def test_a_reason_is_a_small_attribute(reason: Reason[Why]) -> None:
    assert len(json.dumps(said_of([reason]))) < 600
