"""A misspelt id, and the entity that is meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.misspelt import meant


def unit(name: str | None) -> dict[str, Any]:
    return {"state": "1", "attributes": {} if name is None else {"unit_of_measurement": name}}


STATES = {
    "sensor.grid_power": unit("W"),
    "sensor.grid_powers": unit("kWh"),
    "sensor.shelly_3em_channel_a_power": unit("W"),
    "input_number.departure_soc": unit("%"),
    "zone.home": None,
}


@pytest.mark.parametrize(
    ("misspelt", "right"),
    [
        ("sensor.grid_powr", "sensor.grid_power"),
        ("sensor.gridpower", "sensor.grid_power"),
        ("sensors.grid_power", "sensor.grid_power"),
        ("sensor.grid_powerss", "sensor.grid_power"),
        ("sensor.shelly_3em_chanel_a_power", "sensor.shelly_3em_channel_a_power"),
        ("input_number.departure_sock", "input_number.departure_soc"),
        ("sensor.spot_price", None),
        ("sensor.solar_power", None),
    ],
)
def test_the_most_alike_is_meant_and_one_that_measures_power_first(misspelt: str, right: str | None) -> None:
    assert meant(misspelt, STATES, ("W", "kW")) == right


@given(st.text(max_size=20), st.dictionaries(st.text(max_size=20), st.none() | st.integers() | st.text()))
def test_whatever_home_assistant_has_one_of_it_or_none_is_meant(entity: str, states: dict[str, Any]) -> None:
    found = meant(entity, states, ("W",))
    assert found is None or found in states
