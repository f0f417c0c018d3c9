"""Whatever a state file holds: the app starts, goes on, and loses no more than what is broken."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import settings as effort

from solar_charging.base.saved import SPOILT
from solar_charging.publishing.decision_log import Change, DecisionLog
from solar_charging.publishing.translator import Translator
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


CHANGE = {
    "at": "2026-06-15T09:02:30+00:00", "state": "following_sun", "kind": "following_sun", "current_a": 13,
    "reason": "sun", "surplus_w": 3000, "grid_power_w": -3000, "charging_power_w": 0, "soc_pct": 50,
    "value_per_kwh": 0.2, "price_per_kwh": 0.3,
}  # fmt: skip


@effort(max_examples=300)
@given(somewhere(CHANGE), SOMETHING)
@example(("at",), "0001-01-01T00:00:00+14:00")
@example(("at",), "9999-12-31T23:59:59-14:00")
def test_any_line_of_the_decision_log_is_a_change_or_refused(path: Path, value: Any) -> None:
    log, translator = DecisionLog(), Translator("en", ZoneInfo("Pacific/Kiritimati"), "EUR", MORNING.date())
    with suppress(*SPOILT):
        log.from_lines([json.dumps(with_it(CHANGE, path, value))])
    log.add(Change(**CHANGE)._replace(state="waiting_for_sun"))
    assert log.recent(translator)
    assert log.to_lines()


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
