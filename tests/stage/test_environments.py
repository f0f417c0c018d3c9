from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stage.environments import (
    HOME_ASSISTANT,
    HOME_ASSISTANT_PYTHON,
    REQUIREMENTS,
    RUNNING,
    BasePython,
    Environment,
    SetupError,
    home_assistant_environment,
    home_assistant_python,
    home_assistant_version,
)


@pytest.mark.parametrize(
    ("python", "version"),
    [
        ((3, 10, 0), "2023.7.3"),
        ((3, 10, 13), "2023.7.3"),
        ((3, 11, 0), "2024.3.3"),
        ((3, 11, 7), "2024.3.3"),
        ((3, 12, 0), "2025.1.4"),
        ((3, 13, 0), "2025.4.4"),
        ((3, 13, 1), "2025.4.4"),
        ((3, 13, 2), "2026.2.3"),
        ((3, 13, 99), "2026.2.3"),
        ((3, 14, 2), "2026.11.0"),
        ((3, 14, 99), "2026.11.0"),
    ],
)
def test_each_python_has_its_home_assistant(python: tuple[int, ...], version: str) -> None:
    assert home_assistant_version(python) == version


@pytest.mark.parametrize("python", [(3, 9, 20), (3, 14, 0), (3, 14, 1), (3, 15, 0)])
def test_another_python_is_refused_by_name(python: tuple[int, ...]) -> None:
    with pytest.raises(
        SetupError, match=rf"from 3\.10 to 3\.13, or 3\.14\.2, got 3\.{python[1]}\.{python[2]}$"
    ):
        home_assistant_version(python)


class Pythons:
    """Pythons of our making on the PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.delenv(HOME_ASSISTANT_PYTHON, raising=False)
        home_assistant_python.cache_clear()

    def install(self, name: str, does: str) -> str:
        path = self._folder / name
        path.write_text(f"#!/bin/sh\n{does}\n")
        path.chmod(0o755)
        return str(path)


@pytest.fixture
def pythons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pythons]:
    yield Pythons(tmp_path, monkeypatch)
    home_assistant_python.cache_clear()


NEW, BROKEN = "echo '3.14.6 (main, Nov  1 2026) [GCC 15.2]'", "exit 1"


def test_home_assistant_has_the_newest_python_where_there_is_one(pythons: Pythons) -> None:
    program = pythons.install("python3.14", NEW)
    assert home_assistant_python() == BasePython(program, "3.14.6 (main, Nov  1 2026) [GCC 15.2]")
    assert home_assistant_environment().name == "Home Assistant 2026.11.0"
    assert home_assistant_environment().folder.name == ".venv-ha-3.14"


@pytest.mark.parametrize("does", [None, BROKEN, "echo 3.14.1"])
def test_else_the_one_that_runs(pythons: Pythons, does: str | None) -> None:
    if does is not None:
        pythons.install("python3.14", does)
    assert home_assistant_python() == RUNNING


@pytest.mark.parametrize("new", [False, True])
def test_a_python_that_is_named_comes_first(
    pythons: Pythons, monkeypatch: pytest.MonkeyPatch, new: bool
) -> None:
    if new:
        pythons.install("python3.14", NEW)
    program = pythons.install("mine", "echo 3.12.9")
    monkeypatch.setenv(HOME_ASSISTANT_PYTHON, program)
    assert home_assistant_python().numbers == (3, 12, 9)
    assert home_assistant_environment().name == "Home Assistant 2025.1.4"


@pytest.mark.parametrize(("name", "does"), [("mine", BROKEN), ("another", "echo 3.14.6")])
def test_a_named_one_that_does_not_work_is_said(
    pythons: Pythons, monkeypatch: pytest.MonkeyPatch, name: str, does: str
) -> None:
    pythons.install("another", does)
    monkeypatch.setenv(HOME_ASSISTANT_PYTHON, "mine" if name == "another" else pythons.install(name, does))
    with pytest.raises(
        SetupError, match=f"{HOME_ASSISTANT_PYTHON}=.*mine: is no Python with the venv module"
    ):
        home_assistant_python()


def test_an_unfit_one_that_is_named_is_said(pythons: Pythons, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_ASSISTANT_PYTHON, pythons.install("mine", "echo 3.9.2"))
    with pytest.raises(SetupError, match=r"got 3\.9\.2"):
        home_assistant_environment()


@pytest.mark.parametrize("version", [version for _, version in HOME_ASSISTANT])
def test_each_home_assistant_is_pinned_in_a_file_of_its_own(version: str) -> None:
    lines = (REQUIREMENTS / f"home-assistant-{version}.in").read_text().splitlines()
    assert lines[0] == f"homeassistant=={version}"
    assert f"homeassistant=={version} " in (REQUIREMENTS / f"home-assistant-{version}.txt").read_text()


@pytest.fixture
def installed(tmp_path: Path) -> Environment:
    """An environment as it is after its installation."""
    requirements = tmp_path / "some.txt"
    requirements.write_text("one==1\n")
    folder = tmp_path / "environment"
    folder.mkdir()
    environment = Environment("some", folder, requirements)
    (folder / "installed").write_text(environment.stamp())
    return environment


def test_an_installed_environment_is_ready(installed: Environment) -> None:
    assert installed.ready


def test_it_is_not_ready_once_its_requirements_have_changed(installed: Environment) -> None:
    installed.requirements.write_text("one==2\n")
    assert not installed.ready


def test_it_is_not_ready_once_its_python_is_another(installed: Environment) -> None:
    newer = BasePython(RUNNING.program, f"{RUNNING.version} and newer")
    assert not replace(installed, base=newer).ready


def test_it_is_not_ready_before_its_installation_has_ended(installed: Environment) -> None:
    (installed.folder / "installed").unlink()
    assert not installed.ready
