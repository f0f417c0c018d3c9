"""A token that was handed over by a file, with the real TeslaPy and the simulated services over HTTP."""

from __future__ import annotations

import base64
import errno
import json
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.profiles import OWNER_2026, OWNER_LEGACY, TESSIE_LIKE, Profile
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN, STATIC_TOKEN
from solar_charging.base.reason import Problem, Reason
from solar_charging.login.login_ways import WAYS
from solar_charging.publishing.translator import LANGUAGES, Translator
from solar_charging.settings.car import Car as CarSettings
from solar_charging.vehicle.tesla import handed_token
from solar_charging.vehicle.tesla.handed_token import (
    LASTING_HOSTS,
    MOST_BYTES,
    RETRY_S,
    SETTLES_S,
    HandedToken,
    News,
    waiting,
)
from solar_charging.vehicle.tesla.token_file import TokenFile
from tests.disk import Disk

NOW_S = 1_790_000_000.0
WRONG = "no-such-token-as-this"


class Desk:
    """The folder of apps.yaml, where a person writes the file, and the folder of the car's own."""

    def __init__(self, folder: Path, **car: Any) -> None:
        self.folder, self.own = folder / "apps", folder / "conf" / "tokens.json"
        self.folder.mkdir(exist_ok=True)
        self.own.parent.mkdir(exist_ok=True)
        self.settings = CarSettings(**(car if "entities" in car else {"token_file": str(self.own), **car}))
        self.now_s = NOW_S
        self.told: list[News] = []
        self.opens()

    def opens(self) -> None:
        self.handed = HandedToken(self.folder, "solar_charging", self.settings)

    @property
    def file(self) -> Path:
        return self.folder / "solar_charging.token"

    def hand(self, content: bytes | str, mode: int = 0o600, name: str = "solar_charging.token") -> Path:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        file.chmod(mode)
        os.utime(file, (self.now_s - 60, self.now_s - 60))
        return file

    def look(self, later_s: float = 30.0) -> Reason[Problem] | None:
        self.now_s += later_s
        news = self.handed.look(self.now_s)
        if news is not None:
            self.told.append(news)
        return None if news is None else news.said

    @property
    def files(self) -> set[str]:
        return {each.name for folder in (self.folder, self.own.parent) for each in folder.iterdir()}

    def said(self) -> str:
        """All that was told, in all languages."""
        words = [Translator(language, None, "EUR") for language in LANGUAGES]  # type: ignore[arg-type]
        return "\n".join(each.say(news.said) + str(news.said) for each in words for news in self.told)


