"""How the house battery is held, as it is written in apps.yaml, and what is said of mistakes."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml

from solar_charging.settings.house_battery import HouseBattery
from solar_charging.settings.settings import SettingsError, parse_settings


def battery(**given: Any) -> HouseBattery:
    entry = {
        "name": "my_car",
        "meters": {"grid_power": "sensor.grid"},
        "battery": {"power": "sensor.battery", "soc": "sensor.soc", **given},
    }
    found = parse_settings(entry).battery
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "hold", "release"),
    [
        ("{}", [], []),
        ("{hold: script.hold, release: script.let_go}", [("script.hold", None)], [("script.let_go", None)]),
        (
            "{hold: [script.hold], release: [script.let_go]}",
            [("script.hold", None)],
            [("script.let_go", None)],
        ),
        ("{hold: {entity: number.x, value: 0}}", [("number.x", 0.0)], []),
        ("{hold: [{entity: number.x, value: house}]}", [("number.x", "house")], []),
        ("{hold: [{entity: switch.x, value: off}]}", [("switch.x", False)], []),
        ("{hold: [{entity: switch.x, value: 'off'}]}", [("switch.x", "off")], []),
        (
            "{hold: [{entity: select.x, value: Held}, {entity: number.x, value: 0}], release: [select.x]}",
            [("select.x", "Held"), ("number.x", 0.0)],
            [("select.x", None)],
        ),
        (
            "{hold: {entity: number.x, value: 0}, release: {entity: number.x, value: 5000}}",
            [("number.x", 0.0)],
            [("number.x", 5000.0)],
        ),
        (
            "{hold: {entity: number.x, value: 0}, release: {entity: select.x, value: Auto}}",
            [("number.x", 0.0)],
            [("select.x", "Auto")],
        ),
    ],
)
def test_a_script_an_entity_or_a_list_of_them(written: str, hold: list[Any], release: list[Any]) -> None:
    found = battery(**yaml.safe_load(written))
    assert [(each.entity, each.value) for each in found.hold] == hold
    assert [(each.entity, each.value) for each in found.release] == release


SET = {"entity": "number.x", "value": 0}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"hold": "script.hold"},
            "hold names a script, which cannot be taken back by itself: name release too",
        ),
        ({"release": "script.x"}, "release belongs to hold: name that too"),
        ({"hold": "number.x"}, "hold must say which value number.x is set to, as {entity: ..., value: 0}"),
        ({"hold": [SET, SET]}, "hold must name each entity once, got number.x twice"),
        ({"hold": SET, "release": ["number.y"]}, "release must say which value number.y is set to, for hold"),
        (
            {"hold": SET, "release": {"entity": "number.x", "value": "house"}},
            "release must set number.x to a number",
        ),
        (
            {"hold": {**SET, "value": "0"}},
            "must be a number without quotes, house or soc, got '0' for number.x",
        ),
        ({"hold": {**SET, "value": "home"}}, "must be a number without quotes, house or soc, got 'home'"),
        ({"hold": {**SET, "value": True}}, "must be a number without quotes, house or soc, got True"),
        ({"hold": {**SET, "value": math.nan}}, "must be a number without quotes, house or soc, got nan"),
        (
            {"hold": {**SET, "entity": "select.x"}},
            "must be one of its options, in quotes, got 0.0 for select.x",
        ),
        ({"hold": {**SET, "entity": "switch.x"}}, "must be on or off, got 0.0 for switch.x"),
        (
            {"hold": {**SET, "entity": "script.x"}},
            "a script has no value: leave it out, got 0.0 for script.x",
        ),
        ({"hold": {**SET, "entity": "sensor.x"}}, "must be something that can be set: number, input_number"),
        ({"hold": "hold battery"}, "must be an entity id such as sensor.grid_power, not a name"),
        ({"hold": {"entity": "number.x", "valu": 0}}, "valu: is no setting: did you mean value?"),
        ({"hold": {**SET, "refused": [99, 81]}}, "refused must be two numbers of a number, the lesser first"),
        ({"hold": {**SET, "refused": 81}}, "refused: must be a list"),
        ({"hold": {**SET, "refused": [81]}}, "refused"),
        ({"hold": 5}, "must be a section, with settings of its own, got 5"),
    ],
)
def test_a_mistake_is_said(given: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError) as raised:
        battery(**given)
    assert said in str(raised.value)
    assert str(raised.value).startswith("my_car.battery")
