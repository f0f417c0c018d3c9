"""Whatever a state file holds: the app starts, goes on, and loses no more than what is broken."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as effort

from tests.anything import ANYTHING, SOMETHING, Path, somewhere, with_it
from tests.household import MORNING, Household, settings

SPOT, LINKY = "sensor.spot", "sensor.linky"
SETTINGS = settings(
    tariff={"price_entity": SPOT, "off_peak_entity": LINKY, "off_peak_states": ["HC"], "netting_s": 900},
    departures=[{"time": "07:30", "soc_pct": 60}],
    api={"monthly_cap": 8.0},
)

AWAY = timedelta(hours=3, minutes=15)


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


PARTS = {name: part for name, part in json.loads(kept()).items() if name != "version"}


def test_a_whole_file_is_taken_up_whole() -> None:
    saved = json.loads(kept())
    spoilt, after = taken_up(saved)
    assert spoilt == []
    assert {name for name in saved if after[name] != saved[name]} == set()


@effort(max_examples=600)
@given(somewhere(PARTS), SOMETHING)
@example(("car",), None)
def test_no_more_is_lost_than_the_part_that_is_broken(path: Path, value: Any) -> None:
    spoilt, after = taken_up(with_it(json.loads(kept()), path, value))
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
