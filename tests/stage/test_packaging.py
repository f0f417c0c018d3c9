"""What a newcomer meets before the app runs: its version, name, configuration and requirements."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from email.parser import Parser
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from solar_charging.base.version import VERSION
from stage.locks import locks

ROOT = Path(__file__).parents[2]
PYTHONS = ("3.10", "3.11", "3.12", "3.13")

MAKE_METADATA = "from setuptools.build_meta import *; print(prepare_metadata_for_build_wheel('made'))"


def requirements(file: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip(" \\") for line in (ROOT / file).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def test_a_package_of_the_project_takes_version_and_requirements_from_their_one_place(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "apps" / "solar_charging", tmp_path / "apps" / "solar_charging")
    (tmp_path / "made").mkdir()
    made = subprocess.run(
        [sys.executable, "-c", MAKE_METADATA], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    folder = made.stdout.splitlines()[-1]
    metadata = Parser().parsestr((tmp_path / "made" / folder / "METADATA").read_text())
    assert (metadata["Name"], metadata["Version"]) == ("solar_charging", VERSION)
    needed = {Requirement(line) for line in metadata.get_all("Requires-Dist") or []}
    assert needed == set(requirements("requirements.txt"))


def test_the_changelog_begins_with_this_version() -> None:
    first = re.search(r"^## \[?([^\]\s]+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first
    assert first[1] == VERSION


def test_appdaemon_finds_no_settings_in_the_apps_folder_but_the_users() -> None:
    # It takes every such file for the configuration of apps, however deep it lies.
    lying = [file for file in (ROOT / "apps").rglob("*") if file.suffix in {".yaml", ".toml"}]
    assert lying == []


def test_each_secret_of_the_example_stands_in_the_example_of_secrets() -> None:
    wanted = re.findall(r": !secret (\w+)", (ROOT / "appdaemon.yaml.example").read_text())
    given = re.findall(r"^(\w+):", (ROOT / "secrets.yaml.example").read_text(), re.MULTILINE)
    assert wanted == given


@pytest.mark.parametrize("python", PYTHONS)
def test_all_that_is_wanted_is_pinned_for_each_python(python: str) -> None:
    here = {"python_version": python, "python_full_version": f"{python}.9"}
    pinned: dict[str, str] = {}
    for requirement in requirements("requirements-dev.txt"):
        if requirement.marker is None or requirement.marker.evaluate(here):
            (pin,) = requirement.specifier
            assert pin.operator == "=="
            assert pinned.setdefault(canonicalize_name(requirement.name), pin.version) == pin.version
    for wanted in requirements("requirements-dev.in") + requirements("requirements.txt"):
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)])


@pytest.mark.parametrize("lock", locks(), ids=lambda lock: lock.name)
def test_locks_tell_how_they_are_made_have_a_hash_for_each_package_and_name_no_server(lock: Path) -> None:
    text = lock.read_text()
    assert "python -m stage.locks" in text.split("==")[0]
    assert "://" not in text
    assert "--index" not in text
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n", "", text))
    assert len(entries) > 0
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_form_for_problems_asks_for_all_that_explains_a_decision() -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "problem.yml").read_text())
    needed = {part["id"] for part in form["body"] if part.get("validations", {}).get("required")}
    assert needed >= {"version", "way", "state", "reason", "decisions"}


@pytest.mark.parametrize(("workflow", "job"), [("checks", "tests"), ("stories", "stories")])
def test_other_forges_test_each_python_that_is_promised(workflow: str, job: str) -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / f"{workflow}.yml").read_text())["jobs"]
    assert tuple(jobs[job]["strategy"]["matrix"]["python"]) == PYTHONS
    assert f'requires-python = ">={PYTHONS[0]},<3.14"' in (ROOT / "pyproject.toml").read_text()
