"""The command as conversations, with a fake Home Assistant's real websocket."""

from __future__ import annotations

import json
import os
import pty
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solar_charging.base.answer import NO_ANSWER, Answer
from solar_charging.settings.settings import parse_settings
from solar_charging.setup.__main__ import UNWANTED, run, run_making
from solar_charging.setup.asking import INTERRUPTED, MISUSED, REFUSED
from solar_charging.setup.link import LinkError, answer, look_around, socket_address
from solar_charging.setup.offer import offer, offer_undo
from tests.home_assistant_socket import TOKEN, FakeHomeAssistant, served
from tests.houses_described import HOMEWIZARD, POWERWALL, SHELLY_PRO, House, state
from tests.made_things import Keeper
from tests.terminal import Person as AtTerminal

APPS = Path(__file__).parents[3] / "apps"


class Person(AtTerminal):
    """Somebody who is shown what a question is about, and then asked."""

    def ask(self, prompt: str) -> str:
        answer = self.answer(f"{self.shown[-1]}\n{prompt}")
        self.shown.append(f"{prompt}{answer}")
        return answer

    def ask_secret(self, prompt: str) -> str:
        assert "token" in prompt
        expected, answer = self.answers.pop(0)
        assert expected == "token"
        self.shown.append(prompt)
        return answer


PRICES = [
    ("Price of a kWh", "0,30"),
    ("Cheap hours", "22-6, 12:30-14:00"),
    ("Price in them", "21 ct"),
    ("Fed-in kWh", "0.08"),
]
REST = [("Main fuse", "25 A"), ("Departures", "7:30 60")]


def speaking(language: str, house: House) -> dict[str, Any]:
    """The answers of a house whose Home Assistant speaks a language."""
    answers = house.answers()
    return {**answers, "get_config": {**answers["get_config"], "language": language}}


@pytest.fixture
def home() -> Iterator[FakeHomeAssistant]:
    with served(FakeHomeAssistant(speaking("en-GB", HOMEWIZARD))) as home:
        yield home


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "solar_charging.settings.json"


def written(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text()))


def test_a_house_is_set_up_by_some_figures_and_a_yes(home: FakeHomeAssistant, file: Path) -> None:
    person = Person([("token", TOKEN), *PRICES, *REST, ("Write this to", "yes")])
    assert run(person, home.url, file, None) == 0
    assert written(file) == {
        "meters": {
            "grid_power": "sensor.p1_meter_power",
            "solar_power": "sensor.solar_inverter_ac_power",
            "voltage": "sensor.p1_meter_voltage_phase_1",
            "phase_sensors": [f"sensor.p1_meter_power_phase_{each}" for each in (1, 2, 3)],
        },
        "tariff": {
            "peak_price": 0.3,
            "off_peak": [{"start": "22:00", "end": "06:00"}, {"start": "12:30", "end": "14:00"}],
            "off_peak_price": 0.21,
            "export_price": 0.08,
        },
        "charging": {"main_fuse_a": 25},
        "departures": [{"time": "07:30", "soc_pct": 60, "days": ["mon", "tue", "wed", "thu", "fri"]}],
        "time_zone": "Europe/Berlin",
    }
    parse_settings({"name": "solar_charging", **written(file)})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "sensor.p1_meter_power" in person.screen
    assert "-1840 W now: you export" in person.screen
    assert "class: SolarCharging" in person.screen
    assert TOKEN not in person.screen
    assert TOKEN not in file.read_text()


def test_home_assistant_is_only_asked(home: FakeHomeAssistant, file: Path) -> None:
    person = Person([("token", TOKEN), *PRICES, *REST, ("Write this to", "no")])
    run(person, home.url, file, None)
    kinds = {each["type"] for each in home.asked}
    assert kinds == {
        "auth/current_user",
        "get_states",
        "get_config",
        "get_services",
        "config/entity_registry/list",
        "config/device_registry/list",
        "energy/get_prefs",
        "recorder/statistics_during_period",
    }
    (past,) = [each for each in home.asked if each["type"].startswith("recorder")]
    assert "sensor.p1_meter_energy_import" in past["statistic_ids"]
    assert past["units"] == {"energy": "kWh", "power": "W"}


