"""The first login as conversations, with the real TeslaPy and the simulated services over HTTP."""

from __future__ import annotations

import json
import logging
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.profiles import BLE, FLEET_PROXY, OWNER_2026, OWNER_LEGACY, OWNER_MODERN, TESSIE_LIKE, Profile
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN, STATIC_TOKEN
from solar_charging.login.__main__ import INTERRUPTED, MISUSED, REFUSED, run
from solar_charging.login.login_ways import DOUBT, WAYS
from solar_charging.settings.car import Car as CarSettings
from solar_charging.vehicle.tesla.tesla import TeslaCar
from tests.disk import Disk
from tests.terminal import Person as AtTerminal

APPS = Path(__file__).parents[3] / "apps"
VIN = "5YJSA1E20HF000337"
OTHER_VIN = "XP7YGCEK1PB000042"


class Person(AtTerminal):
    """Somebody who logs in for the first time."""

    @property
    def lines(self) -> dict[str, Any]:
        """The section `car` of the lines to paste."""
        return dict(yaml.safe_load(self.shown[-1])["car"])


@contextmanager
def service(profile: Profile = OWNER_LEGACY, tls: bool = False) -> Iterator[TeslaApi]:
    clock = Clock()
    with TeslaApi(SimulatedCar(now_s=clock.now_s(), soc_pct=50), clock, profile=profile, tls=tls) as api:
        yield api


@pytest.fixture
def owner() -> Iterator[TeslaApi]:
    with service() as api:
        yield api


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens.json"


def hosts(api: TeslaApi) -> dict[str, str]:
    return {"api_url": api.api_url, "auth_url": api.auth_url}


OWNERS_WAY = [("Which way", "7"), ("Go on all the same", "yes")]


def owners_answers(file: Path, token: str = FIRST_REFRESH_TOKEN) -> list[tuple[str, str]]:
    return [*OWNERS_WAY, ("File for the tokens", str(file)), ("Refresh token", token)]


def kinds(api: TeslaApi) -> list[str]:
    return [entry.kind for entry in api.requests]


def test_a_refresh_token_becomes_a_private_file_and_lines_that_drive_the_car(
    owner: TeslaApi, file: Path
) -> None:
    person = Person(owners_answers(file))
    assert run(person, hosts(owner)) == 0
    assert "Model S 2017 …0337: takes plain commands" in person.screen
    assert "WARNING" not in person.screen
    assert person.lines == {"token_file": str(file), **hosts(owner), "vin": VIN}
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert kinds(owner) == ["token", "products"]
    TeslaCar(CarSettings(**person.lines)).start()
    assert [entry.kind for entry in owner.commands] == ["charge_start"]


def test_every_way_is_listed_with_what_it_needs() -> None:
    person = Person([("Which way", "Ctrl-C")])
    assert run(person, {}) == INTERRUPTED
    for number, way in enumerate(WAYS, 1):
        assert f"{number}  {way.title}\n" in person.screen
        assert all(line in person.screen for line in way.about)


def test_the_whole_number_of_the_car_stands_only_in_the_lines_to_paste(owner: TeslaApi, file: Path) -> None:
    person = Person(owners_answers(file))
    run(person, hosts(owner))
    assert VIN not in "\n".join(person.shown[:-1])


