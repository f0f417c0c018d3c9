"""What a person sees of an app that cannot even be loaded: a package, a file or the class is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from solar_charging import app
from solar_charging.stand_in import StandIn, misnamed, without
from tests.shell_platform import Platform, config

APPS = Path(app.__file__).parents[1]
CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"


def started(platform: Platform, kind: type[StandIn]) -> StandIn:
    made = kind(platform.appdaemon, config())
    made.initialize()
    return made


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        (without(ImportError("", name="numpy")), "en", "the Python package numpy is missing"),
        (without(ImportError("", name="numpy.typing")), "de", "das Python-Paket numpy fehlt"),
        (without(ImportError("gone", name="solar_charging.planning.plan")), "fr", "est incomplet"),
        (without(ImportError("no name x in y")), "en", "no name x in y"),
        (misnamed("SolarCharger"), "de", "class muss SolarCharging sein, ist SolarCharger"),
    ],
)
def test_it_is_shown_and_told_once_in_the_house_s_language(
    platform: Platform, kind: type[StandIn], language: str, said: str
) -> None:
    platform.of_home_assistant["language"] = language
    stand_in = started(platform, kind)
    platform.time_travel.fast_forward(11).minutes()
    assert platform.state("state") == "setup"
    assert said in platform.state("reason")
    (note,) = platform.calls(CREATE)
    assert said in note["message"]
    assert len(platform.logged("ERROR")) == 1
    stand_in.terminate()
    assert platform.state("state") == "stopped"
    assert [each["notification_id"] for each in platform.calls(DISMISS)] == [note["notification_id"]]


def test_what_home_assistant_has_forgotten_is_told_again(platform: Platform) -> None:
    started(platform, misnamed("SolarCharger"))
    platform.remove("sensor.solar_charging_reason")
    platform.time_travel.fast_forward(6).minutes()
    assert len(platform.calls(CREATE)) == 2
    assert "must be SolarCharging" in platform.state("reason")


def test_a_name_that_home_assistant_takes_in_no_entity_is_told_all_the_same(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StandIn, "name", "solar-charging", raising=False)
    started(platform, misnamed("SolarCharger"))
    assert len(platform.calls(CREATE)) == 1
    assert platform.functions["set_state"].mock_calls == []


def test_apps_yaml_may_name_any_class_and_gets_one_that_speaks() -> None:
    assert app.SolarCharging.__name__ == "SolarCharging"
    assert issubclass(app.SolarCharger, StandIn)
    for name in ("__path__", "solarcharging", "_Hidden"):
        assert not hasattr(app, name)


def loaded(folder: Path, before: str = "") -> str:
    """Why the entry in a folder is stood in for, in an interpreter of its own."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); {before}\nfrom solar_charging import app"
    code += "\nprint(app.SolarCharging.problem.why.value)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.mark.parametrize("package", ["numpy", "teslapy"])
def test_the_entry_loads_without_a_package(package: str) -> None:
    assert loaded(APPS, f"sys.modules[{package!r}] = None") == "package_missing"


def test_the_entry_loads_without_a_file_of_its_own(tmp_path: Path) -> None:
    copytree(APPS / "solar_charging", tmp_path / "solar_charging")
    (tmp_path / "solar_charging" / "planning" / "plan.py").unlink()
    assert loaded(tmp_path) == "file_missing"
