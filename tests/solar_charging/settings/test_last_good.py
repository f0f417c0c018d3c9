"""The settings of before: read back only where they are still good."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.settings.last_good import SPOKEN, readable, recalled
from solar_charging.settings.settings import Settings, own_settings, parse_settings

NAME = "garage"
WHOLE: dict[str, Any] = {
    "name": NAME,
    "module": "solar_charging.app",
    "class": "SolarCharging",
    "memory_file": "state.json",
    "meters": {"grid_power": ["sensor.l1", "sensor.l2"], "stale_s": 60},
    "car": {"token_file": "tokens.json", "vin": "5YJ3E1EA7KF317000", "api_url": "https://host:1/x"},
    "tariff": {
        "off_peak": [{"start": "22:00", "end": "24:00", "days": ["mon"], "price": 0.2}],
        "colours": {"today": "sensor.today", "prices": {"red": {"peak": 0.7, "off_peak": 0.1}}},
    },
    "departures": [{"time": "07:30", "soc_pct": 60}],
}


def test_what_is_kept_is_read_back_as_it_was() -> None:
    saved = json.loads(json.dumps(own_settings(WHOLE)))
    assert set(saved) == {"state_file", "meters", "car", "tariff", "departures"}
    assert recalled(NAME, saved) == parse_settings(WHOLE)


def test_a_password_that_an_older_version_kept_is_not_used() -> None:
    car = {**WHOLE["car"], "api_url": "https://me:secret@host:1/x"}
    assert recalled(NAME, {**own_settings(WHOLE), "car": car}) is None


@pytest.mark.parametrize("saved", [None, [], "settings", 5, {}, {"meters": 3}, {"meters": {}, "new": 1}])
def test_what_is_good_no_more_is_nothing(saved: object) -> None:
    assert recalled(NAME, saved) is None


def test_of_wrong_settings_what_is_right_and_speaks_is_read() -> None:
    args = {**WHOLE, "tariff": 5, "language": "fr", "notify": 7, "time_zone": "Europe/Paris"}
    found = readable(args)
    assert (found.language, found.notify, found.time_zone) == ("fr", None, "Europe/Paris")
    assert found.state_file == "state.json"
    assert found.car == Settings.model_fields["car"].default


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["fr", "default"])
anything = st.recursive(scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(scalars, inner))


@effort(deadline=None)
@given(
    st.dictionaries(st.sampled_from([*SPOKEN, "meters", "car", "trace_file"]) | scalars, anything) | anything
)
def test_whatever_stands_in_apps_yaml_a_person_can_be_told_of_it(args: Any) -> None:
    assert isinstance(readable(args), Settings)