@pytest.mark.parametrize(
    ("answers", "made"),
    [
        (["yes"], {"the switches", "the card", "the dashboard"}),
        (["1, 3"], {"the switches", "the dashboard"}),
        (["", "4", "perhaps", "2"], {"the card"}),
        (["no"], set()),
        (["Ctrl-C"], set()),
    ],
)
def test_afterwards_it_makes_what_is_wanted(
    home: FakeHomeAssistant, file: Path, answers: list[str], made: set[str]
) -> None:
    home.keeps = Keeper()
    told = [("Make them?", answer) for answer in answers]
    person = Person([("token", TOKEN), *PRICES, *REST, ("Write this to", "yes"), *told])
    assert run(person, home.url, file, None) == (INTERRUPTED if answers == ["Ctrl-C"] else 0)
    assert {line.strip().removesuffix(": made") for line in person.shown if line.endswith(": made")} == made
    assert len(home.keeps.registry) == (3 + 14 if "the switches" in made else 0)
    assert len(home.keeps.resources) == ("the card" in made)
    assert [*home.keeps.boards] == (["solar-charging"] if "the dashboard" in made else [])
    assert (home.keeps.changes == []) == (not made)
    assert file.exists()
    assert TOKEN not in person.screen


def test_what_was_made_is_undone_and_what_is_the_persons_is_named(file: Path) -> None:
    keeper = Keeper()
    keeper.in_yaml("input_boolean.solar_charging")
    with served(FakeHomeAssistant({}, keeps=keeper)) as home:
        before = keeper.kept()
        person = Person([("token", TOKEN), ("Make them?", "yes")])
        assert run_making(person, home.url, file, None, offer) == 0
        again = Person([("token", TOKEN)])
        assert run_making(again, home.url, file, None, offer) == 0
        undone = Person([("token", TOKEN), ("Remove what it made?", "yes")])
        assert run_making(undone, home.url, file, None, offer_undo) == REFUSED
        assert keeper.kept() == before
        nothing = Person([("token", TOKEN)])
        assert run_making(nothing, home.url, file, None, offer_undo) == 0
    assert "1  the switches: made by this app" in again.screen
    assert "the dashboard: removed" in undone.screen
    assert "left as it is, for this app did not make it: input_boolean.solar_charging" in undone.screen
    assert nothing.shown[-1] == "The app has made nothing there."


def test_the_settings_in_the_file_say_which_helpers_and_whose(tmp_path: Path) -> None:
    keeper, file = Keeper(), tmp_path / "model_3.settings.json"
    settings = {"meters": {"grid_power": "sensor.g"}, "switches": {"enabled": "input_boolean.zoe"}}
    file.write_text(json.dumps({**settings, "language": "fr"}))
    with served(FakeHomeAssistant({}, keeps=keeper)) as home:
        person = Person([("token", TOKEN), ("Les créer ?", "1 3")])
        assert run_making(person, home.url, file, None, offer) == 0
        assert "les interrupteurs : création faite" in person.screen
        file.write_text('{"meters": {}}')
        wrong = Person([("token", TOKEN)])
        assert run_making(wrong, home.url, file, None, offer) == MISUSED
    assert keeper.helpers["input_boolean"]["zoe"]["name"] == "Recharge solaire (model_3)"
    assert [*keeper.boards] == ["solar-charging-model-3"]
    assert "meters" in wrong.shown[-1]


def test_of_one_that_is_gone_no_answer_is_made_up() -> None:
    with served(FakeHomeAssistant({}, keeps=Keeper())) as home:
        assert answer(home.url, TOKEN, "lovelace/resources") == Answer([])
    assert answer(home.url, TOKEN, "lovelace/resources") == Answer(code=NO_ANSWER)


