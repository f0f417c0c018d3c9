from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from stage.checks import ONE_BY_ONE, run_all
from stage.environments import CHECKOUT
from stage.processes import wait_for

WELL = "print('well')"
ILL = "print('ill'); raise SystemExit(3)"


def python(code: str) -> Sequence[str]:
    return (sys.executable, "-c", code)


@pytest.mark.parametrize(
    ("one_by_one", "beside", "all_well"),
    [
        ((WELL, WELL), WELL, True),
        ((ILL, WELL), WELL, False),
        ((WELL, ILL), WELL, False),
        ((WELL, WELL), ILL, False),
    ],
)
def test_all_is_run_and_all_has_to_be_well(
    one_by_one: Sequence[str], beside: str, all_well: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_all([python(code) for code in one_by_one], python(beside)) is all_well
    verdicts = [line.split()[0] for line in capfd.readouterr().out.splitlines() if line.startswith("  ")]
    assert verdicts == ["ok" if code == WELL else "failed" for code in (*one_by_one, beside)]


def test_what_runs_beside_has_run_meanwhile_and_is_shown_afterwards(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mark = tmp_path / "mark"
    beside = f"import pathlib; print('beside'); pathlib.Path({str(mark)!r}).touch()"
    looks = f"while not pathlib.Path({str(mark)!r}).exists(): time.sleep(0.01)"
    waits = f"import pathlib, time\n{looks}\nprint('first')"
    assert run_all([python(waits)], python(beside))
    shown = [line for line in capfd.readouterr().out.splitlines() if line in ("beside", "first")]
    assert shown == ["first", "beside"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_lets_all_of_them_end_in_order(tmp_path: Path, number: signal.Signals) -> None:
    patient = "\n".join(
        (
            "import pathlib, sys, time",
            "file = pathlib.Path(sys.argv[1])",
            "try: file.touch(); time.sleep(60)",
            "except KeyboardInterrupt: time.sleep(0.3); file.unlink()",
        )
    )
    files = [tmp_path / "first", tmp_path / "beside"]
    first, beside = ((*python(patient), str(file)) for file in files)
    played = f"checks.ONE_BY_ONE, checks.BESIDE = [{first}], {beside}"
    script = f"from stage import checks; {played}; exit(checks.main())"
    process = subprocess.Popen([sys.executable, "-c", script], cwd=CHECKOUT, start_new_session=True)
    wait_for("the start of both", lambda: all(file.exists() for file in files), within_s=30)
    process.send_signal(number)
    assert process.wait(30) == 130
    assert not any(file.exists() for file in files)


def test_every_tool_is_called_that_a_change_has_to_please() -> None:
    tools = {word for command in ONE_BY_ONE for word in command}
    assert {"ruff", "mypy", "pytest"} <= tools
