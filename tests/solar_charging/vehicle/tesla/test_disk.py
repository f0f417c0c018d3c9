"""Tokens that are renewed while the disk takes nothing: used from memory, and written when it does again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solar_charging
from simulator.tokens import FIRST_REFRESH_TOKEN
from solar_charging.base.reason import Problem
from solar_charging.base.state_file import part_of
from solar_charging.vehicle.car import NotAuthorized
from solar_charging.vehicle.tesla.token_file import TokenFile
from tests.disk import Disk
from tests.household import ZONE
from tests.solar_charging.vehicle.tesla.conftest import Service
from tests.words import raises, words

FULL, READ_ONLY = "No space left on device", "Read-only file system"


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def renewals(service: Service) -> int:
    return service.kinds().count("token")


@pytest.mark.parametrize(("trouble", "cause"), [(Disk.is_full, FULL), (Disk.is_read_only, READ_ONLY)])
def test_tokens_that_cannot_be_written_go_on_and_are_written_once_when_they_can(
    service: Service, disk: Disk, trouble: object, cause: str
) -> None:
    tesla = service.tesla()
    assert callable(trouble)
    trouble(disk)
    tesla.start()
    service.passes(60)
    assert tesla.read(ZONE).draws
    problem = tesla.tend()
    assert problem is not None
    assert problem.why is Problem.TOKEN_FILE_UNWRITABLE
    assert f"cannot be written to {service.tokens} ({cause})" in words(problem)
    # The next renewals take the refresh token of memory: that of the file is used up.
    for _ in range(2):
        service.api.tokens.void_access_tokens()
        assert tesla.awake()
    assert service.kept == {"refresh_token": FIRST_REFRESH_TOKEN}
    disk.is_well()
    assert tesla.tend() is None
    assert service.kept["refresh_token"] != FIRST_REFRESH_TOKEN
    assert service.tokens.stat().st_mode & 0o777 == 0o600
    written = service.tokens.stat().st_mtime_ns
    assert tesla.tend() is None
    assert service.tokens.stat().st_mtime_ns == written
    assert list(service.tokens.parent.iterdir()) == [service.tokens]
    assert renewals(service) == 3
    assert service.tesla().awake(), "and a restart goes on with them"


def test_the_next_renewal_writes_them_too(service: Service, disk: Disk) -> None:
    tesla = service.tesla()
    disk.is_full()
    tesla.awake()
    disk.is_well()
    service.api.tokens.void_access_tokens()
    assert tesla.awake()
    assert service.kept["refresh_token"] != FIRST_REFRESH_TOKEN


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (
            Disk.is_full,
            "the renewed tokens could not be written to .* before AppDaemon stopped, and are lost",
        ),
        (Disk.is_read_only, "used up already: elsewhere, or by a renewal that could not be written"),
    ],
)
def test_a_restart_in_between_says_plainly_what_was_lost(
    service: Service, disk: Disk, trouble: object, told: str
) -> None:
    assert callable(trouble)
    trouble(disk)
    service.tesla().awake()
    disk.is_well()
    after = service.tesla()
    with raises(NotAuthorized, match=f"^log in again: .*{told}"):
        after.awake()
    service.tokens_are(**service.api.tokens.issue())
    assert after.awake(), "new tokens are taken up without another restart"
    assert service.tesla().awake()


def test_tokens_that_a_person_brings_meanwhile_win_over_those_in_memory(service: Service, disk: Disk) -> None:
    tesla = service.tesla()
    disk.is_full()
    tesla.awake()
    brought = service.api.tokens.issue()
    service.tokens_are(**brought)
    assert tesla.tend() is None
    assert tesla.awake()
    disk.is_well()
    assert tesla.tend() is None
    assert service.kept["refresh_token"] == brought["refresh_token"]
    assert renewals(service) == 1, "what was brought is good, and was not renewed"


def test_tokens_that_a_person_brings_win_over_good_ones_too(service: Service) -> None:
    tesla = service.tesla()
    tesla.awake()
    brought = service.api.tokens.issue()
    service.tokens_are(refresh_token=brought["refresh_token"])
    assert tesla.awake()
    assert renewals(service) == 2
    assert service.kept["refresh_token"] not in (FIRST_REFRESH_TOKEN, brought["refresh_token"])


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        ("{", 0o600, Problem.TOKEN_FILE_NO_JSON),
        ('{"refresh_token": 5}', 0o600, Problem.TOKEN_FILE_EMPTY),
        ('{"refresh_token": "two words"}', 0o600, Problem.TOKEN_FILE_EMPTY),
        ('{"refresh_token": "a", "access_token": "\\n b c"}', 0o600, Problem.TOKEN_FILE_EMPTY),
        ('{"refresh_token": "somebody-elses"}', 0o644, Problem.TOKEN_FILE_MODE),
    ],
)
def test_a_file_that_a_person_has_spoilt_is_named_and_not_overwritten(
    service: Service, disk: Disk, content: str, mode: int, told: Problem
) -> None:
    tesla = service.tesla()
    disk.is_full()
    tesla.awake()
    disk.is_well()
    service.tokens.write_text(content)
    service.tokens.chmod(mode)
    problem = tesla.tend()
    assert problem is not None
    assert problem.why is told
    assert tesla.awake(), "the car is charged by what is in memory"
    service.api.tokens.void_access_tokens()
    assert tesla.awake()
    assert service.tokens.read_text() == content


@pytest.mark.parametrize("gone", [True, False])
def test_an_empty_file_or_none_is_filled_again(service: Service, disk: Disk, gone: bool) -> None:
    tesla = service.tesla()
    disk.is_full()
    tesla.awake()
    disk.is_well()
    service.tokens.unlink() if gone else service.tokens.write_text("")
    assert tesla.tend() is None
    assert service.tesla().awake()


def test_a_file_that_goes_while_tokens_are_renewed_is_no_reason_to_lose_them(service: Service) -> None:
    tesla = service.tesla()
    tesla.awake()
    service.tokens.unlink()
    service.api.tokens.void_access_tokens()
    assert tesla.awake()
    assert service.tesla().awake()


def test_the_file_is_on_the_disk_before_it_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (did.append("fsync"), fsync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (did.append("rename"), replace(a, b))[1])
    TokenFile(tmp_path / "tokens.json").save({"refresh_token": "x" * 20})
    assert did[:2] == ["fsync", "rename"]


def test_an_app_that_is_killed_while_it_writes_renewed_tokens_has_them_after_the_restart(
    service: Service,
) -> None:
    renewed = service.api.tokens.issue()
    dying = (
        "import json, os, pathlib, signal, sys;"
        "from solar_charging.vehicle.tesla.token_file import TokenFile;"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL);"
        "file = TokenFile(pathlib.Path(sys.argv[1])); file.load(); file.save(json.loads(sys.argv[2]))"
    )
    apps = Path(solar_charging.__file__).parent.parent
    died = subprocess.run(
        [sys.executable, "-c", dying, str(service.tokens), json.dumps(renewed)], cwd=apps, check=False
    )
    assert died.returncode == -signal.SIGKILL
    assert service.kept == {"refresh_token": FIRST_REFRESH_TOKEN}
    tesla = service.tesla()
    assert tesla.awake()
    assert tesla.tend() is None
    assert service.kept["refresh_token"] == renewed["refresh_token"]
    assert not part_of(service.tokens).exists()
    assert renewals(service) == 0


def test_tokens_brought_after_a_write_was_cut_off_are_not_undone_by_it(service: Service, disk: Disk) -> None:
    disk.is_full()
    service.tesla().awake()
    disk.is_well()
    brought = service.api.tokens.issue()
    fresh = service.tokens.with_name("fresh.json")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(brought))
    fresh.replace(service.tokens)
    assert service.tesla().awake()
    assert service.kept == brought


@pytest.mark.parametrize("moment", ["tomorrow", True, [], None, float("nan"), 1e300, 10**400, -1, 1.8e12])
def test_an_end_of_the_token_that_is_no_moment_is_not_known(service: Service, moment: object) -> None:
    service.tokens_are(**{**service.api.tokens.issue(), "expires_at": moment})
    assert service.tesla().awake()


def test_the_line_ends_of_an_editor_are_no_part_of_a_token(service: Service) -> None:
    pair = service.api.tokens.issue()
    service.tokens_are(
        access_token=f" {pair['access_token']}\n", refresh_token=f"{pair['refresh_token']}\r\n"
    )
    assert service.tesla().awake()
    assert renewals(service) == 0


def test_a_link_to_the_tokens_stays_one(service: Service) -> None:
    link = service.tokens.with_name("link.json")
    link.symlink_to(service.tokens)
    assert service.tesla(token_file=str(link)).awake()
    assert link.is_symlink()
    assert service.kept["refresh_token"] != FIRST_REFRESH_TOKEN


STEPS = st.lists(
    st.sampled_from(["renew", "full", "read only", "well", "brought", "spoilt", "empty", "tend"])
)


@given(STEPS)
@settings(deadline=None)
def test_whatever_happens_to_the_file_the_newest_tokens_are_not_lost(steps: list[str]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        disk, path = Disk(patch), Path(folder) / "tokens.json"
        path.touch(mode=0o600)
        path.write_text('{"refresh_token": "0"}')
        tokens = TokenFile(path)
        newest, spoilt = tokens.load()["refresh_token"], False
        for count, step in enumerate(steps, 1):
            if step == "renew":
                newest = f"renewed-{count}"
                tokens.save({"refresh_token": newest})
            elif step == "brought":
                newest, spoilt = f"brought-{count}", False
                path.write_text(json.dumps({"refresh_token": newest}))
            elif step in ("spoilt", "empty"):
                spoilt = step == "spoilt"
                path.write_text("{" if spoilt else "")
            else:
                {"full": disk.is_full, "read only": disk.is_read_only, "well": disk.is_well}.get(
                    step, tokens.tend
                )()
            if tokens.replaced() or step == "renew":
                assert tokens.load()["refresh_token"] == newest
            assert (path.read_text() == "{") is spoilt, "what a person has written is left to that person"
        disk.is_well()
        known = tokens.tend()
        assert (known is not None) is spoilt
