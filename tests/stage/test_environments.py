from __future__ import annotations

from pathlib import Path

import pytest

from stage.environments import HOME_ASSISTANT, REQUIREMENTS, Environment, SetupError, home_assistant_version


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
    ],
)
def test_each_python_has_its_home_assistant(python: tuple[int, ...], version: str) -> None:
    assert home_assistant_version(python) == version


@pytest.mark.parametrize("python", [(3, 9, 20), (3, 14, 0)])
def test_another_python_is_refused_by_name(python: tuple[int, ...]) -> None:
    with pytest.raises(SetupError, match=r"3\.10 to 3\.13 is needed, this is 3\.\d+\.\d+"):
        home_assistant_version(python)


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


def test_it_is_not_ready_before_its_installation_has_ended(installed: Environment) -> None:
    (installed.folder / "installed").unlink()
    assert not installed.ready