def test_tokens_are_neither_shown_nor_logged(
    owner: TeslaApi, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person = Person(owners_answers(file))
    run(person, hosts(owner))
    kept = json.loads(file.read_text())
    for secret in (FIRST_REFRESH_TOKEN, kept["refresh_token"], kept["access_token"]):
        assert secret not in person.screen
        assert secret not in caplog.text


def test_a_way_that_does_not_sign_warns_of_a_car_that_wants_it(file: Path) -> None:
    person = Person(owners_answers(file))
    with service(OWNER_MODERN) as api:
        assert run(person, hosts(api)) == 0
    assert "takes signed commands only\n  WARNING: this way cannot command it" in person.screen


def test_the_fleet_api_is_asked_as_an_application_of_ones_own_through_a_trusted_proxy(file: Path) -> None:
    with service(FLEET_PROXY, tls=True) as api:
        person = Person(
            [
                ("Which way", "fleet"),
                ("Address of the proxy", api.api_url),
                ("Client id", str(FLEET_PROXY.client_id)),
                ("certificate", "/nowhere.pem"),
                ("certificate", str(api.ca_file)),
                ("File for the tokens", str(file)),
                ("Refresh token of your application", FIRST_REFRESH_TOKEN),
            ]
        )
        assert run(person, {"auth_url": api.auth_url}) == 0
        assert "WARNING" not in person.screen
        assert person.lines["ca_file"] == str(api.ca_file)
        TeslaCar(CarSettings(**person.lines)).start()
        assert len(api.commands) == 1


@pytest.mark.parametrize("way", ["tessie", "teslemetry", "myteslamate"])
def test_a_services_own_token_is_kept_as_it_is(way: str, file: Path) -> None:
    person = Person([("File for the tokens", str(file)), ("oken of", STATIC_TOKEN)])
    with service(TESSIE_LIKE) as api:
        assert run(person, {"way": way, "api_url": api.api_url}) == 0
        assert kinds(api) == ["products"]
        assert json.loads(file.read_text()) == {"access_token": STATIC_TOKEN}
        assert TeslaCar(CarSettings(**person.lines)).awake() is True


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("tessie", "https://api.tessie.com/"),
        ("teslemetry", "https://api.teslemetry.com/"),
        ("myteslamate", "https://api.myteslamate.com/"),
    ],
)
def test_each_service_has_its_own_address(way: str, address: str) -> None:
    (found,) = (each for each in WAYS if each.name == way)
    assert found.settings == {"api_url": address}


def test_a_bluetooth_proxy_commands_the_car_that_the_owner_api_reads(file: Path) -> None:
    with service(OWNER_MODERN) as reading, service(BLE) as commanding:
        answers = [("Which way", "6"), OWNERS_WAY[1], ("Address of the proxy", commanding.api_url)]
        person = Person([*answers, *owners_answers(file)[2:]])
        assert run(person, hosts(reading)) == 0
        assert "WARNING" not in person.screen
        assert kinds(commanding) == []
        TeslaCar(CarSettings(**person.lines)).start()
        assert [entry.kind for entry in commanding.commands] == ["charge_start"]


def test_entities_of_home_assistant_need_neither_token_nor_file(tmp_path: Path) -> None:
    person = Person([("Which way", "1"), ("entity ids", "_"), ("entity ids", "Model Y")])
    assert run(person, {}) == 0
    assert person.lines == {"entities": {"name": "Model Y"}}
    assert list(tmp_path.iterdir()) == []


def test_of_several_cars_one_is_chosen_by_the_reader_of_the_lines(owner: TeslaApi, file: Path) -> None:
    products = [{"vin": VIN}, {"vin": OTHER_VIN, "command_signing": "required"}, {"energy_site_id": 7}]
    owner.fail_next("products", status=200, body={"response": products})
    person = Person(owners_answers(file))
    assert run(person, hosts(owner)) == 0
    assert person.lines["vin"] == VIN
    assert f'    # vin: "{OTHER_VIN}" # Model Y' in person.shown[-1].splitlines()


def test_an_account_without_a_car_is_no_success(owner: TeslaApi, file: Path) -> None:
    owner.fail_next("products", status=200, body={"response": []})
    person = Person(owners_answers(file))
    assert run(person, hosts(owner)) == REFUSED
    assert "shows no car" in person.shown[-1]


@pytest.mark.parametrize("way", ["owner", "tessie"])
def test_a_wrong_token_is_named_and_leaves_nothing_behind(way: str, file: Path) -> None:
    person = Person([("File for the tokens", str(file)), ("oken", "mistyped")])
    with service(OWNER_LEGACY if way == "owner" else TESSIE_LIKE) as api:
        assert run(person, {"way": way, "anyway": "yes", **hosts(api)}) == REFUSED
    assert "The token was not accepted" in person.shown[-1]
    assert list(file.parent.iterdir()) == []


