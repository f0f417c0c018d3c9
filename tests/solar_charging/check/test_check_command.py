"""The command as a person calls it, with a fake Home Assistant's real websocket."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from solar_charging.check.__main__ import RIGHT, WRONG, run
from solar_charging.setup.asking import INTERRUPTED, MISUSED
from tests.home_assistant_socket import TOKEN, FakeHomeAssistant, served
from tests.houses_described import HOMEWIZARD, state
from tests.terminal import Person

APPS = Path(__file__).parents[3] / "apps"
SWITCH = "input_boolean.solar_charging"
GRID = "sensor.p1_meter_power"
SETTINGS: Mapping[str, Any] = {
    "meters": {"grid_power": GRID, "solar_power": "sensor.solar_inverter_ac_power"},
    "tariff": {"off_peak": [{"start": "22:00", "end": "06:00"}]},
    "departures": [{"time": "07:30", "soc_pct": 60}],
    "charging": {"max_import_w": 11000},
    "car": {"phases": 3},
}


def answers(*more: Mapping[str, Any], **instead: Any) -> dict[str, Any]:
    found = HOMEWIZARD.answers()
    helpers = [state(f"{SWITCH}{role}", "off", None) for role in ("", "_off_peak", "_now")]
    home = {
        **state("zone.home", "0", None),
        "attributes": {"latitude": 52.5, "longitude": 13.4, "radius": 100},
    }
    states = {each["entity_id"]: each for each in [*found["get_states"], *helpers, home, *more]}
    return {**found, "get_states": list(states.values()), **instead}


def written(folder: Path, settings: Mapping[str, Any] = SETTINGS, name: str = "solar_charging") -> Path:
    file = folder / f"{name}.settings.json"
    file.write_text(json.dumps(settings))
    return file


def options(url: str, path: Path, **more: Any) -> Namespace:
    return Namespace(
        **{"url": url, "settings": path, "name": None, "token_file": None, "language": "en", **more}
    )


def check(home: FakeHomeAssistant, path: Path, token: str = TOKEN, **more: Any) -> tuple[int, str]:
    person = Person([("token", token)])
    code = run(person, options(home.url, path, **more))
    assert token not in person.screen
    return code, person.screen


def line(screen: str, name: str) -> str:
    (found,) = [each for each in screen.splitlines() if each[3:].startswith(f"{name} ")]
    return " ".join(found.split())


@pytest.fixture
def home() -> Iterator[FakeHomeAssistant]:
    with served(FakeHomeAssistant(answers())) as home:
        yield home


def test_what_can_be_known_from_outside_is_said_in_one_go(home: FakeHomeAssistant, tmp_path: Path) -> None:
    code, screen = check(home, written(tmp_path))
    assert code == RIGHT
    assert line(screen, "Grid meter") == f"+ Grid meter {GRID} reports"
    assert line(screen, "Its unit") == f"+ Its unit {GRID} measures in W"
    assert line(screen, "Tariff").startswith("+ Tariff cheap at 22:00-06:00; now €0.")
    assert line(screen, "Main fuse") == "+ Main fuse 11.0 kW in all"
    assert line(screen, "Switches") == "+ Switches all are there"
    assert line(screen, "Phases") == "+ Phases 3, by the settings"
    assert line(screen, "Departures").startswith("+ Departures next: ")
    assert "wrong." in screen.splitlines()[-1]


def test_nothing_is_changed_there(home: FakeHomeAssistant, tmp_path: Path) -> None:
    check(home, written(tmp_path))
    kinds = {each["type"] for each in home.asked}
    assert not [kind for kind in kinds if "call" in kind or "create" in kind or "fire" in kind]


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "+ Interrupteurs tous sont là"), ("de", "+ Schalter alle sind da")]
)
def test_it_speaks_the_language_that_is_asked_for(
    home: FakeHomeAssistant, tmp_path: Path, language: str, said: str
) -> None:
    _, screen = check(home, written(tmp_path), language=language)
    assert line(screen, said.split()[1]) == said


def test_without_a_word_it_is_home_assistants_own(home: FakeHomeAssistant, tmp_path: Path) -> None:
    assert "Netzzähler" in check(home, written(tmp_path), language=None)[1]


@pytest.mark.parametrize(
    ("settings", "name", "said"),
    [
        (
            {"meters": {"grid_power": "sensor.p1_meter_powr"}},
            "Grid meter",
            "did you mean sensor.p1_meter_power?",
        ),
        ({"meters": {"grid_power": "sensor.p1_meter_energy_import"}}, "Its unit", "counts energy (kWh)"),
        ({"notify": "notify.mobile_app_nobody"}, "Notifications", "notify.mobile_app_nobody is not in Home"),
        ({"switches": {"enabled": "input_boolean.other"}}, "Switches", "input_boolean.other is missing"),
        ({"tariff": {"peak_price": 30}}, "Tariff", "prices are in the whole currency"),
        ({"car": {"entities": {"name": "nobody"}}}, "Car", "nobody"),
    ],
)
def test_what_is_wrong_is_crossed_and_ends_with_1(
    home: FakeHomeAssistant, tmp_path: Path, settings: Mapping[str, Any], name: str, said: str
) -> None:
    code, screen = check(home, written(tmp_path, {**SETTINGS, **settings}))
    assert line(screen, name).startswith(f"x {name} ")
    assert said in line(screen, name)
    assert code == WRONG


@pytest.mark.parametrize(
    ("said_before_s", "begins"),
    [(10, "+ Grid meter"), (110, "+ Grid meter"), (130, "x Grid meter"), (1e6, "x")],
)
def test_a_meter_that_has_been_silent_is_told(tmp_path: Path, said_before_s: float, begins: str) -> None:
    at_s = datetime.now(timezone.utc).timestamp() - said_before_s
    at = datetime.fromtimestamp(at_s, timezone.utc).isoformat()
    with served(FakeHomeAssistant(answers({**state(GRID, "-1840", "W"), "last_reported": at}))) as home:
        assert line(check(home, written(tmp_path))[1], "Grid meter").startswith(begins)


def test_what_the_running_app_knows_counts_where_it_is_open_here(tmp_path: Path) -> None:
    lines = [{"item": "sign", "mark": "tick", "name": "Its sign", "said": "right: it has shown it"}, "odd"]
    own = {**state("sensor.solar_charging_checklist", "ok", None), "attributes": {"lines": lines}}
    without = answers(own, **{"recorder/statistics_during_period": {}})
    with served(FakeHomeAssistant(without)) as home:
        assert line(check(home, written(tmp_path))[1], "Its sign") == "+ Its sign right: it has shown it"


@pytest.mark.parametrize(
    ("positive", "begins"),
    [("import", "+ Its sign right, by the counters"), ("export", "x Its sign the other way round")],
)
def test_the_counters_of_the_energy_dashboard_tell_the_sign_at_once(
    tmp_path: Path, positive: str, begins: str
) -> None:
    hours = range(10)
    start = [1000 * (1_780_000_000 + 3600 * hour) for hour in hours]
    past = {
        GRID: [{"start": at, "mean": 900 if hour % 2 else -1500} for hour, at in enumerate(start)],
        "sensor.p1_meter_energy_import": [
            {"start": at, "change": 0.9 if hour % 2 else 0.0} for hour, at in enumerate(start)
        ],
        "sensor.p1_meter_energy_export": [
            {"start": at, "change": 0.0 if hour % 2 else 1.5} for hour, at in enumerate(start)
        ],
    }
    meters = {**SETTINGS["meters"], "grid_power_positive": positive}
    with served(FakeHomeAssistant(answers(**{"recorder/statistics_during_period": past}))) as home:
        _, screen = check(home, written(tmp_path, {**SETTINGS, "meters": meters}))
    assert line(screen, "Its sign").startswith(begins)


APPS_YAML = """
other: {module: hello, class: HelloWorld}
garage:
  module: solar_charging.app
  class: SolarCharging
  notify: !secret phone
