"""Templates are rendered as Home Assistant and AppDaemon render them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from benchmarks.templates import Templates

NOW_S = 1_780_000_000.0


def state(entity: str, value: str, **attributes: Any) -> dict[str, Any]:
    when = datetime.fromtimestamp(NOW_S - 60, timezone.utc).isoformat()
    told = {"entity_id": entity, "state": value, "attributes": attributes}
    return told | {"last_changed": when, "last_updated": when}


STATES = {
    "sensor.grid": state("sensor.grid", "-12.5", unit_of_measurement="W"),
    "sensor.gone": state("sensor.gone", "unavailable"),
    "switch.car": state("switch.car", "on"),
}


@pytest.fixture(scope="module")
def templates() -> Templates:
    cars = {"tessie": ["switch.car"]}
    return Templates(STATES, lambda _: NOW_S - 5, lambda: NOW_S, lambda name: cars.get(name, []))


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{ states('sensor.grid') }}", -12.5),
        ("{{ states.sensor.grid.state }} {{ states['switch.car'].state }}", "-12.5 on"),
        ("{{ states('sensor.nowhere') }}", "unknown"),
        ("{{ states['sensor.nowhere'] }}", None),
        ("{{ states.sensor.nowhere is none }}", True),
        ("{{ states['sensor.nowhere'].state }}", ""),
        ("{{ states['sensor.grid'].nothing | default(3) }}", 3),
        ("{{ state_attr('sensor.grid', 'unit_of_measurement') }}", "W"),
        ("{{ state_attr('sensor.nowhere', 'x') }}", None),
        ("{{ is_state('switch.car', 'on') }}", True),
        ("{{ has_value('sensor.gone') }}", False),
        ("{{ as_timestamp(states['sensor.grid'].last_updated) }}", NOW_S - 60),
        ("{{ as_timestamp(states['sensor.grid'].last_reported) }}", NOW_S - 5),
        ("{{ as_timestamp(None, 0) }}", 0),
        ("{{ as_timestamp(now()) }}", NOW_S),
        ("{{ states('sensor.grid') | float + 2 }}", -10.5),
        ("{{ states('sensor.gone') | float(0) }}", 0.0),
        ("{{ integration_entities('tessie') }}", ["switch.car"]),
        ("{{ 'switch.car' in integration_entities('esphome') }}", False),
        ("{{ states.sensor | map(attribute='entity_id') | list }}", ["sensor.gone", "sensor.grid"]),
        ("{{ {'a': states('sensor.grid'), 'b': none} | to_json }}", '{"a": "-12.5", "b": null}'),
        ("{{ {'a': [1, 2]} }}", {"a": [1, 2]}),
        ("", ""),
    ],
)
def test_what_a_template_comes_to(templates: Templates, template: str, value: Any) -> None:
    assert templates.render(template) == value


@pytest.mark.parametrize(
    "template", ["{{", "{{ nothing() }}", "{{ as_timestamp(None) }}", "{{ 'x' | float }}"]
)
def test_a_template_that_fails_tells_nothing(templates: Templates, template: str) -> None:
    assert templates.render(template) is None