def test_a_wrong_address_is_named_and_leaves_nothing_behind(file: Path) -> None:
    with service() as gone:
        address = hosts(gone)
    person = Person(owners_answers(file))
    assert run(person, address) == REFUSED
    assert f"Asking {gone.api_url} ..." in person.shown
    assert "cannot be reached" in person.shown[-1]
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 503}, "answered 503"),
        ({"status": 200, "body": "<html>sign in</html>"}, "makes no sense"),
        ({"status": 200, "body": {"response": None}}, "an empty answer"),
        ({"status": 200, "body": {"response": ["car"]}}, "an empty answer"),
        ({"status": 429}, "too many requests"),
        ({"status": 421}, "repeat with --api-url https://fleet-api.prd.eu.vn.cloud.tesla.com"),
        ({"status": 404}, "--vin"),
        ({"cut": True}, "cannot be reached"),
    ],
)
def test_a_token_that_was_exchanged_is_not_lost_when_the_service_fails_afterwards(
    owner: TeslaApi, file: Path, fault: dict[str, Any], words: str
) -> None:
    owner.fail_next("products", **fault)
    person = Person(owners_answers(file))
    assert run(person, hosts(owner)) == REFUSED
    assert words in person.shown[-1]
    assert f"The tokens are in {file}" in person.screen
    settings = CarSettings(token_file=str(file), **hosts(owner), vin=VIN)
    assert TeslaCar(settings).awake() is True


def test_a_person_hears_of_the_owner_apis_end_before_anything_is_asked_and_may_leave_it(file: Path) -> None:
    person = Person([("Which way", "owner"), ("Go on all the same (yes or no) [no]", "")])
    with service(OWNER_2026) as api:
        assert run(person, hosts(api)) == MISUSED
        assert kinds(api) == []
    for way in (
        "entities in Home Assistant",
        "Teslemetry",
        "Tessie",
        "MyTeslaMate",
        "Fleet API",
        "Bluetooth",
    ):
        assert way in "\n".join(DOUBT)
    assert all(line in person.screen for line in DOUBT)
    assert "choose another way" in person.shown[-1]
    assert list(file.parent.iterdir()) == []


def test_the_ways_that_last_are_listed_first_and_the_owner_api_last() -> None:
    names = [way.name for way in WAYS]
    assert names == ["entities", "teslemetry", "tessie", "myteslamate", "fleet", "ble", "owner"]
    assert [way.name for way in WAYS if way.doubtful] == ["ble", "owner"]


def test_a_token_that_tesla_refuses_when_renewed_is_no_wrong_token(file: Path) -> None:
    person = Person(owners_answers(file))
    with service(OWNER_2026) as api:
        assert run(person, hosts(api)) == REFUSED
    assert person.shown[-1].startswith(
        "That failed: Tesla's Owner API takes no renewed token since June 2026"
    )
    assert "Teslemetry" in person.shown[-1]
    assert f"The tokens are in {file}" in person.screen


def test_a_disk_that_fills_up_while_the_token_is_exchanged_does_not_lose_it(
    owner: TeslaApi, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)

    class Helpful(Person):
        def ask(self, prompt: str) -> str:
            disk.is_well() if "press Enter" in prompt else None
            return super().ask(prompt)

        def say(self, text: str) -> None:
            disk.is_full() if text.startswith("Asking") else None
            super().say(text)

    person = Helpful([*owners_answers(file), ("No space left on device", "")])
    assert run(person, hosts(owner)) == 0
    assert TeslaCar(CarSettings(**person.lines)).awake() is True


