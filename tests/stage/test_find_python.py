"""The search for a Python, before there is any to run a program with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

FINDER = Path(__file__).parents[2] / "stage" / "find_python.sh"
GOOD, TOO_OLD = "exit 0", "exit 1"
SHIM = "echo 'command not found' >&2; exit 127"


class Machine:
    """A checkout, and a PATH with Pythons of our making."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.checkout = folder / "checkout"
        (self.checkout / "stage").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(FINDER, self.checkout / "stage")
        for tool in ("sh", "dirname"):
            (self.bin / tool).symlink_to(str(shutil.which(tool)))

    def install(self, path: Path, does: str) -> str:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{does}\n")
        path.chmod(0o755)
        return str(path)

    def find(self, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [self.bin / "sh", self.checkout / "stage" / "find_python.sh"]
        environment = {"PATH": str(self.bin), **variables}
        return subprocess.run(command, env=environment, capture_output=True, text=True)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_newest_is_taken(machine: Machine) -> None:
    for name in ("python3", "python3.10", "python3.12"):
        machine.install(machine.bin / name, GOOD)
    assert machine.find().stdout.strip() == str(machine.bin / "python3.12")


def test_one_that_does_not_run_is_passed_over(machine: Machine) -> None:
    machine.install(machine.bin / "python3.13", SHIM)
    python = machine.install(machine.bin / "python3.11", GOOD)
    assert machine.find().stdout.strip() == python


def test_an_existing_environment_keeps_its_python(machine: Machine) -> None:
    machine.install(machine.bin / "python3.13", GOOD)
    python = machine.install(machine.checkout / ".venv" / "bin" / "python", GOOD)
    assert machine.find().stdout.strip() == python


def test_a_person_may_choose(machine: Machine, tmp_path: Path) -> None:
    machine.install(machine.bin / "python3.13", GOOD)
    python = machine.install(tmp_path / "elsewhere" / "python", GOOD)
    assert machine.find(SOLAR_CHARGING_PYTHON=python).stdout.strip() == python


def test_a_bad_choice_is_named(machine: Machine) -> None:
    machine.install(machine.bin / "python3.13", GOOD)
    found = machine.find(SOLAR_CHARGING_PYTHON="/nowhere/python")
    assert (found.returncode, found.stdout) == (1, "")
    assert "SOLAR_CHARGING_PYTHON=/nowhere/python" in found.stderr


def test_without_any_the_way_out_is_told(machine: Machine) -> None:
    machine.install(machine.bin / "python3", TOO_OLD)
    found = machine.find()
    assert (found.returncode, found.stdout) == (1, "")
    assert "Python 3.10, 3.11, 3.12 or 3.13" in found.stderr
    assert "python3-venv" in found.stderr
