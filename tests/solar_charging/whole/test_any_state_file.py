"""Whatever a state file holds: the app starts, goes on, and loses no more than what is broken."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.household import MORNING, Household, settings

SPOT, LINKY = "sensor.spot", "sensor.linky"
SETTINGS = settings(
    tariff={"price_entity": SPOT, "off_peak_entity": LINKY, "off_peak_states": ["HC"], "netting_s": 900},
    departures=[{"time": "07:30", "soc_pct": 60}],
    api={"monthly_cap": 8.0},
)

AWAY = timedelta(hours=3, minutes=15)

ODD = (
    float("nan"), float("inf"), -float("inf"), 1e308, 1e12, 1e11, -1e9, -1, 0, 5e-324, 10**400,
    "", "yesterday", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00",
    "2026-06-15T12:00:00",
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)


@lru_cache
def kept() -> str:
    """What is saved of a morning on which all was heard of."""
    home = Household(settings=SETTINGS)
    tell(home)
    home.run(hours=2)
    home.car.unplug(home.now.timestamp())
    home.run(minutes=30)
    home.car.plug_in(home.now.timestamp())
    home.run(minutes=45)
    return json.dumps(home.controller.saved_state.to_dict(home.now))


def tell(home: Household) -> None:
    now_s = home.now.timestamp()
    home.controller.meter(SPOT, {"state": "0.2", "attributes": {"unit_of_measurement": "EUR/kWh"}}, now_s)
    home.controller.meter(LINKY, {"state": "HC", "attributes": {}}, now_s)


def taken_up(saved: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """What is wrong with a file, and what was taken up of it; then the app goes on for some beats."""
    home = Household(settings=SETTINGS, start=MORNING + AWAY)
    read = json.loads(json.dumps(saved))
    spoilt = home.controller.saved_state.from_dict(read)
    after = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    tell(home)
    home.run(minutes=2)
    json.dumps(home.controller.saved_state.to_dict(home.now))
    return spoilt, after


Path = tuple[str | int, ...]


@st.composite
def somewhere(draw: st.DrawFn) -> Path:
    """A place in a file, at any depth."""
    inner, path = json.loads(kept()), ()
    del inner["version"]
    while True:
        keys = sorted(inner) if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ()
        if not keys or (path and draw(st.booleans())):
            return path
        path = (*path, draw(st.sampled_from(keys)))
        inner = inner[path[-1]]


GONE = "left out"


def with_it(path: Path, value: Any) -> dict[str, Any]:
    """A file that has something else in a place."""
    saved = json.loads(kept())
    inner = saved
    for key in path[:-1]:
        inner = inner[key]
    if value == GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return dict(saved)


def test_a_whole_file_is_taken_up_whole() -> None:
    saved = json.loads(kept())
    spoilt, after = taken_up(saved)
    assert spoilt == []
    assert {name for name in saved if after[name] != saved[name]} == set()


@effort(max_examples=600)
@given(somewhere(), ANYTHING | st.just(GONE))
@example(("car",), None)
def test_no_more_is_lost_than_the_part_that_is_broken(path: Path, value: Any) -> None:
    spoilt, after = taken_up(with_it(path, value))
    named = {each.partition(" ")[0] for each in spoilt}
    assert named <= {path[0], "restraint"}
    whole = json.loads(kept())
    for part in whole.keys() - {path[0], "restraint", "spending"}:
        assert after[part] == whole[part]


@effort(max_examples=100)
@given(ANYTHING)
def test_a_file_that_is_something_else_is_no_reason_not_to_start(content: Any) -> None:
    home = Household(settings=SETTINGS)
    if isinstance(content, dict):
        assert home.controller.saved_state.from_dict(content), "it has no version"
    else:
        with pytest.raises(ValueError, match="must be a section"):
            home.controller.saved_state.from_dict(content)
    home.run(minutes=1)