def test_a_disk_that_is_full_is_noticed_before_the_token_is_used_up(
    owner: TeslaApi, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Disk(monkeypatch).is_full()
    pipe = Person([("Refresh token", FIRST_REFRESH_TOKEN)], attended=False)
    given = {"way": "owner", "anyway": "yes", "token_file": str(file), **hosts(owner)}
    assert run(pipe, given) == MISUSED
    assert "cannot be written (No space left on device)" in pipe.shown[-1]
    assert kinds(owner) == []


def test_a_service_that_lists_no_cars_is_asked_for_one(owner: TeslaApi, file: Path) -> None:
    person = Person(owners_answers(file))
    assert run(person, {**hosts(owner), "vin": VIN.lower()}) == 0
    assert kinds(owner) == ["token", "summary"]
    assert person.lines["vin"] == VIN


def test_a_file_is_replaced_only_when_the_person_says_so(owner: TeslaApi, file: Path) -> None:
    file.write_text("precious")
    question = ("Replace it", "")
    *way, path, token = owners_answers(file)
    person = Person([*way, path, question])
    assert run(person, hosts(owner)) == MISUSED
    assert file.read_text() == "precious"
    assert kinds(owner) == []
    insists = [*way, path, ("Replace it", "perhaps"), ("Replace it", "yes"), token]
    assert run(Person(insists), hosts(owner)) == 0
    assert "refresh_token" in json.loads(file.read_text())


def test_an_answer_that_cannot_be_used_is_asked_for_again(owner: TeslaApi, file: Path) -> None:
    person = Person(
        [
            ("Which way", "0"),
            ("Which way", ""),
            ("Which way", "7"),
            ("Go on all the same", "perhaps"),
            ("Go on all the same", "y"),
            ("File for the tokens", str(file.parent)),
            ("File for the tokens", str(file.parent / "missing" / "tokens.json")),
            ("File for the tokens", "/config/www/tokens.json"),
            ("File for the tokens", str(file)),
            ("Refresh token", ""),
            ("Refresh token", "two words"),
            ("Refresh token", f"  {FIRST_REFRESH_TOKEN}\n"),
        ]
    )
    assert run(person, hosts(owner)) == 0
    assert person.answers == []


def test_a_token_is_never_sent_in_the_clear_through_the_network() -> None:
    person = Person([])
    given = {"way": "tessie", "api_url": "http://192.168.1.20:8080"}
    assert run(person, given) == MISUSED
    assert "--api-url: api_url must begin with https://" in person.shown[-1]


def test_a_file_in_a_folder_that_is_served_to_the_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    person = Person([])
    assert run(person, {"way": "tessie", "token_file": str(tmp_path / "www" / "tokens.json")}) == MISUSED
    assert "must not lie within www" in person.shown[-1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "--way is needed"),
        ({"way": "fleet"}, "--client-id is needed"),
        ({"way": "ble"}, "to read: left alone; choose another way, or go on with --anyway"),
        ({"way": "ble", "anyway": "yes"}, "--command-url is needed"),
        ({"way": "owner"}, "Tesla's Owner API: left alone; choose another way, or go on with --anyway"),
        ({"way": "entities"}, "--entities-name is needed"),
        ({"way": "bus"}, "--way: must be a number from 1 to 7, or one of entities, teslemetry"),
    ],
)
def test_where_nobody_can_be_asked_the_option_that_is_missing_is_named(
    given: dict[str, str], words: str
) -> None:
    pipe = Person([], attended=False)
    assert run(pipe, given) == MISUSED
    assert words in pipe.shown[-1]


def test_where_nobody_can_be_asked_a_file_stays(file: Path) -> None:
    file.write_text("precious")
    pipe = Person([], attended=False)
    assert run(pipe, {"way": "tessie", "token_file": str(file)}) == MISUSED
    assert "--replace" in pipe.shown[-1]


def test_a_person_who_stops_leaves_nothing_behind(owner: TeslaApi, file: Path) -> None:
    person = Person(owners_answers(file, token="Ctrl-C"))
    assert run(person, hosts(owner)) == INTERRUPTED
    assert list(file.parent.iterdir()) == []


