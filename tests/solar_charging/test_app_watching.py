"""A new installation, whose switch is off: it watches, says what would have been, and touches nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.shell_platform import Platform

SWITCH = "input_boolean.solar_charging"
SENSORS = ("watched_current", "watched_solar_energy", "watched_saved")
CLASSES = {"device_class", "state_class", "last_reset"}


@pytest.fixture
def new(platform: Platform) -> Platform:
    """A platform with a new app on it, which was never on."""
    platform.argument("tariff", {"peak_price": 0.30})
    platform.argument("api", {"currency": "EUR"})
    platform.set(SWITCH, "off")
    platform.start()
    return platform


def attributes(platform: Platform, key: str) -> Mapping[str, Any]:
    shown: Mapping[str, Any] = platform.given_that.mocked_states[f"sensor.solar_charging_{key}"]["attributes"]
    return shown


def kept(platform: Platform) -> dict[str, Any]:
    file = platform.folder / "solar_charging_solar_charging.json"
    read: dict[str, Any] = json.loads(file.read_text())
    return read


def test_what_would_have_been_is_shown_and_marked(new: Platform) -> None:
    new.run(hours=2)
    assert new.state("state") == "off"
    said = new.state("reason")
    assert said.startswith("switched off, only watching: since 09:00 ")
    assert said.endswith(" saved, had it been on")
    assert float(new.state("watched_current")) == pytest.approx(3000 / 230, abs=1.0)
    assert float(new.state("watched_solar_energy")) > 4
    assert float(new.state("watched_saved")) > 0
    assert attributes(new, "watched_current")["would_be"] == "following_sun"
    assert attributes(new, "watched_current")["why"].startswith("charging at 1")
    assert attributes(new, "watched_saved")["unit_of_measurement"] == "EUR"
    for key in SENSORS:
        assert not CLASSES & attributes(new, key).keys()


def test_nothing_of_it_is_in_what_really_was(new: Platform) -> None:
    new.run(hours=2)
    assert not new.car.charging
    assert new.car.soc_pct == 50
    for key in ("car_energy", "car_solar_energy", "energy_today", "saved_today", "session_energy"):
        assert float(new.state(key)) == 0.0
    assert (new.state("charging_current"), new.state("soc")) == ("0.0", "50")
    assert not list(new.folder.glob("*.csv"))


def test_it_is_kept_over_a_restart(new: Platform) -> None:
    new.run(hours=1)
    before = float(new.state("watched_solar_energy"))
    new.app.terminate()
    assert kept(new)["watching"]["been_on"] is False
    new.start()
    new.run(minutes=1)
    assert float(new.state("watched_solar_energy")) >= before
    assert "since 09:00 " in new.state("reason")


def test_switched_on_it_does_what_it_has_said_and_watches_no_more(new: Platform) -> None:
    new.run(hours=1)
    new.set(SWITCH, "on")
    new.run(minutes=10)
    assert new.car.charging
    assert [new.state(key) for key in SENSORS] == ["unknown"] * 3
    new.set(SWITCH, "off")
    new.run(minutes=10)
    assert new.state("reason").startswith("switched off: ")
    new.app.terminate()
    assert kept(new)["watching"] == {"been_on": True, "thought": None}
    new.start()
    new.run(minutes=1)
    assert new.state("reason").startswith("switched off: ")


def test_a_part_of_it_that_is_broken_is_named_and_the_rest_goes_on(new: Platform) -> None:
    new.run(hours=1)
    new.app.terminate()
    saved = kept(new)
    saved["watching"]["thought"]["knows"]["ledger"] = "lost"
    (new.folder / "solar_charging_solar_charging.json").write_text(json.dumps(saved))
    new.start()
    new.run(minutes=1)
    (told,) = [text for text in new.logged("WARNING") if "watching ledger" in text]
    assert ".broken" in told
    assert "only watching: since 09:00 " in new.state("reason")
