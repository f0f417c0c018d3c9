"""The command line, as a process of its own."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from simulator.__main__ import main
from simulator.car_settings import CarSettings
from simulator.tokens import STATIC_TOKEN

CHECKOUT = Path(__file__).parents[2]


@contextmanager
def simulator(
    *arguments: str, announced: str = r"refresh token \S+"
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running process and its service's address."""
    command = [sys.executable, "-m", "simulator", "--port", "0", *arguments]
    process = subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.search(rf"api (https?://127\.0\.0\.1:\d+/) auth \1sso/ {announced}$", line)
        assert match, line
        yield process, match[1]
    finally:
        process.kill()
        process.communicate()


def test_it_serves_the_world_that_was_asked_for() -> None:
    arguments = "--start 2026-06-15T09:00Z --speed 60 --soc 41.5 --limit 90 --phases 3 --unplugged --car-away"
    with simulator(*arguments.split(), "--latitude", "50", "--longitude", "8") as (_, url):
        state = requests.get(f"{url}simulator/state", timeout=30).json()
    assert re.match(r"2026-06-15T09:0[0-4]:", state["now"])
    assert state["house"]["solar_power_w"] > 0
    assert {
        "soc_pct": 41.5,
        "charge_limit_pct": 90,
        "at_home": False,
        "plugged_in": False,
        "position": [50.2, 8],
    }.items() <= state["car"].items()


def test_its_house_may_have_a_battery() -> None:
    with simulator("--battery-kwh", "10", "--battery-soc", "40", "--battery-power", "3000") as (_, url):
        state = requests.get(f"{url}simulator/state", timeout=30).json()
        held = requests.post(f"{url}simulator/battery", json={"hold_w": 0, "soc_pct": 30}, timeout=30).json()
    assert state["house"]["battery_soc_pct"] == pytest.approx(40, abs=0.5)
    assert held["house"]["battery_soc_pct"] == pytest.approx(30, abs=0.5)
    assert held["house"]["battery_power_w"] <= 0


@pytest.mark.parametrize(
    ("arguments", "announced", "statuses"),
    [
        ("", r"refresh token simulated-refresh-token", [401, 401]),
        ("--profile fleet-proxy --client-id mine", r"refresh token \S+ client id mine", [401, 401]),
        ("--profile tessie-like", r"static token simulated-static-token", [401, 401]),
        ("--profile ble", r"no token", [404, 200]),
    ],
)
def test_it_is_the_service_that_was_asked_for(arguments: str, announced: str, statuses: list[int]) -> None:
    with simulator(*arguments.split(), announced=announced) as (_, url):
        car = f"{url}api/1/vehicles/{CarSettings().vin}"
        asked = requests.get(car, timeout=30), requests.post(f"{car}/command/charge_start", timeout=30)
    assert [reply.status_code for reply in asked] == statuses


@pytest.mark.parametrize(("arguments", "located"), [((), True), (("--no-location",), False)])
def test_where_the_car_is_can_be_kept_back(arguments: tuple[str, ...], located: bool) -> None:
    announced = f"static token {STATIC_TOKEN}"
    with simulator("--profile", "tessie-like", *arguments, announced=announced) as (_, url):
        data = requests.get(
            f"{url}api/1/vehicles/{CarSettings().vin}/vehicle_data?endpoints=location_data",
            headers={"Authorization": f"Bearer {STATIC_TOKEN}"},
            timeout=30,
        ).json()["response"]
    assert ("latitude" in data["drive_state"]) is located


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_behind_tls_it_names_its_certificate() -> None:
    with simulator("--tls", announced=r".* ca file \S+") as (process, url):
        assert url.startswith("https://")
        process.terminate()
        assert process.wait(timeout=30) == 0


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(ending: signal.Signals) -> None:
    with simulator() as (process, _):
        process.send_signal(ending)
        rest, _ = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, "")


def test_it_ends_after_the_set_seconds() -> None:
    with simulator("--seconds", "0.2", "--every-s", "0.05") as (process, _):
        assert process.wait(timeout=30) == 0


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["simulator", *arguments])
    return main()


def test_a_taken_port_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(monkeypatch, "--port", port) == 2
    message = f"simulator: port {port} cannot be taken (Address already in use)"
    assert capsys.readouterr().err.startswith(message)


def test_a_missing_trace_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "--trace", str(tmp_path / "none.csv")) == 2
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--start 2026-06-15T09:00", "must name its time zone"),
        ("--start noon", "--start: must be an ISO 8601 time"),
        ("--speed 0", "must be more than 0, is 0"),
        ("--every-s -1", "must be more than 0, is -1"),
        ("--phases 2", "invalid choice: 2"),
        ("--profile owner", "invalid choice: 'owner'"),
        ("--home-assistant http://127.0.0.1:8123", "--home-assistant and --token-file belong together"),
    ],
)
def test_a_wrong_option_is_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: str, message: str
) -> None:
    with pytest.raises(SystemExit) as ending:
        run(monkeypatch, *arguments.split())
    assert ending.value.code == 2
    assert message in capsys.readouterr().err


def test_it_feeds_home_assistant(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("secret\n")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with simulator("--home-assistant", url, "--token-file", str(token)):
            connection, _ = listener.accept()
            with connection:
                head = connection.recv(4096).decode()
    assert head.startswith("POST /api/states/sensor.grid_power HTTP/1.1")
    assert "Authorization: Bearer secret\r\n" in head


def test_a_trace_shorter_than_a_day_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    trace = tmp_path / "minutes.csv"
    trace.write_text("timestamp_utc,load_w,solar_w\n2026-06-15T00:00:00Z,300,0\n2026-06-15T00:01:00Z,300,0\n")
    assert run(monkeypatch, "--trace", str(trace)) == 2
    assert "only whole days can repeat, this trace spans 120 s" in capsys.readouterr().err