def test_a_no_writes_nothing(home: FakeHomeAssistant, file: Path) -> None:
    person = Person([("token", TOKEN), *PRICES, *REST, ("Write this to", "perhaps"), ("Write", "no")])
    assert run(person, home.url, file, None) == UNWANTED
    assert not file.exists()


def test_a_line_can_be_changed_by_its_number(home: FakeHomeAssistant, file: Path) -> None:
    person = Person(
        [
            *[("token", TOKEN), *PRICES, *REST],
            *[("Write", "1"), ("Grid meter", "2")],
            ("Main fuse", ""),  # what followed from the meter is asked again
            *[("Write", "2"), ("Roof", "2"), ("Write", "yes")],
        ]
    )
    assert run(person, home.url, file, None) == 0
    meters = written(file)["meters"]
    assert meters == {
        "grid_power": "sensor.p1_meter_power",
        "grid_power_positive": "export",
        "voltage": "sensor.p1_meter_voltage_phase_1",
    }
    assert "charging" not in written(file)


def test_what_cannot_be_is_said_and_asked_again(home: FakeHomeAssistant, file: Path) -> None:
    person = Person(
        [
            ("token", TOKEN),
            *[
                ("Price of a kWh", ""),
                ("an answer is needed", "cheap"),
                ("such as 0.30", "30"),
                ("hundredths are 0.3", "0.3"),
            ],
            *[("Cheap hours", "at night"), ("such as 22:00-06:00", "25-6"), ("time of day", "22-22")],
            *[("different times", ""), ("Fed-in", "-0,01")],
            *[("Main fuse", "5"), ("from 6 to 400", "16")],
            *[("Departures", "7:30"), ("such as 07:30 60", "7:30 101"), ("such as 07:30 60", "101")],
            ("such as 40", ""),
            *[
                ("Write", "1"),
                ("Grid meter", "9"),
                ("9 is not in Home Assistant", "sensor.p1_meter_wi_fi_strength"),
            ],
            *[("does not measure power", "1"), ("Main fuse", "")],
            ("Write", "y"),
        ]
    )
    assert run(person, home.url, file, None) == 0
    assert person.answers == []
    assert written(file)["tariff"] == {"peak_price": 0.3, "export_price": -0.01}


@pytest.mark.parametrize(
    ("typed", "charging"),
    [
        ("", {"main_fuse_a": 25}),
        ("40", {"main_fuse_a": 25, "morning_soc_pct": 40}),
        ("0 %", {"main_fuse_a": 25, "morning_soc_pct": 0}),
        ("100%", {"main_fuse_a": 25, "morning_soc_pct": 100}),
    ],
)
def test_the_least_in_the_morning_is_enough_of_an_answer(
    typed: str, charging: dict[str, int], home: FakeHomeAssistant, file: Path
) -> None:
    person = Person([("token", TOKEN), *PRICES, REST[0], ("at least in the morning", typed), ("Write", "y")])
    assert run(person, home.url, file, None) == 0
    settings = written(file)
    assert (settings["charging"], "departures" in settings) == (charging, False)
    parse_settings({"name": "solar_charging", **settings})


def test_of_two_cars_one_is_chosen_by_its_number_key(file: Path) -> None:
    with served(FakeHomeAssistant(speaking("en", POWERWALL))) as home:
        person = Person(
            [
                ("token", TOKEN),
                ("Car", "1"),
                *PRICES,
                ("Main fuse", "11000 W"),
                ("Departures", ""),
                ("Write", "ja"),
            ]
        )
        assert run(person, home.url, file, None) == 0
    settings = written(file)
    assert settings["car"]["vin"] in ("LRWYGCEK1NC000002", "5YJ3E7EA7KF000004")
    assert settings["battery"]["capacity_kwh"] == 13.5
    assert settings["charging"] == {"max_import_w": 11000}
    assert settings["car"]["vin"] not in person.screen