"""


def test_apps_yaml_is_completed_from_the_file_of_settings(home: FakeHomeAssistant, tmp_path: Path) -> None:
    written(tmp_path, name="garage")
    (tmp_path / "apps.yaml").write_text(APPS_YAML)
    (tmp_path / "secrets.yaml").write_text("phone: notify.notify\n")
    _, screen = check(home, tmp_path)
    assert line(screen, "Notifications") == "+ Notifications by notify.notify"
    assert line(screen, "Main fuse").startswith("+")


@pytest.mark.parametrize(
    ("content", "more", "code", "said"),
    [
        ("a: {module: solar_charging.app}\nb: {class: SolarCharging}\n", {}, MISUSED, "--name"),
        ("a: {module: other}\n", {}, MISUSED, "no entry with class: SolarCharging"),
        ("a: [\n", {}, WRONG, "must be YAML"),
        ("a: {module: solar_charging.app, meters: {grid_power: Grid}}", {}, WRONG, "must be an entity id"),
        ("solar_charging: {module: solar_charging.app}\n", {}, WRONG, "has no settings yet"),
        ("- 1\n", {}, MISUSED, "no entry"),
        (None, {}, MISUSED, "No such file"),
        ("a: {module: solar_charging.app}\n", {"name": "c"}, MISUSED, "which entry"),
    ],
)
def test_settings_that_cannot_be_are_told_before_anything_is_asked(
    tmp_path: Path, content: str | None, more: Mapping[str, Any], code: int, said: str
) -> None:
    if content is not None:
        (tmp_path / "apps.yaml").write_text(content)
    person = Person([])
    assert run(person, options("http://localhost:1", tmp_path, **more)) == code
    assert said in person.screen
    assert "Traceback" not in person.screen


@pytest.mark.parametrize(
    ("token", "code"), [("wrong-token", WRONG), ("two words", MISUSED), ("Ctrl-C", INTERRUPTED)]
)
def test_a_wrong_token_is_told_without_showing_it(
    home: FakeHomeAssistant, tmp_path: Path, token: str, code: int
) -> None:
    assert check(home, written(tmp_path), token)[0] == code


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("homeassistant.local:8123", "must be an address"),
        ("http://someone:secret@127.0.0.1:8123", "no name and no password"),
        ("http://example.org:8123", "must begin with https://"),
    ],
)
def test_an_address_that_cannot_be_is_told_before_anything_is_asked(
    tmp_path: Path, url: str, said: str
) -> None:
    person = Person([])
    assert run(person, options(url, written(tmp_path))) == WRONG
    assert said in person.screen
    assert "secret" not in person.screen


def test_a_home_assistant_that_does_not_answer_is_told(tmp_path: Path) -> None:
    person = Person([("token", TOKEN)])
    assert run(person, options("http://127.0.0.1:9", written(tmp_path))) == WRONG
    assert "cannot be reached" in person.screen


def test_the_command_needs_neither_appdaemon_nor_teslapy(tmp_path: Path) -> None:
    for module in ("appdaemon", "teslapy"):
        (tmp_path / f"{module}.py").write_text("raise ImportError('not here')")
    done = subprocess.run(
        [sys.executable, "-m", "solar_charging.check", "--help"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{tmp_path}:{APPS}"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "--settings" in done.stdout