class Screen:
    """The real command in a pseudo terminal."""

    def __init__(self, *options: str) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            command(*options),
            cwd=APPS,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            # What a shell runs in the background ignores Ctrl-C, and all that it starts would.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        os.close(slave)
        self.text = ""

    def waits_for(self, words: str, within_s: float = 40) -> None:
        """Read on until the words are there."""
        end_s = time.monotonic() + within_s
        while words not in self.text:
            left_s = end_s - time.monotonic()
            assert left_s > 0, self.text
            if select.select([self._master], [], [], left_s)[0]:
                self.text += os.read(self._master, 4096).decode()

    def types(self, line: str) -> None:
        os.write(self._master, f"{line}\n".encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "solar_charging.login", *options]


def options_of(api: TeslaApi) -> list[str]:
    return ["--api-url", api.api_url, "--auth-url", api.auth_url]


@contextmanager
def screen(*options: str) -> Iterator[Screen]:
    opened = Screen(*options)
    try:
        yield opened
    finally:
        opened.close()


def test_the_command_does_not_echo_the_token_that_is_typed(owner: TeslaApi, file: Path) -> None:
    with screen(*options_of(owner)) as shown:
        shown.waits_for("Which way")
        shown.types("7")
        shown.waits_for("Go on all the same")
        shown.types("yes")
        shown.waits_for("File for the tokens")
        shown.types(str(file))
        shown.waits_for("not shown): ")
        shown.types(FIRST_REFRESH_TOKEN)
        shown.waits_for(f'vin: "{VIN}"')
        assert shown.process.wait(8) == 0
        assert str(file) in shown.text  # what may be seen is seen
        assert FIRST_REFRESH_TOKEN not in shown.text


def test_ctrl_c_while_the_service_is_asked_leaves_the_exchanged_tokens_whole(
    owner: TeslaApi, file: Path
) -> None:
    owner.fail_next("products", delay_s=20)
    with screen(*options_of(owner), "--way", "owner", "--anyway", "--token-file", str(file)) as shown:
        shown.waits_for("not shown): ")
        shown.types(FIRST_REFRESH_TOKEN)
        wait_for_exchange(file.parent)
        shown.process.send_signal(signal.SIGINT)
        shown.waits_for("Stopped.")
        assert shown.process.wait(8) == INTERRUPTED
    assert list(file.parent.iterdir()) == [file]
    assert json.loads(file.read_text())["refresh_token"] != FIRST_REFRESH_TOKEN


def wait_for_exchange(folder: Path) -> None:
    """Wait until the new tokens have arrived."""
    end_s = time.monotonic() + 40
    while not any("access_token" in draft.read_text() for draft in folder.glob(".login.*/tokens.json")):
        assert time.monotonic() < end_s
        time.sleep(0.01)


def test_a_container_brings_the_token_through_a_pipe(owner: TeslaApi, file: Path) -> None:
    options = ["--token-stdin", "--way", "owner", "--anyway", "--token-file", str(file), *options_of(owner)]
    done = subprocess.run(
        command(*options), cwd=APPS, input=FIRST_REFRESH_TOKEN, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f'vin: "{VIN}"' in done.stdout
    assert FIRST_REFRESH_TOKEN not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "no terminal to ask in"),
        (["--token", "secret"], "an option is unknown"),
        (["--token-stdin", "secret"], "an option is unknown"),
    ],
)
def test_the_command_refuses_what_it_cannot_do_without_showing_what_it_was_given(
    options: list[str], words: str
) -> None:
    done = subprocess.run(
        command(*options), cwd=APPS, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == MISUSED
    assert words in done.stderr
    assert "secret" not in done.stdout + done.stderr


def test_a_token_is_not_read_as_a_pipes_from_a_terminal_that_shows_it() -> None:
    with screen("--token-stdin") as shown:
        shown.waits_for("--token-stdin reads from a pipe")
        assert shown.process.wait(8) == MISUSED
