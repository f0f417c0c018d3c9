"""Half a day with the real AppDaemon, its scheduler and threads, and the real TeslaPy, in time-lapse."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import time
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from stage.plugin_less import IN_TIME_LAPSE, command, install, variables

START, UNTIL = "2026-06-15 12:00:00", "2026-06-15T22:40:00+00:00"
SPEED = 480
LIMIT_S = 240
BEHIND = 10
"""Minutes in time-lapse, a second or two in truth, by which a busy machine shows things late."""

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(LIMIT_S + 60),
    pytest.mark.skipif(
        shutil.which("faketime") is None, reason="needs Debian's faketime: apt-get install faketime"
    ),
]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of the house, and what AppDaemon logged."""
    folder = tmp_path_factory.mktemp("appdaemon")
    report = folder / "report.json"
    install(folder, report, IN_TIME_LAPSE, until=UNTIL, record_s=60, timeout_s=3600)
    faked = ["faketime", "-f", f"@{START} x{SPEED}", *command(folder)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            faked, stdout=log, stderr=subprocess.STDOUT, env=variables(), start_new_session=True
        )
        deadline_s = time.monotonic() + LIMIT_S
        while not report.exists() and process.poll() is None and time.monotonic() < deadline_s:
            time.sleep(0.2)
        # The wrapper passes no signal on to what it wraps, and does not wait for it either.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    text = (folder / "log").read_text()
    assert report.exists(), text[-4000:]
    file = folder / "solar_charging_solar_charging.json"
    memory = {"mode": stat.S_IMODE(file.stat().st_mode), **json.loads(file.read_text())}
    return {**json.loads(report.read_text()), "log": text, "memory": memory}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-15T{text}:00+00:00")


def at(story: dict[str, Any], text: str) -> dict[str, Any]:
    """What was shown at a time of day."""
    wanted = moment(text)
    return min(story["history"], key=lambda row: abs(datetime.fromisoformat(row["at"]) - wanted))


def test_the_car_follows_the_sun_of_the_afternoon(story: dict[str, Any]) -> None:
    assert at(story, "13:30")["state"] == "following_sun"
    assert at(story, "13:30")["drawn_a"] >= 10
    assert len({row["drawn_a"] for row in story["history"]}) >= 5


def test_it_stops_when_the_sun_is_gone_and_buys_nothing_dear(story: dict[str, Any]) -> None:
    assert at(story, "19:00")["drawn_a"] == 0
    assert at(story, "21:57")["drawn_a"] == 0


def test_what_is_shown_is_what_the_car_does_or_did_just_now(story: dict[str, Any]) -> None:
    history = [row for row in story["history"] if row["charging_current"] not in (None, "unknown")]
    assert len(history) > 400
    wrong = []
    for number, row in enumerate(history):
        lately_a = {each["drawn_a"] for each in history[max(number - BEHIND, 0) : number + 1]}
        if all(abs(float(row["charging_current"]) - drawn_a) > 1 for drawn_a in lately_a):
            wrong.append(row)
    assert len(wrong) < len(history) / 20


def test_its_commands_are_few_and_only_great_changes_follow_soon(story: dict[str, Any]) -> None:
    commands = story["commands"]
    soon = [
        abs(later["charging_amps"] - earlier["charging_amps"])
        for (earlier_s, before, earlier), (later_s, after, later) in pairwise(commands)
        if before == after == "set_charging_amps" and later_s - earlier_s < 150
    ]
    assert all(change_a >= 3 for change_a in soon), soon
    assert len(soon) < len(commands) / 4
    assert 10 < len(commands) < 80


def test_nothing_is_logged_as_an_error(story: dict[str, Any]) -> None:
    assert not [line for line in story["log"].splitlines() if " ERROR " in line]
    assert "Traceback" not in story["log"]


def test_the_log_tells_the_day_in_words(story: dict[str, Any]) -> None:
    assert re.search(r"start - charging at \d+ A with [\d.]+ k?W of sun", story["log"])


def test_a_car_is_woken_only_to_be_charged(story: dict[str, Any]) -> None:
    starts = sum(kind == "charge_start" for _, kind, _ in story["commands"])
    assert 0 < story["requests"].count("wake_up") <= starts


def test_what_was_learnt_and_spent_lies_in_appdaemons_folder(story: dict[str, Any]) -> None:
    memory = story["memory"]
    assert memory["mode"] == 0o600
    assert float(memory["spending"]["month"]) > 0
    assert len([kw for kw in memory["history"]["surplus_kw"] if kw is not None]) > 4