Opens = Callable[[Profile], Desk]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Nobody answers at that address."""
    return Desk(tmp_path, api_url="http://127.0.0.1:9/", auth_url="http://127.0.0.1:9/")


@pytest.fixture
def service() -> Iterator[TeslaApi]:
    yield from served(OWNER_LEGACY)


def served(profile: Profile) -> Iterator[TeslaApi]:
    clock = Clock()
    with TeslaApi(SimulatedCar(now_s=clock.now_s(), soc_pct=50), clock, profile=profile) as api:
        yield api


def desk_at(api: TeslaApi, folder: Path) -> Desk:
    return Desk(folder, api_url=api.api_url, auth_url=api.auth_url)


def test_a_token_is_taken_in_checked_kept_and_wiped(service: TeslaApi, tmp_path: Path) -> None:
    desk = desk_at(service, tmp_path)
    desk.hand(f"{FIRST_REFRESH_TOKEN}\n")
    said = desk.look()
    assert said == Reason(
        Problem.HANDED_TAKEN, {"name": "solar_charging.token", "cars": "Model S 2017 …0337"}
    )
    assert desk.files == {"tokens.json"}
    assert desk.own.stat().st_mode & 0o777 == 0o600
    assert {"access_token", "refresh_token"} <= TokenFile(desk.own).load().keys()
    assert [each.kind for each in service.requests] == ["token", "products"]
    # Good news are told once.
    assert desk.look() is None


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{FIRST_REFRESH_TOKEN}\r\n".encode(),
        f"  \n\n{FIRST_REFRESH_TOKEN}\n\n".encode(),
        f'"{FIRST_REFRESH_TOKEN}"'.encode(),
        f"Bearer {FIRST_REFRESH_TOKEN}".encode(),
        f"{FIRST_REFRESH_TOKEN}\r\n".encode("utf-16"),
        b"\xfe\xff" + f"{FIRST_REFRESH_TOKEN}\n".encode("utf-16-be"),
        json.dumps({"refresh_token": FIRST_REFRESH_TOKEN, "access_token": "some-access-token"}).encode(),
    ],
)
def test_what_editors_and_people_add_is_no_part_of_it(
    service: TeslaApi, tmp_path: Path, content: bytes
) -> None:
    desk = desk_at(service, tmp_path)
    desk.hand(content)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.HANDED_TAKEN
    assert desk.files == {"tokens.json"}


def test_a_service_of_its_own_token_gets_it_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_token, "LASTING_HOSTS", {"127.0.0.1"})
    for api in served(TESSIE_LIKE):
        desk = desk_at(api, tmp_path)
        desk.hand(STATIC_TOKEN)
        said = desk.look()
        assert said is not None
        assert said.why is Problem.HANDED_TAKEN
        assert json.loads(desk.own.read_text()) == {"access_token": STATIC_TOKEN}
        assert [each.kind for each in api.requests] == ["products"]


def test_the_services_of_lasting_tokens_are_those_of_the_login() -> None:
    lasting = {way.settings["api_url"] for way in WAYS if way.lasting}
    assert {f"https://{host}/" for host in LASTING_HOSTS} == lasting


def payload(**claims: Any) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{body}.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("two words", Problem.HANDED_NO_TOKEN),
        (f"{WRONG}\n{WRONG}", Problem.HANDED_NO_TOKEN),
        ("short", Problem.HANDED_NO_TOKEN),
        ("tökentökentöken", Problem.HANDED_NO_TOKEN),
        (b"\xff\xfe\xff\xff\xff", Problem.HANDED_NO_TOKEN),
        (b"\x80\x81\x82" * 9, Problem.HANDED_NO_TOKEN),
        ('{"token": "some-long-secret"}', Problem.HANDED_NO_TOKEN),
        ("[" * 9000, Problem.HANDED_NO_TOKEN),
        ("x" * (MOST_BYTES + 1), Problem.HANDED_NO_TOKEN),
        (b"\0" * 5_000_000, Problem.HANDED_NO_TOKEN),
        (payload(aud=["https://owner-api.teslamotors.com/"]), Problem.HANDED_ACCESS),
        (payload(aud="https://fleet-api.prd.na.vn.cloud.tesla.com"), Problem.HANDED_ACCESS),
    ],
)
def test_what_is_no_such_token_is_told_and_wiped_and_sent_nowhere(
    desk: Desk, content: bytes | str, problem: Problem
) -> None:
    desk.own.touch(mode=0o600)
    desk.own.write_text('{"refresh_token": "the one that works"}')
    desk.hand(content)
    assert desk.look() == Reason(problem, {"name": "solar_charging.token"})
    assert desk.files == {"tokens.json"}
    assert "that works" in desk.own.read_text()
    # It stays told until something else comes.
    assert desk.look() == Reason(problem, {"name": "solar_charging.token"})


@pytest.mark.parametrize("content", [payload(aud="https://auth.tesla.com/oauth2/v3/token"), "a.b.c.d.e.f"])
def test_a_refresh_token_may_look_like_an_access_token(desk: Desk, content: str) -> None:
    desk.hand(content)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.HANDED_WAITS


def test_one_that_is_not_accepted_is_wiped_and_what_was_there_stays(
    service: TeslaApi, tmp_path: Path
) -> None:
    desk = desk_at(service, tmp_path)
    desk.own.touch(mode=0o600)
    desk.own.write_text('{"refresh_token": "the one that works"}')
    desk.hand(WRONG)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.HANDED_REFUSED
    assert desk.files == {"tokens.json"}
    assert "that works" in desk.own.read_text()
    asked = len(service.requests)
    desk.look(RETRY_S)
    assert len(service.requests) == asked
    # The next one is looked at.
    desk.hand(FIRST_REFRESH_TOKEN)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.HANDED_TAKEN


def test_one_that_cannot_be_checked_yet_waits_in_private_even_over_a_restart(
    service: TeslaApi, tmp_path: Path, desk: Desk
) -> None:
    desk.hand(FIRST_REFRESH_TOKEN, mode=0o644)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.HANDED_SEEN
    assert desk.files == {"tokens.json.handed"}
    draft = desk.own.with_name("tokens.json.handed")
    assert draft.stat().st_mode & 0o777 == 0o600
    later = desk_at(service, tmp_path)
    said = later.look()
    assert said is not None
    assert said.why is Problem.HANDED_TAKEN
    assert later.files == {"tokens.json"}


@pytest.mark.parametrize(("later_s", "asked"), [(RETRY_S - 1, 1), (RETRY_S, 2)])
def test_a_service_that_does_not_answer_is_asked_again_after_a_while(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, later_s: float, asked: int
) -> None:
    calls = []
    real = handed_token.cars_of

    def counted(*given: Any) -> Any:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(handed_token, "cars_of", counted)
    desk.hand(FIRST_REFRESH_TOKEN)
    desk.look()
    desk.look(later_s)
    assert len(calls) == asked


def test_tokens_that_were_exchanged_are_kept_whatever_comes_after(tmp_path: Path) -> None:
    for api in served(OWNER_2026):
        desk = desk_at(api, tmp_path)
        desk.hand(FIRST_REFRESH_TOKEN)
        said = desk.look()
        assert said is not None
        assert said.why is Problem.HANDED_WAITS
        assert desk.files == {"tokens.json"}
        assert "access_token" in json.loads(desk.own.read_text())


def test_others_who_could_read_it_are_told(service: TeslaApi, tmp_path: Path) -> None:
    desk = desk_at(service, tmp_path)
    desk.hand(FIRST_REFRESH_TOKEN, mode=0o644)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.HANDED_SEEN
    assert desk.told[-1].good
    assert "Others on this computer could read" in desk.said()


def test_an_editor_that_adds_txt_is_understood(service: TeslaApi, tmp_path: Path) -> None:
    desk = desk_at(service, tmp_path)
    desk.hand(FIRST_REFRESH_TOKEN, name="solar_charging.token.txt")
    said = desk.look()
    assert said is not None
    assert said.values["name"] == "solar_charging.token.txt"
    assert desk.files == {"tokens.json"}


@pytest.mark.parametrize(("age_s", "taken"), [(SETTLES_S - 0.1, False), (SETTLES_S, True), (-3600.0, True)])
def test_a_file_that_is_being_written_is_left_for_the_next_time(
    desk: Desk, age_s: float, taken: bool
) -> None:
    file = desk.hand(FIRST_REFRESH_TOKEN)
    os.utime(file, (desk.now_s + 30 - age_s, desk.now_s + 30 - age_s))
    desk.look()
    assert file.exists() is not taken


def test_an_empty_file_waits_for_its_token(desk: Desk) -> None:
    file = desk.hand(" \n")
    assert desk.look() is None
    assert file.exists()


def test_other_entries_and_cars_without_a_token_are_left_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path, entities={"name": "model_y"})
    other = desk.hand(FIRST_REFRESH_TOKEN, name="model_3.token")
    assert desk.look() is None
    file = desk.hand(FIRST_REFRESH_TOKEN, mode=0o644)
    assert desk.look() == Reason(Problem.HANDED_UNUSED, {"name": "solar_charging.token"})
    assert file.stat().st_mode & 0o777 == 0o600
    assert other.read_text() == FIRST_REFRESH_TOKEN


def test_a_file_that_has_to_wait_for_settings_is_taken_from_the_eyes_of_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file, other = desk.hand(WRONG, mode=0o644), desk.hand("", mode=0o644, name="other")
    waiting(desk.folder, "solar_charging")
    assert file.stat().st_mode & 0o777 == 0o600
    assert other.stat().st_mode & 0o777 == 0o644


def a_folder(file: Path) -> None:
    file.mkdir()


def a_link(file: Path) -> None:
    (file.parent / "else").write_text(WRONG)
    file.symlink_to(file.parent / "else")


def another_name(file: Path) -> None:
    (file.parent / "else").write_text(WRONG)
    file.hardlink_to(file.parent / "else")


def a_pipe(file: Path) -> None:
    os.mkfifo(file)


@pytest.mark.parametrize("make", [a_folder, a_link, another_name, a_pipe])
def test_what_is_no_plain_file_is_named_and_nothing_of_it_touched(
    desk: Desk, make: Callable[[Path], None]
) -> None:
    make(desk.file)
    assert desk.look() == Reason(Problem.HANDED_NO_FILE, {"name": "solar_charging.token"})
    waiting(desk.folder, "solar_charging")
    assert os.path.lexists(desk.file)
    if (desk.folder / "else").exists():
        assert (desk.folder / "else").read_text() == WRONG


def test_without_room_for_it_the_file_waits_and_is_taken_when_there_is(
    service: TeslaApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(service, tmp_path)
    disk = Disk(monkeypatch)
    disk.is_full()
    file = desk.hand(FIRST_REFRESH_TOKEN, mode=0o644)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.FILE_UNWRITABLE
    assert file.read_text() == FIRST_REFRESH_TOKEN
    assert file.stat().st_mode & 0o777 == 0o600
    assert service.requests == []
    disk.is_well()
    said = desk.look()
    assert said is not None
    assert said.why is Problem.HANDED_TAKEN
    assert desk.files == {"tokens.json"}


def test_a_file_that_cannot_be_deleted_is_said_and_taken_once(
    service: TeslaApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(service, tmp_path)
    file = desk.hand(FIRST_REFRESH_TOKEN)
    unlink = Path.unlink

    def denied(path: Path, missing_ok: bool = False) -> None:
        if path == file:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", denied)
    said = desk.look()
    assert said is not None
    assert said.why is Problem.BOTH
    assert "cannot be deleted (Permission denied)" in desk.said()
    # It is empty at least.
    assert file.read_bytes() == b""
    asked = len(service.requests)
    desk.look(RETRY_S)
    assert len(service.requests) == asked


def test_a_file_that_cannot_be_read_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.hand(FIRST_REFRESH_TOKEN)

    def denied(*_: Any) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(handed_token.os, "open", denied)
    assert desk.look() == Reason(
        Problem.HANDED_UNREADABLE, {"name": "solar_charging.token", "cause": "Permission denied"}
    )


def test_one_that_can_be_read_after_all_is_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.hand(WRONG)
    with monkeypatch.context() as patch:

        def denied(*_: Any) -> int:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        patch.setattr(handed_token.os, "open", denied)
        desk.look()
    file.chmod(0o400)
    desk.look()
    assert not file.exists()


def test_what_is_in_the_way_under_the_other_name_is_looked_at_once(service: TeslaApi, tmp_path: Path) -> None:
    desk = desk_at(service, tmp_path)
    (desk.folder / "solar_charging.token").mkdir()
    desk.hand(WRONG, name="solar_charging.token.txt")
    for _ in range(3):
        desk.look()
    assert [each.kind for each in service.requests] == ["token"]


@effort(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_whatever_the_file_holds_nothing_is_raised_and_nothing_of_it_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = b"SecretOfTheHouse"
    desk = Desk(tmp_path, api_url="http://127.0.0.1:9/", auth_url="http://127.0.0.1:9/")
    desk.own.with_name("tokens.json.handed").unlink(missing_ok=True)
    desk.hand(secret + content)
    desk.look()
    assert not desk.file.exists()
    assert secret.decode() not in desk.said() + caplog.text


@pytest.mark.parametrize("profile", [OWNER_LEGACY, OWNER_2026])
@pytest.mark.parametrize("token", [FIRST_REFRESH_TOKEN, WRONG, payload(aud=["owner-api"])])
def test_no_secret_is_told_or_logged_whatever_comes_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, profile: Profile, token: str
) -> None:
    caplog.set_level(logging.DEBUG)
    for api in served(profile):
        desk = desk_at(api, tmp_path)
        desk.hand(token, mode=0o644)
        desk.look()
        kept = json.loads(desk.own.read_text()) if desk.own.exists() else {}
        secrets = [token, *(str(kept[key]) for key in ("refresh_token", "access_token") if key in kept)]
        assert desk.told
        assert not [each for each in secrets if each in desk.said() + caplog.text]
