"""The real AppDaemon finds each integration's car in a real Home Assistant that speaks another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.tokens import FIRST_REFRESH_TOKEN
from stage.appdaemon import APP, AppDaemon
from stage.environments import app_environment, home_assistant_environment
from stage.home_assistant import HomeAssistant
from stage.processes import free_port, wait_for
from stage.seeding import Home
from tests.listed_homes import LANGUAGES, furnish

SOON_S = 60
HOME = Home()

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
]

ALL = {
    *("charge", "current", "location", "charging", "soc", "limit", "drawn", "voltage", "power", "cable"),
    *("added", "awake", "wake_up", "wall_connected"),
}
SWITCHED_OFF = {"phases", "scheduled", "odometer"}
BY_BLUETOOTH = {"charge", "current", "charging", "soc", "limit", "drawn", "voltage", "power", "added"} | {
    *("asleep", "wake_up", "wall_connected")
}

CARS: dict[str, tuple[dict[str, Any], str, set[str]]] = {
    "fleet": ({"entities": {"name": "helia"}}, "Helia (Tesla Fleet)", ALL),
    "teslemetry": ({"entities": {"name": "Léa's Model Y"}}, "Léa's Model Y (Teslemetry)", ALL),
    "tessie": ({"vin": "LRWYGCEK1NC000003"}, "Selene (Tessie)", ALL | {"scheduled", "odometer"}),
    "custom": (
        {"entities": {"name": "EOS"}},
        "Eos (Tesla Custom Integration)",
        ALL | {"phases", "odometer", "asleep"},
    ),
    "board": (
        {"entities": {"name": "tesla_ble"}},
        "Tesla BLE (ESPHome Tesla BLE)",
        BY_BLUETOOTH | {"odometer"},
    ),
    "other_board": (
        {"entities": {"name": "garage_ble"}},
        "Garage BLE (ESPHome Tesla BLE)",
        BY_BLUETOOTH | {"phases", "cable"},
    ),
    "logger": (
        {"entities": {"name": "tesla model 3"}, "command_by": "tesla", "token_file": "tokens.json"},
        "Tesla Model 3 (TeslaMate)",
        ALL - {"charge", "current", "wake_up"} | {"phases", "odometer"},
    ),
}
"""For each entry of apps.yaml its settings, what is found by that, and the roles that are."""


class Street:
    """Home Assistant in a language, and AppDaemon with an entry for each car."""

    def __init__(self, folder: Path, language: str) -> None:
        self.home_assistant = HomeAssistant(
            home_assistant_environment(), folder / "home-assistant", free_port(18_400), HOME
        )
        furnish(folder / "home-assistant", language)
        self.appdaemon = AppDaemon(app_environment(), folder / "appdaemon", {})

    def start(self) -> None:
        self.home_assistant.start()
        token = self.home_assistant.token_file.read_text()
        self.appdaemon.configure(HOME, self.home_assistant.url, token, entry(APP, {}), FIRST_REFRESH_TOKEN)
        entries = {name: entry(name, car) for name, (car, _, _) in CARS.items()}
        entries |= {APP: entry(APP, {}), "nobody": entry("nobody", {"entities": {"name": "nobody"}})}
        (self.appdaemon.folder / "apps" / "apps.yaml").write_text(yaml.safe_dump(entries, sort_keys=False))
        self.appdaemon.start(within_s=90)

    def stop(self) -> None:
        self.appdaemon.stop()
        self.home_assistant.stop()

    def block(self, name: str) -> str:
        """The lines of the log in which an entry tells what it has found."""

        def look() -> str | None:
            text = self.appdaemon.log_file.read_text(errors="replace")
            found = re.search(
                rf" INFO {name}: ((?:Entities of|No car|\d+ cars).*(?:\n(?!\d{{4}}-).*)*)", text
            )
            return found and found[1]

        return wait_for(f"what {name} has found", look, SOON_S)


def entry(name: str, car: dict[str, Any]) -> dict[str, Any]:
    """An entry with a meter of its own: of two that share one the later makes way."""
    return {
        "module": "solar_charging.app",
        "class": "SolarCharging",
        "meters": {"grid_power": f"sensor.grid_{name}"},
        "car": car,
    }


@pytest.fixture(scope="module", params=LANGUAGES)
def street(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    street = Street(tmp_path_factory.mktemp(request.param), request.param)
    try:
        street.start()
        yield street
    finally:
        street.stop()


def roles(block: str) -> set[str]:
    return {match[1] for match in re.finditer(r"^  (\w+) +\w+\.\w+(?:$| = |, \w+ = )", block, re.MULTILINE)}


@pytest.mark.parametrize("name", CARS)
def test_a_car_is_found_whatever_its_entities_are_called(street: Street, name: str) -> None:
    _, car, expected = CARS[name]
    block = street.block(name)
    assert block.startswith(f"Entities of {car}")
    assert roles(block) == expected
    needs_tracker = name in ("board", "other_board")
    assert ("Needed, and missing:\n  location" in block) == needs_tracker


@pytest.mark.parametrize("name", ["fleet", "teslemetry"])
def test_what_is_switched_off_at_first_is_named_with_how_to_switch_it_on(street: Street, name: str) -> None:
    block = street.block(name)
    off = set(re.findall(r"^  (\w+) .*; \w+\.\w+ is disabled \(by integration\)$", block, re.MULTILINE))
    assert off == SWITCHED_OFF
    assert "Settings > Devices & services > Entities" in block


def test_of_several_cars_none_is_taken_and_all_are_offered(street: Street) -> None:
    block = street.block(APP)
    assert block.splitlines()[0] == "7 cars in Home Assistant; set car.entities.name to one of:"
    names = [line.split()[0] for line in block.splitlines()[1:8]]
    assert set(names) == {
        "helia",
        "lea_s_model_y",
        "selene",
        "eos",
        "tesla_ble",
        "garage_ble",
        "tesla_model_3",
    }
    assert street.block("nobody").startswith("No car called nobody in Home Assistant; set car.entities.name")


def test_the_screen_has_one_sentence(street: Street) -> None:
    street.home_assistant.api.call_service("input_boolean.turn_on", "input_boolean.solar_charging")

    def told() -> bool:
        state = street.home_assistant.api.states().get(f"sensor.{APP}_reason")
        return state is not None and "car.entities.name" in state["state"] and "helia" in state["state"]

    wait_for("a reason that names the cars", told, SOON_S)