def test_the_token_may_come_from_a_file(tmp_path: Path, file: Path) -> None:
    token = tmp_path / "token"
    token.write_text(f"{TOKEN}\n")
    with served(FakeHomeAssistant(speaking("nl", SHELLY_PRO))) as home:
        person = Person([*PRICES[1:3], *REST, ("Write this to", "yes")])
        assert run(person, home.url, file, token) == 0
    assert written(file)["tariff"]["peak_price"] == 0.31
    assert token.read_text() == f"{TOKEN}\n"


def test_it_speaks_french(file: Path) -> None:
    with served(FakeHomeAssistant(speaking("fr", HOMEWIZARD))) as home:
        person = Person(
            [
                *[("token", TOKEN), ("Prix du kWh", "bon marché"), ("le prix d'un kWh, comme 0,30", "0,25")],
                *[("Heures creuses", "22h-6h"), ("Prix en creuses", "0,2"), ("kWh injecté", "0")],
                *[("Disjoncteur", "25 A"), ("Départs", ""), ("L'écrire dans", "oui")],
            ]
        )
        assert run(person, home.url, file, None) == 0
    assert "-1840 W en ce moment : vous injectez" in person.screen
    assert "Disjoncteur          25 A" in person.screen
    assert "Redémarrez ensuite AppDaemon" in person.screen


def test_it_speaks_german(file: Path) -> None:
    with served(FakeHomeAssistant(speaking("de-CH", HOMEWIZARD))) as home:
        person = Person(
            [
                *[("token", TOKEN), ("Preis einer kWh", "30"), ("zahlt kein Haus", "0,3")],
                *[("Günstige Stunden", "22 bis 6"), ("Preis darin", "21 ct"), ("Einspeisung", "0,08")],
                *[("Hauptsicherung", ""), ("Abfahrten", "7:30 60"), ("schreiben?", "nein")],
            ]
        )
        assert run(person, home.url, file, None) == UNWANTED
    assert "jetzt -1840 W: Sie speisen ein" in person.screen
    assert "07:30 mit 60 %" in person.screen
    assert "Es wurde nichts geschrieben." in person.screen


@pytest.mark.parametrize(("token", "code"), [("wrong", REFUSED), ("two words", MISUSED), ("", MISUSED)])
def test_a_wrong_token_is_told_without_showing_it(
    home: FakeHomeAssistant, file: Path, token: str, code: int
) -> None:
    person = Person([("token", token)])
    assert run(person, home.url, file, None) == code
    assert "token" in person.shown[-1]
    assert not token or token not in person.shown[-1]


def test_who_is_no_administrator_is_told_so(file: Path) -> None:
    with served(FakeHomeAssistant({}, admin=False)) as home:
        person = Person([("token", TOKEN)])
        assert run(person, home.url, file, None) == REFUSED
    assert "Somebody, who is no administrator" in person.shown[-1]


@pytest.mark.parametrize("greeting", ["no JSON", "[]", {"type": "hello"}])
def test_something_else_that_answers_is_told(file: Path, greeting: Any) -> None:
    with served(FakeHomeAssistant({}, greeting=greeting)) as home:
        person = Person([("token", TOKEN)])
        assert run(person, home.url, file, None) == REFUSED
    assert "not as Home Assistant does" in person.shown[-1]


def test_one_that_hangs_up_is_told() -> None:
    with served(FakeHomeAssistant({}, hangs_up=True)) as home, pytest.raises(LinkError, match="hung up"):
        look_around(home.url, TOKEN)


def test_a_page_that_is_not_there_is_told(home: FakeHomeAssistant) -> None:
    with pytest.raises(LinkError, match="HTTP 404"):
        look_around(f"{home.url}/lovelace", TOKEN)


def test_nobody_at_the_address_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(LinkError, match="cannot be reached"):
        look_around(f"http://127.0.0.1:{port}", TOKEN)


def test_a_home_assistant_that_refuses_each_question_still_leads_to_a_file(file: Path) -> None:
    states = {"get_states": [state("sensor.by_hand", 210, "W")]}
    with served(FakeHomeAssistant(states)) as home:
        person = Person(
            [
                *[("token", TOKEN), ("Grid meter", "sensor.by_hand"), *PRICES, ("Main fuse", "")],
                *[("Departures", ""), ("Currency", "chf"), ("Write", "oui")],
            ]
        )
        assert run(person, home.url, file, None) == 0
    assert written(file)["meters"] == {"grid_power": "sensor.by_hand"}
    assert written(file)["api"] == {"currency": "CHF"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://homeassistant.local:8123", "ws://homeassistant.local:8123/api/websocket"),
        ("http://192.168.1.20:8123/", "ws://192.168.1.20:8123/api/websocket"),
        ("https://home.example.org/ha", "wss://home.example.org/ha/api/websocket"),
    ],
)
def test_the_websocket_is_where_the_page_is(url: str, expected: str) -> None:
    assert socket_address(url) == expected


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("homeassistant.local:8123", "such as http://homeassistant.local:8123"),
        ("", "must be an address"),
        ("http://", "must be an address"),
        ("http://host:port", "must be an address"),
        ("ftp://192.168.1.20", "must be an address"),
        ("http://home.example.org:8123", "must begin with https://"),
        ("http://me:secret@192.168.1.20:8123", "no password in it"),
    ],
)
def test_a_wrong_address_is_told(url: str, said: str) -> None:
    with pytest.raises(LinkError, match=said) as error:
        socket_address(url)
    assert "secret" not in str(error.value)


def test_who_interrupts_it_finds_nothing_written(home: FakeHomeAssistant, file: Path) -> None:
    person = Person([("token", TOKEN), ("Price of a kWh", "Ctrl-C")])
    assert run(person, home.url, file, None) == INTERRUPTED
    assert not file.exists()


def test_a_folder_that_is_not_there_is_told(home: FakeHomeAssistant, tmp_path: Path) -> None:
    person = Person([("token", TOKEN), *PRICES, *REST, ("Write this to", "yes")])
    assert run(person, home.url, tmp_path / "gone" / "file.json", None) == MISUSED
    assert "gone" in person.shown[-1]


def command(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "solar_charging.setup", *options],
        cwd=APPS,
        env={**os.environ, "PYTHONPATH": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_token_among_the_options_is_refused_and_not_repeated() -> None:
    result = command("--url", "http://127.0.0.1:8123", TOKEN)
    assert result.returncode == MISUSED
    assert "an option is unknown" in result.stderr
    assert TOKEN not in result.stdout + result.stderr


def test_without_a_terminal_it_says_so() -> None:
    result = command("--url", "http://127.0.0.1:8123")
    assert (result.returncode, "no terminal" in result.stderr) == (MISUSED, True)


def read_until(terminal: int, words: bytes) -> bytes:
    """What is shown until some words, or the end."""
    shown = b""
    while words not in shown:
        try:
            more = os.read(terminal, 1024)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not more:
            break
        shown += more
    return shown


def test_at_a_real_terminal_the_token_is_not_echoed(file: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    terminal, of_command = pty.openpty()
    command = [sys.executable, "-m", "solar_charging.setup", "--url", url, "--write", str(file)]
    with subprocess.Popen(
        command, cwd=APPS, stdin=of_command, stdout=of_command, stderr=of_command, start_new_session=True
    ) as process:
        os.close(of_command)
        shown = read_until(terminal, b"it is not shown): ")
        os.write(terminal, f"{TOKEN}\n".encode())
        shown += read_until(terminal, b"the port?.")
        assert process.wait() == REFUSED
    os.close(terminal)
    assert b"cannot be reached" in shown
    assert TOKEN.encode() not in shown
